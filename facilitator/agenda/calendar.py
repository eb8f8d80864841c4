"""The programme as a calendar file (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from facilitator.agenda.timing import Span
from facilitator.database import now


def file_headers(name: str) -> dict[str, str]:
    """What a calendar file is, and what it is called where it is saved."""
    return {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}.ics"',
    }


class WholeDays(NamedTuple):
    """From one day to another, without times."""

    first: date
    last: date


class CalendarEntry(NamedTuple):
    """What stands in somebody's calendar; `is_free` leaves its time free for other things."""

    uid: str
    title: str
    span: Span | WholeDays
    place: str = ""
    about: str = ""
    url: str = ""
    is_free: bool = False


def calendar_file(title: str, entries: Iterable[CalendarEntry]) -> bytes:
    """A calendar of this title. An entry of the same uid takes the place of that of an earlier file.

    Moments are written in UTC: so they are the same on each device, whatever it knows of time zones.
    """
    # Nobody who only starts a server waits for it.
    from icalendar import Calendar, Event

    calendar, made_at = Calendar(), now()
    calendar.add("prodid", "-//Facilitator//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", made_at)
        begins, ends = _ends(entry.span)
        event.add("dtstart", begins)
        event.add("dtend", ends)
        event.add("summary", entry.title)
        for name, text in (("location", entry.place), ("description", entry.about), ("url", entry.url)):
            if text:
                event.add(name, text)
        if entry.is_free:
            event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _ends(span: Span | WholeDays) -> tuple[date, date]:
    # The end of whole days is the day after (RFC 5545, 3.6.1); a moment is a date as well.
    return span if isinstance(span, Span) else (span.first, span.last + timedelta(days=1))
