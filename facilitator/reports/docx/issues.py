"""The issues of a measure one by one, with what was said of each, city by city."""

from typing import Any

from flask_babel import gettext, ngettext

from facilitator.reports.content import Notes
from facilitator.reports.docx import parts, style
from facilitator.reports.docx.groups import write_notes
from facilitator.reports.docx.parts import Text
from facilitator.summary import sentences
from facilitator.summary.results import IssueResult, MeasureResults, Standing


def write_issues(
    document: Any, results: MeasureResults, colour: str, notes: Notes, *, is_handed_over: bool
) -> None:
    """Text, evidence, counts, remarks and notes of every issue, in the order of the results."""
    if not results.issues:
        parts.paragraph(document, "Normal", gettext("No issue of this measure has been handed over."))
    for result in results.issues:
        reference = Text(f"{result.issue.ref}  ", colour=colour)
        parts.paragraph(document, "Heading 3", reference, result.issue.title)
        parts.prose(document, result.issue.text)
        parts.paragraph(document, style.SMALL, " · ".join(_facts(result)))
        if is_handed_over:
            _write_answers(document, result, results)
        write_notes(document, notes.get(result.issue.id, ()))


def _facts(result: IssueResult) -> list[str]:
    facts = [gettext(result.issue.aspect.word)] if result.issue.aspect else []
    facts.append(sentences.evidence(result.evidence))
    if result.helped_by:
        facts.append(gettext("helped by %(refs)s", refs=", ".join(result.helped_by)))
    if result.issue.reworded_since:
        facts.append(gettext("reworded since; this is the text that was validated"))
    return facts


def _write_answers(document: Any, result: IssueResult, results: MeasureResults) -> None:
    if not result.answered.people:
        parts.paragraph(document, "Normal", gettext("No interested city has answered."))
    else:
        parts.paragraph(document, "Normal", *_conclusion(result, results))
        for label, text in _counts(result):
            parts.paragraph(document, style.CELL, Text(f"{label} ", bold=True), text)
        for remark in result.remarks:
            who = Text(f"{gettext(remark.topic.word)} · {remark.city}: ", bold=True)
            parts.paragraph(document, "List Bullet", who, remark.text)
    if result.set_aside:
        set_aside = ngettext(
            "One answer was given to an earlier wording and is not counted.",
            "%(num)d answers were given to an earlier wording and are not counted.",
            result.set_aside,
        )
        parts.paragraph(document, style.SMALL, set_aside)


def _conclusion(result: IssueResult, results: MeasureResults) -> list[Text | str]:
    word = Text(gettext(result.word.word), bold=True, colour=style.WORD_COLOURS[result.word.value])
    counts = sentences.counted(result.answered, results.entitled)
    return [word, " · ", gettext("answered by %(counts)s", counts=counts)]


def _counts(result: IssueResult) -> list[tuple[str, str]]:
    """Verdicts and ratings in words; those of few cities stand in the table already."""
    verdicts, ratings = result.verdicts, result.ratings
    if result.standing is Standing.BY_FEW:
        counted = [(gettext("Right issue?"), verdicts.cant_say)]
        counted += [(f"{rating.criterion.name}:", rating.rated.cant_say) for rating in ratings]
        lines = [(label, ", ".join(sentences.unsaid(count))) for label, count in counted]
    else:
        lines = [(gettext("Right issue?"), sentences.verdicts(verdicts))]
        lines += [(f"{rating.criterion.name}:", sentences.ratings(rating.rated)) for rating in ratings]
    return [(label, text) for label, text in lines if text]
