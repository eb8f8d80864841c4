"""The shape of what is typed to sign in, and to set a password."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from facilitator.accounts.models import Account
from facilitator.accounts.rules import check_email, check_first_code, check_password
from facilitator.database import Limits, limits_of
from facilitator.web.forms import Form, Length, line, said_at


def password(label: str, most: int) -> PasswordField:
    """A password, to the letter: nothing of it is cleaned away, and nothing of it is shown again."""
    return PasswordField(label, validators=[Length(Limits(most, 1))])


class NewPasswordForm(Form):
    """A new password, and the one before it, which shows that it is its owner who asks."""

    current_password = password(_l("Current password"), 1000)
    new_password = password(_l("New password"), 1000)


class NewAccountForm(Form):
    """What an account is opened with; all that is wrong with it is said at once."""

    name = line(_l("Your name"), limits_of(Account.name))
    email = line(_l("E-mail"), limits_of(Account.email))
    new_password = password(_l("Password"), 1000)

    def validate_email(self, field: Any) -> None:
        """An address."""
        with said_at(field):
            check_email(field.data)

    def validate_new_password(self, field: Any) -> None:
        """A password that nobody guesses who knows name and address."""
        with said_at(field):
            check_password(field.data or "", (self.name.data, self.email.data))


class FirstAccountForm(NewAccountForm):
    """The account of who begins with an empty server, and the code which shows that it is theirs."""

    printed = ""
    """The code that the server has printed."""
    code = line(_l("Code"), Limits(40, 1))

    def validate_code(self, field: Any) -> None:
        """The code that was printed."""
        with said_at(field):
            check_first_code(field.data, self.printed)


class SignInForm(Form):
    """Address and password."""

    email = line(_l("E-mail"), limits_of(Account.email))
    password = password(_l("Password"), 1000)
