"""The positions of sessions in the agenda, and their starts, kept in line with what is planned or changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from facilitator.agenda.draft import AgendaDraft, PlannedBlock
from facilitator.agenda.models import Session
from facilitator.agenda.ordering import AgendaPlace
from facilitator.agenda.timing import OPENS, Span, TimedBlock, date_of, follow, span
from facilitator.database import db
from facilitator.workshops.models import Workshop


class AgendaDay(NamedTuple):
    """A day as starts are worked out on it: its date, its time zone, and when it begins."""

    number: int
    on: date
    zone: ZoneInfo
    opens: time


def workshop_days(workshop: Workshop) -> int:
    """How many days a workshop has."""
    return (workshop.ends_on - workshop.starts_on).days + 1


def planned_sessions(workshop: Workshop) -> list[Session]:
    """All sessions in the order in which they were planned."""
    planned = sa.select(Session).filter_by(workshop_id=workshop.id).order_by(Session.day, Session.position)
    return list(db.session.scalars(planned))


def draft_of(workshop: Workshop, sessions: Iterable[Session]) -> AgendaDraft:
    """An agenda with these sessions of a workshop, in their order, to which others are added."""
    planned = [PlannedBlock(each.day, each.kind, _block(each), each.starts_at) for each in sessions]
    return AgendaDraft(workshop.starts_on, workshop_days(workshop), ZoneInfo(workshop.timezone), planned)


def day_of(workshop: Workshop, number: int, sessions: Iterable[Session]) -> AgendaDay:
    """A day that begins with the first of these sessions that are planned on it."""
    opens = min((session.starts_at for session in sessions if session.day == number), default=OPENS)
    return AgendaDay(number, date_of(workshop.starts_on, number), ZoneInfo(workshop.timezone), opens)


def span_of(workshop: Workshop, session: Session) -> Span:
    """From when to when a session is planned to last."""
    on = date_of(workshop.starts_on, session.day)
    return span(on, session.starts_at, session.minutes, ZoneInfo(workshop.timezone))


def starts_on_day(day: AgendaDay, sessions: Sequence[Session]) -> list[time]:
    """When each session of a day starts, in their order; raises `RuleBroken` as `follow` does."""
    return follow([_block(session) for session in sessions], day.opens, day.on, day.zone)


def _block(session: Session) -> TimedBlock:
    # What has begun stays where it was, whatever is planned anew before it.
    stays = session.is_fixed or session.has_begun
    return TimedBlock(session.title, session.minutes, session.track, session.starts_at if stays else None)


def let_follow(days: Iterable[AgendaDay], sessions: Sequence[Session]) -> None:
    """Give the sessions of these days the starts that follow, in the order of the sessions."""
    for day in days:
        on_day = [session for session in sessions if session.day == day.number]
        for session, starts_at in zip(on_day, starts_on_day(day, on_day), strict=True):
            session.starts_at = starts_at
    db.session.flush()


def number(sessions: Sequence[Session]) -> None:
    """Positions from 1 on, in the order of all the sessions of a workshop."""
    misplaced = {session: at for at, session in enumerate(sessions, 1) if session.position != at}
    # By way of positions that nobody has, as no two may have one even for a moment; what is not added yet
    # has none.
    moved = [session.id for session in misplaced if session.id]
    if moved:
        leave = sa.update(Session).where(Session.id.in_(moved)).values(position=-Session.position)
        db.session.execute(leave)
    for session, at in misplaced.items():
        session.position = at
    db.session.flush()


def order_of(sessions: Iterable[Session]) -> list[AgendaPlace]:
    """The sessions as places in an order."""
    return [AgendaPlace(session.id, session.day, session.track) for session in sessions]


def in_order(sessions: Iterable[Session], order: Iterable[AgendaPlace]) -> list[Session]:
    """The sessions as an order has them, each told its day."""
    by_id: Mapping[int, Session] = {session.id: session for session in sessions}
    for place in order:
        by_id[place.session_id].day = place.day
    return [by_id[place.session_id] for place in order]
