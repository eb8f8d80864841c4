"""Reads of groups that run: what was noted, who is there, who calls, what is said to whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.access.actor import Actor
from facilitator.agenda.clocks import Clocks
from facilitator.agenda.models import Room, Session, SessionOpening
from facilitator.breakouts.group_work.models import (
    IS_THERE,
    Attendance,
    Call,
    GroupNote,
    Mark,
    Message,
    ReadyMark,
)
from facilitator.breakouts.models import Group, Seat
from facilitator.breakouts.queries import takes_answers
from facilitator.database import ask, db, now
from facilitator.workshops.models import Measure


class OwnSeat(NamedTuple):
    """Where a participant sits in a round, with how many others, and whether the group takes answers."""

    group_id: int
    group: str
    round_id: int
    starts_at: time
    room: str | None
    prefix: str
    measure: str
    position: int
    is_open: bool
    others: int

    @property
    def accent(self) -> int:
        """The colour of its measure."""
        return Measure.accent_at(self.position)


@dataclass(frozen=True)
class Running:
    """How a group stands, beside who sits there and what they answered.

    `counts` says how many have each mark; whose they are, in `marks`, is read of one group alone.
    """

    ready: ReadyMark | None = None
    call: Call | None = None
    counts: Mapping[Mark, int] = field(default_factory=dict)
    marks: Mapping[int, Mark] = field(default_factory=dict)
    noted: int = 0
    has_general_note: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether it has called, and nobody has said that they come."""
        return self.call is not None and self.call.answered_at is None

    @property
    def there(self) -> int:
        """How many are there now, of those who were ticked off."""
        return sum(self.counts.get(mark, 0) for mark in IS_THERE)


NOT_BEGUN = Running()
NOTHING_NOTED = 0, False
AT_A_PLACE = 5
"""Messages that a participant is shown: who has not read the newest will not read the tenth."""


# Under a name of its own, for what is asked of the group reads the same table.
_at_the_table = aliased(Seat)
_OWN_SEATS = (
    sa.select(
        Group.id,
        Group.name,
        Group.round_id,
        Session.starts_at,
        Room.name,
        Measure.prefix,
        Measure.title,
        Measure.accent_place(),
        takes_answers(),
        sa.select(sa.func.count() - 1)
        .select_from(_at_the_table)
        .where(_at_the_table.group_id == Group.id)
        .scalar_subquery(),
    )
    .select_from(Seat)
    .join(Group, Group.id == Seat.group_id)
    .join(Session, Session.id == Group.round_id)
    .join(Measure, Measure.id == Group.measure_id)
    .outerjoin(Room, Room.id == Group.room_id)
    .where(Seat.participant_id == sa.bindparam("participant"))
    .order_by(Session.day, Session.starts_at, Session.position)
)


def own_seats(participant_id: int) -> list[OwnSeat]:
    """Where a participant sits, round by round; one row for each."""
    return [OwnSeat(*row) for row in ask(_OWN_SEATS, {"participant": participant_id})]


def running(workshop_id: int, group_id: int | None = None) -> Mapping[int, Running]:
    """How each group of the workshop stands, or one of them alone, in four statements."""

    def of(model: type[ReadyMark | Call | Attendance | GroupNote]) -> sa.ColumnElement[bool]:
        return model.workshop_id == workshop_id if group_id is None else model.group_id == group_id

    ready = {
        mark.group_id: mark
        for mark in db.session.scalars(
            sa.select(ReadyMark)
            .where(of(ReadyMark), ReadyMark.withdrawn_at.is_(None))
            .options(joinedload(ReadyMark.account))
        )
    }
    calls = {
        call.group_id: call
        for call in db.session.scalars(
            sa.select(Call).where(of(Call), Call.settled_at.is_(None)).options(joinedload(Call.helper))
        )
    }
    marks: Mapping[int, Mapping[int, Mark]] = {}
    if group_id is None:
        counts = _counts_of_marks(of(Attendance))
    else:
        marks = _marks(of(Attendance))
        counts = {id_: Counter(those.values()) for id_, those in marks.items()}
    noted = _noted(of(GroupNote))
    groups = ready.keys() | calls.keys() | counts.keys() | noted.keys()
    return defaultdict(
        lambda: NOT_BEGUN,
        {
            id_: Running(
                ready=ready.get(id_),
                call=calls.get(id_),
                counts=counts.get(id_, {}),
                marks=marks.get(id_, {}),
                noted=noted.get(id_, NOTHING_NOTED)[0],
                has_general_note=noted.get(id_, NOTHING_NOTED)[1],
            )
            for id_ in groups
        },
    )


