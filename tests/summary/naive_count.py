"""What counts, worked out anew from the rows alone, in plain Python: the other side of every comparison.

It reads tables and no rule of ours, so that what it says can differ from what the product says.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import sqlalchemy as sa

from facilitator.capture.models import Card, HandedCard, Handover, Hiding, Kind
from facilitator.database import db
from facilitator.validation.models import Answer, CityScore, CityVoice, Rating
from facilitator.workshops.models import City, Organisation, Participant

FEWEST = 5
CANT_SAY = "cant_say"
Takes = dict[int, Answer]


@dataclass
class OfCity:
    """What one city said of one issue: its people, those of them in the room, and what it set as one."""

    verdicts: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)
    scores: dict[int, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    answered: set[int] = field(default_factory=set)
    people: int = 0
    spoken: bool = False
    word: str | None = None
    set_scores: dict[int, int | None] = field(default_factory=dict)

    @property
    def votes(self) -> dict[str, float]:
        """Its one vote, parted among those who take a stand."""
        said = Counter({self.word: 1}) if self.word else self.verdicts
        stands = {verdict: number for verdict, number in said.items() if verdict != CANT_SAY and number}
        return {verdict: number / sum(stands.values()) for verdict, number in stands.items()}

    @property
    def is_silent(self) -> bool:
        """Whether it was asked for a verdict and nobody can say."""
        said = Counter({self.word: 1}) if self.word else self.verdicts
        return bool(said[CANT_SAY]) and not self.votes

    def value(self, criterion: int) -> float | None:
        """What it set, or the median of its delegates' scores."""
        if criterion in self.set_scores:
            return self.set_scores[criterion]
        scores = [score for score in self.scores.get(criterion, []) if score is not None]
        return median(scores) if scores else None


@dataclass
class OfIssue:
    """What the interested cities said of one issue, and by participant the takes that count."""

    cities: dict[str, OfCity] = field(default_factory=lambda: defaultdict(OfCity))
    takes: dict[int, Takes] = field(default_factory=lambda: defaultdict(dict))
    interested: set[int] = field(default_factory=set)
    finished: set[int] = field(default_factory=set)
    set_aside: set[int] = field(default_factory=set)

    def votes(self) -> dict[str, dict[str, float]]:
        """By city, of those that take a stand."""
        return {name: city.votes for name, city in self.cities.items() if city.votes}

    def values(self, criterion: int) -> dict[str, float]:
        """By city, of those that rate."""
        rated = ((name, city.value(criterion)) for name, city in self.cities.items())
        return {name: value for name, value in rated if value is not None}


def count_anew(workshop_id: int) -> dict[int, OfIssue]:
    """By issue that is asked and in sight; inside of `look`, while something is handed over."""
    worded = {(row.handover_id, row.card_id): row.wording_id for row in _rows(HandedCard)}
    [now] = [row.id for row in _rows(Handover) if row.reopened_at is None and row.workshop_id == workshop_id]
    gone = {row.card_id for row in _rows(Hiding) if row.restored_at is None}
    issues = {card.id for card in _rows(Card) if card.kind is Kind.ISSUE and (now, card.id) in worded} - gone
    counted = {issue: OfIssue() for issue in issues}

    def is_current(row: Any) -> bool:
        return bool(worded[row.handover_id, row.issue_id] == worded[now, row.issue_id])

    scores: dict[int, dict[int, int | None]] = defaultdict(dict)
    for rating in _rows(Rating):
        scores[rating.answer_id][rating.criterion_id] = rating.score
    cities = _interested_city_of()
    for answer in sorted((row for row in _rows(Answer) if row.issue_id in issues), key=lambda row: row.take):
        issue, who = counted[answer.issue_id], answer.participant_id
        if not (answer.verdict or answer.change or answer.comment or answer.need or scores[answer.id]):
            continue
        if not is_current(answer):
            issue.set_aside |= {who} if who in cities else set()
            continue
        issue.takes[who][answer.take] = answer
    for issue in counted.values():
        for who, takes in issue.takes.items():
            last = takes[max(takes)]
            if last.verdict or scores[last.id]:
                issue.finished.add(who)
        issue.set_aside -= issue.takes.keys()
        issue.interested = issue.takes.keys() & cities.keys()
        for who in issue.interested:
            _put(issue, issue.takes[who], scores, *cities[who])
    _put_voices(counted, [row for row in _rows(CityVoice) if row.issue_id in issues and is_current(row)])
    return counted


def _rows(of: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(of)))


def _interested_city_of() -> dict[int, tuple[str, bool]]:
    """By participant who speaks for an interested city: its name, and whether they are a proxy."""
    rows = db.session.execute(
        sa.select(Participant.id, City.name, City.part, Participant.proxy_by)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, City.id == Organisation.city_id)
    )
    return {id_: (city, by is not None) for id_, city, part, by in rows if part.value == "interested"}


def _put(issue: OfIssue, takes: Takes, scores: dict[int, dict[int, Any]], name: str, is_proxy: bool) -> None:
    last, city = takes[max(takes)], issue.cities[name]
    city.answered.add(last.participant_id)
    city.people += not is_proxy
    if last.verdict:
        city.verdicts[last.verdict.value] += 1
        city.heads[last.verdict.value] += not is_proxy
    for criterion, score in scores[last.id].items():
        city.scores[criterion].append(score)


def _put_voices(counted: dict[int, OfIssue], voices: list[CityVoice]) -> None:
    for voice in voices:
        city = counted[voice.issue_id].cities[db.session.get_one(City, voice.city_id).name]
        city.spoken, city.word = True, voice.verdict.value if voice.verdict else None
        given = db.session.scalars(sa.select(CityScore).filter_by(voice_id=voice.id))
        city.set_scores = {row.criterion_id: row.score for row in given}
