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
from facilitator.statistics.tallies import Tally, without
from facilitator.summary.results import Delegate, RemarkTopic, WrittenRemark
from facilitator.validation.counting import is_overtaken, says_something
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.validation.sight import has_words, words_in_sight
from facilitator.workshops.models import City, Organisation, Participant
from facilitator.workshops.presence import has_come

ROWS_AT_A_TIME = 500
# A score travels as one number with its criterion, 0 being "can't say".
_STEP = 10


@dataclass
class CityAnswers:
    """What the delegates of one city said of one issue, each with their last take.

    `answered` and `set_aside` are participants; set aside are answers to an earlier wording, which count
    nowhere. `people` are those who answered and are in the room. `verdicts` and, by criterion, `scores`
    count delegates, None being "can't say"; `by_proxy` are those among them who are no heads. `moves` are,
    by criterion, the scores of each who gave one in both takes.
    """

    answered: set[int] = field(default_factory=set)
    set_aside: set[int] = field(default_factory=set)
    verdicts: dict[Verdict | None, int] = field(default_factory=dict)
    scores: dict[int, dict[int | None, int]] = field(default_factory=dict)
    moves: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    remarks: list[WrittenRemark] = field(default_factory=list)
    people: int = 0
    by_proxy: "CityAnswers | None" = None
    _dots: dict[int, Dot[str] | None] = field(default_factory=dict, compare=False, repr=False)

    def dot(self, city: str, criterion_id: int) -> Dot[str] | None:
        """Where the city stands on a criterion; worked out once, as the counts never change."""
        if criterion_id not in self._dots:
            self._dots[criterion_id] = dot_of(
                city, self.scores[criterion_id], self.heads_by_score(criterion_id)
            )
        return self._dots[criterion_id]

    @property
    def heads_by_verdict(self) -> Tally[Verdict]:
        """The people with each verdict."""
        return without(self.verdicts, self.by_proxy.verdicts) if self.by_proxy else self.verdicts

    def heads_by_score(self, criterion_id: int) -> Tally[int]:
        """The people with each score on a criterion."""
        scores = self.scores.get(criterion_id, {})
        return without(scores, self.by_proxy.scores.get(criterion_id, {})) if self.by_proxy else scores


# A criterion and a score on it.
_Pair: TypeAlias = tuple[int, int | None]
# By issue and city.
Answers: TypeAlias = dict[int, dict[str, CityAnswers]]
# Handovers with a card of theirs.
HandedPairs: TypeAlias = frozenset[tuple[int, int]]


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
    """By measure: the participants who came and have a seat in one of its groups."""
    by_measure: dict[int, set[int]] = defaultdict(set)
    rows = (
        sa.select(Group.measure_id, Seat.participant_id)
        .join(Group, Group.id == Seat.group_id)
        .join(Participant, Participant.id == Seat.participant_id)
        .where(Seat.workshop_id == workshop_id, has_come())
    )
    for measure_id, participant_id in _rows(rows):
        by_measure[measure_id].add(participant_id)
    return {measure_id: frozenset(people) for measure_id, people in by_measure.items()}


def answers_given(
    handover_id: int,
    delegates: Mapping[int, Delegate],
    current: HandedPairs,
    *,
    issues: Collection[int] | None = None,
    people: Collection[int] | None = None,
) -> Answers:
    """What delegates said of the issues of a handover, or these people of these issues; in two statements.

    Those count that were given to what is `current`, as `asked_alike` has it; the others are set aside.
    """
    reading = _Reading(delegates, current)
    asked = sa.select(HandedCard.card_id).where(HandedCard.handover_id == handover_id)
    given = _said().where(Answer.issue_id.in_(asked if issues is None else issues))
    if people is not None:
        given = given.where(Answer.participant_id.in_(people))
    for take in (2, 1):
        for row in _rows(given.where(Answer.take == take)):
            reading.add(row, take)
    return reading.counted()


