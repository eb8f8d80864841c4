"""The pages on which an organiser sets the agenda up."""

from collections.abc import Callable
from datetime import time

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session, SessionKind
from facilitator.database import db
from tests.agenda.editing.days import busy_day, programme
from tests.pages import fields, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database
BrowserOf = Callable[[str], Browser]
DINNER = {"title": "Dinner", "kind": "free", "day": "2", "starts_at": "19:30", "minutes": "180"}


@pytest.fixture
def page(workshop: SmallWorkshop) -> str:
    busy_day(workshop)
    return workshop.path("setup/agenda")


def test_an_organiser_adds_changes_and_deletes_a_session(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    browser = browser_of("organiser")
    added = browser.send(f"{page}/new?day=2", DINNER, to=f"{page}/new")
    assert (added.status_code, added.location.partition("#")[0]) == (303, page)
    dinner = added.location.rpartition("-")[2]
    assert programme(workshop)[-1] == "19:30 Dinner"
    address = f"{page}/{dinner}"
    browser.send(address, {"title": "Supper", "starts_at": ""}, to=address)
    assert programme(workshop)[-1] == "13:30 Supper"
    assert "“Supper” was saved." in texts(browser.read(page).text)
    browser.send(f"{address}/removal", {}, to=f"{address}/removal")
    assert programme(workshop)[-1] == "13:00 End"


def test_a_session_that_is_opened_and_saved_stays_as_it_was(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    browser, before = browser_of("organiser"), [programme(workshop, day) for day in (1, 2)]
    for session_id in workshop.sessions.values():
        address = f"{page}/{session_id}"
        assert browser.send(address, {}, to=address).status_code == 303
    assert [programme(workshop, day) for day in (1, 2)] == before


def test_the_buttons_move_a_session_and_the_page_comes_back_at_the_same_button(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    browser, right = browser_of("organiser"), workshop.sessions["Right"]
    moves = f"{page}/moves"
    # What a browser sends first would be read: no field but the buttons may say which step it is.
    assert "move" not in browser.form(page, moves)
    for way in ("later", "earlier"):
        answer = browser.send(page, {"move": f"{right} {way}"}, to=moves)
        assert answer.location == f"{page}#{way}-{right}"
        assert f'id="{way}-{right}"' in browser.read(page).text
    end, welcome = workshop.sessions["End"], workshop.sessions["Welcome"]
    browser.send(page, {"move": f"{end} before {welcome}"}, to=moves)
    assert "“End” now starts on day 2 at 09:00." in texts(browser.read(page).text)
    browser.send(page, {"move": f"{end} end 2"}, to=moves)
    assert programme(workshop)[-1] == "13:00 End"


def test_a_step_that_is_none_or_goes_too_far_is_refused_on_the_page(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    browser, first = browser_of("organiser"), workshop.sessions["RET"]
    said = {
        "": "Choose a session and where to move it.",
        f"{first} up": "Choose a session and where to move it.",
        f"{first} end 9": "The workshop does not have this day. Reload the page.",
        f"{first} earlier": "“Capture Retrofit” is already at the end of the agenda.",
    }
    with workshop.nothing_changes():
        for move, sentence in said.items():
            answer = browser.send(page, {"move": move}, to=f"{page}/moves")
            assert (answer.status_code, sentence in texts(answer.text)) == (422, True)
        assert browser.send(page, {"move": "999 later"}, to=f"{page}/moves").status_code == 422


def test_a_session_that_has_started_offers_neither_a_step_nor_its_removal(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    browser, started = browser_of("organiser"), workshop.sessions["RET"]
    shown = browser.read(page).text
    assert f'value="{started} later"' not in shown
    assert "Started" in texts(shown)
    with workshop.nothing_changes():
        answer = browser.send(f"{page}/{started}", {"minutes": "90"}, to=f"{page}/{started}")
        assert answer.status_code == 422
        assert 'value="90"' in answer.text
        assert f"{started}/removal" not in answer.text


def test_a_session_that_is_opened_while_its_page_is_open_is_neither_moved_nor_deleted(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    browser, started = browser_of("organiser"), workshop.sessions["RET"]
    moves, removal = f"{page}/moves", f"{page}/{started}/removal"
    move, delete = browser.form(page, moves), browser.form(removal, removal)
    workshop.open("RET")
    with workshop.nothing_changes():
        answer = browser.client.post(moves, data=move | {"move": [f"{started} later"]})
        assert answer.status_code == 422
        assert "“Capture Retrofit” has started, so it can no longer be moved." in texts(answer.text)
        answer = browser.client.post(removal, data=delete)
        assert answer.status_code == 422
        assert "This session has started, so it can no longer be deleted." in texts(answer.text)


def test_an_agenda_of_500_sessions_takes_more_and_one_of_1000_does_not(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    browser, there = browser_of("organiser"), len(programme(workshop, 1)) + len(programme(workshop, 2))

    def fill(numbers: range) -> None:
        with workshop.change():
            db.session.add_all(
                Session(
                    workshop_id=workshop.id, position=1000 + at, day=2, kind=SessionKind.FREE, minutes=1,
                    title=f"Slot {at}", starts_at=time(14 + at // 120, at // 2 % 60), track=None,
                )
                for at in numbers
            )  # fmt: skip

    fill(range(500 - there))
    assert browser.send(f"{page}/new?day=1", DINNER | {"day": "1"}, to=f"{page}/new").status_code == 303
    fill(range(500, 999))
    with workshop.nothing_changes():
        answer = browser.send(f"{page}/new?day=1", DINNER | {"day": "1"}, to=f"{page}/new")
    assert answer.status_code == 422
    assert "A workshop has at most 1000 sessions." in texts(answer.text)
    assert fields(answer.text, f"{page}/new")["title"] == ["Dinner"]


def test_a_day_without_sessions_says_so_and_offers_the_first(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    browser = browser_of("organiser")
    for key in ("RET", "ENG"):
        removal = f"{page}/{workshop.sessions[key]}/removal"
        browser.send(removal, {}, to=removal)
    shown = texts(browser.read(page).text)
    assert "No sessions on this day yet" in shown
    assert "Add a session to day 1" in shown


def test_the_agenda_is_set_up_by_the_organiser_alone(browser_of: BrowserOf, page: str) -> None:
    for who in ("facilitator", "rapporteur", "viewer", "Lyon"):
        assert browser_of(who).read(page).status_code == 403
