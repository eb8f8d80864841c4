"""Reads of who answers on paper or by proxy, what stands already, and how all answers came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from facilitator.accounts.models import Account
from facilitator.breakouts.models import Group, GroupClosing, Seat
from facilitator.capture.models import Card, Handover, Kind
from facilitator.capture.sight import hidden
from facilitator.database import db
from facilitator.validation.counting import counts, counts_in, is_answered, says_something
from facilitator.validation.models import Answer, Mode, Rating, SecondTake
from facilitator.validation.rules import Reply
from facilitator.validation.sight import are_hidden, words_in_sight
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop


@dataclass(frozen=True)
class Standing:
    """What a person's answer to an issue is now, how it came in, and who of the team entered it.

    Where its words are hidden, the reply is without them.
    """

    reply: Reply
    mode: Mode
    at: datetime
    entered_by: str
    is_hidden: bool


@dataclass(frozen=True)
class Modes:
    """How many answers came in which way, and how many of them after their group had closed."""

    phone: int = 0
    paper: int = 0
    proxy: int = 0
    late: int = 0

    @property
    def all(self) -> int:
        """Every answer that counts."""
        return self.phone + self.paper + self.proxy


def standing_answers(
    participant_id: int | None, issues: Sequence[int], second: frozenset[int]
) -> Mapping[int, Standing]:
    """By issue: what this person has said of it in the take that is asked now; in two statements."""
    change, comment, need = words_in_sight(Answer)
    rows = db.session.execute(
        sa.select(Answer, Account.name, are_hidden(Answer), change, comment, need)
        .outerjoin(Account, Account.id == Answer.entered_by)
        .where(Answer.participant_id == participant_id, Answer.issue_id.in_(issues))
        .where(counts(Answer, Answer.issue_id))
    ).all()
    found = [row for row in rows if (row.Answer.take == 2) == (row.Answer.issue_id in second)]
    scores: dict[int, dict[int, int | None]] = {row.Answer.id: {} for row in found}
    given = sa.select(Rating.answer_id, Rating.criterion_id, Rating.score).where(Rating.answer_id.in_(scores))
    for answer_id, criterion_id, score in db.session.execute(given):
        scores[answer_id][criterion_id] = score
    return {
        answer.issue_id: Standing(
            Reply(answer.verdict, change, comment, need, scores[answer.id]),
            answer.mode,
            answer.answered_at,
            name or "",
            is_hidden,
        )
        for answer, name, is_hidden, change, comment, need in found
    }


def issues_in_second_take(group_id: int) -> frozenset[int]:
    """The issues that a group is asked for the second time now."""
    asked_again = sa.select(SecondTake.issue_id).filter_by(group_id=group_id, withdrawn_at=None)
    rows = asked_again.where(counts(SecondTake, SecondTake.issue_id))
    return frozenset(db.session.execute(rows).scalars())


def proxy_of(city_id: int) -> Participant | None:
    """The participant who stands for a city that has nobody in the room."""
    return db.session.scalars(
        sa.select(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Organisation.city_id == city_id, Participant.proxy_by.is_not(None))
        .order_by(Participant.id)
    ).first()


def organisation_of(city: City) -> Organisation | None:
    """The first organisation that speaks for a city, if there is one."""
    return db.session.scalars(
        sa.select(Organisation).filter_by(city_id=city.id).order_by(Organisation.id)
    ).first()


def seat_in_round(participant_id: int, round_id: int) -> Group | None:
    """Where somebody sits in a round."""
    return db.session.scalars(
        sa.select(Group)
        .join(Seat, Seat.group_id == Group.id)
        .where(Seat.participant_id == participant_id, Seat.round_id == round_id)
    ).one_or_none()


def cities_without_a_person(workshop: Workshop) -> Sequence[City]:
    """The interested cities for which nobody has joined, by name."""
    has_come = sa.exists().where(
        Organisation.city_id == City.id,
        Participant.organisation_id == Organisation.id,
        Participant.proxy_by.is_(None),
    )
    return db.session.scalars(
        sa.select(City)
        .where(City.workshop_id == workshop.id, City.part == Part.INTERESTED, ~has_come)
        .order_by(City.name)
    ).all()


@dataclass(frozen=True)
class Entered:
    """How many issues of a group a person has answered, and how many of these the team entered."""

    all: int = 0
    by_team: int = 0


def entered_in(group_id: int) -> Mapping[int, Entered]:
    """By participant: how far they are in a group; who has not answered at all is missing."""
    by_team = sa.func.count(sa.distinct(sa.case((Answer.mode != Mode.PHONE, Answer.issue_id))))
    rows = (
        sa.select(Answer.participant_id, sa.func.count(sa.distinct(Answer.issue_id)), by_team)
        .where(Answer.group_id == group_id, is_answered())
        .group_by(Answer.participant_id)
    )
    return {person: Entered(answered, team) for person, answered, team in db.session.execute(rows)}


def modes(handover: Handover | None) -> Modes:
    """How the answers that count came in: the last take, of issues in sight as worded in this handover."""
    if handover is None:
        return Modes()
    rows = db.session.execute(_counting_answers(handover)).all()
    counts = {mode: sum(row.answers for row in rows if row.mode is mode) for mode in Mode}
    return Modes(
        counts[Mode.PHONE],
        counts[Mode.PAPER],
        counts[Mode.PROXY],
        sum(row.answers for row in rows if row.late),
    )


def _counting_answers(handover: Handover) -> sa.Select[Mode, bool, int]:
    later = aliased(Answer)
    late = sa.exists().where(
        GroupClosing.group_id == Answer.group_id,
        GroupClosing.closed_at <= Answer.answered_at,
        sa.or_(GroupClosing.reopened_at.is_(None), GroupClosing.reopened_at > Answer.answered_at),
    )
    return (
        sa.select(Answer.mode, late.label("late"), sa.func.count().label("answers"))
        .join(Card, sa.and_(Card.id == Answer.issue_id, Card.kind == Kind.ISSUE))
        .join(Participant, Participant.id == Answer.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .where(
            Answer.workshop_id == handover.workshop_id,
            says_something(),
            counts_in(handover.id, Answer, Answer.issue_id),
            ~hidden(),
            ~sa.exists().where(
                later.issue_id == Answer.issue_id,
                later.participant_id == Answer.participant_id,
                later.take > Answer.take,
                says_something(later),
                counts_in(handover.id, later, later.issue_id),
            ),
        )
        .group_by(Answer.mode, late)
    )


def proxies(workshop: Workshop) -> Mapping[int, int]:
    """By city: the participant who stands for it while it has nobody in the room."""
    rows = (
        sa.select(Organisation.city_id, Participant.id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participant.workshop_id == workshop.id, Participant.proxy_by.is_not(None))
    )
    return {city_id: participant_id for city_id, participant_id in db.session.execute(rows) if city_id}
