"""The agenda in the report: what was planned beside what really happened."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import format_date, format_time, gettext

from facilitator.documents.blocks import Block, DataTable, Heading, Paragraph, Run, TableColumn, Text
from facilitator.reports.agenda import SessionHeld
from facilitator.reports.content import Report
from facilitator.reports.moments import DAY


def agenda(report: Report) -> Iterator[Block]:
    """A table for each day, in its order; moments on another day are told with their date."""
    yield Heading(1, gettext("Agenda"), anchor="agenda")
    if not report.agenda:
        yield Paragraph(gettext("No session was planned."))
    for day in dict.fromkeys(held.day for held in report.agenda):
        columns = [
            TableColumn(gettext("Planned"), 2),
            TableColumn(gettext("Opened"), 2.2),
            TableColumn(gettext("Closed"), 2.2),
            TableColumn(gettext("Session"), 7),
            TableColumn(gettext("Room"), 3),
        ]
        rows = [_row(held) for held in report.agenda if held.day == day]
        yield DataTable(format_date(day, DAY, rebase=False), columns, rows)


def _row(held: SessionHeld) -> list[Text]:
    session = held.session
    planned = format_time(session.starts_at, "HH:mm", rebase=False)
    return [
        planned,
        _moment(held, held.opened_at),
        _moment(held, held.closed_at),
        Run(session.title, bold=True),
        session.room.name if session.room else "–",
    ]


def _moment(held: SessionHeld, at: datetime | None) -> str:
    if at is None:
        return "–"
    time = str(format_time(at, "HH:mm", rebase=False))
    return time if at.date() == held.day else f"{format_date(at, 'd MMM', rebase=False)}, {time}"
