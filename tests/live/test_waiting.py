"""A page that has all there is is answered when something happens that it shows, and not before its time."""

import http.client
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from itertools import count
from math import inf
from pathlib import Path
from select import select
from typing import Any

import pytest

from facilitator.database import db
from facilitator.live.other_processes import TOPICS_IN_A_MESSAGE, read_message
from facilitator.live.waiting import LONGEST, MOST_OF_ONE, MOST_REMEMBERED, Announcement, Wait, WaitingRoom
from facilitator.serve import THREADS
from tests.databases import BACKENDS, Databases
from tests.journeys.room import Served, served
from tests.people import Browser
from tests.test_crash import Phone

ROOM = 1
CARDS, GROUPS = frozenset({"everything", "cards"}), frozenset({"everything", "groups"})


@pytest.fixture
def waiting() -> WaitingRoom[str]:
    return WaitingRoom()


def told(waiting: WaitingRoom[str], said: Announcement, now: float = 0.0) -> list[str]:
    """Who is told of it at once."""
    waiting.hear(said)
    return waiting.due(now)


def test_who_follows_a_topic_hears_of_it_once_and_the_others_wait_on(waiting: WaitingRoom[str]) -> None:
    for asker, topics in (("board", ("cards",)), ("wall", ("groups",)), ("console", ("everything",))):
        waiting.enter(asker, Wait(ROOM, 5, topics), now=0.0)
    assert set(told(waiting, Announcement(ROOM, 6, CARDS))) == {"board", "console"}
    assert told(waiting, Announcement(ROOM, 7, CARDS)) == []
    assert told(waiting, Announcement(ROOM, 8, GROUPS)) == ["wall"]


def test_what_happens_in_another_workshop_is_no_news(waiting: WaitingRoom[str]) -> None:
    waiting.enter("console", Wait(ROOM, 5, ("everything",)), now=0.0)
    assert told(waiting, Announcement(ROOM + 1, 6, CARDS)) == []


def test_what_was_known_already_is_no_news(waiting: WaitingRoom[str]) -> None:
    waiting.enter("console", Wait(ROOM, 5, ("everything",)), now=0.0)
    assert told(waiting, Announcement(ROOM, 5, CARDS)) == []


def test_what_has_come_before_the_wait_began_is_missed_by_nobody(waiting: WaitingRoom[str]) -> None:
    waiting.hear(Announcement(ROOM, 6, CARDS))
    assert waiting.has_missed(Wait(ROOM, 5, ("cards",)))
    assert not waiting.has_missed(Wait(ROOM, 6, ("cards",)))
    assert not waiting.has_missed(Wait(ROOM, 5, ("groups",)))
    for number in range(7, MOST_REMEMBERED + 7):
        waiting.hear(Announcement(ROOM, number, GROUPS))
    assert waiting.has_missed(Wait(ROOM, 5, ("cards",))), "it may have been forgotten"
    assert not waiting.has_missed(Wait(ROOM, 6, ("cards",)))


def test_a_room_that_is_still_while_another_one_talks_has_missed_nothing(waiting: WaitingRoom[str]) -> None:
    for number in range(2 * MOST_REMEMBERED):
        waiting.hear(Announcement(ROOM + 1, 100 + number, CARDS))
    assert not waiting.has_missed(Wait(ROOM, 5, ("cards",)))


def test_one_reader_has_some_dozens_of_screens_and_keeps_nobody_else_from_waiting(
    waiting: WaitingRoom[str],
) -> None:
    for number in range(MOST_OF_ONE):
        assert waiting.has_room_for(ROOM, "facilitator")
        waiting.enter(f"screen {number}", Wait(ROOM, 5, ("cards",), "facilitator"), now=0.0)
    assert not waiting.has_room_for(ROOM, "facilitator")
    assert waiting.has_room_for(ROOM, "rapporteur")
    assert waiting.has_room_for(ROOM + 1, "facilitator")
    waiting.leave("screen 7")
    assert waiting.has_room_for(ROOM, "facilitator")


def test_nobody_waits_longer_than_is_allowed(waiting: WaitingRoom[str]) -> None:
    for asker, now in (("first", 0.0), ("second", 1.0)):
        waiting.enter(asker, Wait(ROOM, 5, ("cards", "groups")), now)
    assert waiting.overdue(LONGEST - 0.1) == []
    assert waiting.overdue(LONGEST) == ["first"]
    waiting.leave("second")
    assert waiting.overdue(100.0) == told(waiting, Announcement(ROOM, 6, CARDS)) == []


