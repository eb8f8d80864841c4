"""What is on: the sessions, and which of them are open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.agenda.models import Room, Session, SessionKind, SessionOpening, SessionReveal
from facilitator.agenda.rules import is_one_sitting
from facilitator.database import ask, db
from facilitator.errors import N_, NotFound
from facilitator.text import alphabetical
from facilitator.workshops.models import Measure, Workshop


@dataclass(frozen=True)
class AgendaEntry:
    """A session, since when it is open, and when it was closed if it has been open and is no more.

    `began_at` is when it was opened for the first time on the day on which it was opened last.
    """

    session: Session
    opened_at: datetime | None
    closed_at: datetime | None
    began_at: datetime | None = None
    revealed_at: datetime | None = None

    @property
    def is_blind(self) -> bool:
        """Whether what it collects is seen by its authors and the team alone."""
        return is_still_blind(self.session, self.revealed_at)

    @property
    def is_open(self) -> bool:
        """Whether it takes part in what goes on now."""
        return self.opened_at is not None

    @property
    def state(self) -> str:
        """now · done · next, as the agenda shows it."""
        if self.is_open:
            return "now"
        return "done" if self.closed_at else "next"


class Opened(NamedTuple):
    """When a session was opened and closed, as an entry of the agenda says it."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None
    began_at: datetime | None = None


NEVER = Opened()


class OpenSession(NamedTuple):
    """A session that is open, as a phone shows it; `is_blind` while only its authors and the team see it."""

    id: int
    kind: SessionKind
    title: str
    is_blind: bool
    room: str | None
    measure_id: int | None
    prefix: str
    measure: str
    question: str
    position: int

    @property
    def accent(self) -> int:
        """The colour of its measure."""
        return Measure.accent_at(self.position)


def agenda(workshop: Workshop) -> list[AgendaEntry]:
    """All sessions in their order, with their state, in three statements."""
    sessions = db.session.scalars(
        sa.select(Session)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(Session.measure), joinedload(Session.room))
        .order_by(Session.day, Session.starts_at, Session.position)
    ).all()
    openings: dict[int, Opened] = {}
    zone = ZoneInfo(workshop.timezone)
    for session_id, opened_at, closed_at in db.session.execute(
        sa.select(SessionOpening.session_id, SessionOpening.opened_at, SessionOpening.closed_at)
        .filter_by(workshop_id=workshop.id)
        .order_by(SessionOpening.opened_at)
    ):
        began_at = openings.get(session_id, NEVER).began_at or opened_at
        began_at = began_at if is_one_sitting(opened_at, began_at, zone) else opened_at
        openings[session_id] = Opened(None if closed_at else opened_at, closed_at, began_at)
    revealed = _revealed(workshop)
    return [
        AgendaEntry(session, *openings.get(session.id, NEVER), revealed.get(session.id))
        for session in sessions
    ]


def _revealed(workshop: Workshop) -> dict[int, datetime]:
    active = sa.select(SessionReveal).filter_by(workshop_id=workshop.id, covered_at=None)
    return {reveal.session_id: reveal.revealed_at for reveal in db.session.scalars(active)}


def is_still_blind(session: Session, revealed_at: datetime | None) -> bool:
    """Whether a session's contributions are not for everybody yet."""
    return session.kind is SessionKind.CAPTURE and session.is_blind and revealed_at is None


def still_blind(session_id: sa.ColumnElement[int | None] | sa.orm.Mapped[int | None]) -> sa.Exists:
    """That what was collected in this session of the surrounding statement is not revealed yet.

    What belongs to no session was never blind. Whoever shows cards to others than their authors and
    the team asks for `~still_blind(Card.session_id)`.
    """
    # Under a name of its own, for the surrounding statement may read sessions, too.
    held = aliased(Session)
    revealed = sa.exists().where(SessionReveal.session_id == held.id, SessionReveal.covered_at.is_(None))
    return sa.exists().where(held.id == session_id, held.is_blind, ~revealed).correlate_except(held)


def is_any_blind(session_ids: Collection[int]) -> bool:
    """Whether what was collected in any of these sessions is not revealed yet."""
    blind = sa.select(Session.id).where(Session.id.in_(session_ids), still_blind(Session.id))
    return db.session.execute(blind.limit(1)).first() is not None


