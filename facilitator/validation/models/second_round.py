"""When a group was shown what it said of an issue, and asked once more after talking it over."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Model, now, same_workshop, unique_where
from facilitator.validation.models.handed import as_handed_over


class Showing(Belongs, Model):
    """One stretch of time in which a group sees what it said of an issue: first answers stand."""

    __tablename__ = "showing"
    __table_args__ = (
        as_handed_over("issue_id", "showing"),
        same_workshop("group_id", "group"),
        unique_where("uq_showing_active", "group_id", "issue_id", condition="withdrawn_at IS NULL"),
        sa.Index("ix_showing_handover_id", "handover_id"),
    )

    group_id: Mapped[int]
    handover_id: Mapped[int]
    issue_id: Mapped[int]
    shown_at: Mapped[datetime] = mapped_column(default=now)
    shown_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class SecondTake(Belongs, Model):
    """One stretch of time in which a group answers to an issue for the second time."""

    __tablename__ = "second_take"
    __table_args__ = (
        as_handed_over("issue_id", "second_take"),
        same_workshop("group_id", "group"),
        unique_where("uq_second_take_active", "group_id", "issue_id", condition="withdrawn_at IS NULL"),
    )

    group_id: Mapped[int]
    handover_id: Mapped[int]
    issue_id: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    opened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
