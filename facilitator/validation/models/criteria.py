"""What is asked of each issue."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import (
    Belongs,
    Line,
    Model,
    length,
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


class Criterion(Belongs, Model):
    """What issues are rated on, from 1 to 9, with words for the two ends."""

    __tablename__ = "criterion"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "key"),
        sa.UniqueConstraint("workshop_id", "position"),
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
