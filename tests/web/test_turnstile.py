"""A few requests are worked on at once; what is slow by its nature keeps nobody out."""

import threading
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest

from facilitator.web.bodies import BodyLimits
from facilitator.web.turnstile import Turnstile

PATIENCE = 60


class Workplace:
    """An app whose requests stay at work until they are let go."""

    def __init__(self) -> None:
        self.at_work: list[str] = []
        self.changed = threading.Condition()
        self.let_go: dict[str, threading.Event] = {}

    def __call__(self, environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        """Work as long as the test says."""
        name = environ["PATH_INFO"]
        with self.changed:
            self.at_work.append(name)
            self.changed.notify_all()
        assert self.let_go[name].wait(PATIENCE)
        with self.changed:
            self.at_work.remove(name)
            self.changed.notify_all()
        return [environ["wsgi.input"].read()]

    def until(self, *names: str) -> None:
        """Wait until exactly these are at work."""
        with self.changed:
            assert self.changed.wait_for(lambda: sorted(self.at_work) == sorted(names), PATIENCE)


class SlowBody(BytesIO):
    """A body that arrives when the test says."""

    def __init__(self) -> None:
        super().__init__(b"late")
        self.asked_for, self.arrives = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        """What was sent, once it is there."""
        self.asked_for.set()
        assert self.arrives.wait(PATIENCE)
        return super().read(size)


class Street:
    """Requests on their way in, each in a thread of its own."""

    def __init__(self, at_once: int, *, one_writer: bool = True) -> None:
        self.place = Workplace()
        self.door = Turnstile(self.place, at_once, one_writer=one_writer, limits=BodyLimits(100))
        self.threads: list[threading.Thread] = []
        self.answers: dict[str, bytes] = {}

    def send(self, method: str, name: str, body: BytesIO | None = None) -> None:
        self.place.let_go[name] = threading.Event()
        environ = {"REQUEST_METHOD": method, "PATH_INFO": name, "wsgi.input": body or BytesIO()}
        environ["CONTENT_LENGTH"] = "4" if body else ""
        thread = threading.Thread(target=self._walk, args=(name, environ))
        self.threads.append(thread)
        thread.start()

    def _walk(self, name: str, environ: dict[str, Any]) -> None:
        self.answers[name] = b"".join(self.door(environ, None))

    def finish(self, *names: str) -> None:
        for name in names:
            self.place.let_go[name].set()

    def empty(self) -> None:
        for event in self.place.let_go.values():
            event.set()
        for thread in self.threads:
            thread.join(PATIENCE)


@pytest.fixture
def street() -> Iterator[Street]:
    street = Street(2)
    yield street
    street.empty()


def test_no_more_are_worked_on_than_there_are_places(street: Street) -> None:
    street.send("GET", "one")
    street.send("GET", "two")
    street.place.until("one", "two")
    street.send("GET", "three")
    street.finish("one")
    street.place.until("two", "three")


def test_those_that_change_something_have_a_queue_of_their_own_and_take_no_place_of_readers(
    street: Street,
) -> None:
    for number in range(3):
        street.send("POST", f"word {number}")
    street.send("GET", "reader")
    street.send("GET", "another")
    street.place.until("word 0", "word 1", "word 2", "reader", "another")
    street.send("GET", "third")
    street.finish("reader")
    street.place.until("word 0", "word 1", "word 2", "another", "third")


def test_a_phone_that_sends_slowly_keeps_nobody_out(street: Street) -> None:
    bodies = [SlowBody() for _ in range(3)]
    for number, body in enumerate(bodies):
        street.send("POST", f"slow {number}", body)
        assert body.asked_for.wait(PATIENCE)
    street.send("GET", "reader")
    street.place.until("reader")
    for body in bodies:
        body.arrives.set()
    street.finish("slow 0", "slow 1", "slow 2", "reader")
    street.place.until()
    street.empty()
    assert street.answers["slow 0"] == b"late"


def test_where_there_are_many_writers_they_work_beside_each_other() -> None:
    street = Street(2, one_writer=False)
    street.send("POST", "one")
    street.send("POST", "two")
    street.place.until("one", "two")
    street.empty()


def test_a_body_that_is_too_long_is_left_to_the_app_unread() -> None:
    street = Street(1)
    body = SlowBody()
    street.place.let_go["long"] = threading.Event()
    street.place.let_go["long"].set()
    body.arrives.set()
    street.door.limits = BodyLimits(3)
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "long", "CONTENT_LENGTH": "4", "wsgi.input": body}
    street.door(environ, None)
    assert environ["wsgi.input"] is body