def sessions_for_all(workshop_id: sa.ColumnElement[int]) -> sa.Select[int]:
    """The ids of a workshop's sessions whose cards are for everybody: those that `still_blind` leaves."""
    held = aliased(Session)
    revealed = sa.exists().where(SessionReveal.session_id == held.id, SessionReveal.covered_at.is_(None))
    return sa.select(held.id).where(held.workshop_id == workshop_id, ~sa.and_(held.is_blind, ~revealed))


def blind_sessions(workshop: Workshop) -> Sequence[Session]:
    """The capture sessions that are still blind, in their order."""
    return db.session.scalars(
        sa.select(Session)
        .where(
            Session.workshop_id == workshop.id,
            Session.kind == SessionKind.CAPTURE,
            Session.is_blind,
            ~sa.exists().where(SessionReveal.session_id == Session.id, SessionReveal.covered_at.is_(None)),
        )
        .order_by(Session.position)
    ).all()


def capture_session_of(measure: Measure) -> Session | None:
    """The session to which what is captured for a measure now belongs: the open one, else the latest."""
    opened = sa.exists().where(SessionOpening.session_id == Session.id, SessionOpening.closed_at.is_(None))
    of_measure = sa.select(Session).filter_by(measure_id=measure.id)
    return db.session.scalars(
        of_measure.order_by(opened.desc(), Session.position.desc()).limit(1)
    ).one_or_none()


def capture_sessions_of(measures: Collection[Measure]) -> Sequence[Session]:
    """The sessions that collect for any of these measures, in the order of the agenda."""
    ids = [measure.id for measure in measures]
    return db.session.scalars(
        sa.select(Session).where(Session.measure_id.in_(ids)).order_by(Session.position)
    ).all()


def measures_without_session(workshop: Workshop) -> Sequence[Measure]:
    """The measures that are offered, and for which no session collects anything."""
    is_planned = sa.exists().where(Session.measure_id == Measure.id)
    without = sa.select(Measure).filter_by(workshop_id=workshop.id, retired_at=None).where(~is_planned)
    return db.session.scalars(without.order_by(Measure.position)).all()


def current_reveal(session: Session) -> SessionReveal | None:
    """The reveal that has not been taken back, if there is one."""
    return db.session.scalars(
        sa.select(SessionReveal).filter_by(session_id=session.id, covered_at=None)
    ).one_or_none()


def open_sessions(workshop: Workshop, kind: SessionKind | None = None) -> Sequence[Session]:
    """The sessions that are open now, of one kind if it is given."""
    opened = (
        sa.select(Session)
        .join(SessionOpening, SessionOpening.session_id == Session.id)
        .where(Session.workshop_id == workshop.id, SessionOpening.closed_at.is_(None))
        .options(joinedload(Session.measure), joinedload(Session.room))
        .order_by(Session.position)
    )
    return db.session.scalars(opened.where(Session.kind == kind) if kind else opened).all()


_REVEALED = sa.exists().where(SessionReveal.session_id == Session.id, SessionReveal.covered_at.is_(None))
_OPEN_NOW = (
    sa.select(
        Session.id,
        Session.kind,
        Session.title,
        sa.and_(Session.kind == SessionKind.CAPTURE, Session.is_blind, ~_REVEALED),
        Room.name,
        Measure.id,
        sa.func.coalesce(Measure.prefix, ""),
        sa.func.coalesce(Measure.title, ""),
        sa.func.coalesce(Measure.question, ""),
        sa.func.coalesce(Measure.accent_place(), 1),
    )
    .select_from(SessionOpening)
    .join(Session, Session.id == SessionOpening.session_id)
    .outerjoin(Measure, Measure.id == Session.measure_id)
    .outerjoin(Room, Room.id == Session.room_id)
    .where(SessionOpening.workshop_id == sa.bindparam("workshop"), SessionOpening.closed_at.is_(None))
    .order_by(Session.day, Session.starts_at, Session.position)
)


