"""The statistics of each issue in the annex: how sure the order is, what each figure is, what it rests on."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext, pgettext

from facilitator.documents.blocks import Block, Heading
from facilitator.documents.palette import Colour, accent
from facilitator.reports.composing.order import order_tables
from facilitator.reports.composing.phrases import details, entitled
from facilitator.reports.content import MeasureSection, Report
from facilitator.statistics.tallies import Count
from facilitator.summary import sentences, uncertainty
from facilitator.summary.results import Coverage, IssueResult, MeasureResults
from facilitator.web.sentences import FACTS, listed


def figures(report: Report) -> Iterator[Block]:
    """Measure by measure, of whatever was answered."""
    for section in report.sections:
        if section.results.answered.cities:
            yield from _of_measure(report, section)


def _of_measure(report: Report, section: MeasureSection) -> Iterator[Block]:
    results = section.results
    colour = accent(results.measure.accent)
    yield Heading(2, results.measure.title)
    yield from order_tables(results, report.criteria, colour)
    for result in results.issues:
        yield from _of_issue(result, results, colour)


def _of_issue(result: IssueResult, results: MeasureResults, colour: Colour) -> Iterator[Block]:
    if found := figures_of(result, results):
        yield Heading(3, entitled(result.issue.ref, result.issue.title, colour))
        yield from found


def figures_of(result: IssueResult, results: MeasureResults) -> Sequence[Block]:
    """The figures of an issue, a line for each; nothing where nobody has answered."""
    lines = [*_counts(result), *_sureness(result, results)] if result.answered.cities else []
    return [*details(lines)]


def _counts(result: IssueResult) -> list[tuple[str, str]]:
    """Verdicts and ratings in words; what few cities said stands in the table already."""
    verdicts, in_table = result.verdicts, result.coverage is Coverage.BY_FEW
    said = _unsaid(verdicts.cant_say) if in_table and verdicts.few else sentences.verdicts(verdicts)
    lines = [(gettext("Verdicts"), said)]
    for criterion, rated in ((each.criterion, each.rated) for each in result.ratings):
        said = _unsaid(rated.cant_say) if in_table and rated.few else sentences.ratings(rated)
        lines.append((criterion.name, said))
    return [(label, text) for label, text in lines if text]


def _unsaid(count: Count) -> str:
    return FACTS.join(sentences.unsaid(count))


def _sureness(result: IssueResult, results: MeasureResults) -> list[tuple[str, str]]:
    """How sure the counts are, who spoke as one, who moved, and how the lighthouse cities see it."""
    lines = []
    if not result.verdicts.few:
        lines.append((gettext("Range of a share"), uncertainty.leading(result.verdicts)))
    if result.issue.id in results.order.ranks:
        lines.append((pgettext("noun", "Order"), uncertainty.place(results.order, result.issue.id)))
    if result.ratings and not result.ratings[0].rated.few:
        lines.append((gettext("Spread"), uncertainty.spread(result.ratings[0].rated)))
    if result.spoken:
        lines.append((gettext("City votes"), listed(result.spoken)))
    if result.moves:
        lines.append((gettext("After the discussion"), uncertainty.moved(result)))
    if result.side_by_side and result.ratings:
        criterion = result.ratings[0].criterion.name
        lines.append((gettext("Lighthouse cities"), uncertainty.gap(result.side_by_side, criterion)))
        if together := uncertainty.panels(result.side_by_side.panels):
            lines.append((gettext("Both panels"), together))
        if verdicts := sentences.verdicts(result.side_by_side.verdicts):
            lines.append((gettext("Answers of lighthouse cities"), verdicts))
    return lines
