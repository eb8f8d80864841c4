"""Where cards come from and where they went: merged into another, or split into parts.

Nothing is copied and nothing deleted. An origin keeps its number, texts, evidence and links; it is out
of sight while its merging or splitting stands, and what was said on it counts where it went.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.capture.models.terms import Kind
from facilitator.database import (
    Belongs,
    Model,
    now,
    same_workshop,
    term,
    unique_where,
    within_workshop,
)


class Merging(Belongs, Model):
    """One step that made several cards into one of them; `wording_id` is the text written for it, if any."""

    __tablename__ = "merging"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("id", "into_id", "kind"),
        same_workshop("into_id", "card"),
        sa.ForeignKeyConstraint(["into_id", "kind"], ["card.id", "card.kind"]),
        sa.ForeignKeyConstraint(["wording_id", "into_id"], ["wording.id", "wording.card_id"]),
    )

    into_id: Mapped[int]
    kind: Mapped[Kind] = mapped_column(term(Kind))
    wording_id: Mapped[int | None]
    merged_at: Mapped[datetime] = mapped_column(default=now)
    merged_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class MergedCard(Model):
    """A card that was merged into another of its kind, until it is taken back out."""

    __tablename__ = "merged_card"
    __table_args__ = (
        same_workshop("merging_id", "merging"),
        same_workshop("card_id", "card"),
        sa.ForeignKeyConstraint(
            ["merging_id", "into_id", "kind"], ["merging.id", "merging.into_id", "merging.kind"]
        ),
        sa.ForeignKeyConstraint(["card_id", "kind"], ["card.id", "card.kind"]),
        sa.CheckConstraint("card_id <> into_id", name="goes_into_another"),
        unique_where("uq_merged_card_active", "card_id", condition="undone_at IS NULL"),
        sa.Index("ix_merged_card_workshop_id", "workshop_id"),
    )

    merging_id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    into_id: Mapped[int]
    kind: Mapped[Kind] = mapped_column(term(Kind))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class Splitting(Belongs, Model):
    """One step that made a card into several; undone, its parts are folded back into it."""

    __tablename__ = "splitting"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("id", "card_id", "kind"),
        same_workshop("card_id", "card"),
        sa.ForeignKeyConstraint(["card_id", "kind"], ["card.id", "card.kind"]),
        unique_where("uq_splitting_active", "card_id", condition="undone_at IS NULL"),
    )

    card_id: Mapped[int]
    kind: Mapped[Kind] = mapped_column(term(Kind))
    split_at: Mapped[datetime] = mapped_column(default=now)
    split_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class SplitPart(Model):
    """A card that came out of splitting another of its kind."""

    __tablename__ = "split_part"
    __table_args__ = (
        same_workshop("splitting_id", "splitting"),
        same_workshop("part_id", "card"),
        sa.ForeignKeyConstraint(
            ["splitting_id", "origin_id", "kind"], ["splitting.id", "splitting.card_id", "splitting.kind"]
        ),
        sa.ForeignKeyConstraint(["part_id", "kind"], ["card.id", "card.kind"]),
        sa.CheckConstraint("part_id <> origin_id", name="is_another_card"),
        sa.UniqueConstraint("part_id"),
        sa.Index("ix_split_part_workshop_id", "workshop_id"),
    )

    splitting_id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    origin_id: Mapped[int]
    kind: Mapped[Kind] = mapped_column(term(Kind))
