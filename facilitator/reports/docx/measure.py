"""The chapter of one measure: what the cities say, the issues, what is missing, what helps, what is open."""

from collections.abc import Sequence
from typing import Any

from flask_babel import format_date, gettext

from facilitator.capture.queries import BoardCard
from facilitator.reports.content import Notes, Report, Section
from facilitator.reports.docx import parts, style
from facilitator.reports.docx.groups import write_general_notes, write_notes
from facilitator.reports.docx.issues import write_issues
from facilitator.reports.docx.order import write_approach, write_intents, write_order
from facilitator.reports.docx.parts import Cell, Column, Text
from facilitator.reports.docx.ratings import write_ratings
from facilitator.summary.results import MeasureResults


def write_section(document: Any, report: Report, section: Section) -> None:
    """The whole chapter, on a page of its own, in the colour of its measure."""
    results = section.results
    colour = style.accent(results.measure.accent)
    _write_head(document, results, colour)
    if report.handover is not None:
        parts.paragraph(document, "Heading 2", gettext("What the interested cities say"))
        write_ratings(document, results, report.criteria, colour)
        write_order(document, results, report.criteria, colour)
        write_approach(document, results.approach)
    parts.paragraph(document, "Heading 2", gettext("The issues"))
    write_issues(document, section, colour, is_handed_over=report.handover is not None)
    write_general_notes(document, section.groups)
    for title, cards in (
        (gettext("What is missing, say the interested cities"), results.missing),
        (gettext("Written down after the handover"), results.late),
    ):
        _write_added(document, title, cards, colour, section.notes)
    _write_helps(document, results, colour)
    _write_solutions(document, results.solutions, colour)
    write_intents(document, results, colour)
    _write_open_points(document, section)


def _write_head(document: Any, results: MeasureResults, colour: str) -> None:
    measure = results.measure
    top = parts.paragraph(document, style.KICKER, Text(measure.prefix, bold=True, colour=colour))
    top.paragraph_format.page_break_before = True
    parts.bar(top, "top", 36, colour, space=6)
    title = parts.paragraph(document, "Heading 1", Text(measure.title, colour=colour))
    parts.bookmark(title, f"chapter_{measure.prefix}")
    if measure.question:
        parts.paragraph(document, style.VOICE, Text(measure.question, italic=True))


def _write_added(document: Any, title: str, cards: Sequence[BoardCard], colour: str, notes: Notes) -> None:
    if not cards:
        return
    parts.paragraph(document, "Heading 2", title)
    for card in cards:
        reference = Text(f"{card.ref}  ", colour=colour)
        parts.paragraph(document, "Heading 3", reference, card.wording.title)
        parts.prose(document, card.wording.text)
        if card.card.author_city:
            added = gettext("Brought up by %(city)s", city=card.card.author_city.name)
            parts.paragraph(document, style.SMALL, added)
        write_notes(document, notes.get(card.id, ()))


def _write_helps(document: Any, results: MeasureResults, colour: str) -> None:
    parts.paragraph(document, "Heading 2", gettext("What helps"))
    if not (results.enablers or results.strategies):
        parts.paragraph(document, "Normal", gettext("No enabler and no strategy has been written down."))
    kinds = (
        (gettext("Enablers"), gettext("Enabler"), results.enablers),
        (gettext("Political strategies"), gettext("Strategy"), results.strategies),
    )
    for caption, head, cards in kinds:
        if cards:
            columns = [
                Column(gettext("No."), 1.9),
                Column(head, 9),
                Column(gettext("Kind"), 3.4),
                Column(gettext("Helps with"), 2.6),
            ]
            parts.table(document, caption, columns, [_help_row(card, colour) for card in cards])


def _help_row(card: BoardCard, colour: str) -> list[Cell]:
    wording = card.wording
    kind = [gettext(term.word) for term in (wording.field, wording.reach, wording.side) if term]
    return [_reference(card, colour), _title_and_text(card), " · ".join(kind), _helps(card)]


def _write_solutions(document: Any, cards: Sequence[BoardCard], colour: str) -> None:
    parts.paragraph(document, "Heading 2", gettext("Solutions"))
    if not cards:
        parts.paragraph(document, "Normal", gettext("No solution has been written down."))
        return
    columns = [
        Column(gettext("No."), 1.9),
        Column(gettext("What"), 6.1),
        Column(gettext("Who"), 3),
        Column(gettext("By when"), 2),
        Column(gettext("Next step"), 3.2),
        Column(gettext("Helps with"), 1.7),
    ]
    caption = gettext("Solutions: what, who, by when, and what comes next")
    parts.table(document, caption, columns, [_solution_row(card, colour) for card in cards])


def _solution_row(card: BoardCard, colour: str) -> list[Cell]:
    wording = card.wording
    what = [*_title_and_text(card)]
    more = [
        (gettext("Costs"), gettext(wording.cost.word) if wording.cost else ""),
        (gettext("Needs"), wording.needs),
        (gettext("What must hold elsewhere"), wording.conditions),
        (gettext("Proven by"), wording.proven_by.name if wording.proven_by else ""),
    ]
    for label, text in more:
        if text:
            what += [Text(f"\n{label}: ", colour=style.SOFT), text]
    together = gettext("with")
    who: list[Text | str] = [wording.owner or _hole(gettext("No owner yet"))]
    if wording.partners:
        who += [Text(f"\n{together} ", colour=style.SOFT), wording.partners]
    by_when = format_date(wording.by_when, "d MMM yyyy", rebase=False) if wording.by_when else ""
    return [
        _reference(card, colour),
        what,
        who,
        by_when or _hole(gettext("No date yet")),
        wording.next_step or _hole(gettext("None yet")),
        _helps(card),
    ]


def _write_open_points(document: Any, section: Section) -> None:
    parts.paragraph(document, "Heading 2", gettext("Open points"))
    if not section.open_points:
        parts.paragraph(document, "Normal", gettext("Nothing is open."))
    for point in section.open_points:
        label = Text(f"{gettext(point.hole.word)}: ", bold=True)
        parts.paragraph(document, "List Bullet", label, ", ".join(point.refs))


def _reference(card: BoardCard, colour: str) -> Text:
    return Text(card.ref, bold=True, colour=colour)


def _title_and_text(card: BoardCard) -> list[Text | str]:
    title = Text(card.wording.title, bold=True)
    return [title, f"\n{card.wording.text}"] if card.wording.text else [title]


def _helps(card: BoardCard) -> Cell:
    return ", ".join(card.helps) or _hole(gettext("None yet"))


def _hole(text: str) -> Text:
    return Text(text, italic=True, colour=style.SOFT)
