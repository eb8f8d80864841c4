"""The edge: one request, one transaction. Nothing below it commits."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Semaphore
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Response, current_app, g, request
from flask.globals import request_ctx
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from facilitator.database import db
from facilitator.transactions import is_in_turn, transaction
from facilitator.web.sessions import RequestOfPage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PLACE = "facilitator.participant_home"
"""Where the WSGI environment holds a request's place at work, if the server counts them (`turnstile.py`)."""


class WorkSlot:
    """A request's place among the few that are worked on at once."""

    def __init__(self, places: Semaphore) -> None:
        self._places = places
        self.is_taken = False

    def __enter__(self) -> None:
        """Wait for a place."""
        self._places.acquire()
        self.is_taken = True

    def __exit__(self, *_fault: object) -> None:
        """Give it back."""
        self.is_taken = False
        self._places.release()

    @contextmanager
    def given_to_another(self) -> Iterator[None]:
        """Let somebody else work while one waits."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()


class TurnOver(Exception):  # noqa: N818 - it names what has happened
    """A request is refused; its page is made when the turn to write has been given to the next one."""

    def __init__(self, make_page: Callable[[], Any]) -> None:
        self.make_page = make_page


def after_the_turn(make_page: Callable[[], Any]) -> Any:
    """The page of a refusal, made where nobody waits for it.

    It shows what was typed, which may be a lot, and anybody can have it made.
    """
    if is_in_turn():
        raise TurnOver(make_page)
    return make_page()


def stepped_aside() -> AbstractContextManager[None]:
    """Hold nothing that others wait for while one waits oneself: no connection, and no place at work."""
    db.session.rollback()
    place = request.environ.get(PLACE) if request else None
    return place.given_to_another() if place and place.is_taken else nullcontext()


def is_writing() -> bool:
    """Whether all of this request is a change: by its method, unless its view writes late or only reads."""
    if request.method in SAFE_METHODS:
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return not (hasattr(view, "writes_late") or hasattr(view, "only_reads"))


@contextmanager
def turn_to_write() -> Iterator[None]:
    """The writing transaction of a view that `writes_late`; what it has read so far, it has read before."""
    db.session.rollback()
    with transaction(writing=True):
        yield


class Facilitator(Flask):
    """Flask, with a transaction around each request: kept when it is answered, undone when refused."""

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        """Answer, with the headers that every answer has which brings something."""

        def start(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            # Of what has not changed a browser keeps those that came with it (RFC 9110, 15.4.5).
            is_unchanged = status.startswith("304")
            return start_response(status, headers if is_unchanged else [*headers, *HEADERS], *fault)

        return super().wsgi_app(environ, start)

    def request_context(self, environ: "WSGIEnvironment") -> RequestOfPage:
        """What holds for one request."""
        return RequestOfPage(self, environ)

    def full_dispatch_request(self) -> Response:
        """Answer a request inside its transaction."""
        if request.method not in SAFE_METHODS:
            # A phone that sends slowly must not hold the writer's lock while its words trickle in.
            self._take_in()
        # What is refused unseen waits for no turn to write, and keeps nobody else from theirs.
        writing = is_writing() and "fault" not in g
        try:
            with self._place_beside_writers(writing=writing), transaction(writing=writing):
                response = super().full_dispatch_request()
                if response.status_code >= 400 and not g.get("keep_changes"):
                    db.session.rollback()
        except Exception as fault:
            # Its notice says "Received", and belongs to what is undone.
            cast(RequestOfPage, request_ctx).undo_session()
            if not isinstance(fault, TurnOver):
                raise
            with self._place_beside_writers(writing=False), transaction(writing=False):
                return self.finalize_request(fault.make_page())
        return response

    def _place_beside_writers(self, *, writing: bool) -> AbstractContextManager[None]:
        """Who writes has a queue of its own; who doesn't, or not yet, takes a place among those that read."""
        place = request.environ.get(PLACE)
        return nullcontext() if place is None or place.is_taken or writing else place

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: none is a coroutine, and Flask would look at each of them each time."""
        return func

    def log_exception(self, *_fault: Any) -> None:
        """Leave the log to the page for faults: Flask's own line holds the address, maybe a token."""

    def _take_in(self) -> None:
        """Read the whole body, and find what is wrong with it before anybody looks at what it says."""
        try:
            _read_body()
            if request.endpoint:
                self.extensions["csrf"].protect()
        except Exception as fault:
            g.fault = fault

    def preprocess_request(self) -> Any:
        """Refuse what is wrong with the body where error pages are made."""
        if "fault" in g:
            raise g.fault
        return super().preprocess_request()


def _read_body() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if longer := getattr(view, "most_bytes", 0):
        request.max_content_length = request.max_form_memory_size = longer
    most = current_app.config["MAX_FORM_PARTS"]
    # The parser counts the parts of the other kind of forms only; here it would read all of them first.
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= most:
        raise RequestEntityTooLarge
    request.form  # noqa: B018 - reading it is the point
    g.is_readable = True
    if request.files.keys() - {getattr(view, "takes_a_file", "")}:
        # A text that came as a file would be lost in silence.
        raise UnsupportedMediaType


HEADERS = (
    (
        "Content-Security-Policy",
        "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data:",
                "connect-src 'self'",
                "font-src 'self'",
                "manifest-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        ),
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)


def never_kept(answer: Any) -> Response:
    """The answer, for a page that shows or asks for a secret: no browser keeps it, not even to go back to.

    Other pages may be gone back to: what was typed on them stands there still.
    """
    response = current_app.make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


def cleared(answer: Any) -> Response:
    """The answer to who signs out: nobody goes back from it to the pages that they have seen."""
    response = current_app.make_response(answer)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def keep_between_us(response: Response) -> Response:
    """Pages are personal: no cache on the way keeps them, and who comes by HTTPS goes on by it."""
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
