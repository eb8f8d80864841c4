"""Words of day two that are out of sight."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Line, Model, length, now, same_workshop, unique_where


class WordsHiding(Belongs, Model):
    """One stretch of time in which what a person wrote of one thing is out of sight, and why.

    It is about all that the person writes of an issue or a solution (`card_id`), or of the approach to a
    measure, in every take and whenever it arrives. `words` are the texts as they stood when it began: a
    text that is not among them is new, and nobody of the team has looked at it yet.
    """

    __tablename__ = "words_hiding"
    __table_args__ = (
        same_workshop("participant_id", "participant"),
        same_workshop("card_id", "card"),
        same_workshop("measure_id", "measure"),
        sa.CheckConstraint(
            "(card_id IS NULL) <> (measure_id IS NULL)", name="is_about_a_card_or_an_approach"
        ),
        unique_where("uq_words_hiding_of_card", "participant_id", "card_id", condition="restored_at IS NULL"),
        unique_where(
            "uq_words_hiding_of_approach", "participant_id", "measure_id", condition="restored_at IS NULL"
        ),
        length("reason", 500, 3),
        sa.Index("ix_words_hiding_workshop_id", "workshop_id"),
        sa.Index("ix_words_hiding_participant_id", "participant_id"),
    )

    participant_id: Mapped[int]
    card_id: Mapped[int | None]
    measure_id: Mapped[int | None]
    words: Mapped[list[str]] = mapped_column(sa.JSON)
    reason: Mapped[str] = mapped_column(Line)
    hidden_at: Mapped[datetime] = mapped_column(default=now)
    hidden_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    restored_at: Mapped[datetime | None]
    restored_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
