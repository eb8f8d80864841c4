"""The run of show: rooms, sessions, and when each was really open."""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import (
    Belongs,
    Line,
    Model,
    length,
    now,
    points_at,
    same_workshop,
    term,
    unique_where,
    within_workshop,
)
from facilitator.errors import N_
from facilitator.vocabulary import Term
from facilitator.workshops.models import Measure

MOST_MINUTES = 60
MOST_LENGTH = 1440
MOST_TRACKS = 20


class SessionKind(Term):
    """What a block of the agenda is for."""

    PLENARY = "plenary", N_("Plenary")
    CAPTURE = "capture", N_("Capture session")
    BREAKOUT = "breakout", N_("Breakout round")
    BREAK = "break", N_("Break")
    FEEDBACK = "feedback", N_("Feedback")
    FREE = "free", N_("Free time")


class Authors(Term):
    """How others see who brought an issue up."""

    CITY = "city", N_("By city")
    PERSON = "person", N_("By name and city")
    NOBODY = "nobody", N_("Not shown")


class Room(Belongs, Model):
    """A room, and how many it seats."""

    __tablename__ = "room"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "name"),
        sa.CheckConstraint("seats > 0", name="has_seats"),
        length("name", 80, 1),
    )

    name: Mapped[str] = mapped_column(Line)
    seats: Mapped[int]
    accessible: Mapped[bool] = mapped_column(default=True)


class Session(Belongs, Model):
    """A block of the agenda; a capture session collects for one measure, a breakout is a round.

    It starts when what comes before it on its track has ended, unless its start is fixed; one without a track
    is for everybody, and so on every track. The order within a day is that of the positions.

    What a blind one collects is seen by its authors and the team until a `SessionReveal`.
    """

    __tablename__ = "session"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("id", "has_begun"),
        sa.UniqueConstraint("workshop_id", "position"),
        same_workshop("measure_id", "measure"),
        same_workshop("room_id", "room"),
        sa.CheckConstraint("(kind = 'capture') = (measure_id IS NOT NULL)", name="capture_has_a_measure"),
        sa.CheckConstraint("day >= 1", name="day_counts_from_one"),
        sa.CheckConstraint(f"minutes BETWEEN 1 AND {MOST_LENGTH}", name="lasts_1_to_1440_minutes"),
        sa.CheckConstraint(f"track BETWEEN 1 AND {MOST_TRACKS}", name="has_a_track_from_1_to_20"),
        length("title", 120, 1),
        sa.Index("ix_session_measure_id", "measure_id"),
    )

    position: Mapped[int]
    day: Mapped[int]
    kind: Mapped[SessionKind] = mapped_column(term(SessionKind))
    title: Mapped[str] = mapped_column(Line)
    measure_id: Mapped[int | None]
    room_id: Mapped[int | None]
    track: Mapped[int | None]
    starts_at: Mapped[time]
    is_fixed: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int]
    is_blind: Mapped[bool] = mapped_column(default=True)
    authors: Mapped[Authors] = mapped_column(term(Authors), default=Authors.CITY)
    # Said by its openings; stands here as well so that keys can carry it, and they hold the two together.
    has_begun: Mapped[bool] = mapped_column(default=False)

    measure: Mapped[Measure | None] = points_at("Measure", "Measure.id == foreign(Session.measure_id)")
    room: Mapped[Room | None] = points_at("Room", "Room.id == foreign(Session.room_id)")

    @property
    def ends_at(self) -> time:
        """When it ends by the plan."""
        return (datetime.combine(date.min, self.starts_at) + timedelta(minutes=self.minutes)).time()


class SessionOpening(Belongs, Model):
    """One stretch of time in which a session was open: who opened it, who closed it."""

    __tablename__ = "session_opening"
    __table_args__ = (
        same_workshop("session_id", "session"),
        sa.ForeignKeyConstraint(["session_id", "has_begun"], ["session.id", "session.has_begun"]),
        sa.CheckConstraint("has_begun", name="has_begun"),
        unique_where("uq_session_opening_open", "session_id", condition="closed_at IS NULL"),
        sa.Index("ix_session_opening_session_id", "session_id"),
        sa.Index("ix_session_opening_workshop_id", "workshop_id"),
    )

    session_id: Mapped[int]
    has_begun: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    opened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class GivenTime(Belongs, Model):
    """Minutes given to a session beyond what was planned; to one group of a round alone, if it names one."""

    __tablename__ = "given_time"
    __table_args__ = (
        same_workshop("session_id", "session"),
        same_workshop("group_id", "group"),
        sa.ForeignKeyConstraint(["group_id", "session_id"], ["group.id", "group.round_id"]),
        sa.CheckConstraint(f"minutes BETWEEN 1 AND {MOST_MINUTES}", name="gives_1_to_60_minutes"),
        sa.Index("ix_given_time_session_id", "session_id"),
        sa.Index("ix_given_time_workshop_id", "workshop_id"),
    )

    session_id: Mapped[int]
    group_id: Mapped[int | None]
    minutes: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    session: Mapped[Session] = points_at("Session", "Session.id == foreign(GivenTime.session_id)")


class SessionReveal(Belongs, Model):
    """One stretch of time in which everybody in the room saw what a blind session collected."""

    __tablename__ = "session_reveal"
    __table_args__ = (
        same_workshop("session_id", "session"),
        unique_where("uq_session_reveal_active", "session_id", condition="covered_at IS NULL"),
        sa.Index("ix_session_reveal_workshop_id", "workshop_id"),
    )

    session_id: Mapped[int]
    revealed_at: Mapped[datetime] = mapped_column(default=now)
    revealed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    covered_at: Mapped[datetime | None]
    covered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
