"""The programme: every day of the workshop with its sessions, and from when to when each of them lasts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.arranging import workshop_days
from facilitator.agenda.calendar import CalendarEntry
from facilitator.agenda.models import Session
from facilitator.agenda.rules import PAUSES
from facilitator.agenda.timing import Span, date_of, span
from facilitator.database import db
from facilitator.workshops.marking import marked
from facilitator.workshops.models import Workshop


class ProgrammeEntry(NamedTuple):
    """A session, and from when to when it is planned to last."""

    session: Session
    span: Span


@dataclass(frozen=True)
class ProgrammeDay:
    """A day with its sessions in the order in which they were planned."""

    number: int
    on: date
    is_of_workshop: bool
    entries: Sequence[ProgrammeEntry]

    @property
    def by_time(self) -> Sequence[ProgrammeEntry]:
        """The sessions by their start; those that run in parallel by their track."""
        return sorted(self.entries, key=lambda each: (each.span.begins, each.session.track or 0))


def programme(workshop: Workshop) -> list[ProgrammeDay]:
    """All days of the workshop, and any other on which something is planned; in one statement."""
    zone, found = ZoneInfo(workshop.timezone), defaultdict[int, list[ProgrammeEntry]](list)
    planned = (
        sa.select(Session)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(Session.measure), joinedload(Session.room))
        .order_by(Session.day, Session.position)
    )
    for session in db.session.scalars(planned):
        on = date_of(workshop.starts_on, session.day)
        lasts = span(on, session.starts_at, session.minutes, zone)
        found[session.day].append(ProgrammeEntry(session, lasts))
    days = workshop_days(workshop)
    return [
        ProgrammeDay(number, date_of(workshop.starts_on, number), number <= days, found[number])
        for number in sorted({*range(1, days + 1), *found})
    ]


def calendar_entry(workshop: Workshop, entry: ProgrammeEntry) -> CalendarEntry:
    """A session as a calendar has it, for everybody alike."""
    session = entry.session
    place = ", ".join(filter(None, (session.room.name if session.room else "", workshop.place)))
    return CalendarEntry(
        f"session-{session.id}@{workshop.slug}.facilitator",
        marked(session.title, workshop),
        entry.span,
        place,
        is_free=session.kind in PAUSES,
    )