class _Reading:
    """Counts answers while their rows go by: those of the second take first, then those of the first."""

    def __init__(self, delegates: Mapping[int, Delegate], current: HandedPairs) -> None:
        self._delegates = delegates
        self._current = current
        self._pairs = _Pairs()
        self._again: dict[tuple[int, int], Any] = {}
        self._found: dict[tuple[int, str], _Count] = {}

    def add(self, row: Any, take: int) -> None:
        """An answer: the last one counts; of one before it are kept the words and how its author moved."""
        issue, handover, participant, *_, is_overtaken = row
        delegate = self._delegates.get(participant)
        if delegate is None:
            return
        found = self._found.get((issue, delegate.city))
        if found is None:
            found = self._found[issue, delegate.city] = _Count()
        if (handover, issue) not in self._current:
            found.said.set_aside.add(participant)
        elif not is_overtaken:
            self._count(row, found, delegate)
            if take == 2:
                self._again[issue, participant] = row
        # One that has come between both statements is read the next time.
        elif last := self._again.get((issue, participant)):
            self._keep_words(row, last, found.said, delegate)
            self._move(row, last, found.said)

    def _keep_words(self, first: Any, last: Any, said: CityAnswers, delegate: Delegate) -> None:
        """Words that were not given again were said all the same; a change goes with its verdict."""
        said.remarks += [
            WrittenRemark(topic, before, delegate.city, delegate.name, first[2])
            for topic, before, now in zip(
                (RemarkTopic.COMMENT, RemarkTopic.NEED), first[6:8], last[6:8], strict=True
            )
            if before and before != now
        ]

    def _count(self, row: Any, found: "_Count", delegate: Delegate) -> None:
        _, _, participant, verdict, wrote, *written, scores, _ = row
        pairs = self._pairs[scores] if scores else ()
        found.add(verdict, pairs)
        if delegate.is_proxy:
            found.by_proxy = found.by_proxy or _Count()
            found.by_proxy.add(verdict, pairs)
        if wrote:
            found.said.remarks += [
                WrittenRemark(topic, text, delegate.city, delegate.name, participant)
                for topic, text in zip(RemarkTopic, written, strict=True)
                if text
            ]
        found.said.answered.add(participant)
        found.said.people += not delegate.is_proxy

    def _move(self, first: Any, last: Any, said: CityAnswers) -> None:
        if not (first[8] and last[8]):
            return
        before = dict(self._pairs[first[8]])
        for criterion, after in self._pairs[last[8]]:
            earlier = before.get(criterion)
            if earlier is not None and after is not None:
                said.moves.setdefault(criterion, []).append((earlier, after))

    def counted(self) -> Answers:
        """What has gone by."""
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
        self.by_proxy: _Count | None = None

    def add(self, verdict: str | None, pairs: Iterable[_Pair]) -> None:
        """One answer more."""
        if verdict is not None:
            self.verdicts[verdict] = self.verdicts.get(verdict, 0) + 1
        for pair in pairs:
            self.pairs[pair] = self.pairs.get(pair, 0) + 1

    def spread(self) -> CityAnswers:
        """A city's answers by the workshop's terms."""
        said = self.said
        said.set_aside -= said.answered
        said.verdicts = {_verdict(verdict): people for verdict, people in self.verdicts.items()}
        for (criterion, score), people in self.pairs.items():
            said.scores.setdefault(criterion, {})[score] = people
        said.by_proxy = self.by_proxy.spread() if self.by_proxy else None
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


def _said() -> sa.Select[*tuple[Any, ...]]:
    code = Rating.criterion_id * _STEP + sa.func.coalesce(Rating.score, 0)
    scores = sa.select(sa.func.aggregate_strings(sa.cast(code, sa.Text), ",")).where(
        Rating.answer_id == Answer.id
    )
    return (
        sa.select(
            Answer.issue_id,
            Answer.handover_id,
            Answer.participant_id,
            sa.type_coerce(Answer.verdict, sa.Text),
            has_words(Answer),
            *words_in_sight(Answer),
            scores.scalar_subquery(),
            is_overtaken(),
        )
        .where(says_something())
        .order_by(Answer.id)
    )


def _rows(statement: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Rows straight from the connection, some at a time.

    The session takes twice as long over thousands of them; and rows that are all held at once make the
    garbage collector walk through the whole process, which takes four times as long as reading them.
    """
    for rows in db.session.connection().execute(statement).partitions(ROWS_AT_A_TIME):
        yield from rows
