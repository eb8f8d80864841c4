"""What a participant has answered, to read it again: also when the group, the day or the workshop is over."""

from collections.abc import Mapping
from dataclasses import dataclass

from facilitator.access.actor import ParticipantActor
from facilitator.validation.ballot import (
    AskedCriterion,
    AskedIssue,
    Ballot,
    Said,
    asked_criteria,
    ballot_of,
    handed_issues,
    said_by,
)
from facilitator.validation.queries import groups_answered_in
from facilitator.validation.rules import ApproachReply
from facilitator.validation.solutions.queries import (
    AskedSolution,
    OwnAnswer,
    approach_reply,
    asked_solutions,
    said_of_approach,
    said_of_solutions,
)
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class OwnAnswers:
    """What a participant said of a measure: of its issues, of its solutions, and of the approach."""

    ballot: Ballot
    criteria: tuple[AskedCriterion, ...]
    issues: list[tuple[AskedIssue, Said]]
    solutions: list[tuple[AskedSolution, OwnAnswer]]
    approach: ApproachReply


def own_answers(workshop: Workshop, actor: ParticipantActor, language: str) -> list[OwnAnswers]:
    """By measure, what the participant said; their own words are theirs to read, hidden or not."""
    mine = actor.participant_id
    # Who sat at two tables of a measure has answered it once.
    ballots = {
        ballot.measure_id: ballot
        for ballot in (
            ballot_of(workshop.id, group_id, mine, actor.city_id, language)
            for group_id in groups_answered_in(mine)
        )
    }
    solutions = said_of_solutions(mine) if ballots else {}
    return [_of_measure(ballot, mine, solutions) for ballot in ballots.values()]


def _of_measure(ballot: Ballot, mine: int, solutions: Mapping[int, OwnAnswer]) -> OwnAnswers:
    said = said_by(ballot, mine)
    return OwnAnswers(
        ballot,
        asked_criteria(ballot),
        [(issue, said[issue.id]) for issue in handed_issues(ballot) if _has_said(said.get(issue.id))],
        [
            (solution, solutions[solution.id])
            for solution in asked_solutions(ballot)
            if solution.id in solutions and not solutions[solution.id].reply.is_empty
        ],
        approach_reply(said_of_approach(ballot.measure_id, mine)),
    )


def _has_said(said: Said | None) -> bool:
    return said is not None and not (said.reply.is_empty and (said.first is None or said.first.is_empty))
