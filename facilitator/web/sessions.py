"""What a browser brings along in its signed cookie, checked once for all the requests that bring the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache, partial

from flask import Flask, Request, Response, request
from flask.sessions import (
    SecureCookieSession,
    SecureCookieSessionInterface,
    SessionMixin,
    session_json_serializer,
)
from itsdangerous import BadSignature, URLSafeTimedSerializer

from facilitator.database import now

KEPT = 4096
"""Cookies that a process knows again: those of a large room."""


class AsText:
    """The text of a session as it was signed: each request reads it for itself, since it may change it."""

    dumps = staticmethod(session_json_serializer.dumps)
    loads = staticmethod(str)


class SessionOfPages(SecureCookieSessionInterface):
    """A session for pages alone: a file that hung on the cookie would be fetched anew after each sign-in."""

    serializer = AsText()  # type: ignore[assignment]

    def __init__(self, app: Flask) -> None:
        serializer = super().get_signing_serializer(app)
        if serializer is None:
            raise RuntimeError("sessions need a secret key")
        self._serializer = serializer
        self._read: Callable[[str], tuple[str, datetime]] = lru_cache(KEPT)(
            partial(serializer.loads, return_timestamp=True)
        )

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:  # noqa: ARG002
        """The serializer of the app, made once: its key stays as it is while the app runs."""
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie says, if it is ours and not too old; else nothing."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        try:
            text, signed_at = self._read(cookie)
        except BadSignature:
            return self.session_class()
        if not timedelta(0) <= now() - signed_at <= app.permanent_session_lifetime:
            return self.session_class()
        return self.session_class(session_json_serializer.loads(text))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session, unless a static file was asked for."""
        if request.endpoint != "static":
            super().save_session(app, session, response)
