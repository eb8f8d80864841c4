"""Who meets whom: the meetings that both cities have agreed to."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from facilitator.documents.blocks import Block, DataTable, Heading, Paragraph, Run, TableColumn, Text
from facilitator.matches import sentences
from facilitator.matches.queries import KnownMatch
from facilitator.reports.content import Report
from facilitator.web.sentences import labelled, listed


def meetings(report: Report) -> Iterator[Block]:
    """The chapter, without contacts; nothing where no meeting is agreed."""
    agreed = report.meetings
    if not agreed.matches:
        return
    yield Heading(1, gettext("Who meets whom"), anchor="meetings")
    if agreed.unanswered:
        refs = listed(wanted.ref for wanted in agreed.unanswered)
        yield Paragraph(labelled(gettext("No lighthouse city has an answer to these issues"), refs))
    columns = [
        TableColumn(gettext("Interested city"), 3.4),
        TableColumn(gettext("Lighthouse city"), 3.4),
        TableColumn(gettext("When"), 3.6),
        TableColumn(gettext("About"), 5),
    ]
    rows: list[list[Text]] = [
        [each.match.interested.name, each.match.lighthouse.name, sentences.when(each.match), _about(each)]
        for each in agreed.matches
    ]
    yield DataTable(gettext("Meetings that both cities have agreed to"), columns, rows)


def meetings_of(report: Report, city: str) -> Iterator[Block]:
    """Whom a city meets, when, where, and whom to write to there; nothing where it meets nobody."""
    own = [each for each in report.meetings.matches if city in each.match.pair]
    if not own:
        return
    yield Heading(1, gettext("Whom you meet"), anchor="meetings")
    columns = [
        TableColumn(gettext("City"), 3),
        TableColumn(gettext("When and where"), 4.4),
        TableColumn(gettext("Contact"), 4),
        TableColumn(gettext("About"), 4),
    ]
    yield DataTable(gettext("Meetings that you have agreed to"), columns, _rows(own, city))


def _rows(own: Sequence[KnownMatch], city: str) -> list[list[Text]]:
    rows: list[list[Text]] = []
    for each in own:
        match = each.match
        other = match.lighthouse if match.interested.name == city else match.interested
        where = ["\n", match.place] if match.place else []
        rows.append([
            Run(other.name, bold=True),
            [sentences.when(match), *where],
            match.contact_of(other),
            _about(each),
        ])  # fmt: skip
    return rows


def _about(each: KnownMatch) -> str:
    return listed(reason.ref for reason in each.reasons)
