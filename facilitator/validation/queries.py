"""Reads of day two: what is asked, what has been answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.capture.models import Card
from facilitator.capture.queries import BoardCard, hidden, with_wording
from facilitator.database import db
from facilitator.validation.models import Answer, Criterion, MissingIssue
from facilitator.workshops.models import Workshop


def criteria(workshop: Workshop) -> Sequence[Criterion]:
    """What issues are rated on, in order."""
    return db.session.scalars(
        sa.select(Criterion).filter_by(workshop_id=workshop.id).order_by(Criterion.position)
    ).all()


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
