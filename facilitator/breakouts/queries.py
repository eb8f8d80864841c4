"""Reads of the breakout groups: who sits where, and what is open."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.models import Session, SessionKind, SessionOpening
from facilitator.agenda.queries import session_of
from facilitator.breakouts.models import Absence, Group, GroupClosing, Seat, Withdrawal
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Measure, Organisation, Participant, Workshop
from facilitator.workshops.presence import is_coming
from facilitator.workshops.queries import by_name


@dataclass(frozen=True)
class SeatedGroup:
    """A group with those who sit in it, and whether it takes answers."""

    group: Group
    people: Sequence[Participant]
    is_open: bool
    is_closed: bool
    is_withdrawn: bool = False

    @property
    def free(self) -> int | None:
        """Seats that are left; nothing is known where the group has neither capacity nor room yet."""
        return None if self.group.seats is None else max(0, self.group.seats - len(self.people))


@dataclass(frozen=True)
class GroupState:
    """A group with how many sit in it, and whether it takes answers; who they are is not read."""

    group: Group
    is_open: bool
    is_closed: bool
    is_withdrawn: bool
    seated: int


def rounds(workshop: Workshop) -> Sequence[Session]:
    """The breakout rounds of the workshop in their order."""
    return db.session.scalars(
        sa.select(Session)
        .filter_by(workshop_id=workshop.id, kind=SessionKind.BREAKOUT)
        .order_by(Session.day, Session.starts_at, Session.position)
    ).all()


def round_of(workshop: Workshop, round_id: int) -> Session:
    """The breakout round with this id in this workshop; another session of the agenda is none."""
    found = session_of(workshop, round_id)
    if found.kind is not SessionKind.BREAKOUT:
        raise NotFound(N_("This round was not found in this workshop."))
    return found


def _round_is_open() -> sa.Exists:
    return sa.exists().where(SessionOpening.session_id == Group.round_id, SessionOpening.closed_at.is_(None))


def _group_is_closed() -> sa.Exists:
    return sa.exists().where(GroupClosing.group_id == Group.id, GroupClosing.reopened_at.is_(None))


def _group_is_withdrawn() -> sa.Exists:
    return sa.exists().where(Withdrawal.group_id == Group.id)


def takes_answers() -> sa.ColumnElement[bool]:
    """That the group of the surrounding statement takes answers now."""
    return sa.and_(_round_is_open(), ~_group_is_closed(), ~_group_is_withdrawn())


def _groups() -> sa.Select[Group, bool, bool, bool]:
    return (
        sa.select(
            Group,
            takes_answers().label("is_open"),
            _group_is_closed().label("is_closed"),
            _group_is_withdrawn().label("is_withdrawn"),
        )
        .options(
            joinedload(Group.round),
            joinedload(Group.measure),
            joinedload(Group.room),
            joinedload(Group.facilitator),
            joinedload(Group.rapporteur),
        )
        .order_by(Group.round_id, Group.id)
    )


def rounds_without_groups(workshop: Workshop) -> Sequence[Session]:
    """The rounds that have not begun, and in which there is no group yet."""
    has_group = sa.exists().where(Group.round_id == Session.id)
    empty = sa.select(Session).filter_by(workshop_id=workshop.id, kind=SessionKind.BREAKOUT, has_begun=False)
    return db.session.scalars(empty.where(~has_group).order_by(Session.position)).all()


def has_groups(workshop_id: int) -> bool:
    """Whether there is a group in any round."""
    return bool(db.session.execute(sa.select(sa.exists().where(Group.workshop_id == workshop_id))).scalar())


def seated_groups(workshop: Workshop, round_: Session | None = None) -> list[SeatedGroup]:
    """All groups of the workshop, or of one round, with their people; in two statements."""
    wanted = Group.workshop_id == workshop.id if round_ is None else Group.round_id == round_.id
    rows = db.session.execute(_groups().where(wanted)).all()
    seated: dict[int, list[Participant]] = defaultdict(list)
    for group_id, participant in db.session.execute(
        sa.select(Seat.group_id, Participant)
        .join(Participant, Participant.id == Seat.participant_id)
        .where(Seat.workshop_id == workshop.id)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        .order_by(Participant.id)
    ):
        seated[group_id].append(participant)
    return [
        SeatedGroup(group, by_name(seated[group.id]), bool(opened), bool(closed), bool(withdrawn))
        for group, opened, closed, withdrawn in rows
    ]


def ids_of_groups(round_: Session) -> Sequence[int]:
    """The ids of a round's groups, in the order in which they were added."""
    return db.session.scalars(sa.select(Group.id).filter_by(round_id=round_.id).order_by(Group.id)).all()


