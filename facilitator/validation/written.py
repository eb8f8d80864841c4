"""Replies put in the place of what the same person said before, in as few statements as there can be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from facilitator.database import ask, db
from facilitator.validation.ballot import Said
from facilitator.validation.models import Mode
from facilitator.validation.rules import Reply
from facilitator.validation.statements import DELETE_SCORE, INSERT_ANSWER, PUT_SCORES, UPDATE_ANSWER


class ReplyContext(NamedTuple):
    """The group and the handover that replies belong to."""

    workshop_id: int
    group_id: int
    handover_id: int | None


def write_replies(
    place: ReplyContext,
    participant_id: int,
    replies: Mapping[int, Reply],
    before: Mapping[int, Said],
    at: datetime,
) -> None:
    """Write each reply into the take that is asked of its issue, with no more rows than have changed."""
    known = {issue_id: said.answer_id for issue_id in replies if (said := before[issue_id]).answer_id}
    fresh = [issue_id for issue_id in replies if issue_id not in known]
    if known:
        asked = {"handover": place.handover_id, "group": place.group_id}
        ask(
            UPDATE_ANSWER,
            [_words(replies[id_], at) | asked | {"answer": answer_id} for id_, answer_id in known.items()],
        )
    if fresh:
        rows = [_row(place, participant_id, id_, before[id_].take, replies[id_], at) for id_ in fresh]
        known.update((issue_id, answer_id) for issue_id, answer_id in ask(INSERT_ANSWER, rows))
    _write_scores(place.workshop_id, known, replies, before)


def _write_scores(
    workshop_id: int, answers: Mapping[int, int], replies: Mapping[int, Reply], before: Mapping[int, Said]
) -> None:
    put, withdrawn = [], []
    for issue_id, reply in replies.items():
        answer_id, scores = answers[issue_id], before[issue_id].reply.scores
        put += [
            {"answer_id": answer_id, "criterion_id": id_, "workshop_id": workshop_id, "score": score}
            for id_, score in reply.scores.items()
            if id_ not in scores or scores[id_] != score
        ]
        withdrawn += [{"answer": answer_id, "criterion": id_} for id_ in scores.keys() - reply.scores.keys()]
    if withdrawn:
        ask(DELETE_SCORE, withdrawn)
    if put:
        ask(PUT_SCORES[db.engine.dialect.name], put)


def _words(reply: Reply, at: datetime) -> dict[str, Any]:
    return {
        "verdict": reply.verdict,
        "change": reply.change,
        "comment": reply.comment,
        "need": reply.need,
        "answered_at": at,
    }


def _row(
    place: ReplyContext, participant_id: int, issue_id: int, take: int, reply: Reply, at: datetime
) -> dict[str, Any]:
    return _words(reply, at) | {
        "workshop_id": place.workshop_id,
        "participant_id": participant_id,
        "issue_id": issue_id,
        "group_id": place.group_id,
        "handover_id": place.handover_id,
        "take": take,
        "mode": Mode.PHONE,
    }
