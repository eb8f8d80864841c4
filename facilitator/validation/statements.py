"""What a ballot asks of the database, and how replies are put in the place of those before."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from facilitator.breakouts.models import Group, Seat
from facilitator.breakouts.queries import takes_answers
from facilitator.capture.models import Card, HandedCard, HandedEvidence, Handover, Kind, Wording
from facilitator.capture.sight import hidden
from facilitator.database import table_of
from facilitator.prepared import ForEachDialect, insert_or_update
from facilitator.validation.counting import counts_for, finishes, is_asked_again, says_something
from facilitator.validation.models import (
    Answer,
    Criterion,
    CriterionTranslation,
    Rating,
    Showing,
)
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant
from facilitator.workshops.presence import in_the_room, is_head

_TRANSLATED = [
    sa.func.coalesce(sa.func.nullif(getattr(CriterionTranslation, word), ""), getattr(Criterion, word))
    for word in ("name", "question", "low", "high")
]


def _criteria(dialect: str) -> sa.ScalarSelect[Any]:
    """All criteria in one text: it comes with the ballot, and tells whether anything in them has changed."""
    if dialect == "sqlite":
        array, array_of = sa.func.json_array, sa.func.json_group_array
    else:
        array, array_of = sa.func.json_build_array, sa.func.json_agg
    row = array(Criterion.position, Criterion.id, *_TRANSLATED)
    of_language = sa.and_(
        CriterionTranslation.criterion_id == Criterion.id,
        CriterionTranslation.language == sa.bindparam("language"),
    )
    return (
        sa.select(sa.cast(array_of(row), sa.Text))
        .select_from(Criterion)
        .outerjoin(CriterionTranslation, of_language)
        .where(Criterion.workshop_id == Group.workshop_id, Criterion.retired_at.is_(None))
        .scalar_subquery()
    )


def _ballot(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    is_seated = sa.exists().where(
        Seat.group_id == Group.id, Seat.participant_id == sa.bindparam("participant")
    )
    lighthouses = (
        sa.select(sa.func.count())
        .select_from(City)
        .where(City.workshop_id == Group.workshop_id, City.part == Part.LIGHTHOUSE)
    )
    delegates = (
        sa.select(sa.func.count())
        .select_from(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(
            Organisation.city_id == sa.bindparam("city", type_=sa.Integer),
            sa.or_(in_the_room(), ~is_head()),
        )
    )
    return (
        sa.select(
            Group.workshop_id,
            Group.id,
            Group.name,
            Measure.id,
            Measure.title,
            Measure.prefix,
            Measure.accent_place(),
            is_seated,
            takes_answers(),
            Handover.id,
            Handover.frozen_at,
            lighthouses.scalar_subquery(),
            delegates.scalar_subquery(),
            sa.func.coalesce(_criteria(dialect), "[]"),
        )
        .select_from(Group)
        .join(Measure, Measure.id == Group.measure_id)
        .outerjoin(
            Handover, sa.and_(Handover.workshop_id == Group.workshop_id, Handover.reopened_at.is_(None))
        )
        .where(Group.workshop_id == sa.bindparam("workshop"), Group.id == sa.bindparam("group"))
    )


BALLOT = ForEachDialect(_ballot)

_OF_MEASURE = (
    HandedCard.handover_id == sa.bindparam("handover"),
    Card.measure_id == sa.bindparam("measure"),
    Card.kind == Kind.ISSUE,
)

HANDED = (
    sa.select(Card.id, Card.number, Wording.title, Wording.text, Wording.aspect)
    .select_from(HandedCard)
    .join(Card, Card.id == HandedCard.card_id)
    .join(Wording, Wording.id == HandedCard.wording_id)
    .where(*_OF_MEASURE)
    .order_by(Card.number)
)

EVIDENCE = (
    sa.select(HandedEvidence.issue_id, HandedEvidence.stance, sa.func.count())
    .join(City, City.id == HandedEvidence.city_id)
    .join(Card, Card.id == HandedEvidence.issue_id)
    .where(
        HandedEvidence.handover_id == sa.bindparam("handover"),
        Card.measure_id == sa.bindparam("measure"),
        City.part == Part.LIGHTHOUSE,
    )
    .group_by(HandedEvidence.issue_id, HandedEvidence.stance)
)


def _is_shown(group_id: Any) -> sa.Exists:
    """That a group sees what it said of an issue of the surrounding statement."""
    return sa.exists().where(
        Showing.group_id == group_id,
        Showing.issue_id == Card.id,
        Showing.withdrawn_at.is_(None),
        counts_for(Showing),
    )


def _said(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    """Each issue asked with both takes of a participant; the scores of each in one text."""
    object_of = sa.func.json_group_object if dialect == "sqlite" else sa.func.json_object_agg
    scores = sa.select(sa.cast(object_of(Rating.criterion_id, Rating.score), sa.Text)).where(
        Rating.answer_id == Answer.id
    )
    own = sa.and_(Answer.issue_id == Card.id, Answer.participant_id == sa.bindparam("participant"))
    return (
        sa.select(
            Card.id,
            _is_shown(sa.bindparam("group")),
            is_asked_again(sa.bindparam("group"), sa.bindparam("participant")),
            Answer.take,
            Answer.id,
            counts_for(Answer),
            Answer.verdict,
            Answer.change,
            Answer.comment,
            Answer.need,
            scores.scalar_subquery(),
        )
        .select_from(HandedCard)
        .join(Card, Card.id == HandedCard.card_id)
        .outerjoin(Answer, own)
        .where(*_OF_MEASURE, ~hidden())
        .order_by(Card.number)
    )


SAID = ForEachDialect(_said)


def _issues_asked() -> sa.Subquery:
    """For each seat of a participant the issues asked there, in order, with what `Said` says of each."""
    answer = aliased(Answer)
    is_again = is_asked_again(Seat.group_id, Seat.participant_id)
    of_take = sa.case((is_again, 2), else_=1)
    is_standing = sa.and_(answer.id.is_not(None), counts_for(answer))
    is_answered, is_begun = (sa.and_(is_standing, said(answer)) for said in (finishes, says_something))
    own = sa.and_(
        answer.issue_id == Card.id, answer.participant_id == Seat.participant_id, answer.take == of_take
    )
    place = sa.func.row_number().over(partition_by=Seat.group_id, order_by=Card.number)
    return (
        sa.select(
            Seat.group_id,
            place.label("place"),
            is_answered.label("answered"),
            is_begun.label("begun"),
            is_again.label("again"),
            _is_shown(Seat.group_id).label("shown"),
        )
        .select_from(Seat)
        .join(Group, Group.id == Seat.group_id)
        .join(Handover, sa.and_(Handover.workshop_id == Seat.workshop_id, Handover.reopened_at.is_(None)))
        .join(HandedCard, HandedCard.handover_id == Handover.id)
        .join(
            Card,
            sa.and_(
                Card.id == HandedCard.card_id, Card.measure_id == Group.measure_id, Card.kind == Kind.ISSUE
            ),
        )
        .outerjoin(answer, own)
        .where(Seat.participant_id == sa.bindparam("participant"), ~hidden())
        .subquery()
    )


def _progress() -> sa.Select[*tuple[Any, ...]]:
    """For each seat of a participant what `Said` says of the issues asked there, counted."""
    each = _issues_asked().c
    waits = sa.and_(~each.answered, sa.or_(~each.shown, each.again))
    return sa.select(
        each.group_id,
        sa.func.count(),
        sa.func.count().filter(each.answered),
        sa.func.coalesce(sa.func.min(each.place).filter(waits), 1),
        sa.func.count().filter(each.shown),
        sa.func.count().filter(sa.and_(each.again, ~each.answered)),
        sa.func.count().filter(each.begun),
        sa.func.count().filter(sa.and_(each.begun, each.shown, ~each.again)),
    ).group_by(each.group_id)


PROGRESS = _progress()

_answers, _ratings = table_of(Answer), table_of(Rating)
INSERT_ANSWER = sa.insert(_answers).returning(_answers.c.issue_id, _answers.c.id)
UPDATE_ANSWER = (
    sa.update(_answers)
    .where(_answers.c.id == sa.bindparam("answer"))
    .values(
        {name: sa.bindparam(name) for name in ("verdict", "change", "comment", "need", "answered_at")}
        | {"handover_id": sa.bindparam("handover"), "group_id": sa.bindparam("group")}
        # A phone has the last word, also after paper.
        | {"mode": sa.literal_column("'phone'"), "entered_by": sa.null()}
    )
)
DELETE_SCORE = sa.delete(_ratings).where(
    _ratings.c.answer_id == sa.bindparam("answer"), _ratings.c.criterion_id == sa.bindparam("criterion")
)


PUT_SCORES = insert_or_update(_ratings, ("answer_id", "criterion_id"), "score")
