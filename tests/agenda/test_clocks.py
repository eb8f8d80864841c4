"""A session's clock: what was used counts, what was given counts once, and every screen says the same."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.clocks import Clock
from facilitator.agenda.models import GivenTime
from facilitator.agenda.operations import undo_closing
from facilitator.agenda.rules import check_end_is_near, is_one_sitting
from facilitator.breakouts.group_work.operations import give_time, send_message, take_time_back
from facilitator.breakouts.group_work.queries import messages_now
from facilitator.database import db, now
from facilitator.errors import RuleBroken
from tests.daytime import zone_at_noon
from tests.pages import notices
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BRUSSELS = ZoneInfo("Europe/Brussels")
LENGTH = 60


def at_noon(workshop: SmallWorkshop) -> None:
    """Put the workshop where it is noon, so that what was some hours ago was today."""
    with workshop.change():
        workshop.row.timezone = zone_at_noon().key


def clock_of(workshop: SmallWorkshop, key: str) -> Clock:
    with workshop.look():
        clock = workshop.clocks_now().of_session(workshop.sessions[key])
    assert clock is not None
    return clock


def left(workshop: SmallWorkshop, key: str = "RET") -> int:
    """Whole minutes that are left, as the clock says."""
    return round((clock_of(workshop, key).until - now()).total_seconds() / 60)


def offers_undo(workshop: SmallWorkshop) -> bool:
    """Whether the console offers to undo a closing."""
    browser = Browser(workshop.app, workshop.way_in("facilitator"))
    return "/closing/removal" in browser.read(workshop.path("console")).text


@pytest.fixture
def capturing(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one, with a capture session of an hour that has been open for twenty minutes."""
    at_noon(workshop)
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    workshop.let_pass("RET", minutes=20)
    return workshop


@pytest.mark.parametrize(
    ("earlier", "opened", "goes_on"),
    [
        (datetime(2017, 12, 4, 9, tzinfo=BRUSSELS), datetime(2017, 12, 4, 9, 5, tzinfo=BRUSSELS), True),
        (datetime(2017, 12, 4, 9, tzinfo=BRUSSELS), datetime(2017, 12, 4, 23, tzinfo=BRUSSELS), True),
        (datetime(2017, 12, 4, 16, tzinfo=BRUSSELS), datetime(2017, 12, 5, 9, tzinfo=BRUSSELS), False),
        # In London it is the same day.
        (datetime(2017, 12, 4, 22, 30, tzinfo=UTC), datetime(2017, 12, 4, 23, 30, tzinfo=UTC), False),
    ],
)
def test_a_clock_goes_on_from_openings_of_the_same_day_at_the_workshop(
    earlier: datetime, opened: datetime, goes_on: bool
) -> None:
    assert is_one_sitting(opened, earlier, BRUSSELS) is goes_on


def test_a_session_that_is_opened_again_goes_on_with_what_was_left(capturing: SmallWorkshop) -> None:
    capturing.close("RET")
    capturing.open("RET")
    assert left(capturing) == LENGTH - 20
    capturing.let_pass("RET", minutes=10)
    capturing.close("RET")
    capturing.let_pass("RET", minutes=30)  # closed for so long, which uses nothing up
    capturing.open("RET")
    assert left(capturing) == LENGTH - 30
    assert clock_of(capturing, "RET").minutes == LENGTH


def test_a_session_that_is_opened_again_on_another_day_begins_anew(capturing: SmallWorkshop) -> None:
    with capturing.change():
        give_time(capturing.session(), 5, by=capturing.actor())
    capturing.close("RET")
    capturing.let_pass("RET", minutes=24 * 60)
    capturing.open("RET")
    assert left(capturing) == LENGTH


def test_minutes_that_were_given_count_once_and_can_still_be_taken_back(capturing: SmallWorkshop) -> None:
    with capturing.change():
        give_time(capturing.session(), 5, by=capturing.actor())
    for _ in range(2):
        capturing.close("RET")
        capturing.open("RET")
    assert left(capturing) == LENGTH - 20 + 5
    with capturing.change():
        given = db.session.scalars(sa.select(GivenTime.id)).one()
        take_time_back(capturing.row, given, by=capturing.actor())
    assert left(capturing) == LENGTH - 20