def _is_to_be_read() -> tuple[sa.ColumnElement[bool], ...]:
    """That a message was not withdrawn, and the round that it was sent to is still the same opening."""
    since_it_opened = sa.exists().where(
        SessionOpening.session_id == Message.round_id,
        SessionOpening.closed_at.is_(None),
        SessionOpening.opened_at <= Message.sent_at,
    )
    return Message.withdrawn_at.is_(None), sa.or_(Message.round_id.is_(None), since_it_opened)


_SITS_THERE = sa.exists().where(
    Seat.participant_id == sa.bindparam("participant"),
    Seat.round_id == Message.round_id,
    sa.or_(Message.group_id.is_(None), Message.group_id == Seat.group_id),
)
_OWN_MESSAGES = (
    sa.select(Message.id, Message.text, Message.sent_at, Message.round_id, Message.ends_at)
    .where(
        Message.workshop_id == sa.bindparam("workshop"),
        *_is_to_be_read(),
        sa.or_(Message.round_id.is_(None), _SITS_THERE),
    )
    .order_by(Message.id.desc())
    .limit(AT_A_PLACE)
)


class OwnMessage(NamedTuple):
    """What the team says to somebody."""

    id: int
    text: str
    sent_at: datetime
    round_id: int | None
    ends_at: datetime | None


def own_messages(
    workshop_id: int, participant_id: int, seats: Iterable[OwnSeat], running: Clocks
) -> list[OwnMessage]:
    """The newest of what is to be read by somebody now: what went to everybody, and to where they sit."""
    values = {"workshop": workshop_id, "participant": participant_id}
    groups = {seat.round_id: seat.group_id for seat in seats}
    sent = [OwnMessage(*row) for row in ask(_OWN_MESSAGES, values)]
    return [message for message in sent if _holds(message, running, groups.get(message.round_id or 0))]


def messages_now(workshop_id: int, running: Clocks) -> Sequence[Message]:
    """What is to be read now, the newest first: to everybody, and to the rounds that are open."""
    sent = db.session.scalars(
        sa.select(Message)
        .where(Message.workshop_id == workshop_id, *_is_to_be_read())
        .options(joinedload(Message.group))
        .order_by(Message.id.desc())
    )
    return [message for message in sent if _holds(message, running, message.group_id)]


def messages_to(group: Group, most: int, running: Clocks) -> Sequence[Message]:
    """What is to be read at a table now, the newest first."""
    meant = sa.or_(Message.group_id.is_(None), Message.group_id == group.id)
    here = sa.or_(Message.round_id.is_(None), sa.and_(Message.round_id == group.round_id, meant))
    sent = db.session.scalars(
        sa.select(Message)
        .where(Message.workshop_id == group.workshop_id, *_is_to_be_read(), here)
        .order_by(Message.id.desc())
        .limit(most)
    )
    return [message for message in sent if _holds(message, running, group.id)]


def _holds(message: Message | OwnMessage, running: Clocks, group_id: int | None) -> bool:
    """Whether what a message says of the end of a round is true of a group: it ends then, and has not yet."""
    if message.ends_at is None or message.round_id is None:
        return True
    clock = running.of_session(message.round_id, group_id)
    return clock is not None and clock.until <= message.ends_at and message.ends_at > now()


def note_of(group: Group, issue_id: int | None) -> GroupNote | None:
    """What the group's note says now, if it says something."""
    return next(iter(versions(group, issue_id)), None)


def versions(group: Group, issue_id: int | None) -> Sequence[GroupNote]:
    """All that the note has said, the newest first."""
    return db.session.scalars(
        sa.select(GroupNote)
        .filter_by(group_id=group.id, issue_id=issue_id)
        .options(joinedload(GroupNote.account))
        .order_by(GroupNote.version.desc())
    ).all()


def has_written(group: Group, issue_id: int | None, text: str, *, since: int, by: Actor) -> bool:
    """Whether this account has saved this very text as a version of the note after version `since`."""
    return any(
        each.version > since and each.account_id == by.account_id and each.text == text
        for each in versions(group, issue_id)
    )


