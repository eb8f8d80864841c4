"""The console says what was, what is and what is expected, and what five minutes more would move."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session
from facilitator.agenda.timing import moment_at
from facilitator.console.queries import overview
from facilitator.console.run_of_show import run_of_show
from facilitator.database import now
from tests.daytime import zone_at_noon
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

OfSomebody = Callable[[str], Browser]


def today(workshop: SmallWorkshop) -> None:
    """Day one is on, today; its first session has begun when it was to."""
    workshop.go_to(Phase.DAY_ONE)
    zone = zone_at_noon()
    begins = now().astimezone(zone).replace(second=0, microsecond=0)
    with workshop.change():
        workshop.row.timezone = zone.key
        workshop.row.starts_on = begins.date()
        workshop.row.ends_on = begins.date() + timedelta(days=1)
        for place, key in enumerate(("RET", "ENG")):
            session = workshop.session(key)
            session.starts_at = (begins + timedelta(minutes=20 * place)).time()
            session.minutes = 20
    workshop.open("RET")


def test_before_it_is_pressed_the_console_says_what_five_minutes_more_would_move(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    today(workshop)
    with workshop.look():
        following: Session = workshop.session("ENG")
        zone = ZoneInfo(workshop.row.timezone)
        begins = moment_at(workshop.row.starts_on, following.starts_at, zone)
        show = run_of_show(workshop.row, overview(workshop.row), now())
        [moved] = show.moved_by[workshop.sessions["RET"]]
    assert moved.session.id == workshop.sessions["ENG"]
    # The session was opened a few seconds after the minute in which it was planned.
    assert timedelta(minutes=4) < moved.real.begins - begins <= timedelta(minutes=6)
    starts = {(moved.real.begins + timedelta(minutes=each)).astimezone(zone) for each in (-1, 0, 1)}
    said = browser_of("facilitator").read(workshop.path("console")).text
    assert "With 5 more minutes:" in said
    assert any(f"Capture Citizen engagement</span> {start:%H:%M}–" in said for start in starts)


def test_a_session_that_began_late_moves_what_follows_and_the_console_says_to_when(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    today(workshop)
    with workshop.change():
        session = workshop.session("RET")
        begun = now().astimezone(ZoneInfo(workshop.row.timezone)) - timedelta(minutes=9)
        session.starts_at = begun.time().replace(microsecond=0)
    said = " ".join(texts(browser_of("viewer").read(workshop.path("console")).text))
    assert "Since" in said
    with workshop.look():
        show = run_of_show(workshop.row, overview(workshop.row), now())
    assert show.blocks[workshop.sessions["RET"]].late in (8, 9, 10)


def test_on_another_day_than_planned_nothing_is_forecast(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    with workshop.look():
        assert run_of_show(workshop.row, overview(workshop.row), now()).blocks == {}
