"""How many requests are worked on at once: threads that share one interpreter are in each other's way.

A thread that asks the database lets go of the interpreter for a moment, row by row, and then queues for
it behind every other thread that is at work. So a few work, and the others wait where it costs nothing.
"""

import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from facilitator.web.bodies import BodyLimits
from facilitator.web.edge import PLACE, SAFE_METHODS, WorkSlot

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Turnstile:
    """A WSGI app that lets so many requests at once through to another.

    What is slow by its nature holds no place: a body is read before one is taken, an answer is sent
    after it is given back, and a request that waits for something else can step aside meanwhile. Where
    there is `one_writer`, as on SQLite, those that change something have a queue of their own further in
    (`transactions.Writers`), and take no place of those that read.
    """

    def __init__(self, app: Wsgi, at_once: int, *, one_writer: bool, limits: BodyLimits) -> None:
        self.app = app
        self.limits = limits
        self.one_writer = one_writer
        self._places = threading.Semaphore(at_once)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Take the body in, wait for a place, and answer."""
        writes = environ["REQUEST_METHOD"] not in SAFE_METHODS
        if writes:
            self._take_in(environ)
        place = environ[PLACE] = WorkSlot(self._places)
        if writes and self.one_writer:
            return self.app(environ, start)
        with place:
            return self.app(environ, start)

    def _take_in(self, environ: dict[str, Any]) -> None:
        length = environ.get("CONTENT_LENGTH") or ""
        # What is too long, or does not say how long it is, the app refuses without reading it: unless it is
        # told that the server knows the end of what comes in chunks, which may never come.
        environ.pop("wsgi.input_terminated", None)
        if length.isdecimal() and int(length) <= self.limits.at(environ.get("PATH_INFO", "")):
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
