"""What the interested cities say of the issues that were handed over, and what they add."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import (
    Belongs,
    Line,
    Model,
    Prose,
    length,
    now,
    same_workshop,
    term,
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


class Answer(Belongs, Model):
    """What one person says of one issue, as it was handed over; the last word counts."""

    __tablename__ = "answer"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("issue_id", "participant_id"),
        sa.ForeignKeyConstraint(
            ["workshop_id", "handover_id", "issue_id"],
            ["handed_card.workshop_id", "handed_card.handover_id", "handed_card.card_id"],
            name="fk_answer_handed_card",
        ),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint(
            # Without a verdict the comparison alone would be unknown, and a check lets that pass.
            "change = '' OR (verdict IS NOT NULL AND verdict = 'right_with_change')",
            name="only_right_with_change_has_a_change",
        ),
        *(length(column, 2000) for column in ("change", "comment", "need")),
        sa.Index("ix_answer_participant_id", "participant_id"),
    )

    group_id: Mapped[int]
    handover_id: Mapped[int]
    issue_id: Mapped[int]
    participant_id: Mapped[int]
    verdict: Mapped[Verdict | None] = mapped_column(term(Verdict))
    change: Mapped[str] = mapped_column(Prose, default="")
    comment: Mapped[str] = mapped_column(Prose, default="")
    need: Mapped[str] = mapped_column(Prose, default="")
    answered_at: Mapped[datetime] = mapped_column(default=now)


class Rating(Model):
    """A score on one criterion; no score is the answer "can't say", no row is no answer."""

    __tablename__ = "rating"
    __table_args__ = (
        same_workshop("answer_id", "answer"),
        same_workshop("criterion_id", "criterion"),
        sa.CheckConstraint("score BETWEEN 1 AND 9", name="score_is_1_to_9"),
        {"sqlite_with_rowid": False},  # a dozen of them come with each submit: one tree to write, not two
    )

    answer_id: Mapped[int] = mapped_column(primary_key=True)
    criterion_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    score: Mapped[int | None]


class MissingIssue(Belongs, Model):
    """Marks an issue as one that an interested city added on day two, and in which group."""

    __tablename__ = "missing_issue"
    __table_args__ = (
        sa.UniqueConstraint("issue_id"),
        same_workshop("issue_id", "card"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
    )

    issue_id: Mapped[int]
    group_id: Mapped[int]
    participant_id: Mapped[int | None]
