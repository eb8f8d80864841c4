"""What a ballot asks of the database, and how replies are put in the place of those before."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from facilitator.agenda.models import SessionOpening
from facilitator.breakouts.models import Group, GroupClosing, Seat
from facilitator.capture.models import Card, HandedCard, HandedEvidence, Handover, Kind, Wording
from facilitator.capture.sight import hidden
from facilitator.database import table_of
from facilitator.validation.counting import counts_for, finishes, says_something
from facilitator.validation.models import (
    Answer,
    Criterion,
    CriterionTranslation,
    Rating,
    SecondTake,
    Showing,
)
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant

_ROUND_IS_OPEN = sa.exists().where(
    SessionOpening.session_id == Group.round_id, SessionOpening.closed_at.is_(None)
)
_IS_CLOSED = sa.exists().where(GroupClosing.group_id == Group.id, GroupClosing.reopened_at.is_(None))
_TRANSLATED = [
    sa.func.coalesce(sa.func.nullif(getattr(CriterionTranslation, word), ""), getattr(Criterion, word))
    for word in ("name", "question", "low", "high")
]


def _criteria(array: Any, array_of: Any) -> sa.ScalarSelect[Any]:
    """All criteria in one text: it comes with the ballot, and tells whether anything in them has changed."""
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


def _ballot(criteria: Any) -> sa.Select[*tuple[Any, ...]]:
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
        .where(Organisation.city_id == sa.bindparam("city", type_=sa.Integer))
    )
    return (
        sa.select(
            Group.workshop_id,
            Group.id,
            Group.name,
            Measure.id,
            Measure.title,
            Measure.prefix,
            Measure.position,
            is_seated,
            sa.and_(_ROUND_IS_OPEN, ~_IS_CLOSED),
            Handover.id,
            Handover.frozen_at,
            lighthouses.scalar_subquery(),
            delegates.scalar_subquery(),
            sa.func.coalesce(criteria, "[]"),
        )
        .select_from(Group)
        .join(Measure, Measure.id == Group.measure_id)
        .outerjoin(
            Handover, sa.and_(Handover.workshop_id == Group.workshop_id, Handover.reopened_at.is_(None))
        )
        .where(Group.workshop_id == sa.bindparam("workshop"), Group.id == sa.bindparam("group"))
    )


BALLOT = {
    "sqlite": _ballot(_criteria(sa.func.json_array, sa.func.json_group_array)),
    "postgresql": _ballot(_criteria(sa.func.json_build_array, sa.func.json_agg)),
}

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


def _in_force(stretch: type[Showing | SecondTake], group: Any = sa.bindparam("group")) -> sa.Exists:  # noqa: B008
    """That an issue of the surrounding statement is shown to the group, or asked of it again."""
    return sa.exists().where(
        stretch.group_id == group,
        stretch.issue_id == Card.id,
        stretch.withdrawn_at.is_(None),
        counts_for(stretch),
    )


def _said(object_of: Any) -> sa.Select[*tuple[Any, ...]]:
    """Each issue asked with both takes of a participant; the scores of each in one text."""
    scores = sa.select(sa.cast(object_of(Rating.criterion_id, Rating.score), sa.Text)).where(
        Rating.answer_id == Answer.id
    )
    own = sa.and_(Answer.issue_id == Card.id, Answer.participant_id == sa.bindparam("participant"))
    return (
        sa.select(
            Card.id,
            _in_force(Showing),
            _in_force(SecondTake),
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


SAID = {"sqlite": _said(sa.func.json_group_object), "postgresql": _said(sa.func.json_object_agg)}


def _progress() -> sa.Select[*tuple[Any, ...]]:
    """For each seat of a participant what `Said` says of the issues asked there, counted."""
    again, answer = aliased(Answer), aliased(Answer)
    # As `Said` has it: what was answered again of this wording keeps the second take for good.
    is_again = sa.or_(sa.and_(again.id.is_not(None), counts_for(again)), _in_force(SecondTake, Seat.group_id))
    of_take = sa.case((is_again, 2), else_=1)
    is_standing = sa.and_(answer.id.is_not(None), counts_for(answer))
    is_answered, is_begun = (sa.and_(is_standing, said(answer)) for said in (finishes, says_something))

    def own(each: Any, take: Any) -> sa.ColumnElement[bool]:
        of_issue = sa.and_(each.issue_id == Card.id, each.participant_id == Seat.participant_id)
        return sa.and_(of_issue, each.take == take)

    place = sa.func.row_number().over(partition_by=Seat.group_id, order_by=Card.number)
    issues = (
        sa.select(
            Seat.group_id,
            place.label("place"),
            is_answered.label("answered"),
            is_begun.label("begun"),
            is_again.label("again"),
            _in_force(Showing, Seat.group_id).label("shown"),
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
        .outerjoin(again, own(again, 2))
        .outerjoin(answer, own(answer, of_take))
        .where(Seat.participant_id == sa.bindparam("participant"), ~hidden())
        .subquery()
    )
    each = issues.c
    waits = sa.and_(~each.answered, sa.or_(~each.shown, each.again))
    return sa.select(
        each.group_id,
        sa.func.count(),
        sa.func.count().filter(each.answered),
        sa.func.coalesce(sa.func.min(each.place).filter(waits), 1),
        sa.func.count().filter(each.shown),
        sa.func.count().filter(sa.and_(each.again, ~each.answered)),
        sa.func.count().filter(each.begun),
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


def _put_scores(insert: Any) -> Any:
    scores = insert(_ratings)
    return scores.on_conflict_do_update(
        index_elements=["answer_id", "criterion_id"], set_={"score": scores.excluded.score}
    )


PUT_SCORES = {"sqlite": _put_scores(sqlite.insert), "postgresql": _put_scores(postgresql.insert)}
