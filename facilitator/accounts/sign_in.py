"""Flask-Login and the limits on guessing, kept to this package: sign-in is the edge."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import sqlalchemy as sa
from flask import Flask, abort, make_response, request
from flask_login import LoginManager
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.errors import NotFound
from facilitator.text import clean_line

View = TypeVar("View", bound=Callable[..., object])

logins = LoginManager()
# A whole room shares one address, so failures are counted by what is tried, never by where from.
failures = FixedWindowRateLimiter(MemoryStorage())


def init_app(app: Flask) -> None:
    """Wire sign-in to the app."""
    logins.init_app(app)


def limit_failures(
    budget: str, refused: int, of: Callable[[], str | None] = lambda: "everybody"
) -> Callable[[View], View]:
    """Let a view be asked as long as not too many fail, such as "10 per minute".

    What fails is answered with the status `refused`, or not found; `of` tells whose budget it is, and
    nothing where nothing is tried.
    """
    most = parse(budget)

    def decorate(view: View) -> View:
        @wraps(view)
        def ask(*arguments: object, **named: object) -> object:
            whose = of()
            if whose is None:
                return view(*arguments, **named)
            if not failures.test(most, view.__name__, whose):
                abort(429)
            try:
                answer = make_response(view(*arguments, **named))
            except NotFound:
                failures.hit(most, view.__name__, whose)
                raise
            if answer.status_code == refused:
                failures.hit(most, view.__name__, whose)
            return answer

        return ask  # type: ignore[return-value]

    return decorate


@logins.user_loader  # type: ignore[untyped-decorator]
def _account(signed_in: str) -> Account | None:
    id_, _, session_key = signed_in.partition(":")
    wanted = sa.select(Account).filter_by(id=int(id_), session_key=session_key)
    return db.session.scalars(wanted).one_or_none()


def typed_email() -> str | None:
    """The address that a sign-in tries, as the limit counts it: cleaned as the form cleans it."""
    if request.method != "POST":
        return None
    return clean_line(request.form.get("email", "")).lower()[:254]
