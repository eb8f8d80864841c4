"""The shape of what is typed to sign in."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from facilitator.web.forms import Form, line


class SignInForm(Form):
    """Address and password."""

    email = line(_l("E-mail"), 254, 3)
    password = PasswordField(_l("Password"))
