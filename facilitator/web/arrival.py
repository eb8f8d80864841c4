"""How requests arrive: taken in by the server's loop as they come, so that a slow one holds no thread.

gunicorn gives a connection to a thread with its first byte, and the thread then reads without a limit of
time: as many half requests as there are threads stop it. Here a thread gets a request that is there whole.
"""

import re
import socket
import struct
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextvars import ContextVar
from email.utils import formatdate
from functools import partial
from math import inf
from selectors import EVENT_READ
from time import monotonic
from typing import Any

from gunicorn.util import close
from gunicorn.workers.gthread import TConn, ThreadWorker

from facilitator.config import MOST_BYTES
from facilitator.live.waiting import MAY_WAIT, WAIT, Wait, WaitingRoom, listen
from facilitator.web.bodies import BodyLimits

IN_TIME = 60.0
"""Seconds within which a request has to be there, from its connection or its first byte on."""
MOST_OF_A_HEAD = 64 * 1024
MOST_HELD = 64 * 1024 * 1024
"""Bytes of requests that have not arrived whole, of all connections together."""
LARGE = 16 * 1024
# What came just before a wait began is looked for at once; what is not found so comes with the next question.
MOST_REPEATS = 3
# The longest page fits in here: a thread hands it over and is free, however slowly it is fetched.
TO_SEND = 1024 * 1024
# Nothing should have to be waited for in a thread; where it has to, ten seconds at most.
STANDSTILL = struct.pack("@ll", 10, 0)

PATH = re.compile(rb"[A-Z]{1,20} ([^ ?\r\n]+)")
HEAD_ENDS = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r", re.IGNORECASE)
IN_CHUNKS = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_answered: ContextVar["Arriving | None"] = ContextVar("answered", default=None)
"""The connection that this thread answers, where its answer may wait."""


class Arriving(TConn):  # type: ignore[misc]
    """A connection, with what has arrived of its next request."""

    def __init__(self, limits: BodyLimits, *about: Any) -> None:
        super().__init__(*about)
        self.limits = limits
        self.data_ready = True  # a thread has nothing to wait for
        self.received = bytearray()
        self.request = b""
        """What was handed over last: it is worked on once more when its answer has waited."""
        self.answer = b""
        """What it is answered when it has waited enough and nothing has happened."""
        self.has_room_for: Callable[[int, str], bool] | None = None
        """Who may wait for an answer to what was handed over last, if anybody."""
        self.repeats = 0
        """How often its request has been worked on once more, since there may be news."""
        self.is_ending = False
        """Answered before all of it was there: what still comes is thrown away."""
        for limit in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            self.sock.setsockopt(socket.SOL_SOCKET, limit, STANDSTILL)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, TO_SEND)

    def take_in(self) -> None:
        """Take in what has come; raises `OSError` if it is the end, or a head without an end."""
        part = self.sock.recv(MOST_OF_A_HEAD)
        if not part:
            raise ConnectionAbortedError
        if not self.is_ending:
            self.received += part
            if len(self.received) > MOST_OF_A_HEAD and self._end_of_head() < 0:
                raise ConnectionAbortedError

    @property
    def has_arrived(self) -> bool:
        """Whether there is a request, or as much of it as the app will look at."""
        end = self._end_of_head()
        return end > 0 and (self.is_refused or len(self.received) >= end + self._length())

    @property
    def is_refused(self) -> bool:
        """Whether its head says that the app won't read its body: it is too long, or of unknown length."""
        length = self._length()
        is_too_long = length > self.limits.most and length > self.limits.at(self._path())
        return is_too_long or bool(IN_CHUNKS.search(self.received, 0, self._end_of_head()))

    def hand_over(self) -> None:
        """Give what has arrived to gunicorn's parser."""
        self.init()
        self.is_ending = self.is_refused
        self.request = bytes(self.received)
        self.parser.unreader.unread(self.request)
        self.received.clear()

    def begin_again(self) -> None:
        """Have the same request there as it came."""
        self.repeats += 1
        self.received[:0] = self.request

    @property
    def has_gone(self) -> bool:
        """Whether nobody is there any more to be answered."""
        try:
            return not self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    @property
    def may_wait(self) -> bool:
        """Whether its answer may wait: not where another request stands behind it."""
        return not self.parser.unreader.buf.getvalue()

    def take_back(self) -> None:
        """What came behind a request is the beginning of the next."""
        if self.parser:
            self.received[:0] = self.parser.unreader.take_buffered()

    def close(self, graceful: bool = False) -> None:  # noqa: ARG002 - gunicorn would wait here, in its loop
        """Close it; what has been answered is sent by the system."""
        close(self.sock)

    def _end_of_head(self) -> int:
        at = self.received.find(HEAD_ENDS, 0, MOST_OF_A_HEAD)
        return at if at < 0 else at + len(HEAD_ENDS)

    def _path(self) -> str:
        """What it asks for, as its first line has it, without what was asked behind it."""
        found = PATH.match(self.received)
        return found[1].decode("latin-1") if found else ""

    def _length(self) -> int:
        found = LENGTH.search(self.received, 0, self._end_of_head())
        return int(found[1]) if found else 0


