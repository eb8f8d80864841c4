"""Whoever opens connections and does not finish a request keeps nobody waiting, and is let go in time."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from facilitator.config import MOST_BYTES
from facilitator.web.arrival import IN_TIME
from tests.journeys.serving import Serving

pytestmark = pytest.mark.slow

HEAD = b"GET /first-account HTTP/1.1\r\nHost: localhost\r\n"
WHOLE = HEAD + b"\r\n"
FORM = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
HALF_A_BODY = FORM + b"Content-Length: 500\r\n\r\ncode=ABC"
HURRIED = (
    "from facilitator.web import arrival; arrival.IN_TIME = 1.0;"
    "import sys; sys.argv[0] = 'facilitator'; from facilitator.cli import main; main()"
)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    serving = Serving(Path(tmp_path_factory.mktemp("half-open")) / "instance")
    serving.start()
    yield serving
    serving.stop()


def line_to(serving: Serving) -> socket.socket:
    return socket.create_connection(("127.0.0.1", serving.port), timeout=20)


def half_open(serving: Serving, opened: ExitStack, number: int, sent: bytes) -> list[socket.socket]:
    """So many connections on which this much of a request is sent."""
    lines = [opened.enter_context(line_to(serving)) for _ in range(number)]
    for line in lines:
        line.sendall(sent)
    return lines


def is_answered(serving: Serving, times: int = 1) -> None:
    """Somebody honest is, and long before the time that the others have to finish."""
    for _ in range(times):
        _ask(serving)


def _ask(serving: Serving) -> None:
    with closing(HTTPConnection("127.0.0.1", serving.port, timeout=IN_TIME / 2)) as line:
        line.request("GET", "/first-account")
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200


def answered(line: socket.socket) -> bytes:
    """All that comes until the server closes the line."""
    return b"".join(iter(lambda: line.recv(65_536), b""))


def trickle(lines: list[socket.socket], stop: Event) -> None:
    while not stop.wait(2):
        for line in lines:
            line.sendall(b"x")


def test_two_hundred_half_requests_leave_honest_ones_their_answers(serving: Serving) -> None:
    stop = Event()
    with ExitStack() as opened:
        half_open(serving, opened, 35, b"")
        half_open(serving, opened, 65, HEAD)
        half_open(serving, opened, 65, HALF_A_BODY)
        slow = half_open(serving, opened, 35, HEAD + b"X-Slow: ")
        thread = Thread(target=trickle, args=(slow, stop))
        thread.start()
        is_answered(serving, times=40)
        stop.set()
        thread.join()


def test_those_who_never_fetch_their_answer_keep_nobody_waiting(serving: Serving) -> None:
    wanted = HEAD + b"Connection: close\r\n\r\n"
    with ExitStack() as opened:
        half_open(serving, opened, 100, wanted)
        is_answered(serving, times=20)


def test_a_form_that_comes_in_pieces_is_taken_whole(serving: Serving) -> None:
    pieces = [FORM[:30], FORM[30:], b"Connection: close\r\nContent-", b"Length: 8\r\n\r", b"\ncode", b"=ABC"]
    with line_to(serving) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            line.sendall(piece)
            is_answered(serving)  # so that each comes by itself
        assert answered(line).startswith(b"HTTP/1.1 400 ")  # its token is missing, which one has to have read


def test_requests_that_come_in_one_go_are_answered_one_after_the_other(serving: Serving) -> None:
    last = HEAD + b"Connection: close\r\n\r\n"
    with line_to(serving) as line:
        line.sendall(WHOLE + WHOLE + last[:20])
        is_answered(serving)
        line.sendall(last[20:])
        assert answered(line).count(b"HTTP/1.1 200 OK") == 3


def test_half_requests_behind_whole_ones_hold_no_thread(serving: Serving) -> None:
    with ExitStack() as opened:
        half_open(serving, opened, 100, WHOLE + HEAD)
        is_answered(serving, times=20)


@pytest.mark.parametrize(
    ("length", "status"),
    [(b"Content-Length: %d" % (MOST_BYTES + 1), b"413"), (b"Transfer-Encoding: chunked", b"400")],
)
def test_what_is_too_long_or_of_no_length_is_refused_without_waiting_for_it(
    serving: Serving, length: bytes, status: bytes
) -> None:
    with ExitStack() as opened:
        lines = half_open(serving, opened, 100, FORM + length + b"\r\n\r\n1\r\nx")
        is_answered(serving, times=20)
        head, _, page = answered(lines[0]).partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert b"<h1" in page


@pytest.mark.parametrize(
    ("path", "status"), [("/w/brussels/people/import", b"400"), ("/w/brussels/people/importing", b"413")]
)
def test_only_where_a_long_list_is_taken_more_than_a_megabyte_is_read(
    serving: Serving, path: str, status: bytes
) -> None:
    body = b"pasted=" + b"x" * (2 * MOST_BYTES)
    head = FORM.replace(b"/sign-in", path.encode()) + b"Connection: close\r\nContent-Length: %d\r\n\r\n"
    with line_to(serving) as line:
        with suppress(ConnectionError):
            line.sendall(head % len(body) + body)
        # What is read lacks its token.
        assert answered(line).split()[1] == status


def test_a_head_without_an_end_is_not_listened_to(serving: Serving) -> None:
    with line_to(serving) as line:
        line.sendall(b"x" * 100_000)
        with suppress(ConnectionError):  # which is the same, said in a harder way
            assert answered(line) == b""


def test_what_does_not_arrive_in_time_is_let_go(tmp_path: Path) -> None:
    hurried = Serving(tmp_path / "instance")
    hurried.program = ("-c", HURRIED)
    hurried.start()
    try:
        with ExitStack() as opened:
            for sent in (b"", HEAD, HALF_A_BODY):
                (line,) = half_open(hurried, opened, 1, sent)
                assert answered(line) == b""
    finally:
        hurried.stop()


def test_a_server_that_stops_does_not_wait_for_half_requests(tmp_path: Path) -> None:
    serving = Serving(tmp_path / "instance")
    serving.start()
    with ExitStack() as opened:
        half_open(serving, opened, 20, HALF_A_BODY)
        is_answered(serving)
        begun = monotonic()
        serving.stop()
    assert monotonic() - begun < 15
