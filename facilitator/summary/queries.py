"""Reads of what was concluded, in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from sqlalchemy.orm import joinedload

from facilitator.capture.evidence import tallies
from facilitator.capture.links import Links, chain, helped_by, links_counted
from facilitator.capture.models import Card, Handover, Kind, Wording
from facilitator.capture.queries import (
    BoardCard,
    active_handover,
    handed_issues,
    missing_issues_of,
    with_wording,
)
from facilitator.capture.sight import in_sight
from facilitator.database import db
from facilitator.summary.answer_counts import Heard, heard
from facilitator.summary.concluding import by_what_the_cities_say, count, issue_result
from facilitator.summary.results import IssueAsAsked, IssueResult, MeasureResults
from facilitator.summary.solution_results import (
    ApproachResult,
    SolutionResult,
    approach_result,
    solution_result,
)
from facilitator.validation.city_votes.queries import city_voices
from facilitator.validation.models import Criterion
from facilitator.validation.queries import approach_answers, criteria, solution_answers
from facilitator.workshops.models import Measure, Part, Workshop
from facilitator.workshops.queries import shown_measures


@dataclass(frozen=True)
class Results:
    """What the interested cities said, by measure; without a handover nobody could say anything yet."""

    handover: Handover | None
    criteria: Sequence[Criterion]
    measures: tuple[MeasureResults, ...]


@dataclass(frozen=True)
class _Read:
    """All that was read for the results, before it is sorted by measure."""

    cards: Sequence[BoardCard]
    issues: Sequence[IssueResult]
    heard: Heard
    missing: Set[int]
    solutions: Mapping[int, SolutionResult]
    approaches: Mapping[int, ApproachResult]


def results(workshop: Workshop, measure: Measure | None = None) -> Results:
    """The results of every measure, or of one; what is hidden is left out everywhere.

    Before the handover the issues stand in their present wording, and nobody has answered.
    """
    handover, asked_on = active_handover(workshop), criteria(workshop)
    read = _read(workshop, measure, handover, asked_on)
    wanted = shown_measures(workshop) if measure is None else [measure]
    return Results(handover, asked_on, tuple(_of_measure(each, read) for each in wanted))


def _read(
    workshop: Workshop, measure: Measure | None, handover: Handover | None, asked_on: Sequence[Criterion]
) -> _Read:
    links = links_counted(workshop.id)
    cards = _cards_in_sight(workshop, measure, links)
    said, missing = heard(workshop.id, handover), missing_issues_of(workshop)
    key = measure.id if measure else None
    if key not in said.concluded:
        asked = _asked(handover, measure, [card for card in cards if card.id not in missing])
        said.concluded[key] = _concluded(workshop, handover, asked, said, asked_on, links)
    # What is kept outlives the session that its criteria were read in.
    issues = [_on(result, asked_on) for result in said.concluded[key]]
    solutions = {id_: solution_result(voices) for id_, voices in solution_answers(workshop).items()}
    approaches = {id_: approach_result(voices) for id_, voices in approach_answers(workshop).items()}
    return _Read(cards, issues, said, missing, solutions, approaches)


def _concluded(
    workshop: Workshop,
    handover: Handover | None,
    asked: Iterable[IssueAsAsked],
    said: Heard,
    asked_on: Sequence[Criterion],
    links: Links,
) -> list[IssueResult]:
    """What the answers to these issues say."""
    voices = city_voices(handover) if handover else {}
    evidence = tallies(workshop, handover_id=handover.id if handover else None)
    helps = helped_by(workshop.id, links)
    return [
        issue_result(
            issue,
            said.answers.get(issue.id, {}),
            said.parts,
            asked_on,
            evidence=evidence[issue.id],
            helped_by=helps.get(issue.id, []),
            voices=voices.get(issue.id, ()),
        )
        for issue in asked
    ]


def _on(result: IssueResult, asked_on: Sequence[Criterion]) -> IssueResult:
    """An issue's result with the criteria that are loaded in this request."""
    rated = zip(result.ratings, asked_on, strict=True)
    return replace(result, ratings=tuple(replace(each, criterion=criterion) for each, criterion in rated))


def _of_measure(measure: Measure, read: _Read) -> MeasureResults:
    issues = [result for result in read.issues if result.issue.measure_id == measure.id]
    handed = {result.issue.id for result in issues}
    cards = [card for card in read.cards if card.card.measure_id == measure.id]
    others = [card for card in cards if card.card.kind is Kind.ISSUE and card.id not in handed]
    delegates = read.heard.delegates
    answered = _answered(handed, read.heard)
    # Whoever answered was asked, also if they have left their seat since.
    seated = read.heard.seated.get(measure.id, frozenset()) & delegates.keys()
    entitled = {id_ for id_ in seated if delegates[id_].part is Part.INTERESTED} | answered
    spoken = {city for result in issues for city in result.spoken}
    return MeasureResults(
        measure=measure,
        entitled=count((delegates[id_] for id_ in entitled), spoken),
        answered=count((delegates[id_] for id_ in answered), spoken),
        issues=by_what_the_cities_say(issues),
        missing=tuple(card for card in others if card.id in read.missing),
        late=tuple(card for card in others if card.id not in read.missing),
        helps={kind: tuple(card for card in cards if card.card.kind is kind) for kind in Kind},
        said_of_solutions={card.id: read.solutions[card.id] for card in cards if card.id in read.solutions},
        approach=read.approaches.get(measure.id),
        orders=read.heard.orders,
    )


def _answered(issues: Iterable[int], heard: Heard) -> set[int]:
    """The delegates of interested cities who answered to any of these issues."""
    said = (said for issue in issues for said in heard.answers.get(issue, {}).values())
    people: set[int] = set().union(*(each.answered for each in said))
    return {id_ for id_ in people if heard.delegates[id_].part is Part.INTERESTED}


def _cards_in_sight(workshop: Workshop, measure: Measure | None, links: Links) -> list[BoardCard]:
    """The cards as they stand now, each with the references of the issues it helps with."""
    seen = with_wording().where(Card.workshop_id == workshop.id, in_sight())
    if measure is not None:
        seen = seen.where(Card.measure_id == measure.id)
    rows = db.session.execute(
        seen.options(joinedload(Card.city), joinedload(Wording.proven_by)).order_by(
            Card.measure_id, Card.number
        )
    )
    helps = chain(workshop.id, links)
    return [BoardCard(row.Card, row.Wording, helps=helps.get(row.Card.id, [])) for row in rows]


def _asked(
    handover: Handover | None, measure: Measure | None, cards: Iterable[BoardCard]
) -> list[IssueAsAsked]:
    if handover is None:
        issues = (card for card in cards if card.card.kind is Kind.ISSUE)
        return [_asked_in(card.wording, card.card, card.ref) for card in issues]
    by_id = {card.id: card.card for card in cards}
    return [
        _asked_in(issue.wording, by_id[issue.issue_id], issue.ref, reworded_since=issue.reworded_since)
        for issue in handed_issues(handover, measure)
    ]


def _asked_in(wording: Wording, card: Card, ref: str, *, reworded_since: bool = False) -> IssueAsAsked:
    return IssueAsAsked(
        id=card.id,
        ref=ref,
        number=card.number,
        title=wording.title,
        text=wording.text,
        aspect=wording.aspect,
        measure_id=card.measure_id,
        reworded_since=reworded_since,
    )
