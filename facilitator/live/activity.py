"""What happened: one row per change, in the change's own transaction.

It is the audit trail and what live pages follow. Every writer of a workshop holds that workshop's
lock from its first read to its commit, so ids rise in the order in which changes become visible.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.access.actor import Actor
from facilitator.database import Belongs, Model, ask, db, is_in_use, now, same_workshop, table_of

Row = TypeVar("Row", bound=Belongs)


class Activity(Belongs, Model):
    """`issue.reworded`, by whom, when, about which row, and what it took to tell the story."""

    __tablename__ = "activity"
    __table_args__ = (
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint("account_id IS NULL OR participant_id IS NULL", name="has_one_author_at_most"),
        sa.Index("ix_activity_workshop_id_id", "workshop_id", "id"),
    )

    happened: Mapped[str]
    subject_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=now)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


_INSERT = sa.insert(table_of(Activity))
_NEWEST = sa.select(sa.func.max(Activity.id)).where(Activity.workshop_id == sa.bindparam("workshop"))


def record(
    happened: str, *, workshop_id: int, by: Actor, subject_id: int | None = None, **detail: Any
) -> None:
    """Write down that something happened, as `noun.past`."""
    record_each(happened, {subject_id: detail}, workshop_id, by=by)


def record_each(
    happened: str, details: Mapping[int | None, Mapping[str, Any]], workshop_id: int, *, by: Actor
) -> None:
    """The same thing that happened to several subjects at once, one row for each."""
    common = {"workshop_id": workshop_id, "happened": happened, "at": now(), **by.author}
    rows = [{**common, "subject_id": subject_id, "detail": detail} for subject_id, detail in details.items()]
    if rows:
        if is_in_use():
            db.session.flush()
        ask(_INSERT, rows)


def add(row: Row, happened: str, *, by: Actor, **detail: Any) -> Row:
    """Add a row and write down that it came; a constraint that stands against it speaks here."""
    db.session.add(row)
    db.session.flush()
    record(happened, workshop_id=row.workshop_id, by=by, subject_id=row.id, **detail)
    return row


def latest_activity(workshop_id: int) -> int:
    """The number of the last thing that happened: what an ETag and a cursor hold."""
    return ask(_NEWEST, {"workshop": workshop_id}).scalar() or 0
