"""The shape of what is typed to sign in, and to set a password."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from facilitator.web.forms import Form, Length, line


def password(label: str, most: int) -> PasswordField:
    """A password, to the letter: nothing of it is cleaned away, and nothing of it is shown again."""
    return PasswordField(label, validators=[Length(1, most)])


class NewPasswordForm(Form):
    """A new password, and the one before it, which shows that it is its owner who asks."""

    current_password = password(_l("Current password"), 1000)
    new_password = password(_l("New password"), 1000)


class SignInForm(Form):
    """Address and password."""

    email = line(_l("E-mail"), 254, 3)
    password = password(_l("Password"), 1000)
