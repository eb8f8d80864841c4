"""Ahead or behind, and when the console is out of date although nobody did anything."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import g

from facilitator.agenda.models import SessionOpening
from facilitator.agenda.queries import AgendaEntry
from facilitator.console.queries import Overview
from facilitator.console.rules import pace
from facilitator.database import db, now
from facilitator.workshops.models import Workshop

# A call grows old and time runs out by themselves, so while something is open the page is made anew so often.
SECONDS = 30


def time_that_counts() -> str:
    """A mark that changes twice a minute while a session is open, and never else."""
    opened = sa.select(SessionOpening.id).filter_by(workshop_id=g.door.workshop_id, closed_at=None)
    is_open = db.session.execute(opened.limit(1)).first() is not None
    return f"@{int(now().timestamp()) // SECONDS}" if is_open else ""


def minutes_behind(workshop: Workshop, overview: Overview, at: datetime) -> int | None:
    """By how many minutes what is on ends later than planned; none where nothing is on, or on another day."""
    opened = [entry for entry in overview.agenda if entry.is_open]
    if not opened:
        return None
    session, zone = opened[-1].session, ZoneInfo(workshop.timezone)
    planned = workshop.starts_on + timedelta(days=session.day - 1), session.starts_at, session.minutes
    return pace(planned, expected_end(opened[-1], overview, at), at, zone)


def expected_end(entry: AgendaEntry, overview: Overview, at: datetime) -> datetime:
    """When an open session ends by its clock, with the minutes that it was given; `at` where it has none."""
    clock = overview.clocks.of_session(entry.session.id)
    return clock.until if clock else at
