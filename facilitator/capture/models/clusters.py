"""Cards that belong together without being the same, and cards that look alike and are not."""

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
    unique_where,
    within_workshop,
)


class Cluster(Belongs, Model):
    """Related cards under a name of their own, until it is dissolved."""

    __tablename__ = "cluster"
    __table_args__ = (within_workshop(), length("name", 120, 1))

    name: Mapped[str] = mapped_column(Line)
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    dissolved_at: Mapped[datetime | None]
    dissolved_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class ClusteredCard(Belongs, Model):
    """One stretch of time in which a card stands in a cluster."""

    __tablename__ = "clustered_card"
    __table_args__ = (
        same_workshop("cluster_id", "cluster"),
        same_workshop("card_id", "card"),
        unique_where("uq_clustered_card_active", "cluster_id", "card_id", condition="taken_at IS NULL"),
        sa.Index("ix_clustered_card_card_id", "card_id"),
    )

    cluster_id: Mapped[int]
    card_id: Mapped[int]
    put_at: Mapped[datetime] = mapped_column(default=now)
    put_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class Distinction(Belongs, Model):
    """Two cards that look alike were found to be different, so the pair is not offered again."""

    __tablename__ = "distinction"
    __table_args__ = (
        within_workshop(),
        same_workshop("first_id", "card"),
        same_workshop("second_id", "card"),
        sa.CheckConstraint("first_id < second_id", name="names_a_pair_in_one_order"),
        unique_where("uq_distinction_active", "first_id", "second_id", condition="undone_at IS NULL"),
    )

    first_id: Mapped[int]
    second_id: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(default=now)
    found_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
