"""The frozen state of day one: which cards, in which wording, with which evidence, and the chain."""

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
    same_workshop,
    term,
    unique_where,
    within_workshop,
)


class Handover(Belongs, Model):
    """The frozen state of day one that day two validates."""

    __tablename__ = "handover"
    __table_args__ = (
        within_workshop(),
        unique_where("uq_handover_active", "workshop_id", condition="reopened_at IS NULL"),
        length("name", 120, 1),
        length("reason", 500),
        sa.CheckConstraint("reopened_at IS NULL OR length(reason) >= 3", name="reopening_has_a_reason"),
    )

    name: Mapped[str] = mapped_column(Line)
    frozen_at: Mapped[datetime] = mapped_column(default=now)
    frozen_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Line, default="")


class HandedCard(Model):
    """A card as it was handed over: the very wording that day two reads."""

    __tablename__ = "handed_card"
    __table_args__ = (
        same_workshop("handover_id", "handover"),
        same_workshop("card_id", "card"),
        sa.ForeignKeyConstraint(["wording_id", "card_id"], ["wording.id", "wording.card_id"]),
        sa.UniqueConstraint("workshop_id", "handover_id", "card_id"),
    )

    handover_id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    wording_id: Mapped[int]


class HandedEvidence(Model):
    """What the cities had said of an issue when it was handed over.

    A note is as long as all that a city noted on the cards that had become the issue.
    """

    __tablename__ = "handed_evidence"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["handover_id", "issue_id"],
            ["handed_card.handover_id", "handed_card.card_id"],
            name="fk_handed_evidence_handed_card",
        ),
        same_workshop("city_id", "city"),
    )

    handover_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    stance: Mapped[Stance] = mapped_column(term(Stance))
    note: Mapped[str] = mapped_column(Line, default="")


def _handed_end(column: str) -> sa.ForeignKeyConstraint:
    """An end of a link is a card of the same handover."""
    return sa.ForeignKeyConstraint(
        ["workshop_id", "handover_id", column],
        ["handed_card.workshop_id", "handed_card.handover_id", "handed_card.card_id"],
        name=f"fk_handed_link_{column}_handed_card",
    )


class HandedLink(Model):
    """One step of the chain as it was handed over: this card helped with that issue."""

    __tablename__ = "handed_link"
    __table_args__ = (
        _handed_end("issue_id"),
        _handed_end("helps_id"),
        sa.CheckConstraint("issue_id <> helps_id", name="joins_two_cards"),
        sa.Index("ix_handed_link_helps_id", "helps_id"),
    )

    handover_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True)
    helps_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))


class Reading(Belongs, Model):
    """Up to where somebody of the team has read what came in for a measure, as a number of the activity."""

    __tablename__ = "reading"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "measure_id"),
        same_workshop("measure_id", "measure"),
        sa.CheckConstraint("up_to >= 0", name="up_to_is_a_number_of_the_activity"),
    )

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    measure_id: Mapped[int]
    up_to: Mapped[int]
    read_at: Mapped[datetime] = mapped_column(default=now)
