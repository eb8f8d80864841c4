"""What a plan is made from, who would sit where in it, how it was searched for, what is published."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.accounts.models import Account
from facilitator.breakouts.models import round_to_come
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
from facilitator.workshops.models import Measure, Participant


class Bond(Term):
    """What holds for two people at every table."""

    TOGETHER = "together", N_("Must sit together")
    APART = "apart", N_("Must sit apart")


class Outcome(Term):
    """How a search ended."""

    FOUND = "found", N_("Found")
    STOPPED = "stopped", N_("Stopped. The best plan so far was saved")
    IMPOSSIBLE = "impossible", N_("No plan is possible")
    BROKEN_OFF = "broken-off", N_("Interrupted")


class Wish(Belongs, Model):
    """A measure that a participant would like to visit; rank 1 is the dearest."""

    __tablename__ = "wish"
    __table_args__ = (
        sa.UniqueConstraint("participant_id", "measure_id"),
        sa.UniqueConstraint("participant_id", "rank"),
        same_workshop("participant_id", "participant"),
        same_workshop("measure_id", "measure"),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name="rank_is_1_to_3"),
        sa.Index("ix_wish_workshop_id", "workshop_id"),
    )

    participant_id: Mapped[int]
    measure_id: Mapped[int]
    rank: Mapped[int]

    measure: Mapped[Measure] = points_at("Measure", "Measure.id == foreign(Wish.measure_id)")


class Need(Belongs, Model):
    """What a participant needs of a table: no steps on the way, one of these languages."""

    __tablename__ = "need"
    __table_args__ = (
        sa.UniqueConstraint("participant_id"),
        same_workshop("participant_id", "participant"),
        length("languages", 200),
        sa.Index("ix_need_workshop_id", "workshop_id"),
    )

    participant_id: Mapped[int]
    step_free: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[str] = mapped_column(Line, default="")


class Interest(Belongs, Model):
    """A measure that a city came for: somebody of it should visit it."""

    __tablename__ = "interest"
    __table_args__ = (
        sa.UniqueConstraint("city_id", "measure_id"),
        same_workshop("city_id", "city"),
        same_workshop("measure_id", "measure"),
        sa.Index("ix_interest_workshop_id", "workshop_id"),
    )

    city_id: Mapped[int]
    measure_id: Mapped[int]


class Pair(Belongs, Model):
    """Two people who must, or must not, sit at one table; kept once, the lower id first."""

    __tablename__ = "pair"
    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id"),
        same_workshop("first_id", "participant"),
        same_workshop("second_id", "participant"),
        sa.CheckConstraint("first_id < second_id", name="has_the_lower_id_first"),
        sa.Index("ix_pair_workshop_id", "workshop_id"),
    )

    first_id: Mapped[int]
    second_id: Mapped[int]
    bond: Mapped[Bond] = mapped_column(term(Bond))

    first: Mapped[Participant] = points_at("Participant", "Participant.id == foreign(Pair.first_id)")
    second: Mapped[Participant] = points_at("Participant", "Participant.id == foreign(Pair.second_id)")


class Pin(Belongs, Model):
    """A table at which a participant stays in a round, whatever a search would prefer."""

    __tablename__ = "pin"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "participant_id"),
        sa.ForeignKeyConstraint(["group_id", "round_id"], ["group.id", "group.round_id"]),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        round_to_come(),
        sa.Index("ix_pin_workshop_id", "workshop_id"),
    )

    round_id: Mapped[int]
    round_has_begun: Mapped[bool] = mapped_column(default=False)
    group_id: Mapped[int]
    participant_id: Mapped[int]


class Plan(Belongs, Model):
    """Who would sit where in the rounds that had not begun; the seed and the budget make it again."""

    __tablename__ = "plan"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "number"),
        sa.CheckConstraint("seed BETWEEN 0 AND 999999", name="seed_is_0_to_999999"),
        sa.CheckConstraint("moves BETWEEN 0 AND 5000000", name="moves_are_0_to_5000000"),
    )

    number: Mapped[int]
    seed: Mapped[int]
    moves: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    maker: Mapped[Account | None] = points_at("Account", "Account.id == foreign(Plan.made_by)")


class PlannedSeat(Belongs, Model):
    """A seat in a plan; once in a round for each person."""

    __tablename__ = "planned_seat"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "round_id", "participant_id"),
        sa.ForeignKeyConstraint(["group_id", "round_id"], ["group.id", "group.round_id"]),
        same_workshop("plan_id", "plan"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_planned_seat_group_id", "group_id"),
    )

    plan_id: Mapped[int]
    round_id: Mapped[int]
    group_id: Mapped[int]
    participant_id: Mapped[int]


class Search(Belongs, Model):
    """One search for a plan: how far it is, when it last showed a sign of life, how it ended."""

    __tablename__ = "search"
    __table_args__ = (
        within_workshop(),
        same_workshop("plan_id", "plan"),
        unique_where("uq_search_running", "plan_id", condition="ended_at IS NULL"),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ends_with_an_outcome"),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name="share_is_0_to_1"),
        sa.Index("ix_search_plan_id", "plan_id"),
    )

    plan_id: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(default=now)
    begun_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    seen_at: Mapped[datetime] = mapped_column(default=now)
    share: Mapped[float] = mapped_column(default=0.0)
    stop_asked_at: Mapped[datetime | None]
    stop_asked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(term(Outcome))
    # Sentences of the engine, each as its text and its values: why not, or how it was found.
    said: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)


class Publication(Belongs, Model):
    """A stretch of time in which a plan's seats of a round were the published ones."""

    __tablename__ = "publication"
    __table_args__ = (
        within_workshop(),
        same_workshop("round_id", "session"),
        same_workshop("plan_id", "plan"),
        same_workshop("before_id", "publication"),
        round_to_come(),
        unique_where("uq_publication_active", "round_id", condition="replaced_at IS NULL"),
        sa.Index("ix_publication_before_id", "before_id"),
        sa.Index("ix_publication_plan_id", "plan_id"),
        sa.Index("ix_publication_round_id", "round_id"),
    )

    round_id: Mapped[int]
    round_has_begun: Mapped[bool] = mapped_column(default=False)
    plan_id: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(default=now)
    published_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None]
    # The one that this one ended, and which goes on when this one is undone.
    before_id: Mapped[int | None]
    # Whether the seats that it replaced are known: those of versions before Undo are not.
    keeps_seats: Mapped[bool] = mapped_column(default=True)


class ReplacedSeat(Belongs, Model):
    """A seat of a round as it was just before a publication: Undo gives it back."""

    __tablename__ = "replaced_seat"
    __table_args__ = (
        sa.UniqueConstraint("publication_id", "participant_id"),
        same_workshop("publication_id", "publication"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_replaced_seat_group_id", "group_id"),
        sa.Index("ix_replaced_seat_participant_id", "participant_id"),
    )

    publication_id: Mapped[int]
    group_id: Mapped[int]
    participant_id: Mapped[int]
