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
from facilitator.statistics.cities import dot_of
from facilitator.statistics.tallies import Tally, as_one
from facilitator.statistics.verdicts import Judged, JudgedByFew, judged
from facilitator.text import alphabetical
from facilitator.validation.city_votes.queries import CityVote, city_voices
from facilitator.validation.counting import counts_in, is_last, says_something
from facilitator.validation.models import STANDS, Answer, Rating, SecondTake, Showing, Verdict
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant


@dataclass(frozen=True)
class CityInPicture:
    """What the delegates of a city said of an issue: how many each verdict, and the scores by criterion.

    `people` and `heads`, the people by verdict, leave out who stands in by proxy. What the city has said as
    one is its `vote`, and counts in the place of their verdicts and scores.
    """

    city: str
    people: int
    heads: Counter[Verdict]
    given: Counter[Verdict]
    scores: Mapping[int, Tally[int]]
    vote: CityVote | None = None

    @property
    def is_spoken(self) -> bool:
        """Whether it has said anything as one."""
        return self.vote is not None

    @property
    def verdicts(self) -> Mapping[Verdict, int]:
        """What it says: the verdict that it gave as one, or each of its delegates' with their number."""
        return {self.vote.verdict: 1} if self.vote and self.vote.verdict else self.given

    def value(self, criterion_id: int) -> float | None:
        """What it set as one, or the median of its delegates' scores."""
        if self.vote and criterion_id in self.vote.scores:
            return self.vote.scores[criterion_id]
        found = dot_of(self.city, self.scores.get(criterion_id, {}))
        return found.value if found else None


@dataclass(frozen=True)
class Picture:
    """What a group said of an issue by last takes, city by city in the order of their names."""

    cities: tuple[CityInPicture, ...] = ()

    @property
    def people(self) -> int:
        """How many answered."""
        return sum(city.people for city in self.cities)

    @property
    def spoken(self) -> list[str]:
        """The cities that said it as one."""
        return [city.city for city in self.cities if city.is_spoken]

    @cached_property
    def judged(self) -> JudgedByFew[str, Verdict] | Judged[Verdict]:
        """What the cities' verdicts say, as the results have it."""
        votes = [city.vote for city in self.cities if city.vote]
        spoken = {vote.city: _stand(vote.verdict) for vote in votes if vote.verdict}
        given = {city.city: _tally(city.given) for city in self.cities}
        heads = {city.city: _tally(city.heads) for city in self.cities}
        known, voices, of_people = as_one(given, spoken, heads)
        return judged(known, STANDS, voices, of_people)

    def values(self, criterion_id: int) -> list[tuple[str, float]]:
        """The cities that rated, each with its value."""
        rated = ((city.city, city.value(criterion_id)) for city in self.cities)
        return [(city, value) for city, value in rated if value is not None]


def _stand(verdict: Verdict) -> Verdict | None:
    return None if verdict is Verdict.CANT_SAY else verdict


def _tally(verdicts: Counter[Verdict]) -> Tally[Verdict]:
    return {_stand(verdict): given for verdict, given in verdicts.items() if given}


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
    for row in _answers(group_id, issues):
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
    group_id: int, counted: Mapping[int, dict[str, _Counted]], voices: Mapping[int, Sequence[CityVote]]
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


def _by_city(counted: Mapping[str, _Counted], votes: Iterable[CityVote]) -> tuple[CityInPicture, ...]:
    of_city = {vote.city: vote for vote in votes}
    return tuple(
        CityInPicture(city, each.people, each.heads, each.verdicts, each.scores, of_city.get(city))
        for city, each in sorted(counted.items(), key=lambda item: alphabetical(item[0]))
    )


def _answers(group_id: int, issues: Collection[int]) -> Iterable[Any]:
    """What each delegate of a group said last: issue, answer, verdict, city, and whether they are a proxy."""
    rows = (
        sa.select(
            Answer.issue_id,
            Answer.id,
            Answer.verdict,
            City.name.label("city"),
            Participant.proxy_by.is_not(None).label("is_proxy"),
        )
        .join(Participant, Participant.id == Answer.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .where(Answer.group_id == group_id, Answer.issue_id.in_(issues), is_last())
    )
    return db.session.execute(rows)


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
