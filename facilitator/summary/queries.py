"""Reads of what was concluded, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.capture.evidence import tallies
from facilitator.capture.models import Card, Handover, Kind, Link, Wording, reference
from facilitator.capture.queries import (
    BoardCard,
    active_handover,
    chain,
    handed_issues,
    hidden,
    with_wording,
)
from facilitator.database import db
from facilitator.summary.answers import delegates, given_answers, seated
from facilitator.summary.results import (
    Asked,
    Delegate,
    Given,
    IssueResult,
    MeasureResults,
    by_what_the_cities_say,
    count,
    issue_result,
)
from facilitator.validation.models import Criterion, MissingIssue
from facilitator.validation.queries import criteria
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.queries import measures


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
    asked: Sequence[Asked]
    issues: Sequence[IssueResult]
    given: Mapping[int, Given]
    delegates: Mapping[int, Delegate]
    seated: Mapping[int, set[int]]
    missing: set[int]


def results(workshop: Workshop, measure: Measure | None = None) -> Results:
    """The results of every measure, or of one; what is hidden is left out everywhere.

    Before the handover the issues stand in their present wording, and nobody has answered.
    """
    handover, asked_on = active_handover(workshop), criteria(workshop)
    read = _read(workshop, measure, handover, asked_on)
    wanted = measures(workshop) if measure is None else [measure]
    return Results(handover, asked_on, tuple(_of_measure(each, read) for each in wanted))


def _read(
    workshop: Workshop, measure: Measure | None, handover: Handover | None, asked_on: Sequence[Criterion]
) -> _Read:
    cards = _cards_in_sight(workshop, measure)
    asked = _asked(handover, measure, cards)
    people = delegates(workshop)
    given = given_answers(handover, {issue.id for issue in asked}, people)
    evidence = tallies(workshop, handover_id=handover.id if handover else None)
    helped_by = _helped_by(workshop)
    issues = [
        issue_result(
            issue,
            given[issue.id],
            people,
            asked_on,
            evidence=evidence[issue.id],
            helped_by=helped_by[issue.id],
        )
        for issue in asked
    ]
    return _Read(cards, asked, issues, given, people, seated(workshop), _missing(workshop))


def _of_measure(measure: Measure, read: _Read) -> MeasureResults:
    issues = [result for result in read.issues if result.issue.measure_id == measure.id]
    handed = {result.issue.id for result in issues}
    cards = [card for card in read.cards if card.card.measure_id == measure.id]
    others = [card for card in cards if card.card.kind is Kind.ISSUE and card.id not in handed]
    answered: set[int] = set().union(*(read.given[id_].answered for id_ in handed))
    # Whoever answered was asked, also if they have left their seat since.
    entitled = (read.seated[measure.id] & read.delegates.keys()) | answered
    return MeasureResults(
        measure=measure,
        entitled=count(read.delegates[id_] for id_ in entitled),
        answered=count(read.delegates[id_] for id_ in answered),
        issues=by_what_the_cities_say(issues),
        missing=tuple(card for card in others if card.id in read.missing),
        late=tuple(card for card in others if card.id not in read.missing),
        helps={kind: tuple(card for card in cards if card.card.kind is kind) for kind in Kind},
    )


def _cards_in_sight(workshop: Workshop, measure: Measure | None) -> list[BoardCard]:
    """The cards as they stand now, each with the references of the issues it helps with."""
    seen = with_wording().where(Card.workshop_id == workshop.id, ~hidden())
    if measure is not None:
        seen = seen.where(Card.measure_id == measure.id)
    rows = db.session.execute(
        seen.options(joinedload(Card.city), joinedload(Wording.proven_by)).order_by(
            Card.measure_id, Card.number
        )
    )
    helps = chain(workshop.id)
    return [BoardCard(row.Card, row.Wording, helps=helps.get(row.Card.id, [])) for row in rows]


def _asked(handover: Handover | None, measure: Measure | None, cards: Iterable[BoardCard]) -> list[Asked]:
    if handover is None:
        issues = (card for card in cards if card.card.kind is Kind.ISSUE)
        return [_asked_in(card.wording, card.card, card.ref) for card in issues]
    by_id = {card.id: card.card for card in cards}
    return [
        _asked_in(issue.wording, by_id[issue.issue_id], issue.ref, reworded_since=issue.reworded_since)
        for issue in handed_issues(handover, measure)
    ]


def _asked_in(wording: Wording, card: Card, ref: str, *, reworded_since: bool = False) -> Asked:
    return Asked(
        id=card.id,
        ref=ref,
        number=card.number,
        title=wording.title,
        text=wording.text,
        aspect=wording.aspect,
        measure_id=card.measure_id,
        reworded_since=reworded_since,
    )


def _helped_by(workshop: Workshop) -> Mapping[int, list[str]]:
    """For every issue: the references of what helps with it, in sight."""
    helped: dict[int, list[str]] = defaultdict(list)
    links = (
        sa.select(Link.issue_id, Measure.prefix, Card.kind, Card.number)
        .join(Card, Card.id == Link.helps_id)
        .join(Measure, Measure.id == Card.measure_id)
        .where(Link.workshop_id == workshop.id, ~hidden())
        .order_by(Card.kind, Card.measure_id, Card.number)
    )
    for row in db.session.execute(links):
        helped[row.issue_id].append(reference(row.prefix, row.kind, row.number))
    return helped


def _missing(workshop: Workshop) -> set[int]:
    """The issues that interested cities added on day two."""
    added = sa.select(MissingIssue.issue_id).where(MissingIssue.workshop_id == workshop.id)
    return set(db.session.execute(added).scalars())
