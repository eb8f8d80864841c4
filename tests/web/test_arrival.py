"""What the server's loop does with answers that wait, also when several things happen at the same moment."""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from math import inf
from selectors import EVENT_READ, DefaultSelector
from typing import Any

import pytest
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from facilitator.live import waiting
from facilitator.live.waiting import MAY_WAIT, WAIT, Announcement, Wait
from facilitator.web.arrival import MOST_REPEATS, Worker

ROOM = 1
NEWS = Announcement(ROOM, 6, frozenset({"cards"}))
QUESTION = b"GET /page HTTP/1.1\r\nHost: room\r\n\r\n"
OTHER_QUESTION = b"GET /other HTTP/1.1\r\nHost: room\r\n\r\n"
COOKIE = b"Set-Cookie: session=old"


class Page(BaseApplication):  # type: ignore[misc]
    """One page, of which a browser has what was true up to `since`; it waits while nothing is newer."""

    def __init__(self) -> None:
        self.since, self.has_news, self.asked = 5, False, 0
        super().__init__()

    def load_config(self) -> None:
        self.cfg = Config()
        self.cfg.set("threads", 1)

    def load(self) -> Callable[..., Iterable[bytes]]:
        return self.answer

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        is_other = environ["PATH_INFO"] == "/other"
        self.asked += not is_other
        says_all = is_other or self.has_news
        if MAY_WAIT in environ and not says_all:
            environ[WAIT] = Wait(ROOM, self.since, ("cards",))
        headers = [("Set-Cookie", "session=old"), ("Content-Length", "4" if says_all else "0")]
        start("200 OK" if says_all else "304 Not Modified", headers)
        return [b"page" if says_all else b""]


class Loop:
    """The server's loop, turned by hand."""

    def __init__(self) -> None:
        self.page = Page()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        log = Logger(self.page.cfg)
        self.worker = Worker(1, 0, [], self.page, 30, self.page.cfg, log)
        self.waiting = self.worker.waiting
        # As gunicorn's `init_process` and `run` begin, which then turn the loop themselves.
        self.worker.tpool = self.worker.get_thread_pool()
        self.worker.poller = DefaultSelector()
        self.worker.method_queue.init()
        self.worker.load_wsgi()
        queue = self.worker.method_queue
        self.worker.poller.register(queue.fileno(), EVENT_READ, queue.run_callbacks)

    def turn(self) -> None:
        self.worker.wait_for_and_dispatch_events(20)

    def turn_until(self, is_so: Callable[[], bool]) -> None:
        for _ in range(50):
            if is_so():
                return
            self.turn()
        raise AssertionError("it never came to be")

    def client(self, question: bytes = QUESTION) -> socket.socket:
        client = socket.create_connection(self.listener.getsockname(), timeout=20)
        client.sendall(question)
        self.worker.accept(self.listener)
        return client

    def waiting_client(self) -> socket.socket:
        client = self.client()
        self.turn_until(lambda: len(self.waiting) == 1)
        return client

    def tell(self, said: Announcement) -> None:
        """What is kept, as a thread tells it."""
        self.worker.method_queue.defer(self.waiting.hear, said)

    def read(self, client: socket.socket, ending: bytes) -> bytes:
        """All that somebody is answered, up to this."""
        found = b""
        client.setblocking(False)
        while not found.endswith(ending):
            self.turn()
            try:
                found += client.recv(65536)
            except BlockingIOError:
                continue
        return found


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    # A worker listens as long as its process lives: one that is gone would be told through a pipe of others.
    monkeypatch.setattr(waiting, "_listeners", [])
    loop = Loop()
    with closing(loop.listener), closing(loop.worker.poller), loop.worker.tpool:
        yield loop
        loop.turn_until(lambda: loop.worker.nr_conns == 0)  # those who have gone are let go
    loop.worker.method_queue.close()
    loop.worker.tmp.close()


def test_who_closes_just_as_news_come_stops_nobody_and_is_not_worked_for(loop: Loop) -> None:
    client = loop.waiting_client()
    loop.tell(NEWS)
    client.close()
    loop.turn()
    loop.turn_until(lambda: loop.worker.nr_conns == 0)
    assert loop.page.asked == 1
    with closing(loop.client(OTHER_QUESTION)) as other:
        assert b"200 OK" in loop.read(other, b"page")


def test_who_asks_something_else_just_as_news_come_gets_both_answers(loop: Loop) -> None:
    with closing(loop.waiting_client()) as client:
        loop.page.has_news = True
        loop.tell(NEWS)
        client.sendall(OTHER_QUESTION)
        found = b""
        while found.count(b"200 OK") < 2:
            found += loop.read(client, b"page")
    assert loop.page.asked == 2


def test_what_is_never_found_is_not_asked_for_for_ever(loop: Loop) -> None:
    loop.waiting.hear(NEWS)
    with closing(loop.waiting_client()):
        assert loop.page.asked == 1 + MOST_REPEATS
        loop.tell(NEWS._replace(number=7))
        loop.turn_until(lambda: len(loop.waiting) == 0)
        loop.turn_until(lambda: len(loop.waiting) == 1)
        assert loop.page.asked == 1 + 2 * MOST_REPEATS


def test_an_answer_that_has_waited_takes_no_newer_session_away(loop: Loop) -> None:
    with closing(loop.client(OTHER_QUESTION)) as client:
        assert COOKIE in loop.read(client, b"page"), "an answer at once brings its cookie"
    with closing(loop.waiting_client()) as client:
        loop.worker._answer_now(loop.waiting.overdue(inf))  # noqa: SLF001 - as after ten seconds
        answer = client.recv(65536)
        assert answer.startswith(b"HTTP/1.1 304 ")
        assert COOKIE not in answer
    with closing(loop.waiting_client()) as client:
        loop.page.has_news = True
        loop.tell(NEWS)
        answer = loop.read(client, b"page")
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert COOKIE not in answer
