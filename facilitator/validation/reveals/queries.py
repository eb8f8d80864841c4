"""What a group said of an issue, city by city, and what of it the group sees."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from facilitator.accounts.models import Account
from facilitator.breakouts.models import Group, Seat
from facilitator.breakouts.queries import open_groups
from facilitator.capture.models import Handover
from facilitator.capture.queries import HandedIssue, handed_issues
from facilitator.database import db
from facilitator.statistics.scale import FEWEST_CITIES
from facilitator.statistics.tallies import CityTallies, Tally, median_score, unsaid
from facilitator.statistics.verdicts import city_votes, votes_for
from facilitator.validation.counting import counts_in, says_something
from facilitator.validation.models import Answer, Rating, SecondTake, Showing, Verdict
from facilitator.validation.voices.queries import Voice, city_voices
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant


@dataclass(frozen=True)
class CityAnswers:
    """What the delegates of a city said of an issue: how many each verdict, and the scores by criterion.

    What the city has said as one (`is_spoken`) stands in the place of their verdicts and scores; `people` and
    `heads`, the people by verdict, are counted as they answered, and leave out who stands in by proxy.
    """

    city: str
    people: int
    heads: Counter[Verdict]
    verdicts: Counter[Verdict]
    scores: Mapping[int, Tally[int]]
    is_spoken: bool = False

    @property
    def tally(self) -> Tally[Verdict]:
        """The verdicts as the statistics take them: "can't say" is counted apart."""
        return {None if said is Verdict.CANT_SAY else said: people for said, people in self.verdicts.items()}

    def value(self, criterion_id: int) -> float | None:
        """The median of its delegates' scores."""
        scores = self.scores.get(criterion_id)
        return median_score(scores) if scores else None


@dataclass(frozen=True)
class Picture:
    """What a group said of an issue by last takes, city by city in the order of their names."""

    cities: tuple[CityAnswers, ...] = ()

    @property
    def people(self) -> int:
        """How many answered."""
        return sum(city.people for city in self.cities)

    @property
    def spoken(self) -> list[str]:
        """The cities that said it as one."""
        return [city.city for city in self.cities if city.is_spoken]

    @property
    def is_by_few(self) -> bool:
        """Whether so few cities took a stand that nothing is summed up."""
        return len(self._votes) < FEWEST_CITIES

    def votes(self, verdict: Verdict) -> float:
        """The cities with a verdict, of which each of k delegates who take a stand holds 1/k."""
        return votes_for([verdict], self._votes)

    def heads(self, verdict: Verdict) -> int:
        """The people with a verdict."""
        return sum(city.heads[verdict] for city in self.cities)

    @property
    def silent(self) -> int:
        """The cities of whose people nobody can say."""
        return unsaid(self._tallies, self._votes).cities

    @cached_property
    def _tallies(self) -> CityTallies[str, Verdict]:
        return {city.city: city.tally for city in self.cities}

    @cached_property
    def _votes(self) -> Mapping[str, Mapping[Verdict, float]]:
        return city_votes(self._tallies)

    def values(self, criterion_id: int) -> list[tuple[str, float]]:
        """The cities that rated, each with its value."""
        rated = ((city.city, city.value(criterion_id)) for city in self.cities)
        return [(city, value) for city, value in rated if value is not None]


@dataclass(frozen=True)
class Steered:
    """An issue as the facilitator of a group steers it; who has answered is counted, never what.

    Counted are delegates of interested cities, as in the group's picture.
    """

    issue: HandedIssue
    answered: int
    again: int
    showing: Showing | None = None
    shown_by: str = ""
    second_take: SecondTake | None = None
    asked_by: str = ""


@dataclass
class _Counted:
    people: int = 0
    heads: Counter[Verdict] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    scores: dict[int, Counter[int | None]] = field(default_factory=lambda: defaultdict(Counter))


def pictures(group_id: int, handover_id: int, issues: Collection[int]) -> Mapping[int, Picture]:
    """By issue: what a group's interested cities said of it last; in five statements at most."""
    if not issues:
        return {}
    counted: dict[int, dict[str, _Counted]] = {issue_id: {} for issue_id in issues}
    place: dict[int, _Counted] = {}
    for row in _answers(group_id, handover_id, issues):
        place[row.id] = _count(row, counted[row.issue_id].setdefault(row.city, _Counted()))
    rated = sa.select(Rating.answer_id, Rating.criterion_id, Rating.score).where(
        Rating.answer_id.in_(place), Rating.score.is_not(None)
    )
    for answer_id, criterion_id, score in db.session.execute(rated):
        place[answer_id].scores[criterion_id][score] += 1
    voices = city_voices(db.session.get_one(Handover, handover_id))
    _seat_those_who_spoke(group_id, counted, voices)
    return {
        issue_id: Picture(_by_city(cities, voices.get(issue_id, ()))) for issue_id, cities in counted.items()
    }


def _count(row: Any, city: _Counted) -> _Counted:
    """Count an answer among those of its city; a proxy is no head."""
    city.people += not row.is_proxy
    if row.verdict:
        city.verdicts[row.verdict] += 1
        city.heads[row.verdict] += not row.is_proxy
    return city


