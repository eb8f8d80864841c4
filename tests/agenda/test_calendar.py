"""The programme on paper, on phones and in calendars: the same moments everywhere, and one's own group."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import icalendar
import pytest

from facilitator.agenda.models import SessionKind
from tests.agenda.editing.days import change, plan
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database
BrowserOf = Callable[[str], Browser]
AWKWARD = "Wrap-up; what, and “who”\u2014" + "sehr lange Wörter " * 5


def events(browser: Browser, path: str) -> dict[str, icalendar.Event]:
    answer = browser.read(path)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert calendar["X-WR-CALNAME"] == "Replication workshop"
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def moments(event: icalendar.Event) -> list[str]:
    return [event[name].to_ical().decode() for name in ("DTSTART", "DTEND")]


# the day, where, from when, how long → the moments as a calendar has them
CASES = [
    (date(2019, 10, 8), "Europe/Brussels", time(14, 30), 150, ["20191008T123000Z", "20191008T150000Z"]),
    (date(2026, 7, 18), "Europe/London", time(7, 30), 180, ["20260718T063000Z", "20260718T093000Z"]),
    (date(2026, 10, 24), "Europe/Brussels", time(23), 300, ["20261024T210000Z", "20261025T020000Z"]),
    (date(2026, 3, 28), "Europe/Brussels", time(23, 30), 120, ["20260328T223000Z", "20260329T003000Z"]),
    (date(2026, 10, 25), "Europe/Brussels", time(1), 180, ["20261024T230000Z", "20261025T020000Z"]),
]


@pytest.mark.parametrize(("on", "zone", "starts_at", "minutes", "expected"), CASES)
def test_a_calendar_has_the_moments_that_the_clocks_of_the_place_tell(
    workshop: SmallWorkshop,
    browser_of: BrowserOf,
    on: date,
    zone: str,
    starts_at: time,
    minutes: int,
    expected: list[str],
) -> None:
    with workshop.change():
        workshop.row.starts_on = workshop.row.ends_on = on
        workshop.row.timezone = zone
        change(workshop, "RET", starts_at=starts_at, minutes=minutes)
    found = events(browser_of("viewer"), workshop.path("agenda.ics"))
    assert moments(found["Capture Retrofit"]) == expected


def test_the_whole_programme_is_a_calendar_with_its_texts_as_they_are(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with workshop.change():
        plan(workshop, AWKWARD, room=workshop.room())
        plan(workshop, "Dinner", kind=SessionKind.FREE)
    found = events(browser_of("facilitator"), workshop.path("agenda.ics"))
    assert [*found] == [
        "Capture Retrofit", "Capture Citizen engagement", "Round one", AWKWARD.strip(), "Dinner",
    ]  # fmt: skip
    assert found[AWKWARD.strip()]["LOCATION"] == "Attic, Brussels"
    assert [str(event.get("TRANSP", "")) for event in found.values()][-2:] == ["", "TRANSPARENT"]
    again = events(browser_of("viewer"), workshop.path("agenda.ics"))
    assert [event["UID"] for event in again.values()] == [event["UID"] for event in found.values()]
    assert all(event["DTSTAMP"].dt <= datetime.now(UTC) for event in found.values())


def test_a_delegate_has_their_own_group_on_the_phone_and_in_their_calendar(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with workshop.change():
        workshop.add_group("Antwerp")
    antwerp, heerlen = browser_of("Antwerp"), browser_of("Heerlen")
    calendar, page = workshop.path("home/programme.ics"), workshop.path("home/programme")
    mine = events(antwerp, calendar)["Round one · Retrofit table"]
    assert (mine["DESCRIPTION"], mine["LOCATION"]) == ("Retrofit", "Brussels")
    assert "Round one" in events(heerlen, calendar)
    assert f'href="{page}"' in antwerp.read(workshop.path("home")).text
    shown, others = texts(antwerp.read(page).text), texts(heerlen.read(page).text)
    assert "10:30–11:30" in shown
    assert ("Retrofit table" in shown, "Retrofit table" in others) == (True, False)


def test_the_agenda_is_printed_with_the_time_as_of_which_it_holds(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    sheet = browser_of("viewer").read(workshop.path("agenda/sheet")).text
    assert "Day 2, 5 December 2017" in texts(sheet)
    assert texts(sheet, "footer")[0].startswith("Agenda as of ")