def open_now(workshop_id: int) -> list[OpenSession]:
    """What is open now, in its order, without the price of rows: a whole room asks it at once."""
    return [OpenSession(*row) for row in ask(_OPEN_NOW, {"workshop": workshop_id})]


class NextSession(NamedTuple):
    """What the agenda has next, with whether its day has begun; `starts_at` is as planned."""

    id: int
    title: str
    day: int
    starts_at: time
    room: str | None
    is_same_day: bool


_begun, _of_the_day = aliased(Session), aliased(Session)
_NEXT = (
    sa.select(
        Session.id,
        Session.title,
        Session.day,
        Session.starts_at,
        Room.name,
        sa.exists().where(
            _of_the_day.workshop_id == Session.workshop_id,
            _of_the_day.day == Session.day,
            _of_the_day.has_begun,
        ),
    )
    .outerjoin(Room, Room.id == Session.room_id)
    .where(
        Session.workshop_id == sa.bindparam("workshop"),
        Session.has_begun.is_(False),
        # What was passed over is not announced any more.
        ~sa.exists().where(
            _begun.workshop_id == Session.workshop_id,
            _begun.has_begun,
            sa.tuple_(_begun.day, _begun.starts_at) > sa.tuple_(Session.day, Session.starts_at),
        ),
    )
    .order_by(Session.day, Session.starts_at, Session.position)
    .limit(1)
)


def next_session(workshop_id: int) -> NextSession | None:
    """The first session that has not begun and comes after all that have; none at the end."""
    row = ask(_NEXT, {"workshop": workshop_id}).one_or_none()
    return NextSession(*row) if row else None


def session_of(workshop: Workshop, session_id: int) -> Session:
    """The session with this id in this workshop."""
    session = db.session.scalars(
        sa.select(Session)
        .filter_by(workshop_id=workshop.id, id=session_id)
        .options(joinedload(Session.measure))
    ).one_or_none()
    if session is None:
        raise NotFound(N_("This session was not found."))
    return session


def current_opening(session: Session) -> SessionOpening | None:
    """The opening that has not ended, if the session is open."""
    return db.session.scalars(
        sa.select(SessionOpening).filter_by(session_id=session.id, closed_at=None)
    ).one_or_none()


def last_opening(session: Session) -> SessionOpening | None:
    """The latest opening, whether it has ended or not."""
    return db.session.scalars(
        sa.select(SessionOpening)
        .filter_by(session_id=session.id)
        .order_by(SessionOpening.opened_at.desc(), SessionOpening.id.desc())
        .limit(1)
    ).one_or_none()


def is_open(session: Session) -> bool:
    """Whether the session is open now."""
    return current_opening(session) is not None


def names_of_rooms(workshop: Workshop, besides: Room | None = None) -> Sequence[str]:
    """The names of all rooms, without that of one of them if it is given."""
    named = sa.select(Room.name).where(Room.workshop_id == workshop.id)
    return db.session.scalars(named.where(Room.id != besides.id) if besides else named).all()


def room_of(workshop: Workshop, room_id: int) -> Room:
    """The room with this id in this workshop."""
    room = db.session.scalars(sa.select(Room).filter_by(workshop_id=workshop.id, id=room_id)).one_or_none()
    if room is None:
        raise NotFound(N_("This room was not found."))
    return room


def has_rooms(workshop: Workshop) -> bool:
    """Whether there is a room."""
    return bool(names_of_rooms(workshop))


def has_sessions(workshop: Workshop) -> bool:
    """Whether anything is planned."""
    planned = sa.select(Session.id).filter_by(workshop_id=workshop.id)
    return db.session.execute(planned.limit(1)).first() is not None


def count_of(workshop: Workshop, kind: SessionKind) -> int:
    """How many sessions of a kind are planned."""
    planned = sa.select(sa.func.count()).select_from(Session).filter_by(workshop_id=workshop.id, kind=kind)
    return db.session.execute(planned).scalar_one()


def rooms(workshop: Workshop) -> Sequence[Room]:
    """The rooms of the venue by name."""
    found = db.session.scalars(sa.select(Room).filter_by(workshop_id=workshop.id))
    return sorted(found, key=lambda room: alphabetical(room.name))