class Waits(Exception):  # noqa: N818 - it names what an answer does
    """An answer without a body waits; its head is what it will be if nothing happens."""

    def __init__(self, wait: Wait, head: bytes) -> None:
        self.wait, self.head = wait, head


def letting_wait(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The WSGI app, raising `Waits` where it leaves word that its answer is to wait."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        conn = _answered.get()
        if conn and conn.has_room_for:
            environ[MAY_WAIT] = conn.has_room_for
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            if WAIT in environ or (conn and conn.repeats):
                # It comes long after the question: a cookie would take the place of a newer one.
                headers = [header for header in headers if header[0].lower() != "set-cookie"]
            started.append((status, headers))
            return start(status, headers, *fault)

        parts = app(environ, begin)
        if WAIT not in environ:
            return parts
        if hasattr(parts, "close"):
            parts.close()
        raise Waits(environ[WAIT], head_of(*started[-1]))

    return answer


def head_of(status: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The head of an answer without a body, but for what is known when it is sent."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, which get whole requests only; answers that wait are its loop's."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self.waiting: WaitingRoom[Arriving] = WaitingRoom()

    def load_wsgi(self) -> None:
        """Load the app, and hear of what is kept from now on."""
        super().load_wsgi()
        self.limits = getattr(self.wsgi, "limits", BodyLimits(MOST_BYTES))
        self.wsgi: Callable[..., Iterable[bytes]] = letting_wait(self.wsgi)
        listen(partial(self.method_queue.defer, self.waiting.hear))

    def accept(self, listener: socket.socket) -> None:
        """Let somebody in, who has nothing to say yet."""
        try:
            taken, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._await(Arriving(self.limits, self.cfg, taken, client, listener.getsockname()))

    def on_client_socket_readable(self, conn: Arriving, client: socket.socket) -> None:
        """Somebody who was answered before speaks again."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        try:
            conn.take_in()
        except OSError:
            self._drop(conn)
        else:
            self.enqueue_req(conn)

    def on_pending_socket_readable(self, conn: Arriving, client: socket.socket) -> None:
        """More of a request is there."""
        try:
            conn.take_in()
        except BlockingIOError:
            return
        except OSError:
            self._let_go(conn)
            return
        if conn.has_arrived:
            super().on_pending_socket_readable(conn, client)
        elif (
            len(conn.received) > LARGE and sum(len(each.received) for each in self.pending_conns) > MOST_HELD
        ):
            self._let_go(conn)

    def enqueue_req(self, conn: Arriving) -> None:
        """Give a request to a thread; what is none yet has come behind another one, and waits."""
        conn.take_back()
        if conn.has_arrived:
            super().enqueue_req(conn)
        else:
            self._await(conn)

    def handle(self, conn: Arriving) -> Any:
        """Answer a request, in a thread."""
        if conn.repeats and conn.has_gone:
            return False
        conn.hand_over()
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Arriving) -> Any:
        """Answer it, or say what its answer waits for."""
        may_wait = self.alive and conn.may_wait and not req.should_close()
        conn.has_room_for = self.waiting.has_room_for if may_wait else None
        token = _answered.set(conn)
        try:
            return super().handle_request(req, conn)
        except Waits as waits:
            conn.answer = waits.head
            return waits.wait
        finally:
            _answered.reset(token)

    def finish_request(self, conn: Arriving, fs: "Future[Any]") -> None:
        """Let a connection wait for news, for what comes next, or end."""
        if not fs.cancelled() and not fs.exception() and isinstance(fs.result(), Wait):
            self._let_wait(conn, fs.result())
            return
        conn.repeats = 0
        if conn.is_ending:
            self._let_end(conn)
        else:
            super().finish_request(conn, fs)

    def _let_end(self, conn: Arriving) -> None:
        # To close it while the body is still being sent would take the answer away.
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            self._await(conn)
        except OSError:
            self._drop(conn)

    def _keepalive_after(self, conn: Arriving, keepalive: bool | Wait) -> bool | Wait:
        if isinstance(keepalive, Wait):
            return keepalive
        # gunicorn would first read what is left of a refused body, in a thread.
        return not conn.is_ending and bool(super()._keepalive_after(conn, keepalive))

    def murder_pending(self) -> None:
        """End what has lasted too long: half requests, and answers that wait."""
        super().murder_pending()
        self._answer_now(self.waiting.overdue(monotonic()))

    def _cap_keepalive(self, deadline: float) -> None:
        """A server that stops waits no longer for those that have not said what they want."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)
        self._answer_now(self.waiting.overdue(inf))

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for what comes, until it is time to tell somebody of news."""
        super().wait_for_and_dispatch_events(min(timeout, self.waiting.seconds_to_next(monotonic())))
        for conn in self.waiting.due(monotonic()):
            self._answer_with_news(conn)

    def _let_wait(self, conn: Arriving, wait: Wait) -> None:
        is_time = wait.not_before <= monotonic()
        if is_time and self.waiting.has_missed(wait) and conn.repeats < MOST_REPEATS:
            conn.begin_again()
            self.enqueue_req(conn)
            return
        conn.repeats = 0
        conn.sock.setblocking(False)
        self.waiting.enter(conn, wait, monotonic())
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_waiting_socket_readable, conn))
        if not self.alive:
            self._answer_now(self.waiting.overdue(inf))

    def on_waiting_socket_readable(self, conn: Arriving, client: socket.socket) -> None:
        """Somebody who waits has gone, or wants something else besides.

        What else was readable at the same moment may have ended the wait meanwhile, or begun another one.
        """
        if conn not in self.waiting:
            return
        try:
            conn.take_in()
        except BlockingIOError:
            return
        except OSError:
            self.waiting.leave(conn)
            self.poller.unregister(client)
            self._drop(conn)
        else:
            has_news = self.waiting.has_news_for(conn)
            self.waiting.leave(conn)
            if has_news:
                self._answer_with_news(conn)
            else:
                self._answer_now([conn])

    def _answer_with_news(self, conn: Arriving) -> None:
        self.poller.unregister(conn.sock)
        conn.begin_again()
        self.enqueue_req(conn)

    def _answer_now(self, conns: Iterable[Arriving]) -> None:
        for conn in conns:
            self.poller.unregister(conn.sock)
            self._answer(conn)

    def _answer(self, conn: Arriving) -> None:
        """Say that nothing is new: a few bytes, for which the system has room, and no work for the app."""
        said = "keep-alive" if self.alive else "close"
        end = f"Date: {formatdate(usegmt=True)}\r\nConnection: {said}\r\n\r\n".encode()
        try:
            conn.sock.sendall(conn.answer + end)
        except OSError:
            self._drop(conn)
        else:
            self._go_on(conn)

    def _go_on(self, conn: Arriving) -> None:
        if not self.alive:
            self._drop(conn)
        elif conn.received:
            self.enqueue_req(conn)
        else:
            conn.set_timeout()
            self.keepalived_conns.append(conn)
            self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))

    def _drop(self, conn: Arriving) -> None:
        self.nr_conns -= 1
        conn.close()

    def _await(self, conn: Arriving) -> None:
        conn.sock.setblocking(False)
        conn.timeout = monotonic() + IN_TIME
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _let_go(self, conn: Arriving) -> None:
        self.pending_conns.remove(conn)
        self.poller.unregister(conn.sock)
        self._drop(conn)
