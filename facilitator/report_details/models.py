"""The control block of the report."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Line, Model, Prose, length

LENGTHS = {
    "project": 200,
    "grant_agreement": 120,
    "work_package": 160,
    "deliverable": 160,
    "version": 60,
    "authors": 500,
    "dissemination_level": 120,
    "funding_statement": 1000,
    "disclaimer": 2000,
    "abbreviations": 3000,
}
"""What is typed, in the order of the page that asks for it, with the most characters of each."""


class ReportDetails(Belongs, Model):
    """What the organiser has filled in; an empty field is not printed."""

    __tablename__ = "report_details"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id"),
        *(length(name, most) for name, most in LENGTHS.items()),
    )

    project: Mapped[str] = mapped_column(Line, default="")
    grant_agreement: Mapped[str] = mapped_column(Line, default="")
    work_package: Mapped[str] = mapped_column(Line, default="")
    deliverable: Mapped[str] = mapped_column(Line, default="")
    version: Mapped[str] = mapped_column(Line, default="")
    # One a line.
    authors: Mapped[str] = mapped_column(Prose, default="")
    dissemination_level: Mapped[str] = mapped_column(Line, default="")
    funding_statement: Mapped[str] = mapped_column(Prose, default="")
    disclaimer: Mapped[str] = mapped_column(Prose, default="")
    # What is short, a space, and what it means: one a line.
    abbreviations: Mapped[str] = mapped_column(Prose, default="")
