"""Reads of the delegates' answers, counted city by city while the rows go by: there may be 50,000 ratings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import sqlalchemy as sa

from facilitator.breakouts.models import Group, Seat
from facilitator.capture.models import HandedCard
from facilitator.database import db
from facilitator.statistics.cities import Dot, dot_of
from facilitator.summary.results import Delegate, Remark, Topic
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.validation.sight import has_words, words_in_sight
from facilitator.workshops.models import City, Organisation, Participant

ROWS_AT_A_TIME = 500
# A score travels as one number with its criterion, 0 being "can't say".
_STEP = 10


@dataclass
class CityAnswers:
    """What the delegates of one city said of one issue, each with their last take.

    `answered` and `set_aside` are participants; set aside are answers to an earlier wording, which count
    nowhere. `people` are those who answered and are in the room. `verdicts` and, by criterion, `scores`
    count people, None being "can't say". `moves` are, by criterion, the scores of each who gave one in both
    takes.
    """

    answered: set[int] = field(default_factory=set)
    set_aside: set[int] = field(default_factory=set)
    verdicts: dict[Verdict | None, int] = field(default_factory=dict)
    scores: dict[int, dict[int | None, int]] = field(default_factory=dict)
    moves: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    people: int = 0
    _dots: dict[int, Dot[str] | None] = field(default_factory=dict, compare=False, repr=False)

    def dot(self, city: str, criterion_id: int) -> Dot[str] | None:
        """Where the city stands on a criterion; worked out once, as the counts never change."""
        if criterion_id not in self._dots:
            self._dots[criterion_id] = dot_of(city, self.scores[criterion_id])
        return self._dots[criterion_id]


# A criterion and a score on it.
_Pair: TypeAlias = tuple[int, int | None]
# By issue and city.
Answers: TypeAlias = dict[int, dict[str, CityAnswers]]
# By handover and card: the wording that was handed over.
Wordings: TypeAlias = Mapping[tuple[int, int], int]


def delegates(workshop_id: int) -> dict[int, Delegate]:
    """By participant: who speaks for a city; a proxy speaks for one that has nobody in the room."""
    rows = (
        sa.select(
            Participant.id, Participant.display_name, City.name, City.part, Participant.proxy_by.is_not(None)
        )
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, City.id == Organisation.city_id)
        .where(Participant.workshop_id == workshop_id)
    )
    return {id_: Delegate(*facts) for id_, *facts in _rows(rows)}


def seated(workshop_id: int) -> dict[int, frozenset[int]]:
    """By measure: the participants who have a seat in one of its groups."""
    by_measure: dict[int, set[int]] = defaultdict(set)
    rows = (
        sa.select(Group.measure_id, Seat.participant_id)
        .join(Group, Group.id == Seat.group_id)
        .where(Seat.workshop_id == workshop_id)
    )
    for measure_id, participant_id in _rows(rows):
        by_measure[measure_id].add(participant_id)
    return {measure_id: frozenset(people) for measure_id, people in by_measure.items()}


def wordings(workshop_id: int) -> dict[tuple[int, int], int]:
    """What each handover of the workshop handed over."""
    rows = sa.select(HandedCard.handover_id, HandedCard.card_id, HandedCard.wording_id).where(
        HandedCard.workshop_id == workshop_id
    )
    return {(handover, card): wording for handover, card, wording in _rows(rows)}


def answers_given(
    handover_id: int,
    delegates: Mapping[int, Delegate],
    wordings: Wordings,
    *,
    issues: Collection[int] | None = None,
    people: Collection[int] | None = None,
) -> Answers:
    """What delegates said of the issues of a handover, or these people of these issues; in two statements.

    After day one was opened again, an answer still counts where the wording is the same.
    """
    reading = _Reading(delegates, wordings, handover_id)
    asked = sa.select(HandedCard.card_id).where(HandedCard.handover_id == handover_id)
    given = _said().where(Answer.issue_id.in_(asked if issues is None else issues))
    if people is not None:
        given = given.where(Answer.participant_id.in_(people))
    for row in _rows(given.where(Answer.take == 2)):
        reading.take_again(row)
    for row in _rows(given.where(Answer.take == 1)):
        reading.take(row)
    return reading.counted()


class _Reading:
    """Counts answers while their rows go by: those of the second take first, then those of the first."""

    def __init__(self, delegates: Mapping[int, Delegate], wordings: Wordings, handover_id: int) -> None:
        self._delegates = delegates
        self._is_outdated = _Outdated(wordings, handover_id)
        self._pairs = _Pairs()
        self._again: dict[tuple[int, int], Any] = {}
        self._found: dict[tuple[int, str], _Count] = {}

    def take_again(self, row: Any) -> None:
        """An answer after the discussion; one that was emptied leaves the first in its place."""
        if any(row[3:]) and not self._is_outdated[row[1], row[0]]:
            self._again[row[0], row[2]] = row

    def take(self, row: Any) -> None:
        """An answer before the discussion, unless the same person has given another one since."""
        again = self._again.pop((row[0], row[2]), None) if self._again else None
        self._count(again or row)
        if not again or self._is_outdated[row[1], row[0]]:
            return
        self._keep_words(row, again)
        if row[8] and again[8]:
            self._move(again, self._pairs[row[8]], self._pairs[again[8]])

    def _keep_words(self, first: Any, again: Any) -> None:
        """Words that were not given again were said all the same; a change goes with its verdict."""
        delegate = self._delegates.get(first[2])
        if delegate is None or not (first[6] or first[7]):
            return
        said = self._found[first[0], delegate.city].said
        said.remarks += [
            Remark(topic, before, delegate.city, delegate.name, first[2])
            for topic, before, now in zip((Topic.COMMENT, Topic.NEED), first[6:8], again[6:8], strict=True)
            if before and before != now
        ]

    def _count(self, row: Any) -> None:
        issue, handover, participant, verdict, wrote, change, comment, need, scores = row
        delegate = self._delegates.get(participant)
        if delegate is None:
            return
        found = self._found.get((issue, delegate.city))
        if found is None:
            found = self._found[issue, delegate.city] = _Count()
        if self._is_outdated[handover, issue]:
            found.said.set_aside.add(participant)
            return
        if verdict is not None:
            found.verdicts[verdict] = found.verdicts.get(verdict, 0) + 1
        if scores:
            pairs = found.pairs
            for pair in self._pairs[scores]:
                pairs[pair] = pairs.get(pair, 0) + 1
        if wrote:
            words = zip(Topic, (change, comment, need), strict=True)
            found.said.remarks += [
                Remark(topic, text, delegate.city, delegate.name, participant)
                for topic, text in words
                if text
            ]
        elif verdict is None and not scores:
            return
        found.said.answered.add(participant)
        found.said.people += not delegate.is_proxy

    def _move(self, row: Any, first: Iterable[_Pair], second: Iterable[_Pair]) -> None:
        delegate, before = self._delegates.get(row[2]), dict(first)
        if delegate is None:
            return
        moves = self._found[row[0], delegate.city].said.moves
        for criterion, after in second:
            earlier = before.get(criterion)
            if earlier is not None and after is not None:
                moves.setdefault(criterion, []).append((earlier, after))

    def counted(self) -> Answers:
        """What has gone by; whoever gave a second take alone has answered, too."""
        for row in self._again.values():
            self._count(row)
        by_issue: Answers = {}
        for (issue, city), found in self._found.items():
            by_issue.setdefault(issue, {})[city] = found.spread()
        return by_issue


class _Count:
    """The answers of one city to one issue while they are counted, as they stand in their rows."""

    def __init__(self) -> None:
        self.said = CityAnswers()
        self.verdicts: dict[str, int] = {}
        self.pairs: dict[_Pair, int] = {}

    def spread(self) -> CityAnswers:
        """The same by the workshop's terms."""
        said = self.said
        said.verdicts = {_verdict(verdict): people for verdict, people in self.verdicts.items()}
        for (criterion, score), people in self.pairs.items():
            said.scores.setdefault(criterion, {})[score] = people
        return said


