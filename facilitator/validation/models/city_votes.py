"""What a city says as one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import (
    Belongs,
    Line,
    Model,
    length,
    now,
    same_workshop,
    term,
    unique_where,
    within_workshop,
)
from facilitator.validation.models.criteria import Verdict


class CitySpeaker(Belongs, Model):
    """One stretch of time in which a delegate spoke for their whole city."""

    __tablename__ = "city_speaker"
    __table_args__ = (
        same_workshop("city_id", "city"),
        same_workshop("participant_id", "participant"),
        unique_where("uq_city_speaker_active", "city_id", condition="ended_at IS NULL"),
        sa.Index("ix_city_speaker_workshop_id", "workshop_id"),
    )

    city_id: Mapped[int]
    participant_id: Mapped[int]
    named_at: Mapped[datetime] = mapped_column(default=now)
    named_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class CityVoice(Belongs, Model):
    """What a city says of an issue as one, set by its speaker or, with a reason, by the team for it.

    Where there is none, its delegates' answers are counted.
    """

    __tablename__ = "city_voice"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("issue_id", "city_id"),
        sa.ForeignKeyConstraint(
            ["workshop_id", "handover_id", "issue_id"],
            ["handed_card.workshop_id", "handed_card.handover_id", "handed_card.card_id"],
            name="fk_city_voice_handed_card",
        ),
        same_workshop("city_id", "city"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint("(account_id IS NULL) <> (participant_id IS NULL)", name="has_one_author"),
        sa.CheckConstraint("account_id IS NULL OR length(reason) >= 3", name="team_gives_a_reason"),
        length("reason", 500),
    )

    handover_id: Mapped[int]
    issue_id: Mapped[int]
    city_id: Mapped[int]
    verdict: Mapped[Verdict | None] = mapped_column(term(Verdict))
    reason: Mapped[str] = mapped_column(Line, default="")
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    said_at: Mapped[datetime] = mapped_column(default=now)


class CityScore(Model):
    """A score of a city voice on one criterion; no score is "can't say"."""

    __tablename__ = "city_score"
    __table_args__ = (
        same_workshop("voice_id", "city_voice"),
        same_workshop("criterion_id", "criterion"),
        sa.CheckConstraint("score BETWEEN 1 AND 9", name="score_is_1_to_9"),
    )

    voice_id: Mapped[int] = mapped_column(primary_key=True)
    criterion_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    score: Mapped[int | None]
