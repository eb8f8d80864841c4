"""The summary in prose: what was concluded in all, then of each measure."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from facilitator.conclusions.queries import StatedConclusion
from facilitator.documents.blocks import Block, Bullets, Heading, Paragraph, Run
from facilitator.documents.palette import accent
from facilitator.reports.content import Report
from facilitator.web.sentences import in_words


def summary(report: Report) -> Iterator[Block]:
    """The sentences of the whole workshop, then those of each measure under its title."""
    yield Heading(1, gettext("Executive summary"), anchor="summary")
    if not report.conclusions:
        yield Paragraph(gettext("There is no summary yet."))
    for stated in _of(report, ""):
        yield Paragraph(in_words(stated.text))
    for section in report.sections:
        measure = section.results.measure
        if found := _of(report, measure.prefix):
            yield Heading(2, Run(measure.title, colour=accent(measure.accent)))
            yield Bullets([in_words(stated.text) for stated in found])


def _of(report: Report, prefix: str) -> Sequence[StatedConclusion]:
    return [stated for stated in report.conclusions if stated.measure == prefix]
