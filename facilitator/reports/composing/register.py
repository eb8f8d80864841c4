"""The solution register: who does what next and by when; what nobody owns stands on top."""

from collections.abc import Iterator, Sequence

from flask_babel import format_date, gettext, ngettext

from facilitator.documents.blocks import Block, Callout, DataTable, Heading, Paragraph, Run, TableColumn, Text
from facilitator.documents.palette import Colour, accent
from facilitator.register.queries import RegisterEntry
from facilitator.reports.composing.phrases import gap, labelled, reference
from facilitator.reports.content import Report
from facilitator.summary import sentences
from facilitator.web.terminology import term_word


def solution_register(report: Report, *, in_short: bool = False) -> Iterator[Block]:
    """The whole chapter; in short without what stands in small print."""
    yield Heading(1, gettext("Solution register"), anchor="register", new_page=not in_short)
    if not report.register:
        yield Paragraph(gettext("No solutions yet."))
        return
    if without := sum(entry.lacks_an_owner for entry in report.register):
        said = ngettext("One solution has no owner.", "%(num)d solutions have no owner.", without)
        yield Callout(Run(said, bold=True), Colour.SPLIT)
    caption = gettext("Register: owner, next step, date and state of each solution")
    yield register_table(caption, report.register, in_short=in_short)


def register_table(caption: str, entries: Sequence[RegisterEntry], *, in_short: bool = False) -> DataTable:
    """Solutions with who does what next, a row for each."""
    columns = [
        TableColumn(gettext("No."), 1.8),
        TableColumn(gettext("What"), 5),
        TableColumn(gettext("Who"), 3.2),
        TableColumn(gettext("Next step"), 3.4),
        TableColumn(gettext("By when"), 2),
        TableColumn(gettext("State"), 1.9),
    ]
    return DataTable(caption, columns, [_row(entry, in_short=in_short) for entry in entries])


def _row(entry: RegisterEntry, *, in_short: bool) -> list[Text]:
    wording = entry.card.wording
    by_when = format_date(wording.by_when, "d MMM yyyy", rebase=False) if wording.by_when else ""
    return [
        reference(entry.card.ref, accent(entry.measure.accent)),
        [Run(wording.title, bold=True), *([] if in_short else _more(entry))],
        [wording.owner or gap(gettext("No owner yet")), *([] if in_short else _partners(wording.partners))],
        wording.next_step or gap(gettext("None yet")),
        by_when or gap(gettext("No date yet")),
        term_word(entry.state),
    ]


def _more(entry: RegisterEntry) -> list[Run | str]:
    wording = entry.card.wording
    more = [
        (gettext("Proven by"), wording.proven_by.name if wording.proven_by else ""),
        (gettext("Costs"), term_word(wording.cost) if wording.cost else ""),
        (gettext("Needs"), wording.needs),
        (gettext("Interested cities"), sentences.verdicts(entry.said.judged) if entry.said else ""),
    ]
    said: list[Run | str] = []
    for label, text in more:
        if text:
            said += ["\n", *labelled(Run(label, colour=Colour.SOFT), text)]
    return said


def _partners(partners: str) -> list[Run | str]:
    label = Run(gettext("Partners"), colour=Colour.SOFT)
    return ["\n", *labelled(label, partners)] if partners else []