def test_news_without_a_pause_are_told_to_all_at_once_when_it_is_time(waiting: WaitingRoom[str]) -> None:
    waiting.enter("console", Wait(ROOM, 5, ("everything",), not_before=3.5), now=3.0)
    assert waiting.seconds_to_next(3.0) == inf
    assert told(waiting, Announcement(ROOM, 6, CARDS), now=3.1) == []
    waiting.enter("another console", Wait(ROOM, 5, ("everything",), not_before=3.5), now=3.2)
    assert waiting.seconds_to_next(3.25) == 0.25
    assert waiting.due(3.4) == []
    assert waiting.due(3.5) == ["console", "another console"]
    assert waiting.seconds_to_next(3.5) == inf
    assert len(waiting) == 0


def test_what_other_processes_are_told_reads_as_it_was_said() -> None:
    said = Announcement(3, 12, frozenset({"everything", "group-4"}))
    assert read_message("3 12 everything group-4") == said
    assert TOPICS_IN_A_MESSAGE * len("participant-1234567890123 ") < 8_000


class Screen:
    """A live page on a connection of its own, with what it has already."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        self.path, self.cookie = path, cookie
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST + 50)
        self.tag = ""

    def ask(self, **more: str) -> None:
        headers = {"Cookie": self.cookie, "Prefer": "wait=10", **more}
        if self.tag:
            headers["If-None-Match"] = self.tag
        self.line.request("GET", self.path, headers=headers)

    def answer(self) -> tuple[int, str]:
        answer = self.line.getresponse()
        text = answer.read().decode()
        assert answer.headers["Preference-Applied"] == "wait"
        self.tag = answer.headers["ETag"]
        return answer.status, text

    def read(self) -> str:
        self.ask()
        status, text = self.answer()
        assert status == 200
        return text

    def is_answered(self) -> bool:
        self.line.sock.setblocking(False)
        try:
            return bool(self.line.sock.recv(1, 2))  # MSG_PEEK
        except BlockingIOError:
            return False
        finally:
            self.line.sock.settimeout(LONGEST + 50)


@contextmanager
def room(databases: Databases, backend: str, folder: Path) -> Iterator[Served]:
    processes = ("--processes", "2") if backend == "postgresql" else ()
    with served(databases, backend, folder, "capture", *processes) as found:
        yield found


@pytest.fixture(scope="module", params=BACKENDS)
def workshop(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server for all that is asked here: what one test sent stands on the pages of the next."""
    with room(databases, request.param, tmp_path_factory.mktemp("waiting")) as found:
        yield found


@pytest.fixture
def screens(workshop: Served) -> Iterator[Any]:
    with screens_of(workshop) as made:
        yield made


@contextmanager
def screens_of(workshop: Served) -> Iterator[Any]:
    """Opens a page for somebody; when it is over, all are closed."""
    with ExitStack() as opened:

        @cache  # whoever has many screens signs in once
        def cookie(who: str) -> str:
            browser = Browser(workshop.workshop.app, workshop.links[who])
            with workshop.workshop.app.app_context():
                db.engine.dispose()
            return "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.cookies)

        def screen(who: str, page: str) -> Screen:
            made = Screen(workshop.serving.port, workshop.workshop.path(page), cookie(who))
            opened.callback(made.line.close)
            return made

        yield screen


_numbers = count(1)


def say(workshop: Served, title: str = "") -> None:
    """Send an issue; without a title it has one that no other has, since the same one is sent but once."""
    title = title or f"Lifts stand still in house {next(_numbers)}"
    phone = Phone(workshop, 1)
    with workshop.workshop.app.app_context():
        db.engine.dispose()
    with closing(http.client.HTTPConnection("127.0.0.1", workshop.serving.port, timeout=60)) as line:
        phone._send(line, title)  # noqa: SLF001 - one issue, as a room sends many


CONSOLE, BOARD, DESK_OF_ANOTHER_MEASURE = "console/live", "capture/RET/issue/live", "notes/ENG/live"


