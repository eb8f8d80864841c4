"""What the answers of the cities say of an issue, worked out on plain values."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from facilitator.capture.evidence import Tally as Evidence
from facilitator.statistics.consensus import Panel, consensus, panel
from facilitator.statistics.few import Few
from facilitator.statistics.gap import gap
from facilitator.statistics.ordering import shrunk_means
from facilitator.statistics.priorities import Priority, Stand, priority
from facilitator.statistics.quantiles import median
from facilitator.statistics.ratings import rated, rated_at
from facilitator.statistics.tallies import CityTallies, Count, as_one
from facilitator.statistics.verdicts import judged
from facilitator.summary.answers import CityAnswers
from facilitator.summary.results import (
    Coverage,
    CriterionResult,
    Delegate,
    IssueAsAsked,
    IssueResult,
    Move,
    RemarkTopic,
    SideBySide,
    WrittenRemark,
)
from facilitator.text import alphabetical
from facilitator.validation.city_votes.queries import CityVote
from facilitator.validation.models import STANDS, Criterion, Verdict
from facilitator.workshops.models import Part

T = TypeVar("T", bound=Hashable)
Matrix: TypeAlias = Few[tuple[Stand[str], ...]] | Priority[str]

RIGHT = (Verdict.RIGHT, Verdict.RIGHT_WITH_CHANGE)
NEED_AND_POWER = ("relevance", "urgency", "power")


def count(delegates: Iterable[Delegate], spoken: Iterable[str] = ()) -> Count:
    """The cities and the people among delegates, each person given once; a city may speak without any."""
    heads = list(delegates)
    cities = {delegate.city for delegate in heads} | set(spoken)
    return Count(len(cities), sum(not delegate.is_proxy for delegate in heads))


def issue_result(
    issue: IssueAsAsked,
    answers: Mapping[str, CityAnswers],
    parts: Mapping[str, Part],
    criteria: Sequence[Criterion],
    *,
    evidence: Evidence,
    helped_by: Sequence[str] = (),
    voices: Sequence[CityVote] = (),
) -> IssueResult:
    """What the answers to one issue say: those of interested cities; lighthouse cities stand beside them."""
    cities = sorted(answers, key=alphabetical)
    ours = {city: answers[city] for city in cities if parts[city] is Part.INTERESTED}
    theirs = {
        city: answers[city] for city in cities if parts[city] is Part.LIGHTHOUSE and answers[city].answered
    }
    ratings = tuple(_on_criterion(criterion, ours, voices) for criterion in criteria)
    heard = {city for city, said in ours.items() if said.answered} | {voice.city for voice in voices}
    return IssueResult(
        issue=issue,
        evidence=evidence,
        answered=Count(len(heard), sum(said.people for said in ours.values())),
        verdicts=judged(*_verdicts(ours, voices)),
        ratings=ratings,
        remarks=_remarks(ours),
        helped_by=tuple(helped_by),
        set_aside=sum(len(said.set_aside) for said in ours.values()),
        spoken=tuple(voice.city for voice in voices),
        moves=_moves(criteria[0], ours) if criteria else (),
        priority=_priority(ratings),
        side_by_side=_side_by_side(ratings[0], ours, theirs, voices) if ratings and theirs else None,
    )


def by_what_the_cities_say(results: Iterable[IssueResult]) -> tuple[IssueResult, ...]:
    """The issues that enough cities rated, then those that fewer did, then the rest.

    The first come by the cities' mean, drawn towards the rest where few have rated (shrinkage), the highest
    first; the others by the middle city. At a tie the one that more cities rated, then the lower number.
    """
    known = list(results)
    enough = {
        result.issue.id: {dot.city: dot.value for dot in result.dots}
        for result in known
        if result.coverage is Coverage.BY_ENOUGH
    }
    means = shrunk_means(enough)

    def place(result: IssueResult) -> tuple[int, float, int, int]:
        values = [dot.value for dot in result.dots]
        worth = means.get(result.issue.id) or (median(values) if values else 0)
        return list(Coverage).index(result.coverage), -worth, -len(values), result.issue.number

    return tuple(sorted(known, key=place))


def _on_criterion(
    criterion: Criterion, said: Mapping[str, CityAnswers], voices: Sequence[CityVote]
) -> CriterionResult:
    key = criterion.id
    tallies: CityTallies[str, int] = {
        city: answers.scores[key] for city, answers in said.items() if key in answers.scores
    }
    heads = {city: said[city].heads_by_score(key) for city in tallies}
    spoken = {voice.city: voice.scores[key] for voice in voices if key in voice.scores}
    if spoken:
        known, set_, of_people = as_one(_by_name(tallies, spoken), spoken, heads)
        return CriterionResult(criterion, rated(known, set_, of_people))
    dots = (said[city].dot(city, key) for city in tallies)
    return CriterionResult(criterion, rated_at(tuple(dot for dot in dots if dot), tallies, heads))


def _verdicts(
    said: Mapping[str, CityAnswers], voices: Sequence[CityVote]
) -> tuple[CityTallies[str, Verdict], Sequence[Verdict], Mapping[str, Verdict], CityTallies[str, Verdict]]:
    tallies = {city: answers.verdicts for city, answers in said.items() if answers.verdicts}
    heads = {city: said[city].heads_by_verdict for city in tallies}
    spoken = {
        voice.city: None if voice.verdict is Verdict.CANT_SAY else voice.verdict
        for voice in voices
        if voice.verdict is not None
    }
    if not spoken:
        return tallies, STANDS, {}, heads
    known, set_, of_people = as_one(_by_name(tallies, spoken), spoken, heads)
    return known, STANDS, set_, of_people


def _by_name(tallies: CityTallies[str, T], spoken: Mapping[str, T | None]) -> CityTallies[str, T]:
    return {city: tallies.get(city, {}) for city in sorted({*tallies, *spoken}, key=alphabetical)}


def _moves(criterion: Criterion, said: Mapping[str, CityAnswers]) -> tuple[Move, ...]:
    moves = {city: answers.moves.get(criterion.id) for city, answers in said.items()}
    return tuple(
        Move(city, median(before for before, _ in pairs), median(after for _, after in pairs), len(pairs))
        for city, pairs in moves.items()
        if pairs
    )


def _priority(ratings: Sequence[CriterionResult]) -> Matrix | None:
    values = {rating.criterion.key: {dot.city: dot.value for dot in rating.rated.dots} for rating in ratings}
    if not values.keys() >= set(NEED_AND_POWER):
        return None
    return priority(*(values[key] for key in NEED_AND_POWER))


def _side_by_side(
    first: CriterionResult,
    ours: Mapping[str, CityAnswers],
    theirs: Mapping[str, CityAnswers],
    voices: Sequence[CityVote],
) -> SideBySide:
    lighthouse = _on_criterion(first.criterion, theirs, ()).rated.dots
    panels = {Part.LIGHTHOUSE: _panel(theirs, ()), Part.INTERESTED: _panel(ours, voices)}
    return SideBySide(
        gap({dot.city: dot.value for dot in lighthouse}, {dot.city: dot.value for dot in first.rated.dots}),
        consensus(panels),
        judged(*_verdicts(theirs, ())),
        _remarks(theirs),
    )


def _panel(said: Mapping[str, CityAnswers], voices: Sequence[CityVote]) -> Panel:
    tallies, _, spoken, _ = _verdicts(said, voices)
    return panel(tallies, RIGHT, spoken)


def _remarks(said: Mapping[str, CityAnswers]) -> tuple[WrittenRemark, ...]:
    return tuple(sorted((r for answers in said.values() for r in answers.remarks), key=_place_of))


def _place_of(remark: WrittenRemark) -> tuple[Any, ...]:
    return list(RemarkTopic).index(remark.topic), alphabetical(remark.city), alphabetical(remark.person)
