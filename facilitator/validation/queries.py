"""Reads of day two: what is asked, what has been answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.capture.models import Card, MissingIssue
from facilitator.capture.queries import BoardCard, with_wording
from facilitator.capture.sight import in_sight, is_missing
from facilitator.database import db
from facilitator.validation.counting import counts, is_finished
from facilitator.validation.models import (
    Answer,
    ApproachAnswer,
    Criterion,
    Lack,
    SolutionAnswer,
    SolutionLack,
)
from facilitator.validation.rules import ApproachReply, SolutionReply
from facilitator.validation.sight import has_words, words_in_sight
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop


def criteria(workshop: Workshop) -> Sequence[Criterion]:
    """What issues are rated on, in order."""
    return db.session.scalars(
        sa.select(Criterion).filter_by(workshop_id=workshop.id, retired_at=None).order_by(Criterion.position)
    ).all()


def answered_by_group(workshop: Workshop, group_id: int | None = None) -> Mapping[int, Mapping[int, int]]:
    """By group, or of one alone, and participant: how many issues they have finished, of those asked now."""
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    wanted = Answer.workshop_id == workshop.id if group_id is None else Answer.group_id == group_id
    for group_id, participant_id, answered in db.session.execute(finished_issues().where(wanted)):
        counts[group_id][participant_id] = answered
    return counts


def finished_issues() -> sa.Select[int, int, int]:
    """A row for each group and participant who finished any issue there, with how many of those asked now."""
    return (
        sa.select(Answer.group_id, Answer.participant_id, sa.func.count().label("finished"))
        .where(is_finished())
        .group_by(Answer.group_id, Answer.participant_id)
    )


def groups_answered_in(participant_id: int) -> Sequence[int]:
    """The groups in which somebody answered anything, whether they still sit there or not, in their order."""
    given = (
        sa.select(answer.group_id).filter_by(participant_id=participant_id)
        for answer in (Answer, SolutionAnswer, ApproachAnswer)
    )
    groups = sa.union(*given).subquery()
    return db.session.execute(sa.select(groups.c.group_id).order_by(groups.c.group_id)).scalars().all()


def references(ids: Collection[int]) -> dict[int, str]:
    """What people call these issues and solutions."""
    return {card.id: card.ref for card in db.session.scalars(sa.select(Card).where(Card.id.in_(ids)))}


def missing_issues(
    workshop: Workshop, group_id: int | None = None, measure_id: int | None = None
) -> list[tuple[BoardCard, int]]:
    """The issues in sight that were added on day two, of a group or measure if given, and in which group."""
    added = (
        with_wording().add_columns(MissingIssue.group_id).join(MissingIssue, MissingIssue.issue_id == Card.id)
    )
    wanted = added.where(MissingIssue.workshop_id == workshop.id, in_sight(), is_missing())
    if group_id is not None:
        wanted = wanted.where(MissingIssue.group_id == group_id)
    if measure_id is not None:
        wanted = wanted.where(Card.measure_id == measure_id)
    rows = db.session.execute(wanted.options(joinedload(Card.city)).order_by(Card.measure_id, Card.number))
    return [(BoardCard(card, wording), group) for card, wording, group in rows]


@dataclass(frozen=True)
class SolutionVoice:
    """What a delegate of an interested city says of a solution; who it is, is for the team's eyes."""

    city: str
    person: str
    participant_id: int
    reply: SolutionReply


@dataclass(frozen=True)
class ApproachVoice:
    """What a delegate of an interested city says of the approach to a measure."""

    city: str
    person: str
    participant_id: int
    reply: ApproachReply


def solution_answers(workshop: Workshop) -> Mapping[int, list[SolutionVoice]]:
    """By solution, then by city and person: what delegates of interested cities say of it as handed over.

    After day one was opened again, an answer still counts where the wording is the same. In two statements.
    """
    lacks: dict[int, set[Lack]] = defaultdict(set)
    for answer_id, lack in db.session.execute(
        sa.select(SolutionLack.answer_id, SolutionLack.lack).filter_by(workshop_id=workshop.id)
    ):
        lacks[answer_id].add(lack)
    said: dict[int, list[SolutionVoice]] = defaultdict(list)
    for solution_id, answer_id, intent, wrote, change, comment, city, person, id_ in db.session.execute(
        _solution_answers(workshop)
    ):
        reply = SolutionReply(intent, change, comment, frozenset(lacks[answer_id]))
        if wrote or not reply.is_empty:
            said[solution_id].append(SolutionVoice(city, person, id_, reply))
    return said


def approach_answers(workshop: Workshop) -> Mapping[int, list[ApproachVoice]]:
    """By measure, then by city and person: whether the approach to replication is right; in one statement."""
    said: dict[int, list[ApproachVoice]] = defaultdict(list)
    answer = ApproachAnswer
    rows = _of_interested_cities(
        answer, answer.measure_id, answer.verdict, has_words(answer), *words_in_sight(answer)
    )
    for measure_id, verdict, wrote, words, city, person, id_ in db.session.execute(
        rows.where(answer.workshop_id == workshop.id)
    ):
        if verdict or wrote:
            said[measure_id].append(ApproachVoice(city, person, id_, ApproachReply(verdict, words)))
    return said


def _solution_answers(workshop: Workshop) -> sa.Select[*tuple[Any, ...]]:
    """Answers to solutions whose wording is that of the handover which counts now."""
    answer = SolutionAnswer
    rows = _of_interested_cities(
        answer, answer.solution_id, answer.id, answer.intent, has_words(answer), *words_in_sight(answer)
    )
    return rows.where(answer.workshop_id == workshop.id, counts(answer, answer.solution_id))


def _of_interested_cities(answer: Any, *columns: Any) -> sa.Select[*tuple[Any, ...]]:
    """Answers of delegates who speak for an interested city, with city and person, in their order."""
    return (
        sa.select(*columns, City.name, Participant.display_name, Participant.id)
        .select_from(answer)
        .join(Participant, Participant.id == answer.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .order_by(City.name, Participant.display_name, answer.id)
    )