def _seat_those_who_spoke(
    group_id: int, counted: Mapping[int, dict[str, _Counted]], voices: Mapping[int, Sequence[Voice]]
) -> None:
    """A city at the table that has spoken as one belongs to the picture, even if no delegate has answered."""
    silent = [
        (cities, voice.city)
        for issue_id, cities in counted.items()
        for voice in voices.get(issue_id, ())
        if voice.city not in cities
    ]
    seated = _seated(group_id) if silent else ()
    for cities, city in silent:
        if city in seated:
            cities[city] = _Counted()


def _seated(group_id: int) -> Collection[str]:
    """The cities that have a seat in a group."""
    rows = (
        sa.select(City.name)
        .join(Organisation, Organisation.city_id == City.id)
        .join(Participant, Participant.organisation_id == Organisation.id)
        .join(Seat, Seat.participant_id == Participant.id)
        .where(Seat.group_id == group_id)
    )
    return db.session.execute(rows).scalars().all()


def _by_city(counted: Mapping[str, _Counted], voices: Iterable[Voice]) -> tuple[CityAnswers, ...]:
    as_one = {voice.city: voice for voice in voices}
    return tuple(
        _spoken(city, each, as_one[city])
        if city in as_one
        else CityAnswers(city, each.people, each.heads, each.verdicts, each.scores)
        for city, each in sorted(counted.items())
    )


def _spoken(city: str, delegates: _Counted, voice: Voice) -> CityAnswers:
    """A city's word; what it leaves open stays with its delegates."""
    set_: dict[int, Tally[int]] = {key: {score: 1} if score else {} for key, score in voice.scores.items()}
    verdicts = Counter([voice.verdict]) if voice.verdict else delegates.verdicts
    scores = {**delegates.scores, **set_}
    return CityAnswers(city, delegates.people, delegates.heads, verdicts, scores, is_spoken=True)


def _answers(group_id: int, handover_id: int, issues: Collection[int]) -> Iterable[Any]:
    """The last take in which each delegate said something: issue, participant, answer, verdict, city."""
    rows = (
        sa.select(
            Answer.issue_id,
            Answer.participant_id,
            Answer.id,
            Answer.verdict,
            City.name.label("city"),
            Participant.proxy_by.is_not(None).label("is_proxy"),
        )
        .join(Participant, Participant.id == Answer.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .where(
            Answer.group_id == group_id,
            counts_in(handover_id, Answer, Answer.issue_id),
            Answer.issue_id.in_(issues),
            says_something(),
        )
        .order_by(Answer.take)
    )
    return {(row.issue_id, row.participant_id): row for row in db.session.execute(rows)}.values()


def answering_blind(measure: Measure, handover: Handover | None, issues: Collection[int]) -> list[Group]:
    """The open groups of a measure that don't yet see what they said of all these issues."""
    if handover is None:
        return []
    groups = open_groups(measure)
    shown: dict[int, set[int]] = defaultdict(set)
    rows = sa.select(Showing.group_id, Showing.issue_id).where(
        Showing.group_id.in_([group.id for group in groups]),
        Showing.withdrawn_at.is_(None),
        counts_in(handover.id, Showing, Showing.issue_id),
    )
    for group_id, issue_id in db.session.execute(rows):
        shown[group_id].add(issue_id)
    return [group for group in groups if not shown[group.id].issuperset(issues)]


def steered_issues(group: Group, handover: Handover | None) -> list[Steered]:
    """The issues of a group with who has answered, and what the group sees of them; in four statements."""
    if handover is None:
        return []
    answered = _answered(group, handover)
    shown = _in_force(Showing, Showing.shown_by, group, handover)
    asked_again = _in_force(SecondTake, SecondTake.opened_by, group, handover)
    return [
        Steered(
            issue,
            answered[issue.issue_id, 1],
            answered[issue.issue_id, 2],
            *shown.get(issue.issue_id, (None, "")),
            *asked_again.get(issue.issue_id, (None, "")),
        )
        for issue in handed_issues(handover, group.measure)
    ]


def _answered(group: Group, handover: Handover) -> Counter[tuple[int, int]]:
    rows = (
        sa.select(Answer.issue_id, Answer.take, sa.func.count())
        .join(Participant, Participant.id == Answer.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .where(Answer.group_id == group.id, says_something())
        .where(counts_in(handover.id, Answer, Answer.issue_id))
        .group_by(Answer.issue_id, Answer.take)
    )
    return Counter({(issue, take): number for issue, take, number in db.session.execute(rows)})


def _in_force(stretch: Any, account_id: Any, group: Group, handover: Handover) -> dict[int, tuple[Any, str]]:
    """By issue: the stretch of time that goes on, and by whom."""
    rows = (
        sa.select(stretch, Account.name)
        .outerjoin(Account, Account.id == account_id)
        .where(
            stretch.group_id == group.id,
            counts_in(handover.id, stretch, stretch.issue_id),
            stretch.withdrawn_at.is_(None),
        )
    )
    return {row.issue_id: (row, name or "") for row, name in db.session.execute(rows)}
