"""The feedback form of a workshop, what was answered, and apart from it who has answered."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Line, Model, Prose, length, same_workshop, term, within_workshop
from facilitator.errors import N_
from facilitator.vocabulary import Term


class FeedbackKind(Term):
    """How a question of the form is answered."""

    SESSIONS = "sessions", N_("Each session from 1 to 5")
    SCORE = "score", N_("From 1 to 5")
    RECOMMEND = "recommend", N_("From 0 to 10")
    TEXT = "text", N_("Text")
    CONTACT = "contact", N_("Contact details, for the team only")

    @property
    def scores(self) -> range:
        """What can be chosen; nothing where one writes."""
        if self is FeedbackKind.RECOMMEND:
            return range(11)
        return range(1, 6) if self in (FeedbackKind.SESSIONS, FeedbackKind.SCORE) else range(0)


class FeedbackForm(Belongs, Model):
    """The form of a workshop: taken until the end of its last day, by the clocks of the workshop.

    It opens with the last session of the agenda, or when somebody of the team opens it. `sheets` is how many
    were entered from paper: nothing else tells it, since answers of one sheet don't know of each other.
    """

    __tablename__ = "feedback_form"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id"),
        sa.CheckConstraint("sheets >= 0", name="sheets_are_counted"),
    )

    closes_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    sheets: Mapped[int] = mapped_column(default=0)


class FeedbackQuestion(Belongs, Model):
    """One question of the form; never changed once the form is open."""

    __tablename__ = "feedback_question"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "position"),
        length("text", 200, 1),
    )

    position: Mapped[int]
    kind: Mapped[FeedbackKind] = mapped_column(term(FeedbackKind))
    text: Mapped[str] = mapped_column(Line)


class FeedbackAnswer(Belongs, Model):
    """One answer to one question: it has no author, no time, and no tie to others of the same form.

    A score (of a session, if it names one) or a text, which can be hidden with a reason. Its id is drawn by
    chance, so that not even the order in which people answered is kept.
    """

    __tablename__ = "feedback_answer"
    __table_args__ = (
        same_workshop("question_id", "feedback_question"),
        same_workshop("session_id", "session"),
        sa.CheckConstraint("(value IS NULL) = (length(text) > 0)", name="is_a_score_or_a_text"),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name="value_is_0_to_10"),
        sa.CheckConstraint("hidden_at IS NULL OR length(reason) > 0", name="hidden_with_a_reason"),
        length("text", 2000),
        length("reason", 500),
        sa.Index("ix_feedback_answer_question_id", "question_id"),
        sa.Index("ix_feedback_answer_session_id", "session_id"),
        sa.Index("ix_feedback_answer_workshop_id", "workshop_id"),
    )

    question_id: Mapped[int]
    session_id: Mapped[int | None]
    value: Mapped[int | None]
    text: Mapped[str] = mapped_column(Prose, default="")
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Prose, default="")


class FeedbackMark(Belongs, Model):
    """That somebody has answered, on a phone or on paper: not when, and not what; its id is drawn, too."""

    __tablename__ = "feedback_mark"
    __table_args__ = (
        sa.UniqueConstraint("participant_id"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_feedback_mark_workshop_id", "workshop_id"),
    )

    participant_id: Mapped[int]
    is_paper: Mapped[bool] = mapped_column(default=False)
