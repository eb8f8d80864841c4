"""What is asked of each issue."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import (
    Belongs,
    Line,
    Model,
    length,
    same_workshop,
    unique_where,
    within_workshop,
)
from facilitator.errors import N_
from facilitator.vocabulary import Term


class Verdict(Term):
    """A participant's answer to "is this the right issue?"."""

    RIGHT = "right", N_("Right")
    RIGHT_WITH_CHANGE = "right_with_change", N_("Right, with a change")
    NOT_FOR_US = "not_for_us", N_("Not for us")
    CANT_SAY = "cant_say", N_("Can't say")


# "Can't say" is an answer, and is counted apart.
STANDS = (Verdict.RIGHT, Verdict.RIGHT_WITH_CHANGE, Verdict.NOT_FOR_US)


class Criterion(Belongs, Model):
    """What issues are rated on, from 1 to 9, with words for the two ends; a retired one is asked no more."""

    __tablename__ = "criterion"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "key"),
        unique_where(
            "uq_criterion_workshop_id_position", "workshop_id", "position", condition="retired_at IS NULL"
        ),
        sa.CheckConstraint("weight > 0", name="weighs_something"),
        length("key", 30, 1),
        length("name", 60, 1),
        length("question", 200),
        length("low", 60),
        length("high", 60),
    )

    key: Mapped[str]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Line)
    question: Mapped[str] = mapped_column(Line, default="")
    low: Mapped[str] = mapped_column(Line, default="")
    high: Mapped[str] = mapped_column(Line, default="")
    weight: Mapped[float] = mapped_column(default=1.0)
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class CriterionTranslation(Model):
    """The words of a criterion in another language than the workshop's; an empty one falls back on it."""

    __tablename__ = "criterion_translation"
    __table_args__ = (
        same_workshop("criterion_id", "criterion"),
        length("language", 8, 2),
        length("name", 60, 1),
        length("question", 200),
        length("low", 60),
        length("high", 60),
        sa.Index("ix_criterion_translation_workshop_id", "workshop_id"),
    )

    criterion_id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    name: Mapped[str] = mapped_column(Line)
    question: Mapped[str] = mapped_column(Line, default="")
    low: Mapped[str] = mapped_column(Line, default="")
    high: Mapped[str] = mapped_column(Line, default="")
