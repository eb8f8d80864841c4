"""Keep replies that came too late for their issue; a facilitator decides whether they count."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda.models import SessionOpening
from facilitator.breakouts.models import Group
from facilitator.capture.queries import active_handover
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import record, record_each
from facilitator.live.events import Event
from facilitator.validation.ballot import Ballot
from facilitator.validation.late_replies import rules
from facilitator.validation.late_replies.queries import countable, countable_solutions
from facilitator.validation.models import LateReplies
from facilitator.validation.operations import record_replies
from facilitator.validation.rules import Reply
from facilitator.validation.solutions.operations import Changed, write_solutions
from facilitator.validation.solutions.rules import APPROACH
from facilitator.validation.written import ReplyContext, write_replies
from facilitator.workshops.models import Workshop


def keep_late_replies(
    ballot: Ballot, participant_id: int, late: Mapping[int, tuple[int, Reply]], *, by: Actor
) -> None:
    """Keep replies to issues, each with its take, as `save_replies` found them too late."""
    content = {str(id_): reply.detail | {"take": take} for id_, (take, reply) in late.items()}
    _keep(ballot, participant_id, content, by)


def keep_late_solutions(ballot: Ballot, participant_id: int, late: Changed, *, by: Actor) -> None:
    """Keep what `save_solutions` found too late."""
    content = {str(id_): reply.detail for id_, reply in late.solutions.items()}
    if late.approach is not None:
        content[APPROACH] = late.approach.detail
    _keep(ballot, participant_id, content, by)


def decide_late_replies(late: LateReplies, *, counts: bool, by: Actor) -> int:
    """Count late replies or leave them out; returns how many count.

    What was said after them stands, and what has been reworded since they were sent counts nowhere.
    """
    rules.check_may_decide(late.decided_at)
    late.decided_at, late.decided_by, late.counted = now(), by.account_id, counts
    db.session.flush()
    decided = Event.LATE_REPLIES_COUNTED if counts else Event.LATE_REPLIES_LEFT_OUT
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
    record(Event.LATE_REPLIES_RECEIVED, waiting, by=by, group=ballot.group_id, replies=content)


def _count(late: LateReplies, group: Group, by: Actor) -> int:
    handover = active_handover(db.session.get_one(Workshop, late.workshop_id))
    if handover is None:
        raise RuleBroken(N_("Day one is open again. Decide after the next handover."))
    replies, before = countable(late, handover)
    place = ReplyContext(late.workshop_id, late.group_id, handover.id)
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
