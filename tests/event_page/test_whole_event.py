"""An event page as a city network keeps it, front matter and text, is rebuilt field by field."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import icalendar
import pytest

from facilitator.event_page.queries import page_of
from tests.event_page.pictures import opened, picture
from tests.pages import heading, lead, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

FRONT_MATTER = {
    "title": "Joint replication workshop",
    "summary": "Two lighthouse projects share what works, and interested cities say what they need.",
    "start_date": "2017-12-04",
    "end_date": "2017-12-05",
    "start_time": "09:00",
    "end_time": "17:30",
    "timezone": "Europe/Brussels",
    "city": "Brussels",
    "country": "Belgium",
    "venue": "House of Cities",
    "address": "Square of Peace 1\n1000 Brussels",
    "map": "https://map.example.org/?at=50.84,4.36",
    "image_alt": "The town hall of Brussels in the evening",
    "image_credit": "Ana Berg, CC BY 4.0",
    "organisers": "Network of Cities\nCouncil of Municipalities",
    "projects": ["Smarter Together"],
    "measures": ["Retrofit", "Citizen engagement"],
    "languages": "English",
    "tags": "replication, smart cities",
    "registration": "https://network.example.org/register",
    "registration_deadline": "2017-11-20",
    "contacts": "Ana Berg, ana@example.org",
    "documents": "Draft agenda (PDF) https://network.example.org/agenda.pdf",
    "draft": "false",
}
TEXT = "## What it is about\n\nCities show **how** they did it.\n\n- retrofit\n- engagement"
# How the form calls what the front matter calls otherwise.
TYPED = {
    "summary": "summary", "start_time": "begins_at", "end_time": "ends_at", "venue": "venue",
    "address": "address", "map": "map_link", "organisers": "hosts", "languages": "languages", "tags": "tags",
    "registration": "registration_link", "registration_deadline": "registration_until",
    "contacts": "contacts", "documents": "links",
}  # fmt: skip
DETAILS = {"title": "title", "start_date": "starts_on", "end_date": "ends_on", "timezone": "timezone"}
# Said by the workshop itself: its cities' projects, its agenda's measures, and the button that publishes.
TAKEN = {"projects", "measures", "draft", "city", "country", "image_alt", "image_credit"}


@pytest.fixture
def organiser(workshop: SmallWorkshop, browser_of: BrowserOf) -> Browser:
    """Who has typed all of it."""
    organiser = browser_of("organiser")
    details = {ours: FRONT_MATTER[theirs] for theirs, ours in DETAILS.items()}
    place = {"place": f"{FRONT_MATTER['city']}, {FRONT_MATTER['country']}"}
    send(organiser, workshop.path("setup/details"), details | place)
    page = workshop.path("setup/page")
    typed = {ours: FRONT_MATTER[theirs] for theirs, ours in TYPED.items()}
    send(organiser, page, typed | {"text": TEXT, "step": "publish"})
    form: dict[str, Any] = dict(organiser.form(f"{page}/picture", f"{page}/picture"))
    words = {"alternative": FRONT_MATTER["image_alt"], "credit": FRONT_MATTER["image_credit"]}
    file = {"file": (BytesIO(picture("JPEG")), "town-hall.jpg")}
    assert organiser.client.post(f"{page}/picture", data=form | words | file).status_code == 303
    return organiser


def send(browser: Browser, path: str, typed: dict[str, Any]) -> None:
    assert browser.send(path, typed, to=path).status_code == 303


def test_every_field_of_the_front_matter_has_its_place(workshop: SmallWorkshop, organiser: Browser) -> None:
    assert FRONT_MATTER.keys() == TYPED.keys() | DETAILS.keys() | TAKEN
    page = Browser(workshop.app).read(workshop.path("about")).text
    assert (heading(page), lead(page)) == (FRONT_MATTER["title"], FRONT_MATTER["summary"])
    assert 'alt="The town hall of Brussels in the evening"' in page
    assert texts(page)[2:] == [
        "Picture: Ana Berg, CC BY 4.0",
        "What it is about", "Cities show", "how", "they did it.", "retrofit", "engagement",
        "When and where", "Date", "4 December 2017, 09:00 – 5 December 2017, 17:30",
        "Time zone: Europe/Brussels", "Add to calendar",
        "Place", "House of Cities", "Square of Peace 1", "1000 Brussels", "Belgium", "Show on a map",
        "Organisers", "Network of Cities and Council of Municipalities", "Projects", "Smarter Together",
        "Languages", "English", "Tags", "replication, smart cities",
        "Registration", "Registration closed on 20 November 2017.",
        "Programme", "Day 1, 4 December 2017", "10:30–11:30", "Capture Retrofit",
        "10:30–11:30", "Capture Citizen engagement", "Day 2, 5 December 2017", "10:30–11:30", "Round one",
        "Documents and links", "Draft agenda (PDF)", "Contact", "Ana Berg", "ana@example.org",
    ]  # fmt: skip
    for address in ("https://network.example.org/agenda.pdf", FRONT_MATTER["map"], "mailto:ana@example.org"):
        assert f'href="{address}"' in page
    with workshop.look():
        kept = page_of(workshop.id)
        assert kept
        assert kept.published_at
        assert (kept.registration_link, kept.registration_until) == (
            FRONT_MATTER["registration"], date(2017, 11, 20),
        )  # fmt: skip
    assert opened(organiser.read(workshop.path("about/picture.webp")).data).size == (40, 30)


def test_the_event_goes_into_a_calendar_with_its_times_place_and_address(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    event = calendar_event(workshop)
    assert {name: event[name].to_ical().decode() for name in ("DTSTART", "DTEND")} == {
        "DTSTART": "20171204T080000Z", "DTEND": "20171205T163000Z",
    }  # fmt: skip
    assert {name: str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "URL", "UID")} == {
        "SUMMARY": FRONT_MATTER["title"],
        "DESCRIPTION": FRONT_MATTER["summary"],
        "LOCATION": "House of Cities, Square of Peace 1, 1000 Brussels, Belgium",
        "URL": f"http://localhost{workshop.path('about')}",
        "UID": f"about@{workshop.slug}.facilitator",
    }
    organiser.send(workshop.path("setup/page"), {}, to=workshop.path("setup/page/withdrawal"))
    assert Browser(workshop.app).read(workshop.path("about.ics")).status_code == 404


@pytest.mark.one_database
def test_an_event_without_times_takes_whole_days_of_a_calendar(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("setup/page")
    with workshop.change():
        workshop.row.ends_on = date(2017, 12, 6)
    send(organiser, page, {"summary": "Come", "step": "publish"})
    event = calendar_event(workshop)
    assert [event[name].to_ical().decode() for name in ("DTSTART", "DTEND")] == ["20171204", "20171207"]
    assert event["DTSTART"].params == {"VALUE": "DATE"}


def calendar_event(workshop: SmallWorkshop) -> Any:
    answer = Browser(workshop.app).read(workshop.path("about.ics"))
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{workshop.slug}.ics"'
    (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    return event
