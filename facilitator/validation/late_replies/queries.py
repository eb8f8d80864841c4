"""Reads of replies that came too late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.breakouts.models import Group
from facilitator.capture.models import HandedCard, Handover
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.validation.ballot import Said
from facilitator.validation.models import Answer, LateReplies, Rating, WordsHiding
from facilitator.validation.queries import references
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply
from facilitator.validation.sight import Key, hidings_now
from facilitator.validation.solutions.operations import Changed
from facilitator.validation.solutions.queries import said_of_approach, said_of_solutions
from facilitator.validation.solutions.rules import APPROACH
from facilitator.workshops.models import Organisation, Participant, Workshop

AnyReply = TypeVar("AnyReply", Reply, SolutionReply, ApproachReply)


@dataclass(frozen=True)
class Late:
    """Late replies with who sent them, by the reference of the issue or solution.

    `hidden` says why words are out of sight, by the reference, or by APPROACH; the replies are without them.
    """

    row: LateReplies
    person: Participant
    replies: Mapping[str, Reply]
    solutions: Mapping[str, SolutionReply]
    approach: ApproachReply | None
    hidden: Mapping[str, str]


def late_replies(group: Group) -> list[Late]:
    """What came too late in a group, the newest first; in three statements."""
    rows = db.session.execute(
        sa.select(LateReplies, Participant)
        .join(Participant, Participant.id == LateReplies.participant_id)
        .where(LateReplies.workshop_id == group.workshop_id, LateReplies.group_id == group.id)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        .order_by(LateReplies.arrived_at.desc(), LateReplies.id.desc())
    ).all()
    refs = references({int(card_id) for row, _ in rows for card_id in row.content if card_id != APPROACH})
    hidings = hidings_now(group.workshop_id)
    return [_late(row, person, refs, _hidden(person, group, hidings)) for row, person in rows]


def _hidden(person: Participant, group: Group, hidings: Mapping[Key, WordsHiding]) -> dict[int | None, str]:
    """By the card, or none for the approach to the group's measure: why this person's words are hidden."""
    return {
        card_id: hiding.reason
        for (who, card_id, measure_id), hiding in hidings.items()
        if who == person.id and measure_id in (None, group.measure_id)
    }


def _late(
    row: LateReplies, person: Participant, refs: Mapping[int, str], hidden: Mapping[int | None, str]
) -> Late:
    said = _of_solutions(row)
    issues, solutions, approach = _contents(row), said.solutions, said.approach
    return Late(
        row,
        person,
        {refs[id_]: _seen(reply, is_hidden=id_ in hidden) for id_, reply in sorted(issues.items())},
        {refs[id_]: _seen(reply, is_hidden=id_ in hidden) for id_, reply in sorted(solutions.items())},
        approach and _seen(approach, is_hidden=None in hidden),
        {refs[id_] if id_ else APPROACH: why for id_, why in hidden.items() if id_ is None or id_ in refs},
    )


def _seen(reply: AnyReply, *, is_hidden: bool) -> AnyReply:
    return reply.without_words if is_hidden else reply


def late_replies_of(participant_id: int, group_id: int) -> Sequence[LateReplies]:
    """What a participant sent too late to a group, the newest first."""
    own = sa.select(LateReplies).filter_by(participant_id=participant_id, group_id=group_id)
    return db.session.scalars(own.order_by(LateReplies.arrived_at.desc())).all()


def late_replies_to_decide(workshop: Workshop, group_id: int, id_: int) -> LateReplies:
    """Late replies of a group, by their id."""
    wanted = {"workshop_id": workshop.id, "group_id": group_id, "id": id_}
    row = db.session.scalars(sa.select(LateReplies).filter_by(**wanted)).one_or_none()
    if row is None:
        raise NotFound(N_("These late replies were not found in this group."))
    return row


def countable(late: LateReplies, handover: Handover) -> tuple[dict[int, Reply], dict[int, Said]]:
    """The replies that may still count, with what stands in their place.

    These are those of the wording that is asked now, of which nothing was said after them.
    """
    asked = _still_asked(late, handover)
    replies = {issue_id: reply for issue_id, reply in _contents(late).items() if issue_id in asked}
    standing = _standing(late.participant_id, replies)
    before = {}
    for issue_id in replies:
        take = late.content[str(issue_id)]["take"]
        answer = standing.get((issue_id, take))
        if answer is None or answer.answered_at <= late.arrived_at:
            before[issue_id] = _as_said(answer, take)
    return {issue_id: reply for issue_id, reply in replies.items() if issue_id in before}, before


def countable_solutions(late: LateReplies, handover: Handover) -> Changed:
    """What may still count of solutions and of the approach: nothing that was followed by another word."""
    asked = _still_asked(late, handover)
    found, said = _of_solutions(late), said_of_solutions(late.participant_id)
    group = db.session.get_one(Group, late.group_id)
    approach = said_of_approach(group.measure_id, late.participant_id)
    return Changed(
        {
            id_: reply
            for id_, reply in found.solutions.items()
            if id_ in asked and (id_ not in said or said[id_].row.answered_at <= late.arrived_at)
        },
        found.approach if approach is None or approach.answered_at <= late.arrived_at else None,
    )


def _still_asked(late: LateReplies, handover: Handover) -> set[int]:
    """The cards that are asked about in the wording that the late replies were given to."""
    sent = {
        int(id_): detail.get("handover", late.handover_id)
        for id_, detail in late.content.items()
        if id_ != APPROACH
    }
    rows = sa.select(HandedCard.handover_id, HandedCard.card_id, HandedCard.wording_id).where(
        HandedCard.card_id.in_(sent), HandedCard.handover_id.in_({*sent.values(), handover.id})
    )
    wordings = {(then, card_id): wording for then, card_id, wording in db.session.execute(rows)}
    asked = {card_id: wordings.get((handover.id, card_id)) for card_id in sent}
    return {id_ for id_, then in sent.items() if asked[id_] and asked[id_] == wordings.get((then, id_))}


def _contents(late: LateReplies) -> dict[int, Reply]:
    """By issue: the late replies; those of solutions have an intent and no scores."""
    return {int(id_): Reply.of_detail(detail) for id_, detail in late.content.items() if "scores" in detail}


def _of_solutions(late: LateReplies) -> Changed:
    said = {id_: detail for id_, detail in late.content.items() if "intent" in detail}
    approach = late.content.get(APPROACH)
    return Changed(
        {int(id_): SolutionReply.of_detail(detail) for id_, detail in said.items()},
        None if approach is None else ApproachReply.of_detail(approach),
    )


def _standing(participant_id: int, issues: Mapping[int, Reply]) -> dict[tuple[int, int], Answer]:
    rows = sa.select(Answer).where(Answer.participant_id == participant_id, Answer.issue_id.in_(issues))
    return {(answer.issue_id, answer.take): answer for answer in db.session.scalars(rows)}


def _as_said(answer: Answer | None, take: int) -> Said:
    if answer is None:
        return Said(None, take, counts=False, is_shown=False, reply=Reply())
    scores = db.session.execute(sa.select(Rating.criterion_id, Rating.score).filter_by(answer_id=answer.id))
    given = {row.criterion_id: row.score for row in scores}
    reply = Reply(answer.verdict, answer.change, answer.comment, answer.need, given)
    return Said(answer.id, take, counts=False, is_shown=False, reply=reply)
