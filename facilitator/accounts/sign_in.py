"""Flask-Login, kept to this package: who has signed in with this browser."""

from flask import Flask, session
from flask_login import LoginManager, current_user, login_user, logout_user

from facilitator.access.authors import SIGNED_IN
from facilitator.accounts.models import Account, SignIn
from facilitator.accounts.operations import account_signed_in_with, begin_sign_in, sign_in_with, sign_out

# Stays in the session when its owner signs out: the browser of somebody who has been in.
KNOWN = "known"

logins = LoginManager()


def init_app(app: Flask) -> None:
    """Wire sign-in to the app; not Flask-Login's cookie that remembers, for which it reads each session."""
    app.login_manager = logins  # type: ignore[attr-defined]
    app.context_processor(lambda: {"current_user": current_user})


def let_in(account: Account, *, by_link: bool) -> None:
    """Sign an account in with this browser, in a turn to write."""
    begin_sign_in(account, by_link=by_link)
    session.permanent = session[KNOWN] = True
    login_user(account)


def let_out() -> None:
    """Sign out of this browser."""
    sign_out(_token())
    logout_user()


def is_known() -> bool:
    """Whether somebody has signed in with this browser before."""
    return KNOWN in session


def current_sign_in() -> SignIn | None:
    """The sign-in that this browser holds, unless it has ended."""
    return sign_in_with(_token())


def _token() -> str:
    return str(session.get(SIGNED_IN, "")).partition(":")[2]


@logins.user_loader  # type: ignore[untyped-decorator]
def _account(held: str) -> Account | None:
    return account_signed_in_with(held.partition(":")[2])
