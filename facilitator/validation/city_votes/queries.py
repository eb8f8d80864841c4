"""Reads of what cities say as one, who speaks for them, and what their delegates said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.accounts.models import Account
from facilitator.breakouts.models import Group, Seat
from facilitator.capture.models import Handover
from facilitator.capture.queries import HandedIssue, handed_issues
from facilitator.database import db
from facilitator.text import alphabetical
from facilitator.validation.counting import counts_in, is_last
from facilitator.validation.models import Answer, CityScore, CitySpeaker, CityVoice, Mode, Rating, Verdict
from facilitator.validation.rules import Reply
from facilitator.validation.sight import words_in_sight
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop
from facilitator.workshops.presence import has_come
from facilitator.workshops.queries import by_name, place_of_city


@dataclass(frozen=True)
class CityVote:
    """What a city says of an issue as one.

    `scores` are by criterion, None being "can't say"; `person` said it, and is for the city's and the team's
    eyes; where the team said it for the city, there is a `reason`.
    """

    id: int
    issue_id: int
    city_id: int
    city: str
    verdict: Verdict | None
    scores: Mapping[int, int | None]
    person: str
    by_team: bool
    reason: str
    said_at: datetime

    @property
    def word(self) -> Reply:
        """The city vote as a delegate's reply would say it."""
        return Reply(self.verdict, scores=self.scores)


@dataclass(frozen=True)
class Delegation:
    """A city with those who speak for it in the room, its speaker among them, and where it may speak."""

    city: City
    delegates: Sequence[Participant]
    speaker: CitySpeaker | None
    measures: frozenset[int]

    @property
    def spokesperson(self) -> Participant | None:
        """The delegate who is its speaker."""
        ids = {delegate.id: delegate for delegate in self.delegates}
        return ids.get(self.speaker.participant_id) if self.speaker else None


def city_voices(
    handover: Handover, *, issue_id: int | None = None, city_id: int | None = None
) -> Mapping[int, list[CityVote]]:
    """By issue: the cities' voices on the wording of this handover, by city; in two statements.

    After day one was opened again, a voice still counts where the wording is the same, as an answer does.
    """
    found = _voices(handover, issue_id, city_id)
    scores = _scores(CityScore.voice_id, CityScore.criterion_id, CityScore.score, [row.id for row in found])
    voices: dict[int, list[CityVote]] = defaultdict(list)
    for row in found:
        person, by_team = (row.account, True) if row.account else (row.participant, False)
        voices[row.issue_id].append(
            CityVote(
                row.id, row.issue_id, row.city_id, row.city, row.verdict, scores.get(row.id, {}),
                person, by_team, row.reason, row.said_at,
            )
        )  # fmt: skip
    return voices


def _voices(handover: Handover, issue_id: int | None, city_id: int | None) -> Sequence[Any]:
    wanted = (
        sa.select(
            CityVoice.id,
            CityVoice.issue_id,
            CityVoice.city_id,
            City.name.label("city"),
            CityVoice.verdict,
            CityVoice.reason,
            CityVoice.said_at,
            Account.name.label("account"),
            Participant.display_name.label("participant"),
        )
        .join(City, City.id == CityVoice.city_id)
        .outerjoin(Account, Account.id == CityVoice.account_id)
        .outerjoin(Participant, Participant.id == CityVoice.participant_id)
        .where(CityVoice.workshop_id == handover.workshop_id)
        .where(counts_in(handover.id, CityVoice, CityVoice.issue_id))
    )
    if issue_id is not None:
        wanted = wanted.where(CityVoice.issue_id == issue_id)
    if city_id is not None:
        wanted = wanted.where(CityVoice.city_id == city_id)
    return sorted(db.session.execute(wanted), key=lambda row: (row.issue_id, alphabetical(row.city)))


def _scores(owner: Any, criterion: Any, score: Any, ids: Iterable[int]) -> dict[int, dict[int, int | None]]:
    scores: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = sa.select(owner, criterion, score).where(owner.in_(list(ids)))
    for owner_id, criterion_id, given in db.session.execute(rows):
        scores[owner_id][criterion_id] = given
    return scores


