"""Say of solutions whether one's city would do them, and of the approach whether it is right."""

from collections.abc import Mapping

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import record
from facilitator.validation import rules as validation
from facilitator.validation.ballot import Ballot
from facilitator.validation.models import ApproachAnswer, SolutionAnswer, SolutionLack
from facilitator.validation.rules import ApproachReply, SolutionReply
from facilitator.validation.solutions import queries, rules


def answer_solutions(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, SolutionReply],
    approach: ApproachReply,
    *,
    by: Actor,
) -> int:
    """Write down what a participant now says of solutions and of the approach; returns how many changed.

    What was said before is replaced, and stays in the activity.
    """
    validation.check_may_answer(is_seated=ballot.is_seated, is_open=ballot.is_open)
    if ballot.handover_id is None:
        raise RuleBroken(N_("Nothing has been handed over yet."))
    rules.check_solution_replies(replies, {solution.id for solution in queries.asked_solutions(ballot)})
    before = queries.said_of_solutions(participant_id)
    place = {"group_id": ballot.group_id, "handover_id": ballot.handover_id}
    changed = 0
    for solution_id, reply in replies.items():
        answer, said = before.get(solution_id, (None, SolutionReply()))
        if said == reply and (answer is None or answer.handover_id == ballot.handover_id):
            continue
        answer = answer or SolutionAnswer(
            workshop_id=ballot.workshop_id, solution_id=solution_id, participant_id=participant_id
        )
        _write(answer, reply, place)
        record(
            "solution.validated", workshop_id=ballot.workshop_id, by=by, subject_id=solution_id,
            intent=reply.intent, change=reply.change, comment=reply.comment, lacks=sorted(reply.lacks),
        )  # fmt: skip
        changed += 1
    return changed + _answer_approach(ballot, participant_id, approach, place, by)


def _write(answer: SolutionAnswer, reply: SolutionReply, place: Mapping[str, int]) -> None:
    _fill(answer, place, intent=reply.intent, change=reply.change, comment=reply.comment)
    db.session.execute(sa.delete(SolutionLack).where(SolutionLack.answer_id == answer.id))
    db.session.add_all(
        SolutionLack(answer_id=answer.id, workshop_id=answer.workshop_id, lack=lack) for lack in reply.lacks
    )


def _answer_approach(
    ballot: Ballot, participant_id: int, reply: ApproachReply, place: Mapping[str, int], by: Actor
) -> int:
    answer = queries.said_of_approach(ballot.measure_id, participant_id)
    if queries.approach_reply(answer) == reply and (
        answer is None or answer.handover_id == ballot.handover_id
    ):
        return 0
    answer = answer or ApproachAnswer(
        workshop_id=ballot.workshop_id, measure_id=ballot.measure_id, participant_id=participant_id
    )
    _fill(answer, place, verdict=reply.verdict, words=reply.words)
    record(
        "approach.validated", workshop_id=ballot.workshop_id, by=by, subject_id=ballot.measure_id,
        verdict=reply.verdict, words=reply.words,
    )  # fmt: skip
    return 1


def _fill(answer: SolutionAnswer | ApproachAnswer, place: Mapping[str, int], **said: object) -> None:
    for name, value in {**place, **said, "answered_at": now()}.items():
        setattr(answer, name, value)
    db.session.add(answer)
    db.session.flush()
