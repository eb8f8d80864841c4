"""The annex on methods: every statistic that the report uses, with its rule, its seed and its source."""

from collections.abc import Iterator

from flask_babel import gettext

from facilitator.documents.blocks import Block, Bullets, DataTable, Heading, Run, TableColumn, Text
from facilitator.reports.composing.phrases import labelled
from facilitator.reports.content import Report
from facilitator.summary import uncertainty
from facilitator.summary.methods import methods


def annex(report: Report) -> Iterator[Block]:
    """What is asked and how it is answered, and of each measure whether its cities ranked alike."""
    yield Bullets([labelled(question, answer) for question, answer in methods()])
    if alike := list(_concordance(report)):
        yield Bullets(alike)


def _concordance(report: Report) -> Iterator[Text]:
    for section in report.sections:
        results = section.results
        if results.answered.cities:
            refs = {result.issue.id: result.issue.ref for result in results.issues}
            left_out = sorted(refs[issue_id] for issue_id in results.order.left_out)
            alike = uncertainty.concordance(results.order.concordance, left_out)
            yield labelled(results.measure.title, alike)


def abbreviations(report: Report) -> Iterator[Block]:
    """What is written short in the report: the measures, and the names of figures."""
    known = [(section.results.measure.prefix, section.results.measure.title) for section in report.sections]
    known += [
        (
            gettext("IPR"),
            gettext("Interpercentile range: from the 30th to the 70th percentile of the cities"),
        ),
        (gettext("IPRAS"), gettext("Interpercentile range adjusted for symmetry: where disagreement begins")),
        (gettext("RAM"), gettext("RAND/UCLA Appropriateness Method")),
    ]
    typed = (line.partition(" ") for line in report.details.get("abbreviations", "").splitlines())
    known += [(short, meaning.strip()) for short, _, meaning in typed if short]
    columns = [TableColumn(gettext("Abbreviation"), 2), TableColumn(gettext("Meaning"), 9)]
    rows: list[list[Text]] = [[Run(short, bold=True), meaning] for short, meaning in known]
    yield Heading(1, gettext("Abbreviations"), anchor="abbreviations")
    yield DataTable(gettext("Abbreviations"), columns, rows)
