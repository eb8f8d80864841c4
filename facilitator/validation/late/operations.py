"""Take replies in; what comes too late for its issue is kept, and a facilitator decides whether it counts."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda.models import SessionOpening
from facilitator.breakouts.models import Group
from facilitator.capture.queries import active_handover
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import record, record_each
from facilitator.live.happenings import Happening
from facilitator.validation import rules as validation
from facilitator.validation.ballot import Ballot, said_by
from facilitator.validation.late import rules
from facilitator.validation.late.following import follow_merges
from facilitator.validation.late.queries import APPROACH, countable, countable_solutions
from facilitator.validation.models import LateReplies
from facilitator.validation.operations import answer_issues, changed_replies, record_replies
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply
from facilitator.validation.solutions.operations import answer_solutions, changed_solutions, write_solutions
from facilitator.validation.solutions.queries import approach_reply, said_of_approach, standing_solutions
from facilitator.validation.solutions.rules import check_solution_change
from facilitator.validation.stale import merge_each
from facilitator.validation.written import Place, write_replies
from facilitator.workshops.models import Workshop

NO_MARKS: Mapping[Any, str] = {}


@dataclass(frozen=True)
class Arrival:
    """How many issues were asked, and how many replies wait as too late.

    `moved` are replies to issues merged meanwhile, by the issue they went to; `gave_way` those of whose
    issue the author has spoken already.
    """

    asked: int
    late: int
    moved: dict[int, int]
    gave_way: dict[int, int]


def take_in_replies(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, Reply],
    again: Set[int],
    *,
    was: Mapping[int | str, str] = NO_MARKS,
    by: Actor,
) -> Arrival:
    """Write down what is in time, and keep the rest: a phone may have been offline while its group closed.

    `again` are the issues that the sender saw as asked again: a first answer is not taken for a second.
    `was` has the marks of what stood on the sender's page; see `stale`.
    """
    validation.check_may_answer(is_seated=ballot.is_seated, is_open=True)
    if ballot.handover_id is None:
        raise RuleBroken(N_("Nothing has been handed over yet."))
    standing = said_by(ballot, participant_id)
    before = {
        issue_id: said.as_first if said.take == 2 and issue_id not in again else said
        for issue_id, said in standing.items()
    }
    stood = {issue_id: said.asked for issue_id, said in before.items()}
    replies = merge_each(replies, stood, was, validation.check_change)
    followed = follow_merges(ballot, replies, before, by=by)
    validation.check_replies(followed.replies, before.keys())
    changed = changed_replies(followed.replies, before)
    late = {
        issue_id: reply
        for issue_id, reply in changed.items()
        if before[issue_id].is_settled or not ballot.is_open
    }
    if late:
        takes = {str(id_): reply.detail | {"take": before[id_].take} for id_, reply in late.items()}
        _keep(ballot, participant_id, takes, by)
    in_time = {issue_id: reply for issue_id, reply in changed.items() if issue_id not in late}
    if in_time:
        answer_issues(ballot, participant_id, in_time, by=by, before=before)
    return Arrival(len(before), len(late), followed.moved, followed.gave_way)


def take_in_solutions(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, SolutionReply],
    approach: ApproachReply | None,
    *,
    was: Mapping[int | str, str] = NO_MARKS,
    by: Actor,
) -> int:
    """The same with what is said of solutions and of the approach; returns how many replies wait."""
    if was:
        replies, approach = _brought_up_to_date(ballot, participant_id, replies, approach, was)
    if ballot.is_open:
        answer_solutions(ballot, participant_id, replies, approach, by=by)
        return 0
    validation.check_may_answer(is_seated=ballot.is_seated, is_open=True)
    changed = changed_solutions(ballot, participant_id, replies, approach)
    content = {str(id_): reply.detail for id_, reply in changed.solutions.items()}
    if changed.approach is not None:
        content[APPROACH] = changed.approach.detail
    if content:
        _keep(ballot, participant_id, content, by)
    return len(content)


def _brought_up_to_date(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, SolutionReply],
    approach: ApproachReply | None,
    was: Mapping[int | str, str],
) -> tuple[Mapping[int, SolutionReply], ApproachReply | None]:
    typed: dict[Any, Any] = {**replies, **({} if approach is None else {APPROACH: approach})}
    stood: dict[Any, Any] = dict(standing_solutions(participant_id))
    stood[APPROACH] = approach_reply(said_of_approach(ballot.measure_id, participant_id))
    merged = merge_each(typed, stood, was, _check_solution_or_approach)
    return {id_: merged[id_] for id_ in replies}, merged.get(APPROACH)


def _check_solution_or_approach(reply: SolutionReply | ApproachReply) -> None:
    if isinstance(reply, SolutionReply):
        check_solution_change(reply)


def decide_late_replies(late: LateReplies, *, counts: bool, by: Actor) -> int:
    """Count late replies or leave them out; returns how many count.

    What was said after them stands, and what has been reworded since they were sent counts nowhere.
    """
    rules.check_may_decide(late.decided_at)
    late.decided_at, late.decided_by, late.counted = now(), by.account_id, counts
    db.session.flush()
    decided = Happening.LATE_REPLIES_COUNTED if counts else Happening.LATE_REPLIES_LEFT_OUT
    group = db.session.get_one(Group, late.group_id)
    record_each(decided, {late.id: {"participant": late.participant_id}}, late, group, by=by)
    return _count(late, group, by) if counts else 0


def _keep(ballot: Ballot, participant_id: int, content: Mapping[str, Any], by: Actor) -> None:
    """Put replies beside those of the same person that wait already; the last word on each card is kept."""
    rules.check_has_been_open(has_been_open=_has_been_open(ballot.group_id))
    waiting = db.session.scalars(
        sa.select(LateReplies).filter_by(
            group_id=ballot.group_id, participant_id=participant_id, decided_at=None
        )
    ).one_or_none()
    if waiting is None:
        waiting = LateReplies(
            workshop_id=ballot.workshop_id,
            group_id=ballot.group_id,
            handover_id=ballot.handover_id,
            participant_id=participant_id,
            content={},
        )
        db.session.add(waiting)
    asked = {"handover": ballot.handover_id}
    content = {key: detail | asked for key, detail in content.items()}
    waiting.content, waiting.arrived_at = {**waiting.content, **content}, now()
    db.session.flush()
    record(Happening.LATE_REPLIES_RECEIVED, waiting, by=by, group=ballot.group_id, replies=content)


def _count(late: LateReplies, group: Group, by: Actor) -> int:
    handover = active_handover(db.session.get_one(Workshop, late.workshop_id))
    if handover is None:
        raise RuleBroken(N_("Day one is open again. Decide when it has been handed over."))
    replies, before = countable(late, handover)
    place = Place(late.workshop_id, late.group_id, handover.id)
    write_replies(place, late.participant_id, replies, before, late.arrived_at)
    record_replies(replies, before, late, group, by=by)
    solutions = countable_solutions(late, handover)
    write_solutions(
        place, group.measure_id, late.participant_id, solutions, late.arrived_at, late, group, by=by
    )
    return len(replies) + len(solutions)


def _has_been_open(group_id: int) -> bool:
    opened = sa.select(SessionOpening.id).join(Group, Group.round_id == SessionOpening.session_id)
    return db.session.execute(opened.where(Group.id == group_id).limit(1)).first() is not None
