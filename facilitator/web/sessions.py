"""Flask's own session in a signed cookie, but for pages alone, and without an age of its own."""

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature


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

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session, but of pages: a file that hung on it would be fetched anew after each sign-in."""
        if request.endpoint != "static":
            super().save_session(app, session, response)
