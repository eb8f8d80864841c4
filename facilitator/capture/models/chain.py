"""What hangs on a card: evidence, the links of the chain, and when it was out of sight."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.capture.models.terms import Stance
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
)
from facilitator.workshops.models import City


class Evidence(Belongs, Model):
    """What one city says of one issue: one voice per city."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.UniqueConstraint("issue_id", "city_id"),
        same_workshop("issue_id", "card"),
        same_workshop("city_id", "city"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint("account_id IS NULL OR participant_id IS NULL", name="has_one_author_at_most"),
        length("note", 500),
        sa.Index("ix_evidence_workshop_id_city_id", "workshop_id", "city_id"),
    )

    issue_id: Mapped[int]
    city_id: Mapped[int]
    stance: Mapped[Stance] = mapped_column(term(Stance))
    note: Mapped[str] = mapped_column(Line, default="")
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    given_at: Mapped[datetime] = mapped_column(default=now)

    city: Mapped[City] = points_at("City", "City.id == foreign(Evidence.city_id)")


class Link(Belongs, Model):
    """One step of the chain: this enabler, strategy or solution helps with that issue."""

    __tablename__ = "link"
    __table_args__ = (
        sa.UniqueConstraint("issue_id", "helps_id"),
        same_workshop("issue_id", "card"),
        same_workshop("helps_id", "card"),
        sa.CheckConstraint("issue_id <> helps_id", name="joins_two_cards"),
        sa.Index("ix_link_helps_id", "helps_id"),
        sa.Index("ix_link_workshop_id", "workshop_id"),
    )

    issue_id: Mapped[int]
    helps_id: Mapped[int]


class Hiding(Belongs, Model):
    """One stretch of time in which a card is out of sight, and why."""

    __tablename__ = "hiding"
    __table_args__ = (
        same_workshop("card_id", "card"),
        unique_where("uq_hiding_active", "card_id", condition="restored_at IS NULL"),
        length("reason", 500, 3),
        sa.Index("ix_hiding_card_id", "card_id"),
    )

    card_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Line)
    hidden_at: Mapped[datetime] = mapped_column(default=now)
    hidden_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    restored_at: Mapped[datetime | None]
    restored_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
