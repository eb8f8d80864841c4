"""Flask-Login and the limits on guessing, kept to this package: sign-in is the edge."""

import sqlalchemy as sa
from flask import Flask, request
from flask_limiter import Limiter
from flask_login import LoginManager

from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.text import clean_line


class LimitsOfViews(Limiter):
    """Limits that are asked for by the views that have one; every other request is spared the search."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


logins = LoginManager()
# A whole room shares one address, so attempts are counted by what is tried, never by where from.
limiter = LimitsOfViews(key_func=lambda: "everybody", storage_uri="memory://")


def init_app(app: Flask) -> None:
    """Wire sign-in and limits to the app."""
    logins.init_app(app)
    limiter.init_app(app)


@logins.user_loader  # type: ignore[untyped-decorator]
def _account(signed_in: str) -> Account | None:
    id_, _, session_key = signed_in.partition(":")
    wanted = sa.select(Account).filter_by(id=int(id_), session_key=session_key)
    return db.session.scalars(wanted).one_or_none()


def typed_email() -> str:
    """The address that a sign-in tries, as the limit counts it: cleaned as the form cleans it."""
    return clean_line(request.form.get("email", "")).lower()[:254]
