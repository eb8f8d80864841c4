"""Reads of the delegates' answers as plain rows: there may be 50,000 ratings, so none becomes an object."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from facilitator.breakouts.models import Group, Seat
from facilitator.capture.models import HandedCard, Handover
from facilitator.database import db
from facilitator.summary.results import Answered, Delegate, Topic
from facilitator.validation.models import Answer, Rating
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop


@dataclass
class Given:
    """The answers to one issue that count, and how many were given to an earlier wording."""

    answers: list[Answered] = field(default_factory=list)
    set_aside: int = 0


def delegates(workshop: Workshop) -> Mapping[int, Delegate]:
    """By participant: who speaks for an interested city."""
    rows = (
        sa.select(Participant.id, Participant.display_name, City.name)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, City.id == Organisation.city_id)
        .where(Participant.workshop_id == workshop.id, City.part == Part.INTERESTED)
    )
    return {id_: Delegate(name, city) for id_, name, city in db.session.execute(rows)}


def seated(workshop: Workshop) -> Mapping[int, set[int]]:
    """By measure: the participants who have a seat in one of its groups."""
    by_measure: dict[int, set[int]] = defaultdict(set)
    rows = (
        sa.select(Group.measure_id, Seat.participant_id)
        .join(Group, Group.id == Seat.group_id)
        .where(Seat.workshop_id == workshop.id)
    )
    for measure_id, participant_id in db.session.execute(rows):
        by_measure[measure_id].add(participant_id)
    return by_measure


def given_answers(
    handover: Handover | None, issues: Collection[int], delegates: Collection[int]
) -> Mapping[int, Given]:
    """By issue: what delegates of interested cities answered to its wording in this handover.

    After day one was opened again, an answer still counts where the wording is the same.
    """
    given: dict[int, Given] = defaultdict(Given)
    if handover is None:
        return given
    wordings = _wordings(handover.workshop_id)
    scores = _scores(issues)
    for row in _answers(issues):
        if row.participant_id not in delegates:
            continue
        answer = Answered(row.participant_id, row.verdict, scores.get(row.id, {}), _remarks(row))
        if answer.is_empty:
            continue
        if wordings[row.handover_id, row.issue_id] == wordings[handover.id, row.issue_id]:
            given[row.issue_id].answers.append(answer)
        else:
            given[row.issue_id].set_aside += 1
    return given


def _wordings(workshop_id: int) -> dict[tuple[int, int], int]:
    """By handover and card: the wording that was handed over."""
    rows = sa.select(HandedCard.handover_id, HandedCard.card_id, HandedCard.wording_id).where(
        HandedCard.workshop_id == workshop_id
    )
    return {(handover, card): wording for handover, card, wording in db.session.execute(rows)}


def _answers(issues: Collection[int]) -> Iterable[Any]:
    return db.session.execute(
        sa.select(
            Answer.id,
            Answer.issue_id,
            Answer.handover_id,
            Answer.participant_id,
            Answer.verdict,
            Answer.change,
            Answer.comment,
            Answer.need,
        )
        .where(Answer.issue_id.in_(issues))
        .order_by(Answer.id)
    )


def _scores(issues: Collection[int]) -> Mapping[int, dict[int, int | None]]:
    """By answer: the score on each criterion."""
    scores: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = (
        sa.select(Rating.answer_id, Rating.criterion_id, Rating.score)
        .join(Answer, Answer.id == Rating.answer_id)
        .where(Answer.issue_id.in_(issues))
    )
    for answer_id, criterion_id, score in db.session.execute(rows):
        scores[answer_id][criterion_id] = score
    return scores


def _remarks(row: Any) -> tuple[tuple[Topic, str], ...]:
    if not (row.change or row.comment or row.need):
        return ()
    texts = (Topic.CHANGE, row.change), (Topic.COMMENT, row.comment), (Topic.NEED, row.need)
    return tuple((topic, text) for topic, text in texts if text)
