"""A list of people that somebody has uploaded and not imported yet."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Model, now
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.sheet import Row, Sheet


class RosterUpload(Belongs, Model):
    """The table of a list, between its preview and its import, which one account alone can see.

    `cells` has what was read of it: [row's number, its cells]; `about` what tells how it was read. `fields`
    and `heading_row` are the columns as somebody chose them, and missing while their headings tell.
    """

    __tablename__ = "roster_upload"
    __table_args__ = (sa.Index("ix_roster_upload_workshop_id", "workshop_id"),)

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    cells: Mapped[list[Any]] = mapped_column(sa.JSON)
    about: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    fields: Mapped[dict[str, str] | None] = mapped_column(sa.JSON(none_as_null=True))
    heading_row: Mapped[int | None]

    @staticmethod
    def values_of(sheet: Sheet) -> dict[str, Any]:
        """The columns that keep a sheet."""
        about = {"encoding": sheet.encoding, "title": sheet.title, "other_titles": [*sheet.other_titles]}
        return {"cells": [[row.number, *row.cells] for row in sheet.rows], "about": about}

    @property
    def sheet(self) -> Sheet:
        """The table as it was read."""
        rows = tuple(Row(number, tuple(cells)) for number, *cells in self.cells)
        titles = tuple(self.about["other_titles"])
        return Sheet(rows, self.about["encoding"], self.about["title"], titles)

    @property
    def chosen(self) -> dict[int, RosterField] | None:
        """By column, from 0, what somebody chose that it holds."""
        if self.fields is None:
            return None
        return {int(column): RosterField(field) for column, field in self.fields.items()}
