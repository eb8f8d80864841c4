"""What stands in place of the long chapters: of each measure one table, for all cities or beside one."""

from collections.abc import Iterator

from flask_babel import gettext

from facilitator.documents.blocks import Block, DataTable, Heading, Look, Paragraph, Run, TableColumn, Text
from facilitator.documents.palette import accent
from facilitator.reports.composing.phrases import as_quoted, labelled, note_as_quoted, reference, worded
from facilitator.reports.composing.ratings import NOTHING
from facilitator.reports.content import MeasureSection, Report
from facilitator.statistics.words import Word
from facilitator.summary import sentences
from facilitator.summary.results import IssueResult
from facilitator.web.pages import figure
from facilitator.web.sentences import listed
from facilitator.web.terminology import term_word

TOLD = (Word.AGREED, Word.AGREED_NOT, Word.SPLIT)
"""Results that a short report has a row for."""


def measures_in_short(report: Report) -> Iterator[Block]:
    """Of each measure the issues that have a result, and the numbers of the others."""
    yield Heading(1, gettext("Results"), anchor="results")
    for section in report.sections:
        columns = [*_of_issue(), TableColumn(gettext("Cities"), 1.5, figures=True), _median()]
        issues = section.results.issues
        told = [result for result in issues if result.word in TOLD] or issues
        rows = [[*_issue(section, result), str(result.answered.cities), _middle(result)] for result in told]
        yield from _table(section, columns, rows)
        if others := [result.issue.ref for result in issues if result not in told]:
            yield Paragraph(gettext("Undecided or not rated: %(refs)s.", refs=listed(others)), Look.SMALL)


def measures_beside(report: Report, city: str) -> Iterator[Block]:
    """Of each measure the issues on which one city said something, beside what all said."""
    has_said = False
    for section in report.sections:
        columns = [*_of_issue(), _median(), TableColumn(city, 5)]
        rows = [
            [*_issue(section, result), _middle(result), said]
            for result in section.results.issues
            if (said := _said_by(city, result))
        ]
        if rows:
            has_said = True
            yield from _table(section, columns, rows)
    if not has_said:
        yield Paragraph(gettext("This city has said nothing of the issues yet."))


def _table(section: MeasureSection, columns: list[TableColumn], rows: list[list[Text]]) -> Iterator[Block]:
    measure = section.results.measure
    yield Heading(2, Run(measure.title, colour=accent(measure.accent)))
    if rows:
        yield DataTable(gettext("The issues and their results"), columns, rows)
    else:
        yield Paragraph(gettext("No issues yet."))


def _of_issue() -> list[TableColumn]:
    return [
        TableColumn(gettext("No."), 1.8),
        TableColumn(gettext("Issue"), 7),
        TableColumn(gettext("Result"), 2.2),
    ]


def _median() -> TableColumn:
    return TableColumn(gettext("Median city"), 1.8, figures=True)


def _issue(section: MeasureSection, result: IssueResult) -> list[Text]:
    colour = accent(section.results.measure.accent)
    return [reference(result.issue.ref, colour), result.issue.title, worded(result.word)]


def _middle(result: IssueResult) -> str:
    """The median of the first criterion, which gives the result; nothing below five cities."""
    if not result.ratings or result.ratings[0].rated.few:
        return NOTHING
    return figure(result.ratings[0].rated.median)


def _said_by(city: str, result: IssueResult) -> Text:
    """What a city knows of an issue, how it rates it, and what it wrote; each on a line.

    Empty where it said nothing.
    """
    lines: list[tuple[str, str]] = [
        (term_word(voice.stance), note_as_quoted(voice))
        for voice in result.evidence.voices
        if voice.city == city
    ]
    lines += [
        (rating.criterion.name, sentences.between(dot.value))
        for rating in result.ratings
        for dot in rating.rated.dots
        if dot.city == city
    ]
    if result.ratings and result.side_by_side and city in result.side_by_side.gap.dots.lighthouse:
        value = result.side_by_side.gap.dots.lighthouse[city]
        lines.append((result.ratings[0].criterion.name, sentences.between(value)))
    lines += [
        (term_word(remark.topic), as_quoted(remark)) for remark in result.all_remarks if remark.city == city
    ]
    said: list[Run | str] = []
    for label, text in lines:
        said += (["\n"] if said else []) + (labelled(label, text) if text else [Run(label, bold=True)])
    return said
