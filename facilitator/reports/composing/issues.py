"""The issues of a measure one by one, with what was said of each, city by city."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext, ngettext

from facilitator.capture.evidence import CityEvidence
from facilitator.capture.evidence import Tally as Evidence
from facilitator.capture.lineage.queries import Lineage
from facilitator.capture.models import Stance
from facilitator.documents.blocks import Block, Bullets, Heading, Look, Paragraph, Quote, Run, Text
from facilitator.documents.palette import Colour
from facilitator.reports.composing.figures import figures_of
from facilitator.reports.composing.groups import notes_said
from facilitator.reports.composing.phrases import as_quoted, edited, entitled, labelled, said_by, worded
from facilitator.reports.composing.pictures import stand_of_cities
from facilitator.reports.content import MeasureSection
from facilitator.summary import sentences
from facilitator.summary.quoted import PresentedRemark
from facilitator.summary.results import IssueResult, MeasureResults
from facilitator.web.pages import figure
from facilitator.web.sentences import FACTS, listed
from facilitator.web.terminology import term_word


def issues(
    section: MeasureSection, colour: Colour, *, is_handed_over: bool, with_figures: bool
) -> Iterator[Block]:
    """Text, evidence, counts, remarks and notes of every issue, in the order of the results."""
    results = section.results
    if not results.issues:
        yield Paragraph(gettext("No issues of this measure were handed over."))
    for result in results.issues:
        yield Heading(3, entitled(result.issue.ref, result.issue.title, colour))
        yield Quote(result.issue.text)
        yield from _evidence(result.evidence)
        facts = [*_facts(result), *_origins(section.lineages.get(result.issue.id, Lineage()))]
        if is_handed_over:
            facts += _linked_since(result.helped_by, section.handed_chain.get(result.issue.id, ()))
        if facts:
            yield Paragraph(FACTS.join(facts), Look.SMALL)
        if is_handed_over:
            yield from _answers(result, results, colour)
            if with_figures:
                yield from figures_of(result, results)
        said = [*map(_presented, section.presented.get(result.issue.id, ()))]
        said += notes_said(section.notes.get(result.issue.id, ()))
        if said:
            yield Bullets(said)


def _presented(remark: PresentedRemark) -> Text:
    """What was said of it while a city presented it."""
    label = gettext("Remark during the presentation")
    return labelled(f"{label}{FACTS}{remark.city}" if remark.city else label, as_quoted(remark))


def _evidence(tally: Evidence) -> Iterator[Block]:
    """How many lighthouse cities met it, then city by city what each of them and of the others said."""
    yield Paragraph(FACTS.join(sentences.evidence(tally)), Look.DETAIL)
    if not tally.voices:
        return
    by_stance = [(stance, [each for each in tally.voices if each.stance is stance]) for stance in Stance]
    yield Bullets([
        labelled(term_word(stance), listed(map(_city_with_words, voices)))
        if not any(voice.note for voice in voices)
        else labelled(term_word(stance), "; ".join(map(_city_with_words, voices)))
        for stance, voices in by_stance
        if voices
    ])  # fmt: skip


def _city_with_words(voice: CityEvidence) -> str:
    """A city, with what it wrote."""
    if not voice.note:
        return voice.city
    words = str(gettext("%(city)s: “%(words)s”", city=voice.city, words=voice.note))
    return edited(words) if voice.is_edited else words


def _facts(result: IssueResult) -> list[str]:
    facts = [term_word(result.issue.aspect)] if result.issue.aspect else []
    if result.helped_by:
        facts.append(gettext("Solutions and enablers: %(refs)s", refs=listed(result.helped_by)))
    if result.issue.reworded_since:
        facts.append(gettext("The wording has changed since. This is the validated text."))
    return facts


def _origins(lineage: Lineage) -> list[str]:
    """Where the issue comes from, and what it belongs together with."""
    origins, facts = lineage.origins, []
    if origins.merged_from:
        facts.append(gettext("Merged from %(refs)s", refs=listed(origins.merged_from)))
    if origins.split_from:
        facts.append(gettext("Split from %(refs)s", refs=listed(origins.split_from)))
    return facts + [
        gettext("Related to %(refs)s (%(name)s)", refs=listed(others), name=name)
        for name, others in lineage.clusters
        if others
    ]


def _linked_since(now: Sequence[str], then: Sequence[str]) -> list[str]:
    """What the chain of an issue holds beyond the one that was handed over, and what it holds no more."""
    since = [ref for ref in now if ref not in then]
    no_more = [ref for ref in then if ref not in now]
    facts = [gettext("Linked since the handover: %(refs)s", refs=listed(since))] if since else []
    return facts + ([gettext("No longer linked: %(refs)s", refs=listed(no_more))] if no_more else [])


def _answers(result: IssueResult, results: MeasureResults, colour: Colour) -> Iterator[Block]:
    if not result.answered.cities:
        yield Paragraph(gettext("No interested city has answered."))
    else:
        yield Paragraph(_conclusion(result, results))
        if picture := stand_of_cities(result, colour):
            yield picture
        if result.all_remarks:
            yield Bullets([
                labelled(f"{term_word(remark.topic)}{FACTS}{said_by(remark)}", as_quoted(remark))
                for remark in result.all_remarks
            ])  # fmt: skip
    if result.set_aside:
        set_aside = ngettext(
            "One answer was given to an earlier wording and is not counted.",
            "%(num)d answers were given to an earlier wording and are not counted.",
            result.set_aside,
        )
        yield Paragraph(set_aside, Look.SMALL)


def _conclusion(result: IssueResult, results: MeasureResults) -> list[Run | str]:
    """The result in a sentence: the word, who answered, and where the median city stands."""
    counts = sentences.counted(result.answered, results.entitled)
    said = [worded(result.word), FACTS, gettext("Answered: %(counts)s", counts=counts)]
    for rating in result.ratings[:1]:
        if not rating.rated.few:
            middle = figure(rating.rated.median)
            said += [FACTS, gettext("Median city: %(median)s", median=middle)]
    return said
