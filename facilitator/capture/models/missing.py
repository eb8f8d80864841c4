"""What the interested cities add."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from facilitator.database import (
    Belongs,
    Model,
    same_workshop,
)


class MissingIssue(Belongs, Model):
    """Marks an issue as one that an interested city added on day two, and in which group.

    It is listed as missing and never asked about, also when day one is handed over once more.
    """

    __tablename__ = "missing_issue"
    __table_args__ = (
        sa.UniqueConstraint("issue_id"),
        same_workshop("issue_id", "card"),
        same_workshop("group_id", "group"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_missing_issue_workshop_id", "workshop_id"),
    )

    issue_id: Mapped[int]
    group_id: Mapped[int]
    participant_id: Mapped[int | None]
