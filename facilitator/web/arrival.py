"""How requests arrive: taken in by the server's loop as they come, so that a slow one holds no thread.

gunicorn gives a connection to a thread with its first byte, and the thread then reads without a limit of
time: as many half requests as there are threads stop it. Here a thread gets a request that is there whole.
"""

import re
import socket
import struct
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from time import monotonic
from typing import Any

from gunicorn.util import close
from gunicorn.workers.gthread import TConn, ThreadWorker

from facilitator.config import MOST_BYTES

IN_TIME = 60.0
"""Seconds within which a request has to be there, from its connection or its first byte on."""
MOST_OF_A_HEAD = 64 * 1024
MOST_HELD = 64 * 1024 * 1024
"""Bytes of requests that have not arrived whole, of all connections together."""
LARGE = 16 * 1024
# The longest page fits in here: a thread hands it over and is free, however slowly it is fetched.
TO_SEND = 1024 * 1024
# Nothing should have to be waited for in a thread; where it has to, ten seconds at most.
STANDSTILL = struct.pack("@ll", 10, 0)

HEAD_ENDS = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r", re.IGNORECASE)
IN_CHUNKS = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


class Arriving(TConn):  # type: ignore[misc]
    """A connection, with what has arrived of its next request."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.data_ready = True  # a thread has nothing to wait for
        self.received = bytearray()
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
        return self._length() > MOST_BYTES or bool(IN_CHUNKS.search(self.received, 0, self._end_of_head()))

    def hand_over(self) -> None:
        """Give what has arrived to gunicorn's parser."""
        self.init()
        self.is_ending = self.is_refused
        self.parser.unreader.unread(bytes(self.received))
        self.received.clear()

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

    def _length(self) -> int:
        found = LENGTH.search(self.received, 0, self._end_of_head())
        return int(found[1]) if found else 0


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, which get whole requests only."""

    def accept(self, listener: socket.socket) -> None:
        """Let somebody in, who has nothing to say yet."""
        try:
            taken, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._await(Arriving(self.cfg, taken, client, listener.getsockname()))

    def on_client_socket_readable(self, conn: Arriving, client: socket.socket) -> None:
        """Somebody who was answered before speaks again."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        try:
            conn.take_in()
        except OSError:
            self.nr_conns -= 1
            conn.close()
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
        conn.hand_over()
        return super().handle(conn)

    def finish_request(self, conn: Arriving, fs: "Future[Any]") -> None:
        """Let a connection wait for what comes next, or end."""
        if not conn.is_ending:
            super().finish_request(conn, fs)
            return
        # To close it while the body is still being sent would take the answer away.
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            self._await(conn)
        except OSError:
            self.nr_conns -= 1
            conn.close()

    def _keepalive_after(self, conn: Arriving, keepalive: bool) -> bool:
        # gunicorn would first read what is left of a refused body, in a thread.
        return not conn.is_ending and super()._keepalive_after(conn, keepalive)

    def _cap_keepalive(self, deadline: float) -> None:
        """A server that stops waits no longer for those that have not said what they want."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def _await(self, conn: Arriving) -> None:
        conn.sock.setblocking(False)
        conn.timeout = monotonic() + IN_TIME
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _let_go(self, conn: Arriving) -> None:
        self.pending_conns.remove(conn)
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()
