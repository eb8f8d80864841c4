"""A rehearsal, and how far it has been played."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Model, now, term
from facilitator.errors import N_
from facilitator.vocabulary import Term

FEWEST, MOST = 25, 1_000
"""Invented people."""
SPEEDS = (1, 10, 60)
AT_ONCE = 0


class RehearsalStep(Term):
    """What a facilitator has played, one after the other."""

    DAY_ONE = "day-one", N_("Fill day one")
    HANDOVER = "handover", N_("Finish day one (handover)")
    GROUPS = "groups", N_("Plan groups")
    DAY_TWO = "day-two", N_("Fill day two")
    CLOSING = "closing", N_("Close the workshop")


class Rehearsal(Belongs, Model):
    """Of a workshop that is one: how many people play, and how far they are to play now.

    `until` is the last step to be played; without it the play is paused. `speed` says how many times as fast
    as the agenda, `AT_ONCE` as fast as can be. What one process plays no other plays: `player` is whoever has
    played last, and another one goes on once it has been silent.
    """

    __tablename__ = "rehearsal"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id"),
        sa.CheckConstraint(f"people BETWEEN {FEWEST} AND {MOST}", name="has_25_to_1000_people"),
    )

    people: Mapped[int]
    # From which all that is invented follows.
    seed: Mapped[int]
    begun_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    begun_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[RehearsalStep | None] = mapped_column(term(RehearsalStep))
    speed: Mapped[int] = mapped_column(default=AT_ONCE)
    # Whether sessions are opened and closed for the facilitator.
    steers: Mapped[bool] = mapped_column(default=True)
    player: Mapped[str | None]
    played_at: Mapped[datetime | None]
    # The sentence that says why the play could not go on.
    halted: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))


class PlayedScene(Belongs, Model):
    """How far a scene is that has begun: `done` of its acts, after so many seconds of its time."""

    __tablename__ = "played_scene"
    __table_args__ = (sa.UniqueConstraint("workshop_id", "scene"),)

    scene: Mapped[str]
    done: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    is_over: Mapped[bool] = mapped_column(default=False)
