"""Reads of groups that run: what was noted, who is there, whose clock says what, who calls."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.agenda.models import Session, SessionKind, SessionOpening
from facilitator.breakouts.models import Group
from facilitator.breakouts.running import rules
from facilitator.breakouts.running.models import (
    CAME,
    IS_THERE,
    Attendance,
    Call,
    GroupNote,
    Mark,
    Message,
    MoreTime,
    ReadyMark,
)
from facilitator.database import db


@dataclass(frozen=True)
class Clock:
    """Since when something runs, until when it may, and how many minutes that are in all."""

    since: datetime
    until: datetime

    @property
    def minutes(self) -> int:
        """With those that were given."""
        return int((self.until - self.since).total_seconds()) // 60


@dataclass(frozen=True)
class Clocks:
    """The clocks of the rounds that are open, and of each group in them."""

    opened: Mapping[int, tuple[datetime, int]] = field(default_factory=dict)
    given: Mapping[int, Mapping[int | None, int]] = field(default_factory=dict)

    def of_round(self, round_id: int, group_id: int | None = None) -> Clock | None:
        """The clock of a round, or of one of its groups; none if it is not open."""
        if round_id not in self.opened:
            return None
        since, minutes = self.opened[round_id]
        return Clock(since, rules.end_of(since, minutes, self.given.get(round_id, {}), group_id))

    def of_group(self, group: Group) -> Clock | None:
        """The clock of a group; none if its round is not open."""
        return self.of_round(group.round_id, group.id)


@dataclass(frozen=True)
class Running:
    """How a group stands, beside who sits there and what they answered."""

    ready: ReadyMark | None = None
    call: Call | None = None
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
        return sum(mark in IS_THERE for mark in self.marks.values())

    @property
    def came(self) -> int:
        """How many were there, if only for a while."""
        return sum(mark in CAME for mark in self.marks.values())

    @property
    def counts(self) -> Counter[Mark]:
        """How many have each mark."""
        return Counter(self.marks.values())


NOT_BEGUN = Running()


def clocks(workshop_id: int) -> Clocks:
    """All clocks that run, in one statement; minutes given in an earlier opening are spent."""
    rows = (
        sa.select(Session.id, SessionOpening.opened_at, Session.minutes, MoreTime.group_id, MoreTime.minutes)
        .select_from(SessionOpening)
        .join(Session, Session.id == SessionOpening.session_id)
        .outerjoin(
            MoreTime,
            sa.and_(
                MoreTime.round_id == Session.id,
                MoreTime.given_at >= SessionOpening.opened_at,
                MoreTime.withdrawn_at.is_(None),
            ),
        )
        .where(SessionOpening.workshop_id == workshop_id, SessionOpening.closed_at.is_(None))
        .where(Session.kind == SessionKind.BREAKOUT)
    )
    opened: dict[int, tuple[datetime, int]] = {}
    given: dict[int, Counter[int | None]] = defaultdict(Counter)
    for round_id, since, planned, group_id, more in db.session.execute(rows):
        opened[round_id] = since, planned
        given[round_id][group_id] += more or 0
    return Clocks(opened, given)


def minutes_given(workshop_id: int) -> Sequence[MoreTime]:
    """What the clocks that run have in addition, the latest first."""
    return db.session.scalars(
        sa.select(MoreTime)
        .join(SessionOpening, SessionOpening.session_id == MoreTime.round_id)
        .where(MoreTime.workshop_id == workshop_id, MoreTime.withdrawn_at.is_(None))
        .where(SessionOpening.closed_at.is_(None), MoreTime.given_at >= SessionOpening.opened_at)
        .options(joinedload(MoreTime.round), joinedload(MoreTime.group))
        .order_by(MoreTime.id.desc())
    ).all()


def running(workshop_id: int) -> Mapping[int, Running]:
    """How each group of the workshop stands, in four statements."""
    ready = {
        mark.group_id: mark
        for mark in db.session.scalars(
            sa.select(ReadyMark)
            .filter_by(workshop_id=workshop_id, withdrawn_at=None)
            .options(joinedload(ReadyMark.account))
        )
    }
    calls = {
        call.group_id: call
        for call in db.session.scalars(
            sa.select(Call)
            .filter_by(workshop_id=workshop_id, settled_at=None)
            .options(joinedload(Call.helper))
        )
    }
    ticked_off, noted = marks(workshop_id), _noted(workshop_id)
    groups = ready.keys() | calls.keys() | ticked_off.keys() | noted.keys()
    return defaultdict(
        lambda: NOT_BEGUN,
        {
            id_: Running(
                ready=ready.get(id_),
                call=calls.get(id_),
                marks=ticked_off.get(id_, {}),
                noted=len(noted[id_] - {None}),
                has_general_note=None in noted[id_],
            )
            for id_ in groups
        },
    )


def messages_now(workshop_id: int) -> Sequence[Message]:
    """What is to be read now, the newest first: to everybody, and to the rounds that are open."""
    since_it_opened = sa.exists().where(
        SessionOpening.session_id == Message.round_id,
        SessionOpening.closed_at.is_(None),
        SessionOpening.opened_at <= Message.sent_at,
    )
    return db.session.scalars(
        sa.select(Message)
        .filter_by(workshop_id=workshop_id, withdrawn_at=None)
        .where(Message.round_id.is_(None) | since_it_opened)
        .options(joinedload(Message.group))
        .order_by(Message.id.desc())
    ).all()


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


def notes(workshop_id: int, group_id: int | None = None) -> list[GroupNote]:
    """What each note says now, of one group if it is given; in the order of the groups."""
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
    return list(db.session.scalars(latest))


def notes_by_issue(workshop_id: int) -> Mapping[int | None, list[GroupNote]]:
    """What all groups noted, by issue, without empty notes; what they noted in general is under None."""
    by_issue: dict[int | None, list[GroupNote]] = defaultdict(list)
    for note in notes(workshop_id):
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
    found: dict[int, dict[int, Mark]] = defaultdict(dict)
    rows = sa.select(Attendance.group_id, Attendance.participant_id, Attendance.mark).where(wanted)
    for group_id, participant_id, mark in db.session.execute(rows.order_by(Attendance.id)):
        found[group_id][participant_id] = mark
    return found


def _noted(workshop_id: int) -> dict[int, set[int | None]]:
    """By group the issues that it has a note on, None for the general one."""
    found: dict[int, set[int | None]] = defaultdict(set)
    rows = sa.select(GroupNote.group_id, GroupNote.issue_id).where(
        GroupNote.workshop_id == workshop_id, GroupNote.text != "", _says_it_now()
    )
    for group_id, issue_id in db.session.execute(rows):
        found[group_id].add(issue_id)
    return found


def _says_it_now() -> sa.ColumnElement[bool]:
    """That no later version of the note has taken this one's place."""
    newer = aliased(GroupNote)
    return ~sa.exists().where(
        newer.group_id == GroupNote.group_id,
        newer.issue_id.is_not_distinct_from(GroupNote.issue_id),
        newer.version > GroupNote.version,
    )
