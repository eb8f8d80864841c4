"""What is said of an issue while a city presents it, written down by the team."""

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
    points_at,
    same_workshop,
    unique_where,
    within_workshop,
)
from facilitator.workshops.models import City


class Remark(Belongs, Model):
    """A remark on an issue; written once, and corrected by another that says which one it corrects."""

    __tablename__ = "remark"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("corrects_id"),
        same_workshop("issue_id", "card"),
        same_workshop("city_id", "city"),
        same_workshop("corrects_id", "remark"),
        length("text", 1000, 1),
        sa.Index("ix_remark_issue_id", "issue_id"),
    )

    issue_id: Mapped[int]
    city_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Prose)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    said_at: Mapped[datetime] = mapped_column(default=now)
    corrects_id: Mapped[int | None]

    city: Mapped[City | None] = points_at("City", "City.id == foreign(Remark.city_id)")


class RemarkHiding(Belongs, Model):
    """One stretch of time in which a remark is out of sight, and why."""

    __tablename__ = "remark_hiding"
    __table_args__ = (
        same_workshop("remark_id", "remark"),
        unique_where("uq_remark_hiding_active", "remark_id", condition="restored_at IS NULL"),
        length("reason", 500, 3),
    )

    remark_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Line)
    hidden_at: Mapped[datetime] = mapped_column(default=now)
    hidden_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    restored_at: Mapped[datetime | None]
    restored_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
