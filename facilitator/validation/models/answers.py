"""What one person says of one issue."""

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


class Mode(Term):
    """How an answer came in."""

    PHONE = "phone", N_("On a phone")
    PAPER = "paper", N_("On paper")
    PROXY = "proxy", N_("By proxy")


class Answer(Belongs, Model):
    """What one person says of one issue, as it was handed over; the last word counts.

    `take` is 1 for the answer before the discussion and 2 for the one after it, where a second was asked for.
    """

    __tablename__ = "answer"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("issue_id", "participant_id", "take"),
        as_handed_over("issue_id", "answer"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint(
            # Without a verdict the comparison alone would be unknown, and a check lets that pass.
            "change = '' OR (verdict IS NOT NULL AND verdict = 'right_with_change')",
            name="only_right_with_change_has_a_change",
        ),
        sa.CheckConstraint("take IN (1, 2)", name="take_is_first_or_second"),
        sa.CheckConstraint("(mode = 'phone') = (entered_by IS NULL)", name="team_enters_what_no_phone_sent"),
        *(length(column, 2000) for column in ("change", "comment", "need")),
        sa.Index("ix_answer_participant_id", "participant_id"),
        sa.Index("ix_answer_group_id", "group_id"),
    )

    group_id: Mapped[int]
    handover_id: Mapped[int]
    issue_id: Mapped[int]
    participant_id: Mapped[int]
    take: Mapped[int] = mapped_column(default=1)
    mode: Mapped[Mode] = mapped_column(term(Mode), default=Mode.PHONE)
    entered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
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
