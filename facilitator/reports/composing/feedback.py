"""What people said of the workshop itself: scores as bars with their figures, texts as they wrote them."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext, ngettext

from facilitator.documents.blocks import Block, DataTable, Heading, Paragraph, Quote, TableColumn
from facilitator.documents.charts import Share, ShareChart
from facilitator.documents.palette import Colour
from facilitator.feedback.queries import FeedbackResults, QuestionResult
from facilitator.feedback.rules import LEAST_ANSWERS, FeedbackScores
from facilitator.reports.content import Report
from facilitator.web.pages import figure
from facilitator.web.sentences import labelled, listed

BANDS = {5: ((1, 2), (3, 3), (4, 5)), 10: ((0, 6), (7, 8), (9, 10))}
"""By the highest score: what is one colour of a bar."""
COLOURS = (Colour.AGREED_NOT, Colour.SPLIT, Colour.AGREED)


def feedback(report: Report) -> Iterator[Block]:
    """The chapter; nothing where there is nothing to show."""
    if report.feedback is None:
        return
    yield Heading(1, gettext("Feedback on the workshop"), anchor="feedback", new_page=True)
    yield Paragraph(_answered(report.feedback))
    for result in report.feedback.for_everybody:
        yield Heading(2, result.question.text)
        yield from _scores(result) if result.question.kind.scores else _texts(result)


def _answered(found: FeedbackResults) -> str:
    many = ngettext(
        "One of %(people)s people answered.",
        "%(num)d of %(people)s people answered.",
        found.count.answered,
        people=found.count.people,
    )
    few = ngettext(
        "Answers are kept without names. Sessions without an answer are left out.",
        "Answers are kept without names. Sessions with fewer than %(num)d answers stand together or are"
        " left out.",
        LEAST_ANSWERS,
    )
    return f"{many} {few}"


def _texts(result: QuestionResult) -> Iterator[Block]:
    if result.has_few_texts:
        yield Paragraph(_too_few())
    elif not result.in_sight:
        yield Paragraph(gettext("Nobody wrote anything."))
    for text in result.in_sight:
        yield Quote(text)


def _scores(result: QuestionResult) -> Iterator[Block]:
    rows = named_scores(result)
    if not rows:
        yield Paragraph(_too_few())
        return
    yield _chart(rows)
    yield _table(result.question.text, rows)


def _too_few() -> str:
    few: str = ngettext(
        "Not shown: there is less than one answer.",
        "Not shown: there are fewer than %(num)d answers.",
        LEAST_ANSWERS,
    )
    return few


def named_scores(result: QuestionResult) -> list[tuple[str, FeedbackScores]]:
    """The scores that are shown of a question with what they are called: sessions, then all together."""
    rows = [(scores.session or gettext("Other sessions"), scores) for scores in result.sessions]
    if result.scores:
        rows.append((gettext("All sessions shown") if rows else gettext("Everybody"), result.scores))
    return rows


def _chart(rows: Sequence[tuple[str, FeedbackScores]]) -> ShareChart:
    bars, said = [], []
    for name, scores in rows:
        bands = BANDS[scores.counts[-1][0]]
        parts = [
            Share(scores.between(low, high), str(low) if low == high else f"{low}–{high}", colour)
            for (low, high), colour in zip(bands, COLOURS, strict=True)
        ]
        bars.append((name, tuple(parts)))
        counts = [labelled(part.name, str(part.number)) for part in parts]
        said.append(f"{labelled(name, listed(counts))}.")
    return ShareChart(words=" ".join(said), bars=tuple(bars))


def _table(caption: str, rows: Sequence[tuple[str, FeedbackScores]]) -> DataTable:
    counts = rows[0][1].counts
    if counts[-1][0] == max(BANDS):  # too many scores to stand side by side
        heads = [TableColumn(head, 2, figures=True) for head in (gettext("Score"), gettext("Answers"))]
        return DataTable(caption, heads, [[str(value), str(number)] for value, number in counts])
    values = [value for value, _ in counts]
    columns = [
        TableColumn(gettext("Answers on"), 6),
        *(TableColumn(str(value), 1, figures=True) for value in values),
        TableColumn(gettext("Median"), 1.6, figures=True),
        TableColumn(gettext("Answers"), 1.6, figures=True),
    ]
    cells = [
        [name, *(str(n) for _, n in scores.counts), figure(scores.median), str(scores.number)]
        for name, scores in rows
    ]
    return DataTable(caption, columns, cells)
