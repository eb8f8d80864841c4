"""Reads of day two: what is asked, what has been answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.capture.models import Card, HandedCard, Handover, Kind
from facilitator.capture.queries import BoardCard, hidden, with_wording
from facilitator.database import db
from facilitator.validation.models import Answer, Criterion, MissingIssue, Rating
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Measure, Workshop


def criteria(workshop: Workshop) -> Sequence[Criterion]:
    """What issues are rated on, in order."""
    return db.session.scalars(
        sa.select(Criterion).filter_by(workshop_id=workshop.id).order_by(Criterion.position)
    ).all()


def issues_to_validate(handover: Handover, measure: Measure) -> set[int]:
    """The ids of the handed-over issues of a measure that are in sight."""
    asked = (
        sa.select(HandedCard.card_id)
        .join(Card, Card.id == HandedCard.card_id)
        .where(
            HandedCard.handover_id == handover.id,
            Card.measure_id == measure.id,
            Card.kind == Kind.ISSUE,
            ~hidden(),
        )
    )
    return set(db.session.execute(asked).scalars())


def replies_of(participant_id: int, issues: Sequence[int] | set[int]) -> dict[int, tuple[int, Reply]]:
    """By issue: the id of the participant's answer, and what it says; in two statements."""
    answers = db.session.execute(
        sa.select(
            Answer.id, Answer.issue_id, Answer.verdict, Answer.change, Answer.comment, Answer.need
        ).where(Answer.participant_id == participant_id, Answer.issue_id.in_(issues))
    ).all()
    if not answers:
        return {}
    scores = scores_of([answer.id for answer in answers])
    return {
        row.issue_id: (row.id, Reply(row.verdict, row.change, row.comment, row.need, scores.get(row.id, {})))
        for row in answers
    }


def scores_of(answers: Sequence[int]) -> Mapping[int, dict[int, int | None]]:
    """By answer: the score on each criterion."""
    scores: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = sa.select(Rating.answer_id, Rating.criterion_id, Rating.score).where(Rating.answer_id.in_(answers))
    for answer_id, criterion_id, score in db.session.execute(rows):
        scores[answer_id][criterion_id] = score
    return scores


def answered_by_group(workshop: Workshop) -> Mapping[int, Mapping[int, int]]:
    """By group and participant: how many issues they have answered."""
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    rows = (
        sa.select(Answer.group_id, Answer.participant_id, sa.func.count())
        .where(Answer.workshop_id == workshop.id)
        .group_by(Answer.group_id, Answer.participant_id)
    )
    for group_id, participant_id, answered in db.session.execute(rows):
        counts[group_id][participant_id] = answered
    return counts


def missing_issues(workshop: Workshop, group_id: int | None = None) -> list[tuple[BoardCard, int]]:
    """The issues in sight that were added on day two, of one group if given, and in which group."""
    added = (
        with_wording().add_columns(MissingIssue.group_id).join(MissingIssue, MissingIssue.issue_id == Card.id)
    )
    wanted = added.where(MissingIssue.workshop_id == workshop.id, ~hidden())
    if group_id is not None:
        wanted = wanted.where(MissingIssue.group_id == group_id)
    rows = db.session.execute(wanted.options(joinedload(Card.city)).order_by(Card.measure_id, Card.number))
    return [(BoardCard(card, wording), group) for card, wording, group in rows]