def notes(workshop_id: int, group_id: int | None = None, measure_id: int | None = None) -> list[GroupNote]:
    """What each note says now, of a group or of those of a measure if given; in the order of the groups."""
    latest = (
        sa.select(GroupNote)
        .where(GroupNote.workshop_id == workshop_id, _says_it_now())
        .options(
            joinedload(GroupNote.account),
            joinedload(GroupNote.group).options(joinedload(Group.room), joinedload(Group.round)),
        )
        .order_by(GroupNote.group_id)
    )
    if group_id is not None:
        latest = latest.where(GroupNote.group_id == group_id)
    if measure_id is not None:
        latest = latest.join(Group, Group.id == GroupNote.group_id).where(Group.measure_id == measure_id)
    return list(db.session.scalars(latest))


def notes_by_issue(workshop_id: int, measure_id: int | None = None) -> Mapping[int | None, list[GroupNote]]:
    """What groups noted, all or those of a measure, by issue, without empty notes; in general: under None."""
    by_issue: dict[int | None, list[GroupNote]] = defaultdict(list)
    for note in notes(workshop_id, measure_id=measure_id):
        if note.text:
            by_issue[note.issue_id].append(note)
    return by_issue


def marks_of(group: Group) -> Mapping[int, Mark]:
    """The mark that counts, by participant."""
    return _marks(Attendance.group_id == group.id).get(group.id, {})


def marks(workshop_id: int) -> Mapping[int, Mapping[int, Mark]]:
    """By group and participant the mark that counts."""
    return _marks(Attendance.workshop_id == workshop_id)


def ready_mark(group: Group) -> ReadyMark | None:
    """That the group is ready, if it says so now."""
    return db.session.scalars(
        sa.select(ReadyMark).filter_by(group_id=group.id, withdrawn_at=None)
    ).one_or_none()


def open_call(group: Group) -> Call | None:
    """The call that has not been settled."""
    return db.session.scalars(sa.select(Call).filter_by(group_id=group.id, settled_at=None)).one_or_none()


def _marks(wanted: sa.ColumnElement[bool]) -> dict[int, dict[int, Mark]]:
    """By group and participant the last mark."""
    rows = sa.select(Attendance.group_id, Attendance.participant_id, Attendance.mark).where(
        wanted, _is_last()
    )
    found: dict[int, dict[int, Mark]] = defaultdict(dict)
    for group_id, participant_id, mark in db.session.execute(rows):
        found[group_id][participant_id] = mark
    return found


def _counts_of_marks(wanted: sa.ColumnElement[bool]) -> dict[int, Counter[Mark]]:
    """By group how many have each mark as their last."""
    rows = (
        sa.select(Attendance.group_id, Attendance.mark, sa.func.count())
        .where(wanted, _is_last())
        .group_by(Attendance.group_id, Attendance.mark)
    )
    found: dict[int, Counter[Mark]] = defaultdict(Counter)
    for group_id, mark, count in db.session.execute(rows):
        found[group_id][mark] = count
    return found


def _is_last() -> sa.ColumnElement[bool]:
    """That nothing was ticked off of the same person in the same group later."""
    later = aliased(Attendance)
    return ~sa.exists().where(
        later.group_id == Attendance.group_id,
        later.participant_id == Attendance.participant_id,
        later.id > Attendance.id,
    )


def _noted(wanted: sa.ColumnElement[bool]) -> dict[int, tuple[int, bool]]:
    """By group on how many issues it has a note, and whether it has a general one."""
    issues = sa.func.count(GroupNote.issue_id)
    rows = (
        sa.select(GroupNote.group_id, issues, sa.func.count() - issues)
        .where(wanted, GroupNote.text != "", _says_it_now())
        .group_by(GroupNote.group_id)
    )
    return {group_id: (count, bool(general)) for group_id, count, general in db.session.execute(rows)}


def _says_it_now() -> sa.ColumnElement[bool]:
    """That no later version of the note has taken this one's place."""
    newer = aliased(GroupNote)
    return ~sa.exists().where(
        newer.group_id == GroupNote.group_id,
        newer.issue_id.is_not_distinct_from(GroupNote.issue_id),
        newer.version > GroupNote.version,
    )
