"""What one person says of a solution, and of the approach to a measure as a whole."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import (
    Belongs,
    Model,
    Prose,
    length,
    now,
    same_workshop,
    term,
    within_workshop,
)
from facilitator.errors import N_
from facilitator.validation.models.criteria import Verdict
from facilitator.validation.models.handed import as_handed_over
from facilitator.vocabulary import Term


class Intent(Term):
    """A participant's answer to "would your city do it?"."""

    YES = "yes", N_("We would do it")
    WITH_CHANGE = "with_change", N_("We would do it, with a change")
    ALREADY = "already", N_("We already do it")
    NO = "no", N_("We would not do it")
    CANT_SAY = "cant_say", N_("Can't say")


class Lack(Term):
    """What a city lacks for a solution."""

    MONEY = "money", N_("Money")
    LAW = "law", N_("A legal basis")
    SKILLS = "skills", N_("Skills")
    MANDATE = "mandate", N_("Political mandate")
    TIME = "time", N_("Time")


class SolutionAnswer(Belongs, Model):
    """What one person says of one solution, as it was handed over; the last word counts."""

    __tablename__ = "solution_answer"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("solution_id", "participant_id"),
        as_handed_over("solution_id", "solution_answer"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint(
            "change = '' OR (intent IS NOT NULL AND intent = 'with_change')",
            name="only_with_change_has_a_change",
        ),
        length("change", 2000),
        length("comment", 2000),
        sa.Index("ix_solution_answer_participant_id", "participant_id"),
    )

    group_id: Mapped[int]
    handover_id: Mapped[int]
    solution_id: Mapped[int]
    participant_id: Mapped[int]
    intent: Mapped[Intent | None] = mapped_column(term(Intent))
    change: Mapped[str] = mapped_column(Prose, default="")
    comment: Mapped[str] = mapped_column(Prose, default="")
    answered_at: Mapped[datetime] = mapped_column(default=now)


class SolutionLack(Model):
    """One thing that a person's city lacks for a solution; there may be several."""

    __tablename__ = "solution_lack"
    __table_args__ = (
        same_workshop("answer_id", "solution_answer"),
        sa.Index("ix_solution_lack_workshop_id", "workshop_id"),
    )

    answer_id: Mapped[int] = mapped_column(primary_key=True)
    lack: Mapped[Lack] = mapped_column(term(Lack), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))


class ApproachAnswer(Belongs, Model):
    """What one person says of the approach to replicate a measure."""

    __tablename__ = "approach_answer"
    __table_args__ = (
        sa.UniqueConstraint("measure_id", "participant_id"),
        same_workshop("measure_id", "measure"),
        same_workshop("handover_id", "handover"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        length("words", 2000),
        sa.Index("ix_approach_answer_participant_id", "participant_id"),
        sa.Index("ix_approach_answer_workshop_id", "workshop_id"),
    )

    group_id: Mapped[int]
    handover_id: Mapped[int]
    measure_id: Mapped[int]
    participant_id: Mapped[int]
    verdict: Mapped[Verdict | None] = mapped_column(term(Verdict))
    words: Mapped[str] = mapped_column(Prose, default="")
    answered_at: Mapped[datetime] = mapped_column(default=now)
