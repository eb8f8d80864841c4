"""The day that is on: what has been, what is, and when all that is left is expected to take place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from facilitator.agenda.forecast import ForecastBlock, forecast, minutes_later
from facilitator.agenda.models import Session
from facilitator.agenda.queries import AgendaEntry
from facilitator.agenda.rules import PAUSES
from facilitator.agenda.timing import Span, date_of, span
from facilitator.console.pace import expected_end
from facilitator.console.queries import Overview
from facilitator.workshops.models import Workshop

GIFT = 5
"""The minutes that one button gives."""


@dataclass(frozen=True)
class ShownBlock:
    """A session of the day: as it is planned, and as it was or is expected; `late` in minutes."""

    planned: Span
    real: Span

    @property
    def late(self) -> int:
        """By how many minutes it begins later than planned."""
        return minutes_later(self.real.begins, self.planned.begins)

    @property
    def is_as_planned(self) -> bool:
        """Whether it begins and ends to the minute when it was planned."""
        return not self.late and not minutes_later(self.real.ends, self.planned.ends)


@dataclass(frozen=True)
class MovedSession:
    """A session that would begin or end elsewhere: a pause that is cut short begins where it did."""

    session: Session
    real: Span


@dataclass(frozen=True)
class RunOfShow:
    """The day that is on, by session, and by open session what `GIFT` more minutes would move."""

    blocks: Mapping[int, ShownBlock]
    moved_by: Mapping[int, Sequence[MovedSession]]


def run_of_show(workshop: Workshop, overview: Overview, at: datetime) -> RunOfShow:
    """The day of the agenda on whose date it is; empty on any other date."""
    zone = ZoneInfo(workshop.timezone)
    on = at.astimezone(zone).date()
    entries = [entry for entry in overview.agenda if date_of(workshop.starts_on, entry.session.day) == on]
    planned = [span(on, entry.session.starts_at, entry.session.minutes, zone) for entry in entries]
    found = _forecast(entries, planned, overview, at)
    shown = map(ShownBlock, planned, found)
    blocks = {entry.session.id: block for entry, block in zip(entries, shown, strict=True)}
    moved_by = {}
    for entry in entries:
        if entry.is_open:
            later = _forecast(entries, planned, overview, at, longer=entry.session.id)
            moved_by[entry.session.id] = [
                MovedSession(other.session, after)
                for other, before, after in zip(entries, found, later, strict=True)
                if other.began_at is None and before != after
            ]
    return RunOfShow(blocks, moved_by)


def _forecast(
    entries: Sequence[AgendaEntry],
    planned: Sequence[Span],
    overview: Overview,
    at: datetime,
    longer: int | None = None,
) -> list[Span]:
    """The day; with one of its open sessions longer than it is."""
    return forecast(
        [
            ForecastBlock(
                plan,
                _real(entry, overview, at, GIFT if entry.session.id == longer else 0),
                entry.session.track,
                entry.session.kind in PAUSES,
                entry.session.is_fixed,
            )
            for entry, plan in zip(entries, planned, strict=True)
        ],
        at,
    )


def _real(entry: AgendaEntry, overview: Overview, at: datetime, more: int) -> Span | None:
    if entry.began_at is None:
        return None
    if entry.closed_at and not entry.is_open:
        return Span(entry.began_at, entry.closed_at)
    until = expected_end(entry, overview, at) + timedelta(minutes=more)
    return Span(entry.began_at, max(until, at))
