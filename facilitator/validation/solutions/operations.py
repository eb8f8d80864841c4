"""Say of solutions whether one's city would do them, and of the approach whether it is right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import OfWorkshop, record_each
from facilitator.live.events import Event
from facilitator.validation import rules as validation
from facilitator.validation.ballot import Ballot
from facilitator.validation.models import ApproachAnswer, SolutionAnswer, SolutionLack
from facilitator.validation.rules import ApproachReply, SolutionReply
from facilitator.validation.solutions import queries, rules
from facilitator.validation.stale import merge_each
from facilitator.validation.written import ReplyContext


@dataclass(frozen=True)
class Changed:
    """What a participant says otherwise than before; no approach where that is as it was."""

    solutions: Mapping[int, SolutionReply] = field(default_factory=dict)
    approach: ApproachReply | None = None

    def __len__(self) -> int:
        return len(self.solutions) + (self.approach is not None)


def save_solutions(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, SolutionReply],
    approach: ApproachReply | None,
    *,
    was: Mapping[int | str, str],
    by: Actor,
) -> Changed:
    """Save what a page sent where the group is open; where it is not, return what came too late.

    `was` has the marks of what stood on the sender's page; see `stale`. Replies go by their solution there,
    and the approach by `APPROACH`.
    """
    if was:
        replies, approach = _brought_up_to_date(ballot, participant_id, replies, approach, was)
    if ballot.is_open:
        answer_solutions(ballot, participant_id, replies, approach, by=by)
        return Changed()
    validation.check_may_answer(is_seated=ballot.is_seated, is_open=True)
    return changed_solutions(ballot, participant_id, replies, approach)


def _brought_up_to_date(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, SolutionReply],
    approach: ApproachReply | None,
    was: Mapping[int | str, str],
) -> tuple[Mapping[int, SolutionReply], ApproachReply | None]:
    typed: dict[Any, Any] = {**replies, **({} if approach is None else {rules.APPROACH: approach})}
    stood: dict[Any, Any] = dict(queries.standing_solutions(participant_id))
    stood[rules.APPROACH] = queries.approach_reply(
        queries.said_of_approach(ballot.measure_id, participant_id)
    )
    merged = merge_each(typed, stood, was, _check_change)
    return {id_: merged[id_] for id_ in replies}, merged.get(rules.APPROACH)


def _check_change(reply: SolutionReply | ApproachReply) -> None:
    if isinstance(reply, SolutionReply):
        rules.check_solution_change(reply)


def answer_solutions(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, SolutionReply],
    approach: ApproachReply | None,
    *,
    by: Actor,
) -> int:
    """Write down what a participant now says of solutions and of the approach; returns how many changed.

    What was said before is replaced, and stays in the activity. An approach of None was not spoken of.
    """
    validation.check_may_answer(is_seated=ballot.is_seated, is_open=ballot.is_open)
    changed = changed_solutions(ballot, participant_id, replies, approach)
    place = ReplyContext(ballot.workshop_id, ballot.group_id, ballot.handover_id)
    write_solutions(place, ballot.measure_id, participant_id, changed, now(), ballot, by=by)
    return len(changed)


def changed_solutions(
    ballot: Ballot, participant_id: int, replies: Mapping[int, SolutionReply], approach: ApproachReply | None
) -> Changed:
    """Those that say something else than before, or say it of another wording; refused if never asked."""
    if ballot.handover_id is None:
        raise RuleBroken(N_("There is no handover yet."))
    rules.check_solution_replies(replies, {solution.id for solution in queries.asked_solutions(ballot)})
    before = queries.said_of_solutions(participant_id)

    def is_as_before(solution_id: int, reply: SolutionReply) -> bool:
        said = before.get(solution_id)
        return said.reply == reply if said and said.counts else reply.is_empty

    known = queries.said_of_approach(ballot.measure_id, participant_id)
    stands = approach is None or queries.approach_reply(known) == approach
    return Changed(
        {id_: reply for id_, reply in replies.items() if not is_as_before(id_, reply)},
        None if stands else approach,
    )


def write_solutions(
    place: ReplyContext,
    measure_id: int,
    participant_id: int,
    changed: Changed,
    at: datetime,
    *among: OfWorkshop,
    by: Actor,
) -> None:
    """Put replies in the place of what the same person said before; `among` as in `record_each`."""
    before = queries.said_of_solutions(participant_id)
    for solution_id, reply in changed.solutions.items():
        answer = before[solution_id].row if solution_id in before else None
        answer = answer or SolutionAnswer(
            workshop_id=place.workshop_id, solution_id=solution_id, participant_id=participant_id
        )
        _fill(answer, place, at, intent=reply.intent, change=reply.change, comment=reply.comment)
        _put_lacks(answer, reply)
        record_each(Event.SOLUTION_VALIDATED, {solution_id: reply.detail}, *among, by=by)
    if changed.approach is not None:
        approach = queries.said_of_approach(measure_id, participant_id) or ApproachAnswer(
            workshop_id=place.workshop_id, measure_id=measure_id, participant_id=participant_id
        )
        _fill(approach, place, at, verdict=changed.approach.verdict, words=changed.approach.words)
        record_each(Event.APPROACH_VALIDATED, {measure_id: changed.approach.detail}, *among, by=by)


def _put_lacks(answer: SolutionAnswer, reply: SolutionReply) -> None:
    db.session.execute(sa.delete(SolutionLack).where(SolutionLack.answer_id == answer.id))
    db.session.add_all(
        SolutionLack(answer_id=answer.id, workshop_id=answer.workshop_id, lack=lack) for lack in reply.lacks
    )


def _fill(answer: SolutionAnswer | ApproachAnswer, place: ReplyContext, at: datetime, **said: object) -> None:
    where = {"group_id": place.group_id, "handover_id": place.handover_id, "answered_at": at}
    for name, value in {**where, **said}.items():
        setattr(answer, name, value)
    db.session.add(answer)
    db.session.flush()
