"""Whose clock says what: of each session that is open, and of each group in it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.agenda.models import GivenTime, Session, SessionOpening
from facilitator.agenda.queries import capture_session_of
from facilitator.agenda.rules import is_one_sitting
from facilitator.database import ask, db
from facilitator.workshops.models import Measure, Workshop


@dataclass(frozen=True)
class Clock:
    """Until when something runs, and since when it would if it had never been closed in between."""

    since: datetime
    until: datetime

    @property
    def minutes(self) -> int:
        """How many it has in all, with those that were given."""
        return int((self.until - self.since).total_seconds()) // 60


@dataclass
class Opening:
    """A stretch of time in which a session was open, and what was given in it: by group, or (None) to all."""

    opened_at: datetime
    closed_at: datetime | None
    given: Counter[int | None] = field(default_factory=Counter)


@dataclass(frozen=True)
class Sitting:
    """The openings of a session that is open which its clock counts, in their order; the last one lasts."""

    planned: int
    openings: Sequence[Opening]

    def clock(self, group_id: int | None) -> Clock:
        """As planned, with what was given to all and (if it names one) to a group, less what is used up."""
        used = sum((each.closed_at - each.opened_at for each in self.openings if each.closed_at), timedelta())
        since = self.openings[-1].opened_at - used
        meant = {None, group_id}
        given = sum(each.given[whom] for each in self.openings for whom in meant)
        return Clock(since, since + timedelta(minutes=self.planned + given))


@dataclass(frozen=True)
class Clocks:
    """The clocks of the sessions that are open."""

    sittings: Mapping[int, Sitting] = field(default_factory=dict)

    def of_session(self, session_id: int, group_id: int | None = None) -> Clock | None:
        """The clock of a session, or of one of its groups; none if it is not open."""
        sitting = self.sittings.get(session_id)
        return sitting.clock(group_id) if sitting else None


_lasting = aliased(SessionOpening)
# All openings of the sessions that are open, each with the minutes given to each group in it.
_OPENINGS = (
    sa.select(
        Session.id,
        Session.minutes,
        SessionOpening.id,
        SessionOpening.opened_at,
        SessionOpening.closed_at,
        GivenTime.group_id,
        sa.func.sum(GivenTime.minutes),
    )
    .select_from(SessionOpening)
    .join(Session, Session.id == SessionOpening.session_id)
    .outerjoin(
        GivenTime,
        sa.and_(
            GivenTime.session_id == SessionOpening.session_id,
            GivenTime.given_at >= SessionOpening.opened_at,
            SessionOpening.closed_at.is_(None) | (GivenTime.given_at < SessionOpening.closed_at),
            GivenTime.withdrawn_at.is_(None),
        ),
    )
    .where(
        SessionOpening.workshop_id == sa.bindparam("workshop"),
        sa.exists().where(_lasting.session_id == Session.id, _lasting.closed_at.is_(None)),
    )
    .group_by(
        Session.id,
        Session.minutes,
        SessionOpening.id,
        SessionOpening.opened_at,
        SessionOpening.closed_at,
        GivenTime.group_id,
    )
    .order_by(SessionOpening.opened_at, SessionOpening.id)
)


def clocks(workshop_id: int, timezone: str) -> Clocks:
    """All clocks that run, in one statement; `timezone` says where the days of the workshop begin."""
    planned: dict[int, int] = {}
    found: dict[int, dict[int, Opening]] = defaultdict(dict)
    rows = ask(_OPENINGS, {"workshop": workshop_id})
    for session_id, minutes, opening_id, opened, closed, group_id, given in rows:
        planned[session_id] = minutes
        opening = found[session_id].setdefault(opening_id, Opening(opened, closed))
        opening.given[group_id] += given or 0
    zone = ZoneInfo(timezone)
    return Clocks({id_: _sitting(planned[id_], list(those.values()), zone) for id_, those in found.items()})


def clock_of_capture(workshop: Workshop, measure: Measure) -> Clock | None:
    """The clock of the session that collects for a measure; none if none is open."""
    session = capture_session_of(measure)
    return clocks(workshop.id, workshop.timezone).of_session(session.id) if session else None


def minutes_given(workshop: Workshop, running: Clocks) -> Sequence[GivenTime]:
    """What the clocks that run have in addition, the latest first."""
    begun = {id_: sitting.openings[0].opened_at for id_, sitting in running.sittings.items()}
    given = db.session.scalars(
        sa.select(GivenTime)
        .where(GivenTime.workshop_id == workshop.id, GivenTime.withdrawn_at.is_(None))
        .where(GivenTime.session_id.in_(begun))
        .options(joinedload(GivenTime.session))
        .order_by(GivenTime.id.desc())
    )
    return [each for each in given if each.given_at >= begun[each.session_id]]


def _sitting(planned: int, openings: Sequence[Opening], zone: ZoneInfo) -> Sitting:
    last = openings[-1].opened_at
    return Sitting(planned, [each for each in openings if is_one_sitting(last, each.opened_at, zone)])
