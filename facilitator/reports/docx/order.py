"""How sure the order of a measure's issues is, what to take up first, and what cities say of solutions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from facilitator.reports.docx import parts, style
from facilitator.reports.docx.parts import Cell, Column, Text
from facilitator.summary import sentences, sureness
from facilitator.summary.intents import ApproachResult, Said, SolutionResult
from facilitator.summary.matrix import points
from facilitator.summary.results import MeasureResults
from facilitator.validation.models import Criterion
from facilitator.web.pages import figure


def write_order(document: Any, results: MeasureResults, criteria: Sequence[Criterion], colour: str) -> None:
    """The rank intervals and the matrix as tables with their rules, where enough cities rated."""
    if len(results.order.ranks) > 1:
        _write_ranks(document, results, criteria, colour)
    if found := points(results.issues):
        columns = [
            Column(gettext("No."), 1.8),
            Column(gettext("Issue"), 6),
            Column(gettext("Needed"), 2.8, figures=True),
            Column(gettext("In our power"), 2.3, figures=True),
            Column(gettext("Where it lies"), 3.3),
        ]
        rows: list[list[Cell]] = [
            [
                Text(point.ref, bold=True, colour=colour),
                point.title,
                _whisker(point.need),
                _whisker(point.power),
                point.word,
            ]
            for point in found
        ]
        caption = gettext("What first: the middle city, and the 30th to the 70th percentile")
        parts.table(document, caption, columns, rows)
        parts.paragraph(document, style.SMALL, sureness.how_placed(found))


def _write_ranks(document: Any, results: MeasureResults, criteria: Sequence[Criterion], colour: str) -> None:
    order = results.order
    columns = [
        Column(gettext("No."), 1.8),
        Column(gettext("Issue"), 5.6),
        Column(gettext("Rank"), 1.6, figures=True),
        Column(gettext("In the top 3, of the draws"), 2.4, figures=True),
        Column(gettext("In the top 3, of the weightings"), 2.4, figures=True),
        Column(gettext("Place by all criteria at their weights"), 2.4, figures=True),
    ]
    rows: list[list[Cell]] = []
    for result in results.issues:
        if rank := order.ranks.get(result.issue.id):
            between = str(rank.low) if rank.low == rank.high else f"{rank.low}–{rank.high}"
            top = order.tops.get(result.issue.id)
            rows.append([
                Text(result.issue.ref, bold=True, colour=colour),
                result.issue.title,
                between,
                sureness.percent(rank.chance_of_top) if order.has_top else "–",
                "–" if top is None else sureness.percent(top),
                str(order.places.get(result.issue.id, "–")),
            ])  # fmt: skip
    caption = gettext("How sure the order by “%(criterion)s” is", criterion=criteria[0].name)
    parts.table(document, caption, columns, rows)
    parts.paragraph(document, style.SMALL, sureness.how_ranked(order))


def _whisker(of: tuple[float, float, float]) -> str:
    low, middle, high = map(figure, of)
    return f"{middle} ({low}–{high})"


def write_approach(document: Any, approach: ApproachResult | None) -> None:
    """Whether the cities call the approach to replication right."""
    if approach is None:
        return
    label = Text(f"{gettext('Is the approach to replication right?')} ", bold=True)
    parts.paragraph(document, "Normal", label, sentences.verdicts(approach.judged))
    _write_said(document, gettext("Approach"), approach.words)


def write_intents(document: Any, results: MeasureResults, colour: str) -> None:
    """Of each solution that cities spoke of: whether they would do it, what they lack, what they wrote."""
    asked = [card for card in results.solutions if card.id in results.said_of_solutions]
    if asked:
        what = Text(gettext("What the interested cities say of them"), bold=True)
        parts.paragraph(document, "Normal", what)
    for card in asked:
        said = results.said_of_solutions[card.id]
        reference = Text(f"{card.ref}  ", bold=True, colour=colour)
        parts.paragraph(document, "Normal", reference, sentences.verdicts(said.judged))
        _write_shortages(document, said)
        _write_said(document, gettext("With a change"), said.changes)
        _write_said(document, gettext("Comment"), said.comments)


def _write_shortages(document: Any, said: SolutionResult) -> None:
    if said.shortages:
        lacking = "; ".join(map(sentences.shortage, said.shortages))
        parts.paragraph(document, style.CELL, Text(f"{gettext('They lack')} ", bold=True), lacking)


def _write_said(document: Any, label: str, words: Sequence[Said]) -> None:
    for word in words:
        parts.paragraph(document, "List Bullet", Text(f"{label} · {word.city}: ", bold=True), word.text)