def delegations(workshop: Workshop, city_id: int | None = None) -> list[Delegation]:
    """The interested cities by name, or one city, with their delegates who came; in four statements."""
    wanted = City.part == Part.INTERESTED if city_id is None else City.id == city_id
    cities = db.session.scalars(sa.select(City).where(City.workshop_id == workshop.id, wanted)).all()
    people: dict[int, list[Participant]] = defaultdict(list)
    for person in by_name(db.session.scalars(_delegates(workshop, city_id))):
        people[person.organisation.city_id or 0].append(person)
    speakers = {
        speaker.city_id: speaker
        for speaker in db.session.scalars(
            sa.select(CitySpeaker).filter_by(workshop_id=workshop.id, ended_at=None)
        )
    }
    measures = _measures_of_cities(workshop)
    return [
        Delegation(city, people[city.id], speakers.get(city.id), frozenset(measures[city.id]))
        for city in sorted(cities, key=place_of_city)
    ]


def _delegates(workshop: Workshop, city_id: int | None) -> sa.Select[Participant]:
    speaks = (
        sa.select(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participant.workshop_id == workshop.id, Organisation.city_id.is_not(None), has_come())
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        .order_by(Participant.id)
    )
    return speaks.where(Organisation.city_id == city_id) if city_id is not None else speaks


def _measures_of_cities(workshop: Workshop) -> Mapping[int, set[int]]:
    """By city: the measures in whose groups a delegate of it has a seat, or has answered for it."""
    measures: dict[int, set[int]] = defaultdict(set)
    for of in (Seat, Answer):
        rows = (
            sa.select(Organisation.city_id, Group.measure_id)
            .select_from(of)
            .join(Group, Group.id == of.group_id)
            .join(Participant, Participant.id == of.participant_id)
            .join(Organisation, Organisation.id == Participant.organisation_id)
            .where(of.workshop_id == workshop.id, Organisation.city_id.is_not(None))
            .distinct()
        )
        for city_id, measure_id in db.session.execute(rows):
            measures[city_id or 0].add(measure_id)
    return measures


def is_speaker(participant_id: int, city_id: int) -> bool:
    """Whether this delegate speaks for their whole city now."""
    row = sa.select(CitySpeaker.id).filter_by(participant_id=participant_id, city_id=city_id, ended_at=None)
    return db.session.execute(row).first() is not None


def measures_asked(participant_id: int) -> frozenset[int]:
    """The measures in whose groups somebody sits, and so is asked about."""
    rows = (
        sa.select(Group.measure_id)
        .join(Seat, Seat.group_id == Group.id)
        .where(Seat.participant_id == participant_id)
    )
    return frozenset(db.session.execute(rows).scalars())


@dataclass(frozen=True)
class DelegateAnswer:
    """What one delegate said of an issue, and how it came in."""

    participant_id: int
    mode: Mode
    reply: Reply


def answers_of(delegation: Delegation, issues: Iterable[HandedIssue]) -> Mapping[int, list[DelegateAnswer]]:
    """By issue: each delegate's last answer to the wording that is asked; in two statements."""
    people = [delegate.id for delegate in delegation.delegates]
    rows = db.session.execute(
        sa.select(Answer, *words_in_sight(Answer))
        .where(Answer.participant_id.in_(people), Answer.issue_id.in_([issue.issue_id for issue in issues]))
        .where(is_last())
        .order_by(Answer.id)
    ).all()
    ids = [row.Answer.id for row in rows]
    scores = _scores(Rating.answer_id, Rating.criterion_id, Rating.score, ids)
    said: dict[int, list[DelegateAnswer]] = defaultdict(list)
    for row in rows:
        answer = row.Answer
        reply = Reply(answer.verdict, row.change, row.comment, row.need, scores.get(answer.id, {}))
        said[answer.issue_id].append(DelegateAnswer(answer.participant_id, answer.mode, reply))
    return said


def issues_of(delegation: Delegation, handover: Handover | None) -> list[HandedIssue]:
    """The issues a city may speak of: of the measures its delegates sit at, or of all if they sit nowhere."""
    if handover is None:
        return []
    issues = handed_issues(handover)
    of_city = [issue for issue in issues if issue.measure.id in delegation.measures]
    return of_city or issues