def test_what_was_closed_by_mistake_goes_on_as_if_nobody_had(
    capturing: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with capturing.change():
        give_time(capturing.session(), 5, by=capturing.actor())
    facilitator, console = browser_of("facilitator"), capturing.path("console")
    before, ends = capturing.everything(), clock_of(capturing, "RET").until
    session = capturing.sessions["RET"]
    assert facilitator.send(console, {}, to=capturing.path(f"sessions/{session}/closing")).status_code == 303
    assert "Closed at" in facilitator.read(console).text
    undo = capturing.path(f"sessions/{session}/closing/removal")
    assert facilitator.send(console, {}, to=undo).status_code == 303
    after = capturing.everything()
    leave_a_trace = {"activity", "topic_news", "submission"}
    assert {table for table in after if after[table] != before[table]} <= leave_a_trace
    assert clock_of(capturing, "RET").until == ends
    told = facilitator.read(console).text
    assert "Closed at" not in told
    assert any(notice.endswith("is open again.") for notice in notices(told))
    assert capturing.happened()[-2:] == ["session.closed", "session.closing_undone"]


def test_of_sessions_that_were_just_closed_the_latest_stands_first(
    capturing: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    capturing.open("ENG")
    for key in ("RET", "ENG"):
        capturing.close(key)
    offered = re.findall(r'id="closed-(\d+)"', browser_of("facilitator").read(capturing.path("console")).text)
    assert [int(id_) for id_ in offered] == [capturing.sessions["ENG"], capturing.sessions["RET"]]


def test_a_message_to_a_round_is_there_again_when_its_closing_is_undone(workshop: SmallWorkshop) -> None:
    workshop.begin_validation()
    with workshop.change():
        send_message(workshop.row, "Come to an end", round_=workshop.session("round"), by=workshop.actor())
    workshop.close("round")
    with workshop.change():
        undo_closing(workshop.row, workshop.session("round"), by=workshop.actor())
    with workshop.look():
        told = [message.text for message in messages_now(workshop.id, workshop.clocks_now())]
    assert told == ["Come to an end"]


def test_what_is_open_or_was_closed_long_ago_has_no_closing_to_undo(capturing: SmallWorkshop) -> None:
    with capturing.refuses("This session is already open."):
        undo_closing(capturing.row, capturing.session(), by=capturing.actor())
    capturing.close("RET")
    capturing.let_pass("RET", minutes=10)
    with capturing.refuses("This session was closed some time ago. Open it in the agenda."):
        undo_closing(capturing.row, capturing.session(), by=capturing.actor())
    assert not offers_undo(capturing)


def ends_on(browser: Browser, path: str) -> set[str]:
    """The moments at which the clocks of a page end."""
    return set(re.findall(r'data-until="([^"]+)"', browser.read(path).text))


def test_more_time_for_a_capture_session_stands_on_every_screen(
    capturing: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    facilitator, lyon = browser_of("facilitator"), browser_of("Lyon")
    pages = [
        *((facilitator, capturing.path(page)) for page in ("console", "capture/RET/issue", "desk/RET")),
        *((lyon, capturing.path(page)) for page in ("home", "home/live")),
        (facilitator, capturing.path(f"wall/{capturing.code}")),
    ]
    planned = clock_of(capturing, "RET").until
    five = capturing.path(f"sessions/{capturing.sessions['RET']}/five-minutes")
    assert facilitator.send(capturing.path("console"), {}, to=five).status_code == 303
    later = (planned + timedelta(minutes=5)).isoformat()
    assert [ends_on(browser, path) for browser, path in pages] == [{later}] * len(pages)
    assert capturing.happened()[-1] == "session.given_time"
    assert ends_on(facilitator, capturing.path("capture/ENG/issue")) == set()


def test_more_minutes_for_a_capture_session_are_chosen_by_its_title(
    capturing: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    console = capturing.path("console")
    form = {"whom": -capturing.sessions["RET"], "minutes": "7"}
    assert browser_of("facilitator").send(console, form, to=f"{console}/time").status_code == 303
    assert left(capturing) == LENGTH - 20 + 7


@pytest.mark.parametrize(("minutes", "is_said"), [(78, False), (4, False), (3, True), (1, True), (0, False)])
def test_that_the_end_is_near_is_said_near_the_end(minutes: int, is_said: bool) -> None:
    at = datetime(2017, 12, 5, 9, tzinfo=UTC)
    if is_said:
        check_end_is_near(at + timedelta(minutes=minutes), at)
        return
    with pytest.raises(RuleBroken):
        check_end_is_near(at + timedelta(minutes=minutes), at)
