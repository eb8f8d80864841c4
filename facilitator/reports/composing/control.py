"""What a funder files the report under, on its cover: a row for each field that is filled in."""

from collections.abc import Iterator

from flask_babel import gettext

from facilitator.documents.blocks import Block, DataTable, Look, Paragraph, Run, TableColumn, Text
from facilitator.errors import N_
from facilitator.reports.content import Report

ROWS = {
    "project": N_("Project"),
    "grant_agreement": N_("Grant agreement"),
    "work_package": N_("Work package"),
    "deliverable": N_("Deliverable number"),
    "version": N_("Version"),
    "authors": N_("Authors"),
    "dissemination_level": N_("Dissemination level"),
}


def control_block(report: Report) -> Iterator[Block]:
    """The table of what is filled in, then who paid and who answers for it; nothing where nothing is."""
    rows: list[list[Text]] = [
        [Run(gettext(label), bold=True), report.details[name]]
        for name, label in ROWS.items()
        if name in report.details
    ]
    if rows:
        columns = [TableColumn(gettext("Field"), 3), TableColumn(gettext("Value"), 9)]
        yield DataTable(gettext("Document control"), columns, rows)
    for name in ("funding_statement", "disclaimer"):
        if name in report.details:
            yield Paragraph(report.details[name], Look.SMALL)
