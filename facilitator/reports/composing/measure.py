"""The chapter of one measure: what the cities say, the issues, what is missing, what helps, what is open."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from facilitator.capture.queries import BoardCard
from facilitator.documents.blocks import (
    Block,
    Bullets,
    DataTable,
    Heading,
    Look,
    Paragraph,
    Quote,
    Run,
    TableColumn,
    Text,
)
from facilitator.documents.palette import Colour, accent
from facilitator.reports.composing.groups import general_notes, notes_said
from facilitator.reports.composing.issues import issues
from facilitator.reports.composing.order import approach, intents
from facilitator.reports.composing.phrases import entitled, gap, labelled, reference
from facilitator.reports.composing.ratings import ratings
from facilitator.reports.content import MeasureSection, Notes, Report
from facilitator.summary.results import MeasureResults
from facilitator.web.sentences import FACTS, listed
from facilitator.web.terminology import term_word


def chapter(report: Report, section: MeasureSection, *, with_figures: bool = False) -> Iterator[Block]:
    """The whole chapter, on a page of its own, in the colour of its measure.

    With each issue come its figures where there is no annex that has them.
    """
    results = section.results
    colour = accent(results.measure.accent)
    yield from _head(results, colour)
    if report.handover is not None:
        yield Heading(2, gettext("Results of the interested cities"))
        yield from ratings(results, report.criteria, colour)
        yield from approach(results.approach)
    yield Heading(2, gettext("The issues"))
    is_handed_over = report.handover is not None
    yield from issues(section, colour, is_handed_over=is_handed_over, with_figures=with_figures)
    yield from general_notes(section.groups)
    for title, cards in (
        (gettext("Missing issues added by interested cities"), results.missing),
        (gettext("Added after the handover"), results.late),
    ):
        yield from _added(title, cards, colour, section.notes)
    yield from _helping(results, colour)
    yield from _solutions(results.solutions, colour)
    yield from intents(results, colour)
    yield from _open_points(section)


def _head(results: MeasureResults, colour: Colour) -> Iterator[Block]:
    measure = results.measure
    kicker = Run(measure.prefix, bold=True, colour=colour)
    title = Run(measure.title, colour=colour)
    yield Heading(1, title, anchor=measure.prefix, kicker=kicker, new_page=True)
    yield Quote(measure.question, lead=True)


def _added(title: str, cards: Sequence[BoardCard], colour: Colour, notes: Notes) -> Iterator[Block]:
    if cards:
        yield Heading(2, title)
    for card in cards:
        yield Heading(3, entitled(card.ref, card.wording.title, colour))
        yield Quote(card.wording.text)
        if card.card.author_city:
            yield Paragraph(gettext("Added by %(city)s", city=card.card.author_city.name), Look.SMALL)
        if said := notes_said(notes.get(card.id, ())):
            yield Bullets(said)


def _helping(results: MeasureResults, colour: Colour) -> Iterator[Block]:
    yield Heading(2, gettext("Enablers and strategies"))
    if not (results.enablers or results.strategies):
        yield Paragraph(gettext("No enablers or strategies yet."))
    kinds = (
        (gettext("Enablers"), gettext("Enabler"), results.enablers),
        (gettext("Political strategies"), gettext("Strategy"), results.strategies),
    )
    for caption, head, cards in kinds:
        if cards:
            columns = [
                TableColumn(gettext("No."), 1.9),
                TableColumn(head, 9),
                TableColumn(gettext("Kind"), 3.4),
                TableColumn(gettext("Helps with"), 2.6),
            ]
            yield DataTable(caption, columns, [_help_row(card, colour) for card in cards])


def _help_row(card: BoardCard, colour: Colour) -> list[Text]:
    wording = card.wording
    kind = [term_word(term) for term in (wording.field, wording.reach, wording.side) if term]
    return [reference(card.ref, colour), _title_and_text(card), FACTS.join(kind), _helps(card)]


def _solutions(cards: Sequence[BoardCard], colour: Colour) -> Iterator[Block]:
    yield Heading(2, gettext("Solutions"))
    if not cards:
        yield Paragraph(gettext("No solutions yet."))
        return
    columns = [
        TableColumn(gettext("No."), 1.9),
        TableColumn(gettext("What"), 12.4),
        TableColumn(gettext("Helps with"), 2.6),
    ]
    yield DataTable(gettext("Solutions"), columns, [_solution_row(card, colour) for card in cards])


def _solution_row(card: BoardCard, colour: Colour) -> list[Text]:
    """What it is; who does what next stands in the register of all solutions."""
    what = [*_title_and_text(card)]
    if card.wording.conditions:
        what += ["\n", *labelled(Run(gettext("Conditions"), colour=Colour.SOFT), card.wording.conditions)]
    return [reference(card.ref, colour), what, _helps(card)]


def _open_points(section: MeasureSection) -> Iterator[Block]:
    yield Heading(2, gettext("Open points"))
    if section.open_points:
        yield Bullets([labelled(term_word(point.gap), listed(point.refs)) for point in section.open_points])
    else:
        yield Paragraph(gettext("There are no open points."))


def _title_and_text(card: BoardCard) -> list[Run | str]:
    title = Run(card.wording.title, bold=True)
    return [title, f"\n{card.wording.text}"] if card.wording.text else [title]


def _helps(card: BoardCard) -> Text:
    return listed(card.helps) or gap(gettext("None yet"))
