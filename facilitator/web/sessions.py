"""Flask's own session in a signed cookie, but read when it is asked for, and without an age of its own."""

from typing import Any

from flask import Flask, Request
from flask.ctx import RequestContext
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

UNREAD = NullSession()


class RequestOfPage(RequestContext):
    """A request whose session is read when something asks for it.

    Most requests of a room are phones that ask whether there is news. They are known by their place, and to
    check the signature of a session that nobody looks into costs as much as to ask the database.
    """

    def __init__(
        self,
        app: Flask,
        environ: dict[str, Any],
        request: Request | None = None,
        session: SessionMixin | None = None,
    ) -> None:
        super().__init__(app, environ, request, UNREAD if session is None else session)

    @property
    def session(self) -> SessionMixin:
        """The session, read by now."""
        if self._session is UNREAD:
            self._session = self.app.session_interface.open_session(self.app, self.request)
        return super().session

    def undo_session(self) -> None:
        """Take back what this request has put into it: it is read anew, as it came."""
        self._session = UNREAD
        self._flashes = None


class SessionOfPages(SecureCookieSessionInterface):
    """What ends is the sign-in, by its row, and the cookie, by the browser.

    Flask would look at the moment of signing, too, and take a cookie for forged that is from the future: a
    clock that is put back by two seconds would throw out everybody who has just come.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie says, if it is ours; else nothing."""
        serializer = self.get_signing_serializer(app)
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie or serializer is None:
            return self.session_class()
        try:
            return self.session_class(serializer.loads(cookie))
        except BadSignature:
            return self.session_class()
