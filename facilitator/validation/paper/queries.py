"""Reads of who answers on paper or by proxy, what stands already, and how all answers came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from facilitator.accounts.models import Account
from facilitator.breakouts.models import Group, GroupClosing, Seat
from facilitator.capture.models import Card, HandedCard, Handover, Kind
from facilitator.database import db
from facilitator.validation.counting import counts, is_answered, is_asked_again
from facilitator.validation.models import Answer, Mode, Rating
from facilitator.validation.rules import Reply
from facilitator.validation.sight import are_hidden, words_in_sight
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop
from facilitator.workshops.presence import in_the_room
from facilitator.workshops.queries import place_of_city


@dataclass(frozen=True)
class StandingAnswer:
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
) -> Mapping[int, StandingAnswer]:
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
        answer.issue_id: StandingAnswer(
            Reply(answer.verdict, change, comment, need, scores[answer.id]),
            answer.mode,
            answer.answered_at,
            name or "",
            is_hidden,
        )
        for answer, name, is_hidden, change, comment, need in found
    }


def issues_asked_again(participant_id: int | None, group_id: int, handover: Handover) -> frozenset[int]:
    """The issues of which this person, in this group, is asked for the second answer, as on their phone."""
    again = sa.select(HandedCard.card_id).where(
        HandedCard.handover_id == handover.id, is_asked_again(group_id, participant_id)
    )
    return frozenset(db.session.execute(again).scalars())


def proxy_of(city_id: int) -> Participant | None:
    """The participant who stands for a city that has nobody in the room."""
    return db.session.scalars(
        sa.select(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Organisation.city_id == city_id, Participant.proxy_by.is_not(None))
        .order_by(Participant.id)
    ).first()


def seat_in_round(participant_id: int, round_id: int) -> Group | None:
    """Where somebody sits in a round."""
    return db.session.scalars(
        sa.select(Group)
        .join(Seat, Seat.group_id == Group.id)
        .where(Seat.participant_id == participant_id, Seat.round_id == round_id)
    ).one_or_none()


def cities_without_a_person(workshop: Workshop) -> Sequence[City]:
    """The interested cities that have nobody in the room and are not retired, by name."""
    has_come = sa.exists().where(
        Organisation.city_id == City.id,
        Participant.organisation_id == Organisation.id,
        in_the_room(),
    )
    found = db.session.scalars(
        sa.select(City).where(
            City.workshop_id == workshop.id,
            City.part == Part.INTERESTED,
            City.retired_at.is_(None),
            ~has_come,
        )
    )
    return sorted(found, key=place_of_city)


@dataclass(frozen=True)
class Entered:
    """How many issues of a group a person has answered, and how many of these the team entered."""

    all: int = 0
    by_team: int = 0


def entered_in(group_id: int) -> Mapping[int, Entered]:
    """By participant: how far they are in a group; who has not answered at all is missing."""
    by_team = sa.func.count().filter(Answer.mode != Mode.PHONE)
    rows = (
        sa.select(Answer.participant_id, sa.func.count(), by_team)
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
        .where(Answer.workshop_id == handover.workshop_id, is_answered())
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
