"""A facilitator opens and closes sessions; which one may open depends on the phase."""

from collections.abc import Callable
from datetime import date, time

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.operations import close_session, open_session
from facilitator.agenda.queries import agenda, open_sessions, session_of
from facilitator.agenda.rules import check_may_open, is_to_close_before
from facilitator.database import db
from facilitator.errors import NotFound, RuleBroken
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

PLENARY, CAPTURE, BREAKOUT, BREAK, FEEDBACK, FREE = SessionKind
DAY_ONE_ONLY = "You can open a capture session only on day one. Begin day one first."
DAY_TWO_ONLY = "You can open a breakout round only on day two. Begin day two first."

# kind of session → the phases in which it opens, and what is said in the others
OPENS = {
    PLENARY: (set(Phase), ""),
    BREAK: (set(Phase), ""),
    FEEDBACK: (set(Phase), ""),
    FREE: (set(Phase), ""),
    CAPTURE: ({Phase.DAY_ONE}, DAY_ONE_ONLY),
    BREAKOUT: ({Phase.DAY_TWO}, DAY_TWO_ONLY),
}


def states(workshop: SmallWorkshop) -> dict[str, str]:
    with workshop.look():
        return {entry.session.title: entry.state for entry in agenda(workshop.row)}


@pytest.mark.parametrize("kind", SessionKind, ids=str)
@pytest.mark.parametrize("phase", Phase, ids=str)
def test_a_session_opens_in_the_phase_that_it_is_for(kind: SessionKind, phase: Phase) -> None:
    phases, sentence = OPENS[kind]
    if phase in phases:
        check_may_open(kind, phase, is_open=False)
        return
    with pytest.raises(RuleBroken) as refused:
        check_may_open(kind, phase, is_open=False)
    assert str(refused.value) == sentence


