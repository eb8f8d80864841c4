"""What one city takes home: what it said beside the others, solutions that fit, and its own next steps."""

import re
from collections.abc import Iterator

from flask_babel import gettext

from facilitator.documents.blocks import Block, DataTable, Heading, Paragraph, Run, TableColumn, Text
from facilitator.documents.palette import accent
from facilitator.register.queries import RegisterEntry
from facilitator.reports.composing.meetings import meetings_of
from facilitator.reports.composing.phrases import reference
from facilitator.reports.composing.register import register_table
from facilitator.reports.composing.short import measures_beside
from facilitator.reports.content import Report
from facilitator.statistics.scale import Zone, zone_of
from facilitator.summary.results import IssueResult, RemarkTopic
from facilitator.text import name_key
from facilitator.web.sentences import listed


def take_home(report: Report, city: str) -> Iterator[Block]:
    """Two pages for a city."""
    yield Heading(1, gettext("What you said, and what all cities said"), anchor="results")
    yield from measures_beside(report, city)
    yield from _solutions_that_fit(report, city)
    yield from meetings_of(report, city)
    yield Heading(1, gettext("Your next steps"), anchor="steps")
    if own := [entry for entry in report.register if _takes_part(city, entry)]:
        yield register_table(gettext("Solutions that name you as owner, partner or example"), own)
    else:
        yield Paragraph(gettext("No solution names you as owner, partner or example yet."))


def _solutions_that_fit(report: Report, city: str) -> Iterator[Block]:
    wanted = {
        result.issue.ref
        for section in report.sections
        for result in section.results.issues
        if _is_wanted(city, result)
    }
    yield Heading(1, gettext("Proven elsewhere, for what you need"), anchor="fitting")
    fitting = [entry for entry in report.register if _fits(city, entry) and wanted & {*entry.card.helps}]
    if not fitting:
        yield Paragraph(gettext("No proven solution of another city fits what you need yet."))
        return
    columns = [
        TableColumn(gettext("No."), 1.8),
        TableColumn(gettext("What"), 7),
        TableColumn(gettext("Proven by"), 3),
        TableColumn(gettext("Helps with"), 3),
        TableColumn(gettext("Needs"), 3),
    ]
    rows = [_row(entry, wanted) for entry in fitting]
    yield DataTable(gettext("Solutions that other cities have proven"), columns, rows)


def _row(entry: RegisterEntry, wanted: set[str]) -> list[Text]:
    wording = entry.card.wording
    return [
        reference(entry.card.ref, accent(entry.measure.accent)),
        Run(wording.title, bold=True),
        wording.proven_by.name if wording.proven_by else "",
        listed([ref for ref in entry.card.helps if ref in wanted]),
        wording.needs,
    ]


def _is_wanted(city: str, result: IssueResult) -> bool:
    """Whether a city rates it high, or says what it needs."""
    rated_high = any(dot.city == city and zone_of(dot.value) is Zone.YES for dot in result.dots)
    return rated_high or any(
        remark.city == city and remark.topic is RemarkTopic.NEED for remark in result.remarks
    )


def _fits(city: str, entry: RegisterEntry) -> bool:
    proven_by = entry.card.wording.proven_by
    return proven_by is not None and proven_by.name != city


def _takes_part(city: str, entry: RegisterEntry) -> bool:
    """Whether a solution names the city; who owns one is typed freely: “City of Vienna”."""
    wording = entry.card.wording
    is_example = wording.proven_by is not None and wording.proven_by.name == city
    whole_name = rf"\b{re.escape(name_key(city))}\b"
    return is_example or any(
        re.search(whole_name, name_key(text)) for text in (wording.owner, wording.partners)
    )
