"""How sure the order of a measure's issues is, what to take up first, and what cities say of solutions."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from facilitator.documents.blocks import Block, Bullets, DataTable, Look, Paragraph, Run, TableColumn, Text
from facilitator.documents.palette import Colour
from facilitator.reports.composing.phrases import as_quoted, details, labelled, reference, said_by
from facilitator.summary import sentences, uncertainty
from facilitator.summary.matrix import points
from facilitator.summary.results import MeasureResults
from facilitator.summary.solution_results import ApproachResult, StatedIntent
from facilitator.validation.models import Criterion
from facilitator.web.pages import figure, percent
from facilitator.web.sentences import FACTS


def order_tables(results: MeasureResults, criteria: Sequence[Criterion], colour: Colour) -> Iterator[Block]:
    """The rank intervals and the matrix as tables with their rules, where enough cities rated."""
    if len(results.order.ranks) > 1:
        yield from _ranks(results, criteria, colour)
    if found := points(results.issues):
        columns = [
            TableColumn(gettext("No."), 1.8),
            TableColumn(gettext("Issue"), 6),
            TableColumn(gettext("Need"), 2.8, figures=True),
            TableColumn(gettext("Power to act"), 2.3, figures=True),
            TableColumn(gettext("Result"), 3.3),
        ]
        rows: list[list[Text]] = [
            [
                reference(point.ref, colour),
                point.title,
                _whisker(point.need),
                _whisker(point.power),
                point.word,
            ]
            for point in found
        ]
        caption = gettext("Priorities: median city, with the 30th to the 70th percentile")
        yield DataTable(caption, columns, rows)
        yield Paragraph(uncertainty.how_placed(found), Look.SMALL)


def _ranks(results: MeasureResults, criteria: Sequence[Criterion], colour: Colour) -> Iterator[Block]:
    order = results.order
    columns = [
        TableColumn(gettext("No."), 1.8),
        TableColumn(gettext("Issue"), 5.6),
        TableColumn(gettext("Rank"), 1.6, figures=True),
        TableColumn(gettext("In the top 3 (draws)"), 2.4, figures=True),
        TableColumn(gettext("In the top 3 (weights)"), 2.4, figures=True),
        TableColumn(gettext("Place by all weighted criteria"), 2.4, figures=True),
    ]
    rows: list[list[Text]] = []
    for result in results.issues:
        if rank := order.ranks.get(result.issue.id):
            between = str(rank.low) if rank.low == rank.high else f"{rank.low}–{rank.high}"
            top = order.tops.get(result.issue.id)
            rows.append([
                reference(result.issue.ref, colour),
                result.issue.title,
                between,
                percent(rank.chance_of_top) if order.has_top else "–",
                "–" if top is None else percent(top),
                str(order.places.get(result.issue.id, "–")),
            ])  # fmt: skip
    caption = gettext("Order of the issues by “%(criterion)s”", criterion=criteria[0].name)
    yield DataTable(caption, columns, rows)
    yield Paragraph(uncertainty.how_ranked(order), Look.SMALL)


def _whisker(of: tuple[float, float, float]) -> str:
    low, middle, high = map(figure, of)
    return f"{middle} ({low}–{high})"


def approach(found: ApproachResult | None) -> Iterator[Block]:
    """Whether the cities call the approach to replication right."""
    if found is None:
        return
    yield Paragraph(labelled(gettext("Approach to replication"), sentences.verdicts(found.judged)))
    if found.words:
        yield Bullets(_said(gettext("Approach"), found.words))


def intents(results: MeasureResults, colour: Colour) -> Iterator[Block]:
    """Of each solution that cities spoke of: whether they would do it, what they lack, what they wrote."""
    asked = [card for card in results.solutions if card.id in results.said_of_solutions]
    if asked:
        yield Paragraph(Run(gettext("Answers of the interested cities"), bold=True))
    for card in asked:
        said = results.said_of_solutions[card.id]
        yield Paragraph([reference(card.ref, colour), FACTS, sentences.verdicts(said.judged)])
        if said.shortages:
            lacking = FACTS.join(map(sentences.shortage, said.shortages))
            yield from details([(gettext("Missing in the cities"), lacking)])
        words = _said(gettext("With a change"), said.changes) + _said(gettext("Comment"), said.comments)
        if words:
            yield Bullets(words)


def _said(label: str, words: Sequence[StatedIntent]) -> list[Text]:
    return [labelled(f"{label}{FACTS}{said_by(word)}", as_quoted(word)) for word in words]