def test_a_session_is_next_then_now_then_done(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    seen = [states(workshop)["Capture Retrofit"]]
    workshop.open("RET")
    seen.append(states(workshop)["Capture Retrofit"])
    workshop.close("RET")
    seen.append(states(workshop)["Capture Retrofit"])
    assert seen == ["next", "now", "done"]
    assert states(workshop)["Capture Citizen engagement"] == "next"


def test_a_session_can_be_opened_again(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    workshop.close("RET")
    workshop.open("RET")
    with workshop.look():
        assert [session.title for session in open_sessions(workshop.row)] == ["Capture Retrofit"]
    assert workshop.happened()[-3:] == ["session.opened", "session.closed", "session.opened"]


def test_who_opened_and_closed_a_session_is_on_record(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        open_session(workshop.row, workshop.session(), by=workshop.actor("organiser"))
        close_session(workshop.session(), by=workshop.actor("facilitator"))
    with workshop.look():
        opening = db.session.execute(db.select(db.metadata.tables["session_opening"])).mappings().one()
        assert opening["opened_by"] == workshop.accounts["organiser"]
        assert opening["closed_by"] == workshop.accounts["facilitator"]
        assert opening["opened_at"] <= opening["closed_at"]


def test_what_is_open_is_not_opened_again(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    with workshop.refuses("This session is already open."):
        open_session(workshop.row, workshop.session(), by=workshop.actor())


def test_what_is_closed_is_not_closed_again(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.refuses("This session is already closed."):
        close_session(workshop.session(), by=workshop.actor())


def test_a_session_of_another_workshop_is_not_found(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    with workshop.look(), pytest.raises(NotFound, match=r"^This session was not found\.$"):
        session_of(workshop.row, sister.sessions["RET"])


# day, when it begins, minutes, room; and whether it is closed before another of day two at 11:00 in room 1
RUNNING = [
    ((2, time(10), 60, None), True),
    ((2, time(10), 75, None), False),
    ((2, time(11), 60, 2), False),
    ((2, time(11), 60, 1), True),
    ((1, time(16), 60, None), True),
    ((2, time(14), 60, None), False),
    ((2, time(23), 90, None), False),
]


@pytest.mark.parametrize(("planned", "closes"), RUNNING)
def test_what_the_plan_has_over_or_in_the_same_room_closes_before_the_next_and_the_rest_runs_beside(
    planned: tuple[int, time, int, int | None], closes: bool
) -> None:
    day, starts_at, minutes, room_id = planned
    running = Session(day=day, starts_at=starts_at, minutes=minutes, room_id=room_id)
    assert is_to_close_before(running, Session(day=2, starts_at=time(11), minutes=60, room_id=1)) is closes


@pytest.fixture
def one_after_the_other(workshop: SmallWorkshop) -> SmallWorkshop:
    """Two capture sessions, planned one after the other; the first is open."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.session("ENG").starts_at = time(11, 30)
    workshop.open("RET")
    return workshop


def opened(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        return [session.title for session in open_sessions(workshop.row)]


def test_the_next_session_takes_the_place_of_the_one_that_runs(
    one_after_the_other: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop, browser = one_after_the_other, browser_of("facilitator")
    console = workshop.path("console")
    assert "Close Capture Retrofit and open this" in texts(browser.read(console).text)
    open_next = workshop.path(f"sessions/{workshop.sessions['ENG']}/opening")
    assert browser.send(console, {}, to=open_next).status_code == 303
    assert opened(workshop) == ["Capture Citizen engagement"]
    assert workshop.happened()[-2:] == ["session.closed", "session.opened"]


def test_the_next_session_opens_beside_the_one_that_runs_and_it_is_said_that_that_one_is_open(
    one_after_the_other: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop, browser = one_after_the_other, browser_of("facilitator")
    console = workshop.path("console")
    open_next = workshop.path(f"sessions/{workshop.sessions['ENG']}/opening")
    browser.send(console, {"close": []}, to=open_next)
    assert opened(workshop) == ["Capture Retrofit", "Capture Citizen engagement"]
    said = "Capture Citizen engagement is open. These are also still open: Capture Retrofit."
    assert said in texts(browser.read(console).text)


def test_sessions_that_are_planned_at_the_same_time_open_side_by_side_without_a_word(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    browser, console = browser_of("facilitator"), workshop.path("console")
    assert "Open the next session" in texts(browser.read(console).text)
    browser.send(console, {}, to=workshop.path(f"sessions/{workshop.sessions['ENG']}/opening"))
    assert opened(workshop) == ["Capture Retrofit", "Capture Citizen engagement"]
    assert "Open points" not in browser.read(console).text


@pytest.mark.parametrize("nonsense", ["999999", "-1", "x", "", str(2**40)])
def test_what_is_no_open_session_of_this_workshop_is_not_closed_by_the_next(
    one_after_the_other: SmallWorkshop, browser_of: Callable[[str], Browser], nonsense: str
) -> None:
    workshop, browser = one_after_the_other, browser_of("facilitator")
    open_next = workshop.path(f"sessions/{workshop.sessions['ENG']}/opening")
    browser.send(workshop.path("console"), {"close": [nonsense]}, to=open_next)
    assert opened(workshop) == ["Capture Retrofit", "Capture Citizen engagement"]


def test_a_session_of_a_later_day_opens_only_once_somebody_has_said_so(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    with workshop.change():
        workshop.row.starts_on, workshop.row.ends_on = date(2099, 12, 4), date(2099, 12, 5)
    facilitator, running = browser_of("facilitator"), workshop.sessions["RET"]
    to = workshop.path(f"sessions/{workshop.sessions['ENG']}/opening")
    before = states(workshop)
    answer = facilitator.send(workshop.path("console"), {"close": running}, to=to)
    assert (answer.status_code, answer.location) == (303, f"{to}?close={running}")
    assert states(workshop) == before
    page = facilitator.read(answer.location).text
    assert "This session is planned for 4 December 2099. Open it now?" in texts(page)
    assert facilitator.send(answer.location, {"early": "yes"}, to=to).location == workshop.path("console")
    assert states(workshop)["Capture Retrofit"] == "done"
    assert states(workshop)["Capture Citizen engagement"] == "now"
