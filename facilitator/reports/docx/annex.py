"""The annex on methods: every statistic that the report uses, with its rule, its seed and its source."""

from typing import Any

from facilitator.reports.content import Report
from facilitator.reports.docx import parts
from facilitator.reports.docx.parts import Text
from facilitator.summary import sureness
from facilitator.summary.methods import methods


def write_annex(document: Any, report: Report) -> None:
    """What is asked and how it is answered, and of each measure whether its cities ranked alike."""
    for question, answer in methods():
        parts.paragraph(document, "List Bullet", Text(f"{question}. ", bold=True), answer)
    for section in report.sections:
        results = section.results
        if results.answered.cities:
            measure = Text(f"{results.measure.title}. ", bold=True)
            refs = {result.issue.id: result.issue.ref for result in results.issues}
            left_out = sorted(refs[issue_id] for issue_id in results.order.left_out)
            alike = sureness.concordance(results.order.concordance, left_out)
            parts.paragraph(document, "List Bullet", measure, alike)
