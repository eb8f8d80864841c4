"""The agenda as it really ran: each session with when it was planned, and from when to when it was open."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.models import Session, SessionOpening
from facilitator.agenda.timing import date_of
from facilitator.database import db
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class SessionHeld:
    """A session with its day by the plan; its moments are aware, None where it was not opened or closed."""

    session: Session
    day: date
    opened_at: datetime | None
    closed_at: datetime | None


def sessions_held(workshop: Workshop) -> tuple[SessionHeld, ...]:
    """All sessions in their order, with their first opening and their last closing; in two statements."""
    zone = ZoneInfo(workshop.timezone)
    stretches = (
        sa.select(
            SessionOpening.session_id,
            sa.func.min(SessionOpening.opened_at),
            sa.func.max(SessionOpening.closed_at),
            sa.func.count().filter(SessionOpening.closed_at.is_(None)),
        )
        .where(SessionOpening.workshop_id == workshop.id)
        .group_by(SessionOpening.session_id)
    )
    ran = {
        session_id: (opened.astimezone(zone), None if still_open or not closed else closed.astimezone(zone))
        for session_id, opened, closed, still_open in db.session.execute(stretches)
    }
    sessions = db.session.scalars(
        sa.select(Session)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(Session.room))
        .order_by(Session.day, Session.starts_at, Session.position)
    )
    return tuple(
        SessionHeld(session, date_of(workshop.starts_on, session.day), *ran.get(session.id, (None, None)))
        for session in sessions
    )