def group_states(workshop: Workshop) -> list[GroupState]:
    """All groups of the workshop; in one statement."""
    seated = sa.select(sa.func.count()).where(Seat.group_id == Group.id).correlate(Group).scalar_subquery()
    rows = db.session.execute(_groups().add_columns(seated).where(Group.workshop_id == workshop.id))
    return [
        GroupState(group, bool(opened), bool(closed), bool(withdrawn), count)
        for group, opened, closed, withdrawn, count in rows
    ]


def seated_group(workshop: Workshop, group_id: int) -> SeatedGroup:
    """One group of the workshop with its people."""
    row = db.session.execute(
        _groups().where(Group.workshop_id == workshop.id, Group.id == group_id)
    ).one_or_none()
    if row is None:
        raise NotFound(N_("This group was not found in this workshop."))
    people = db.session.scalars(
        sa.select(Participant)
        .join(Seat, Seat.participant_id == Participant.id)
        .where(Seat.group_id == group_id)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        .order_by(Participant.id)
    )
    return SeatedGroup(row[0], by_name(people), bool(row[1]), bool(row[2]), bool(row[3]))


def groups_of(participant_id: int) -> Sequence[Group]:
    """The groups a participant sits in, in the order of their rounds."""
    return db.session.scalars(
        sa.select(Group)
        .join(Seat, Seat.group_id == Group.id)
        .join(Session, Session.id == Group.round_id)
        .where(Seat.participant_id == participant_id)
        .options(joinedload(Group.round))
        .order_by(Session.day, Session.starts_at, Session.position)
    ).all()


def open_groups(measure: Measure) -> Sequence[Group]:
    """The groups of a measure that take answers now."""
    return db.session.scalars(sa.select(Group).where(Group.measure_id == measure.id, takes_answers())).all()


def has_begun(round_id: int) -> bool:
    """Whether a round is open, or has been."""
    return db.session.scalars(sa.select(Session.has_begun).filter_by(id=round_id)).one()


def begun_rounds(workshop: Workshop) -> set[int]:
    """The ids of the sessions that are open or have been."""
    return set(db.session.scalars(sa.select(Session.id).filter_by(workshop_id=workshop.id, has_begun=True)))


def is_seated(participant_id: int, group_id: int) -> bool:
    """Whether the participant sits in the group."""
    seat = sa.select(Seat.id).filter_by(participant_id=participant_id, group_id=group_id)
    return db.session.execute(seat).first() is not None


def sits_in_closed_group(round_id: int, participant_id: int) -> bool:
    """Whether the participant's seat in a round is one that nobody may change now."""
    seat = sa.select(Seat.id).join(Group, Group.id == Seat.group_id).where(_group_is_closed())
    wanted = seat.where(Seat.round_id == round_id, Seat.participant_id == participant_id)
    return db.session.execute(wanted).first() is not None


def unseated(round_: Session) -> Sequence[Participant]:
    """Those who come to the round, joined yet or not, and have no seat in it."""
    sits = sa.exists().where(Seat.participant_id == Participant.id, Seat.round_id == round_.id)
    is_away = sa.exists().where(Absence.participant_id == Participant.id, Absence.round_id == round_.id)
    people = db.session.scalars(
        sa.select(Participant)
        .where(Participant.workshop_id == round_.workshop_id, is_coming(), ~sits, ~is_away)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        .order_by(Participant.id)
    )
    return by_name(people)
