"""Day two: the groups of a breakout round, who sits where, and when a group was closed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session
from facilitator.database import (
    Belongs,
    Line,
    Model,
    length,
    now,
    points_at,
    same_workshop,
    unique_where,
    within_workshop,
)
from facilitator.workshops.models import Measure, Participant


def round_to_come() -> sa.ForeignKeyConstraint:
    """What is planned for a round is written while it has not begun, or says that it knows otherwise.

    The key carries what the writer takes for granted: a row that says nothing goes only into a round that
    has not begun. Once the round begins its rows are told so by the database.
    """
    return sa.ForeignKeyConstraint(
        ["round_id", "round_has_begun"], ["session.id", "session.has_begun"], onupdate="CASCADE"
    )


class Group(Belongs, Model):
    """A table in a round, with a measure, a room, a facilitator and a rapporteur."""

    __tablename__ = "group"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("id", "round_id"),
        sa.UniqueConstraint("round_id", "name"),
        same_workshop("round_id", "session"),
        same_workshop("measure_id", "measure"),
        same_workshop("room_id", "room"),
        length("name", 80, 1),
        length("languages", 200),
        sa.CheckConstraint("capacity BETWEEN 1 AND 999", name="seats_1_to_999"),
        sa.Index("ix_group_measure_id", "measure_id"),
    )

    round_id: Mapped[int]
    measure_id: Mapped[int]
    room_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(Line)
    # How many may sit here; where nothing is said, as many as the room has seats.
    capacity: Mapped[int | None]
    accessible: Mapped[bool] = mapped_column(default=True)
    languages: Mapped[str] = mapped_column(Line, default="")
    facilitator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    rapporteur_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    round: Mapped[Session] = points_at("Session", "Session.id == foreign(Group.round_id)")
    measure: Mapped[Measure] = points_at("Measure", "Measure.id == foreign(Group.measure_id)")
    room: Mapped[Room | None] = points_at("Room", "Room.id == foreign(Group.room_id)")
    facilitator: Mapped[Account | None] = points_at("Account", "Account.id == foreign(Group.facilitator_id)")
    rapporteur: Mapped[Account | None] = points_at("Account", "Account.id == foreign(Group.rapporteur_id)")

    @property
    def seats(self) -> int | None:
        """How many may sit here, as far as that is known."""
        return self.capacity or (self.room.seats if self.room else None)

    @property
    def is_accessible(self) -> bool:
        """Whether the table and its room are reached without steps."""
        return self.accessible and (self.room is None or self.room.accessible)


class Seat(Belongs, Model):
    """Who sits in a group; one person sits once in a round."""

    __tablename__ = "seat"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "participant_id"),
        sa.ForeignKeyConstraint(["group_id", "round_id"], ["group.id", "group.round_id"]),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        round_to_come(),
        sa.Index("ix_seat_group_id", "group_id"),
        sa.Index("ix_seat_participant_id", "participant_id"),
        sa.Index("ix_seat_workshop_id", "workshop_id"),
    )

    round_id: Mapped[int]
    round_has_begun: Mapped[bool] = mapped_column(default=False)
    group_id: Mapped[int]
    participant_id: Mapped[int]

    group: Mapped[Group] = points_at("Group", "Group.id == foreign(Seat.group_id)")
    participant: Mapped[Participant] = points_at(
        "Participant", "Participant.id == foreign(Seat.participant_id)"
    )


class GroupClosing(Belongs, Model):
    """One stretch of time in which a group takes no more answers."""

    __tablename__ = "group_closing"
    __table_args__ = (
        same_workshop("group_id", "group"),
        unique_where("uq_group_closing_active", "group_id", condition="reopened_at IS NULL"),
        sa.Index("ix_group_closing_group_id", "group_id"),
    )

    group_id: Mapped[int]
    closed_at: Mapped[datetime] = mapped_column(default=now)
    closed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class Withdrawal(Belongs, Model):
    """A group that is out of use: its room floods, its facilitator is ill."""

    __tablename__ = "withdrawal"
    __table_args__ = (
        sa.UniqueConstraint("group_id"),
        same_workshop("group_id", "group"),
        length("reason", 200, 3),
    )

    group_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Line)
    withdrawn_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class Absence(Belongs, Model):
    """A round for which a participant is not there."""

    __tablename__ = "absence"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "participant_id"),
        same_workshop("round_id", "session"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_absence_workshop_id", "workshop_id"),
    )

    round_id: Mapped[int]
    participant_id: Mapped[int]
