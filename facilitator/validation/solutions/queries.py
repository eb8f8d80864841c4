"""The solutions of a group's measure as they were handed over, and what one participant says of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from facilitator.capture.models import Card, HandedCard, Kind, Wording, reference
from facilitator.capture.sight import hidden
from facilitator.database import db
from facilitator.validation.ballot import Ballot
from facilitator.validation.counting import counts
from facilitator.validation.models import ApproachAnswer, Lack, SolutionAnswer, SolutionLack
from facilitator.validation.rules import ApproachReply, SolutionReply
from facilitator.workshops.models import City


@dataclass(frozen=True)
class AskedSolution:
    """A solution as it was handed over."""

    id: int
    ref: str
    title: str
    text: str
    owner: str
    needs: str
    conditions: str
    proven_by: str | None


def asked_solutions(ballot: Ballot) -> list[AskedSolution]:
    """The solutions in sight that were handed over, by number."""
    rows = (
        sa.select(Card.id, Card.number, Wording, City.name)
        .select_from(HandedCard)
        .join(Card, Card.id == HandedCard.card_id)
        .join(Wording, Wording.id == HandedCard.wording_id)
        .outerjoin(City, City.id == Wording.proven_by_id)
        .where(
            HandedCard.handover_id == ballot.handover_id,
            Card.measure_id == ballot.measure_id,
            Card.kind == Kind.SOLUTION,
            ~hidden(),
        )
        .order_by(Card.number)
    )
    return [
        AskedSolution(
            id=id_,
            ref=reference(ballot.prefix, Kind.SOLUTION, number),
            title=wording.title,
            text=wording.text,
            owner=wording.owner,
            needs=wording.needs,
            conditions=wording.conditions,
            proven_by=city,
        )
        for id_, number, wording, city in db.session.execute(rows)
    ]


class OwnAnswer(NamedTuple):
    """What a participant has said of a solution, and whether of the wording that is asked now."""

    row: SolutionAnswer
    reply: SolutionReply
    counts: bool

    @property
    def is_given(self) -> bool:
        """Whether it says something of that wording."""
        return self.counts and not self.reply.is_empty

    @property
    def is_outdated(self) -> bool:
        """Whether it says something of an earlier wording."""
        return not self.counts and not self.reply.is_empty


def said_of_solutions(participant_id: int) -> Mapping[int, OwnAnswer]:
    """By solution: what a participant has said; in two statements."""
    own = sa.select(SolutionAnswer.id).filter_by(participant_id=participant_id)
    lacks: dict[int, set[Lack]] = defaultdict(set)
    for answer_id, lack in db.session.execute(
        sa.select(SolutionLack.answer_id, SolutionLack.lack).where(SolutionLack.answer_id.in_(own))
    ):
        lacks[answer_id].add(lack)
    answers = db.session.execute(
        sa.select(SolutionAnswer, counts(SolutionAnswer, SolutionAnswer.solution_id)).filter_by(
            participant_id=participant_id
        )
    )
    return {
        row.solution_id: OwnAnswer(
            row, SolutionReply(row.intent, row.change, row.comment, frozenset(lacks[row.id])), does_count
        )
        for row, does_count in answers
    }


def standing_solutions(participant_id: int) -> dict[int, SolutionReply]:
    """By solution: what a participant says of the wording that is asked now."""
    return {id_: answer.reply for id_, answer in said_of_solutions(participant_id).items() if answer.counts}


def said_of_approach(measure_id: int, participant_id: int) -> ApproachAnswer | None:
    """What a participant says of the approach to a measure."""
    return db.session.scalars(
        sa.select(ApproachAnswer).filter_by(measure_id=measure_id, participant_id=participant_id)
    ).one_or_none()


def approach_reply(answer: ApproachAnswer | None) -> ApproachReply:
    """A row of an answer to the approach as a reply."""
    return ApproachReply(answer.verdict, answer.words) if answer else ApproachReply()


def answered_solutions(ballot: Ballot, participant_id: int) -> tuple[int, int]:
    """Of how many solutions a participant has said something, and how many there are."""
    asked = {solution.id for solution in asked_solutions(ballot)}
    said = said_of_solutions(participant_id)
    return sum(said[id_].is_given for id_ in asked & said.keys()), len(asked)
