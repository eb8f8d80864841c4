"""What happens in a group while it runs: notes, who was there, ready marks, calls, messages."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.accounts.models import Account
from facilitator.breakouts.models import Group
from facilitator.database import (
    Belongs,
    Line,
    Model,
    Prose,
    length,
    now,
    points_at,
    same_workshop,
    term,
    unique_where,
)
from facilitator.errors import N_
from facilitator.vocabulary import Term


class Mark(Term):
    """What was ticked off of somebody who has a seat."""

    PRESENT = "present", N_("Present")
    LATE = "late", N_("Late")
    LEFT = "left", N_("Left")
    ABSENT = "absent", N_("Absent")


# Who was in the room, if only for a while; and who is there now.
CAME = frozenset({Mark.PRESENT, Mark.LATE, Mark.LEFT})
IS_THERE = frozenset({Mark.PRESENT, Mark.LATE})


class GroupNote(Belongs, Model):
    """What a group says of an issue, or in general, in one version; written once and never changed."""

    __tablename__ = "group_note"
    __table_args__ = (
        same_workshop("group_id", "group"),
        same_workshop("issue_id", "card"),
        unique_where(
            "uq_group_note_of_issue", "group_id", "issue_id", "version", condition="issue_id IS NOT NULL"
        ),
        unique_where("uq_group_note_general", "group_id", "version", condition="issue_id IS NULL"),
        sa.CheckConstraint("version > 0", name="version_counts_from_one"),
        length("text", 4000),
        sa.Index("ix_group_note_group_id", "group_id"),
        sa.Index("ix_group_note_workshop_id", "workshop_id"),
    )

    group_id: Mapped[int]
    issue_id: Mapped[int | None]
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Prose)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account | None] = points_at("Account", "Account.id == foreign(GroupNote.account_id)")
    group: Mapped[Group] = points_at("Group", "Group.id == foreign(GroupNote.group_id)")


class Attendance(Belongs, Model):
    """What was ticked off of a person in a group; the last mark counts, and each is kept."""

    __tablename__ = "attendance"
    __table_args__ = (
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_attendance_group_id", "group_id"),
        sa.Index("ix_attendance_workshop_id", "workshop_id"),
    )

    group_id: Mapped[int]
    participant_id: Mapped[int]
    mark: Mapped[Mark] = mapped_column(term(Mark))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    marked_at: Mapped[datetime] = mapped_column(default=now)


class ReadyMark(Belongs, Model):
    """One stretch of time in which a group says that it is ready."""

    __tablename__ = "ready_mark"
    __table_args__ = (
        same_workshop("group_id", "group"),
        unique_where("uq_ready_mark_active", "group_id", condition="withdrawn_at IS NULL"),
        sa.Index("ix_ready_mark_workshop_id", "workshop_id"),
    )

    group_id: Mapped[int]
    marked_at: Mapped[datetime] = mapped_column(default=now)
    marked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    account: Mapped[Account | None] = points_at("Account", "Account.id == foreign(ReadyMark.marked_by)")


class Call(Belongs, Model):
    """A group calls the facilitator; somebody says that they come; then it is settled."""

    __tablename__ = "group_call"
    __table_args__ = (
        same_workshop("group_id", "group"),
        unique_where("uq_group_call_open", "group_id", condition="settled_at IS NULL"),
        length("word", 200),
        sa.Index("ix_group_call_workshop_id", "workshop_id"),
    )

    group_id: Mapped[int]
    word: Mapped[str] = mapped_column(Line, default="")
    called_at: Mapped[datetime] = mapped_column(default=now)
    called_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    helper: Mapped[Account | None] = points_at("Account", "Account.id == foreign(Call.answered_by)")


class Message(Belongs, Model):
    """What the console says to a group, to all groups of a round, or (to neither) to everybody.

    One that speaks of the end of a round holds for whose clock ends then, and until then (`ends_at`).
    """

    __tablename__ = "message"
    __table_args__ = (
        same_workshop("round_id", "session"),
        same_workshop("group_id", "group"),
        sa.ForeignKeyConstraint(["group_id", "round_id"], ["group.id", "group.round_id"]),
        sa.CheckConstraint("group_id IS NULL OR round_id IS NOT NULL", name="group_has_its_round"),
        length("text", 280, 1),
        sa.Index("ix_message_workshop_id", "workshop_id"),
    )

    round_id: Mapped[int | None]
    group_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Line)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    sent_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    ends_at: Mapped[datetime | None]

    group: Mapped[Group | None] = points_at("Group", "Group.id == foreign(Message.group_id)")
