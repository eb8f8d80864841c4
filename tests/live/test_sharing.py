"""What ten consoles show is made once for all who may see the same, and holds nothing of one person."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import request, template_rendered
from werkzeug.test import TestResponse

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.breakouts.group_work.operations import send_message
from facilitator.database import db
from facilitator.live import polling, sharing
from facilitator.live.activity import Activity
from facilitator.live.events import Event
from facilitator.live.sharing import LEAST_PAUSE
from facilitator.live.waiting import LONGEST, MAY_WAIT, WAIT, Wait
from facilitator.workshops.operations import appoint
from facilitator.workshops.team.operations import give_role
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

# The id of a form, and the moment of a token with the signature over it; whose token it is stands before.
FLEETING = re.compile(r'(?<=value=")[0-9a-f-]{36}(?=")|(?<=\.)[\w-]{6}\.[\w-]{27}(?=")')
MARKS = {"author", "csrf_token", "submission"}
TEAM = ["organiser", "facilitator", "second-facilitator", "rapporteur", "viewer"]


class Clock:
    """The clock of the machine, put forward by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (polling, sharing):
        monkeypatch.setattr(module, "monotonic", clock)
    monkeypatch.setattr(sharing, "thread_time", lambda: 0.0)
    return clock


@pytest.fixture
def room(workshop: SmallWorkshop, clock: Clock) -> SmallWorkshop:  # noqa: ARG001 - it stands still
    """Day one with nothing open, so that no clock runs on the console; and a team with two of a kind."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.add_account("second-facilitator")
    with workshop.change():
        second = db.session.get_one(Account, workshop.accounts["second-facilitator"])
        appoint(workshop.row, second, Role.FACILITATOR, by=NOBODY)
    sharing.forget()
    return workshop


class Screen:
    """A live page of somebody, whose answers may wait; alone, it asks as where no answer can."""

    def __init__(self, workshop: SmallWorkshop, who: str, page: str = "console/live") -> None:
        self.workshop, self.path = workshop, workshop.path(page)
        self.browser = Browser(workshop.app, workshop.way_in(who) if who else "")

    def ask(self, tag: str = "") -> TestResponse:
        with self.browser.client as client:
            answer = client.get(
                self.path,
                headers={"Prefer": f"wait={LONGEST:.0f}"} | ({"If-None-Match": tag} if tag else {}),
                environ_overrides={MAY_WAIT: lambda _workshop, _reader: True},
            )
            self.wait: Wait | None = request.environ.get(WAIT)
        return answer

    def alone(self) -> TestResponse:
        return self.browser.read(self.path)


@contextmanager
def made(workshop: SmallWorkshop) -> Iterator[list[str]]:
    """How often a part of the console is made meanwhile."""
    found: list[str] = []

    def note(_app: object, template: object, **_context: object) -> None:
        found.append(str(template))

    with template_rendered.connected_to(note, workshop.app):
        yield found


def say(workshop: SmallWorkshop, words: str) -> None:
    with workshop.change():
        send_message(workshop.row, words, by=workshop.actor("facilitator"))


def without_ids(answer: TestResponse) -> str:
    return FLEETING.sub("", answer.text)


@pytest.mark.parametrize("order", [TEAM, TEAM[::-1]], ids=["from the organiser", "from the viewer"])
def test_everybody_gets_what_they_would_get_alone_whoever_came_before(
    room: SmallWorkshop, order: list[str]
) -> None:
    screens = {who: Screen(room, who) for who in order}
    with made(room) as parts:
        shared = {who: screen.ask() for who, screen in screens.items()}
    alone = {who: screen.alone() for who, screen in screens.items()}
    assert {who: without_ids(answer) for who, answer in shared.items()} == {
        who: without_ids(answer) for who, answer in alone.items()
    }
    assert len(parts) == len(TEAM) - 1, "the two facilitators see the same"


def test_each_form_has_an_id_of_its_own_and_the_marks_of_its_reader(room: SmallWorkshop) -> None:
    pages = [forms_on(Screen(room, who).ask().text) for who in ("facilitator", "second-facilitator")]
    marks = [[[form[mark][0] for _, form in page] for page in pages] for mark in sorted(MARKS)]
    authors, tokens, ids = ([set(found) for found in of_pages] for of_pages in marks)
    assert len(pages[0]) == len(pages[1]) > 1
    assert [len(found) for found in authors] == [len(found) for found in tokens] == [1, 1]
    assert authors[0].isdisjoint(authors[1])
    assert tokens[0].isdisjoint(tokens[1])
    assert len(ids[0] | ids[1]) == 2 * len(pages[0])


def test_a_button_that_was_made_for_another_works_and_says_who_pressed_it(room: SmallWorkshop) -> None:
    Screen(room, "facilitator").ask()
    second = Screen(room, "second-facilitator")
    action, fields = next(
        (action, fields) for action, fields in forms_on(second.ask().text) if "opening" in action
    )
    assert second.browser.client.post(action, data=fields).status_code == 303
    with room.look():
        opened = db.session.scalars(sa.select(Activity).filter_by(happened=Event.SESSION_OPENED)).one()
        assert opened.account_id == room.accounts["second-facilitator"]


def test_a_wall_is_made_once_for_strangers_and_holds_nothing_of_who_came_first(room: SmallWorkshop) -> None:
    screens = [Screen(room, who, f"wall/{room.code}/live") for who in ("", "", "Lyon")]
    with made(room) as parts:
        first, second, delegate = [without_ids(screen.ask()) for screen in screens]
    assert first == second == without_ids(screens[0].alone())
    assert delegate == without_ids(screens[2].alone())
    assert len(parts) == 2


def test_while_news_come_without_a_pause_all_consoles_wait_for_the_same_moment(
    room: SmallWorkshop, clock: Clock
) -> None:
    screens = [Screen(room, "facilitator"), Screen(room, "second-facilitator")]
    tags = [screen.ask().headers["ETag"] for screen in screens]
    for words in ("Please come back.", "Lunch is ready."):
        say(room, words)
    answers = [screen.ask(tag) for screen, tag in zip(screens, tags, strict=True)]
    assert [answer.status_code for answer in answers] == [304, 304]
    assert [screen.wait and screen.wait.not_before for screen in screens] == 2 * [clock.now + LEAST_PAUSE]
    clock.now += LEAST_PAUSE
    with made(room) as parts:
        answers = [screen.ask(tag) for screen, tag in zip(screens, tags, strict=True)]
    assert ["Lunch is ready." in answer.text for answer in answers] == [True, True]
    assert len(parts) == 1


def test_who_has_an_older_one_gets_what_was_made_last_and_who_has_none_what_is_true(
    room: SmallWorkshop,
) -> None:
    first, late = Screen(room, "facilitator"), Screen(room, "second-facilitator")
    tag = late.ask().headers["ETag"]
    say(room, "Please come back.")
    sharing.forget()
    first.ask()
    say(room, "Lunch is ready.")
    with made(room) as parts:
        assert "Please come back." in late.ask(tag).text
    assert parts == []
    assert "Lunch is ready." in late.ask().text


def test_what_nothing_has_happened_to_is_made_anew_as_time_goes_on(room: SmallWorkshop, clock: Clock) -> None:
    screen = Screen(room, "facilitator")
    with made(room) as parts:
        screen.ask()
        clock.now += LONGEST
        screen.ask()
        assert len(parts) == 1
        clock.now += 0.1
        screen.ask()
    assert len(parts) == 2


def test_a_role_that_was_taken_away_shows_with_the_next_answer(room: SmallWorkshop) -> None:
    screen = Screen(room, "second-facilitator")
    tag = screen.ask().headers["ETag"]
    with room.change():
        account = db.session.get_one(Account, room.accounts["second-facilitator"])
        give_role(room.row, account, Role.VIEWER, by=room.actor("organiser"))
    answer = screen.ask(tag)
    assert (answer.status_code, forms_on(answer.text)) == (200, [])