def _verdict(value: str) -> Verdict | None:
    verdict = Verdict(value)
    return None if verdict is Verdict.CANT_SAY else verdict


class _Pairs(dict[str, tuple[_Pair, ...]]):
    """The scores of an answer, each with its criterion, from the text they travel in; texts come again."""

    def __missing__(self, scores: str) -> tuple[_Pair, ...]:
        parts = (divmod(int(code), _STEP) for code in scores.split(","))
        self[scores] = pairs = tuple((criterion, score or None) for criterion, score in parts)
        return pairs


class _Outdated(dict[tuple[int, int], bool]):
    """By handover and issue: whether an answer given then was to another wording than the one asked now."""

    def __init__(self, wordings: Wordings, handover_id: int) -> None:
        super().__init__()
        self._wordings, self._handover_id = wordings, handover_id

    def __missing__(self, key: tuple[int, int]) -> bool:
        self[key] = outdated = self._wordings[key] != self._wordings[self._handover_id, key[1]]
        return outdated


def _said() -> sa.Select[*tuple[Any, ...]]:
    code = Rating.criterion_id * _STEP + sa.func.coalesce(Rating.score, 0)
    scores = sa.select(sa.func.aggregate_strings(sa.cast(code, sa.Text), ",")).where(
        Rating.answer_id == Answer.id
    )
    return sa.select(
        Answer.issue_id,
        Answer.handover_id,
        Answer.participant_id,
        sa.type_coerce(Answer.verdict, sa.Text),
        has_words(Answer),
        *words_in_sight(Answer),
        scores.scalar_subquery(),
    ).order_by(Answer.id)


def _rows(statement: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Rows straight from the connection, some at a time.

    The session takes twice as long over thousands of them; and rows that are all held at once make the
    garbage collector walk through the whole process, which takes four times as long as reading them.
    """
    for rows in db.session.connection().execute(statement).partitions(ROWS_AT_A_TIME):
        yield from rows
