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
    )

    round_id: Mapped[int]
    measure_id: Mapped[int]
    room_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(Line)
    facilitator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    rapporteur_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    round: Mapped[Session] = points_at("Session", "Session.id == foreign(Group.round_id)")
    measure: Mapped[Measure] = points_at("Measure", "Measure.id == foreign(Group.measure_id)")
    room: Mapped[Room | None] = points_at("Room", "Room.id == foreign(Group.room_id)")
    facilitator: Mapped[Account | None] = points_at("Account", "Account.id == foreign(Group.facilitator_id)")
    rapporteur: Mapped[Account | None] = points_at("Account", "Account.id == foreign(Group.rapporteur_id)")


class Seat(Belongs, Model):
    """Who sits in a group; one person sits once in a round."""

    __tablename__ = "seat"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "participant_id"),
        sa.ForeignKeyConstraint(["group_id", "round_id"], ["group.id", "group.round_id"]),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_seat_group_id", "group_id"),
        sa.Index("ix_seat_participant_id", "participant_id"),
    )

    round_id: Mapped[int]
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
    )

    group_id: Mapped[int]
    closed_at: Mapped[datetime] = mapped_column(default=now)
    closed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
