"""Replies that came too late, as from a phone that was offline."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Model, now, same_workshop, unique_where


class LateReplies(Belongs, Model):
    """What a person said after their group had closed, or had been shown what it said of an issue.

    `content` has the replies by issue or solution, and to the approach, in the words of the activity; a
    facilitator decides if they count.
    """

    __tablename__ = "late_replies"
    __table_args__ = (
        same_workshop("handover_id", "handover"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        unique_where(
            "uq_late_replies_undecided", "group_id", "participant_id", condition="decided_at IS NULL"
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (counted IS NULL)", name="decided_one_way_or_the_other"),
        sa.Index("ix_late_replies_participant_id", "participant_id"),
        sa.Index("ix_late_replies_group_id", "group_id"),
    )

    group_id: Mapped[int]
    handover_id: Mapped[int]
    participant_id: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    arrived_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    counted: Mapped[bool | None]
