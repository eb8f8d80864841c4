"""The issues of a measure one by one, with what was said of each, city by city."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from facilitator.capture.lineage.queries import Lineage
from facilitator.capture.models.remarks import Remark
from facilitator.reports.content import Section
from facilitator.reports.docx import parts, style
from facilitator.reports.docx.groups import write_notes
from facilitator.reports.docx.parts import Text
from facilitator.statistics.tallies import Count
from facilitator.summary import sentences, sureness
from facilitator.summary.results import IssueResult, MeasureResults, Standing


def write_issues(document: Any, section: Section, colour: str, *, is_handed_over: bool) -> None:
    """Text, evidence, counts, remarks and notes of every issue, in the order of the results."""
    results = section.results
    if not results.issues:
        parts.paragraph(document, "Normal", gettext("No issue of this measure has been handed over."))
    for result in results.issues:
        reference = Text(f"{result.issue.ref}  ", colour=colour)
        parts.paragraph(document, "Heading 3", reference, result.issue.title)
        parts.prose(document, result.issue.text)
        facts = [*_facts(result), *_origins(section.lineages.get(result.issue.id, Lineage()))]
        if is_handed_over:
            facts += _linked_since(result.helped_by, section.handed_chain.get(result.issue.id, ()))
        parts.paragraph(document, style.SMALL, " · ".join(facts))
        if is_handed_over:
            _write_answers(document, result, results)
        _write_presented(document, section.presented.get(result.issue.id, ()))
        write_notes(document, section.notes.get(result.issue.id, ()))


def _write_presented(document: Any, remarks: Sequence[Remark]) -> None:
    """What was said of it while a city presented it, a line each."""
    for remark in remarks:
        label = gettext("Said when it was presented")
        who = f"{label} · {remark.city.name}: " if remark.city else f"{label}: "
        parts.paragraph(document, "List Bullet", Text(who, bold=True), remark.text)


def _facts(result: IssueResult) -> list[str]:
    facts = [gettext(result.issue.aspect.word)] if result.issue.aspect else []
    facts.append(sentences.evidence(result.evidence))
    if result.helped_by:
        facts.append(gettext("helped by %(refs)s", refs=", ".join(result.helped_by)))
    if result.issue.reworded_since:
        facts.append(gettext("reworded since; this is the text that was validated"))
    return facts


def _origins(lineage: Lineage) -> list[str]:
    """Where the issue comes from, and what it belongs together with."""
    origins, facts = lineage.origins, []
    if origins.merged_from:
        facts.append(gettext("merged from %(refs)s", refs=", ".join(origins.merged_from)))
    if origins.split_from:
        facts.append(gettext("split from %(refs)s", refs=", ".join(origins.split_from)))
    return facts + [
        gettext("related to %(refs)s (%(name)s)", refs=", ".join(others), name=name)
        for name, others in lineage.clusters
        if others
    ]


def _linked_since(now: Sequence[str], then: Sequence[str]) -> list[str]:
    """What the chain of an issue holds beyond the one that was handed over, and what it holds no more."""
    since = [ref for ref in now if ref not in then]
    no_more = [ref for ref in then if ref not in now]
    facts = [gettext("linked since the handover: %(refs)s", refs=", ".join(since))] if since else []
    return facts + ([gettext("no longer linked: %(refs)s", refs=", ".join(no_more))] if no_more else [])


def _write_answers(document: Any, result: IssueResult, results: MeasureResults) -> None:
    if not result.answered.cities:
        parts.paragraph(document, "Normal", gettext("No interested city has answered."))
    else:
        parts.paragraph(document, "Normal", *_conclusion(result, results))
        for label, text in [*_counts(result), *_sureness(result, results)]:
            parts.paragraph(document, style.CELL, Text(f"{label} ", bold=True), text)
        for remark in (*result.remarks, *(result.side_by_side.remarks if result.side_by_side else ())):
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
    """Verdicts and ratings in words; what few cities said stands in the table already."""
    verdicts, in_table = result.verdicts, result.standing is Standing.BY_FEW
    said = _unsaid(verdicts.cant_say) if in_table and verdicts.few else sentences.verdicts(verdicts)
    lines = [(gettext("Right issue?"), said)]
    for criterion, rated in ((each.criterion, each.rated) for each in result.ratings):
        said = _unsaid(rated.cant_say) if in_table and rated.few else sentences.ratings(rated)
        lines.append((f"{criterion.name}:", said))
    return [(label, text) for label, text in lines if text]


def _unsaid(count: Count) -> str:
    return ", ".join(sentences.unsaid(count))


def _sureness(result: IssueResult, results: MeasureResults) -> list[tuple[str, str]]:
    """How sure the counts are, who spoke as one, who moved, and how the lighthouse cities see it."""
    lines = []
    if not result.verdicts.few:
        lines.append((gettext("How sure:"), f"{sureness.leading(result.verdicts)}."))
    if result.issue.id in results.order.ranks:
        lines.append((gettext("Order:"), f"{sureness.place(results.order, result.issue.id)}."))
    if result.ratings and not result.ratings[0].rated.few:
        lines.append((gettext("Spread:"), sureness.spread(result.ratings[0].rated)))
    if result.spoken:
        lines.append((gettext("As one:"), sureness.spoken(result)))
    if result.moves:
        lines.append((gettext("After the discussion:"), sureness.moved(result)))
    if result.side_by_side and result.ratings:
        criterion = result.ratings[0].criterion.name
        lines.append((gettext("Lighthouse cities:"), sureness.gap(result.side_by_side, criterion)))
        if together := sureness.panels(result.side_by_side.panels):
            lines.append((gettext("Both panels:"), together))
        if verdicts := sentences.verdicts(result.side_by_side.verdicts):
            lines.append((gettext("Lighthouse cities, right issue?"), verdicts))
    return lines
