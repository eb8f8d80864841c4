"""The results with what people wrote as it may be quoted; figures are those of everybody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from facilitator.capture.evidence import CityEvidence, Tally
from facilitator.capture.models.remarks import Remark
from facilitator.errors import N_
from facilitator.quotes.rules import Quoting
from facilitator.summary.queries import Results
from facilitator.summary.results import IssueResult, MeasureResults, WrittenRemark
from facilitator.summary.solution_results import ApproachResult, SolutionResult, StatedIntent
from facilitator.vocabulary import Term

OfParticipant = TypeVar("OfParticipant", WrittenRemark, StatedIntent)
PresentedBy = Mapping[int, Sequence[Remark]]


@dataclass(frozen=True)
class PresentedRemark:
    """What was said of an issue while it was presented; the city is empty where it was none."""

    city: str
    text: str
    person: str = ""
    is_edited: bool = False


def quoted_results(found: Results, quoting: Quoting) -> Results:
    """What may leave the team's hands: no name of a person who has not chosen so."""
    return replace(found, measures=tuple(_of_measure(each, quoting) for each in found.measures))


def quoted(said: Iterable[OfParticipant], quoting: Quoting) -> tuple[OfParticipant, ...]:
    """What may be quoted of texts of participants, in their order."""
    quotes = ((each, quoting.quote(each.text, each.city, each.participant_id)) for each in said)
    return tuple(
        replace(each, text=quote.text, person=quote.person, is_edited=quote.is_edited, participant_id=0)
        for each, quote in quotes
        if quote is not None
    )


def quoted_voice(voice: CityEvidence, quoting: Quoting) -> CityEvidence:
    """What a city says of an issue, with its own words as they may be quoted."""
    quotes = [quote for note in voice.notes if (quote := quoting.quote(note, voice.city)) is not None]
    return replace(
        voice,
        notes=tuple(quote.text for quote in quotes),
        is_edited=any(quote.is_edited for quote in quotes),
    )


def quoted_presented(presented: PresentedBy, quoting: Quoting) -> Mapping[int, list[PresentedRemark]]:
    """By issue, what may be quoted of what was said while it was presented."""
    return {
        issue_id: [
            PresentedRemark(city, quote.text, is_edited=quote.is_edited)
            for remark in remarks
            for city in [remark.city.name if remark.city else ""]
            if (quote := quoting.quote(remark.text, city)) is not None
        ]
        for issue_id, remarks in presented.items()
    }


class QuoteKind(Term):
    """What a text that is quoted is."""

    EXPERIENCE = "experience", N_("Experience")
    CHANGE = "change", N_("Change")
    COMMENT = "comment", N_("Comment")
    NEED = "need", N_("Need")
    PRESENTED = "presented", N_("Remark during the presentation")
    APPROACH = "approach", N_("Approach")


class Quotable(NamedTuple):
    """A text of a city that the report may quote, what it is, and what it is about; `ref` may be a prefix."""

    city: str
    text: str
    kind: QuoteKind
    ref: str
    title: str


def quotable(found: Results, presented: PresentedBy, quoting: Quoting) -> Iterator[Quotable]:
    """Every text that is quoted of a city unless that decides otherwise, as often as it is printed."""
    for measure in found.measures:
        for result in measure.issues:
            for city, text, kind in _of_one_issue(result, presented, quoting):
                yield Quotable(city, text, kind, result.issue.ref, result.issue.title)
        for card in measure.solutions:
            if said := measure.said_of_solutions.get(card.id):
                for kind, texts in ((QuoteKind.CHANGE, said.changes), (QuoteKind.COMMENT, said.comments)):
                    for each in _asked_about(texts, quoting):
                        yield Quotable(each.city, each.text, kind, card.ref, card.wording.title)
        about = measure.measure
        for each in _asked_about(measure.approach.words if measure.approach else (), quoting):
            yield Quotable(each.city, each.text, QuoteKind.APPROACH, about.prefix, about.title)


def _of_one_issue(
    result: IssueResult, presented: PresentedBy, quoting: Quoting
) -> Iterator[tuple[str, str, QuoteKind]]:
    for voice in result.evidence.voices:
        for note in voice.notes:
            yield voice.city, note, QuoteKind.EXPERIENCE
    for remark in _asked_about(result.all_remarks, quoting):
        yield remark.city, remark.text, QuoteKind(remark.topic.value)
    for said in presented.get(result.issue.id, ()):
        if said.city:
            yield said.city.name, said.text, QuoteKind.PRESENTED


def _asked_about(said: Iterable[OfParticipant], quoting: Quoting) -> Iterator[OfParticipant]:
    return (each for each in said if quoting.may_be_asked(each.participant_id))


def _of_measure(measure: MeasureResults, quoting: Quoting) -> MeasureResults:
    said = {id_: _of_solution(each, quoting) for id_, each in measure.said_of_solutions.items()}
    return replace(
        measure,
        issues=tuple(_of_issue(each, quoting) for each in measure.issues),
        said_of_solutions=said,
        approach=measure.approach and _of_approach(measure.approach, quoting),
    )


def _of_issue(result: IssueResult, quoting: Quoting) -> IssueResult:
    sides = result.side_by_side
    return replace(
        result,
        evidence=_of_evidence(result.evidence, quoting),
        remarks=quoted(result.remarks, quoting),
        side_by_side=sides and replace(sides, remarks=quoted(sides.remarks, quoting)),
    )


def _of_evidence(tally: Tally, quoting: Quoting) -> Tally:
    return replace(tally, voices=tuple(quoted_voice(voice, quoting) for voice in tally.voices))


def _of_solution(said: SolutionResult, quoting: Quoting) -> SolutionResult:
    return replace(said, changes=quoted(said.changes, quoting), comments=quoted(said.comments, quoting))


def _of_approach(said: ApproachResult, quoting: Quoting) -> ApproachResult:
    return replace(said, words=quoted(said.words, quoting))
