"""Flask-Login, kept to this package: who has signed in."""

import sqlalchemy as sa
from flask import Flask
from flask_login import LoginManager

from facilitator.accounts.models import Account
from facilitator.database import db

logins = LoginManager()


def init_app(app: Flask) -> None:
    """Wire sign-in to the app."""
    logins.init_app(app)


@logins.user_loader  # type: ignore[untyped-decorator]
def _account(signed_in: str) -> Account | None:
    id_, _, session_key = signed_in.partition(":")
    wanted = sa.select(Account).filter_by(id=int(id_), session_key=session_key)
    return db.session.scalars(wanted).one_or_none()