@pytest.mark.slow
def test_console_and_board_are_answered_when_an_issue_comes_in(workshop: Served, screens: Any) -> None:
    console, board = screens("facilitator", CONSOLE), screens("facilitator", BOARD)
    for screen in (console, board):
        assert "Nobody has the keys" not in screen.read()
        screen.ask()
    say(workshop, "Nobody has the keys")
    for screen in (console, board):
        assert screen.answer()[0] == 200
    board.tag = ""
    assert "Nobody has the keys" in board.read()


@pytest.mark.slow
def test_a_page_that_does_not_show_it_waits_its_time_and_hears_that_nothing_is_new(
    workshop: Served, screens: Any
) -> None:
    notes = screens("facilitator", DESK_OF_ANOTHER_MEASURE)
    notes.read()
    notes.ask()
    say(workshop)
    assert not notes.is_answered()
    assert notes.answer() == (304, "")


@pytest.mark.slow
def test_more_wait_than_the_server_has_threads_and_the_others_are_answered(
    workshop: Served, screens: Any
) -> None:
    team = ("facilitator", "rapporteur")
    crowd = [screens(team[number % 2], BOARD) for number in range(THREADS + 8)]
    for screen in crowd:
        screen.read()
    for screen in crowd:
        screen.ask()
    say(workshop)
    assert [screen.answer()[0] for screen in crowd] == [200] * len(crowd)


@pytest.mark.slow
def test_one_who_opens_ever_more_screens_is_asked_to_come_again_and_no_other_is(screens: Any) -> None:
    first = screens("facilitator", BOARD)
    first.read()
    crowd: list[Screen] = []
    answered: list[Any] = []
    while not answered:
        crowd.append(screens("facilitator", BOARD))
        crowd[-1].tag = first.tag
        crowd[-1].ask()
        answered, _, _ = select([each.line.sock for each in crowd], [], [], 0.02)
    assert len(crowd) > MOST_OF_ONE, "each process has room for so many"
    refused = next(each for each in crowd if each.line.sock in answered)
    assert refused.line.getresponse().headers["Preference-Applied"] is None
    screens("rapporteur", BOARD).read()


@pytest.mark.slow
def test_how_long_somebody_would_wait_is_read_as_the_standard_writes_it(screens: Any) -> None:
    screen = screens("facilitator", BOARD)
    for preference in ("respond-async, wait=10", "WAIT=30", "wait=15; strict"):
        screen.ask(Prefer=preference)
        assert screen.answer()[0] == 200
        screen.tag, tag = "", screen.tag
    for preference in ("wait=0", "wait=9", "wait", "wait=soon", "waiting=10"):
        screen.ask(**{"Prefer": preference, "If-None-Match": tag})
        answer = screen.line.getresponse()
        answer.read()
        assert (answer.status, answer.headers["Preference-Applied"]) == (304, None), preference


@pytest.mark.slow
def test_who_goes_while_waiting_leaves_nothing_behind(workshop: Served, screens: Any) -> None:
    for _ in range(3):
        gone = screens("facilitator", CONSOLE)
        gone.read()
        gone.ask()
        gone.line.close()
    stays = screens("facilitator", CONSOLE)
    stays.read()
    stays.ask()
    say(workshop)
    assert stays.answer()[0] == 200


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_server_that_stops_answers_those_who_wait(
    backend: str, databases: Databases, tmp_path: Path
) -> None:
    with room(databases, backend, tmp_path) as workshop, screens_of(workshop) as screens:
        board = screens("facilitator", BOARD)
        board.read()
        board.ask()
        workshop.serving.stop()
        assert board.line.getresponse().status == 304


@pytest.mark.slow
def test_who_does_not_ask_for_it_is_answered_at_once(screens: Any) -> None:
    board = screens("facilitator", BOARD)
    board.read()
    board.line.request("GET", board.path, headers={"Cookie": board.cookie, "If-None-Match": board.tag})
    answer = board.line.getresponse()
    assert (answer.status, answer.headers["Preference-Applied"]) == (304, None)


@pytest.mark.slow
def test_what_is_sent_behind_a_question_that_waits_is_answered_after_it(screens: Any) -> None:
    console = screens("facilitator", BOARD)
    console.read()
    console.ask()
    console.line.sock.sendall(b"GET /favicon.ico HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answered = b"".join(iter(lambda: console.line.sock.recv(65_536), b""))
    assert answered.startswith(b"HTTP/1.1 304 ")
    assert answered.count(b"HTTP/1.1 ") == 2
