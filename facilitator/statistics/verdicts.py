"""What the cities' verdicts on one issue say: each delegate holds an equal part of the city's vote."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import fsum
from typing import ClassVar, Generic, Literal, NamedTuple

from facilitator.statistics.few import Few
from facilitator.statistics.intervals import Interval, wilson
from facilitator.statistics.scale import FEWEST_CITIES
from facilitator.statistics.tallies import Answer, City, CityTallies, Count, Tally, people, unsaid


class CityVerdicts(NamedTuple, Generic[City, Answer]):
    """What the people of one city answered, and the verdict its speaker set, if any."""

    city: City
    tally: Tally[Answer]
    spoken: Answer | None


@dataclass(frozen=True, slots=True)
class JudgedByFew(Few[tuple[CityVerdicts[City, Answer], ...]], Generic[City, Answer]):
    """The verdicts of fewer than five cities: what each of them said, and the counts."""

    judged: Count
    cant_say: Count


@dataclass(frozen=True, slots=True)
class VerdictShare:
    """The city votes and the people that one verdict won.

    `votes` may be broken, as the delegates of a city share its vote; `share` is votes by cities, from
    0 to 1, and `interval` says how sure it is.
    """

    votes: float
    people: int
    share: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Judged(Generic[Answer]):
    """The verdicts of five cities or more; `judged` took a stand, `cant_say` is counted apart."""

    judged: Count
    cant_say: Count
    shares: Mapping[Answer, VerdictShare]
    few: ClassVar[Literal[False]] = False


def judged(
    tallies: CityTallies[City, Answer],
    verdicts: Collection[Answer],
    voices: Mapping[City, Answer] | None = None,
    heads: CityTallies[City, Answer] | None = None,
) -> JudgedByFew[City, Answer] | Judged[Answer]:
    """The result for one issue, from each city's tally of verdicts (None: can't say).

    `verdicts` are those one could give, "can't say" not among them: each gets its share, be it 0.
    `voices` holds what speakers set for their cities: it takes the city's whole vote, while its people
    stay counted as they answered. `heads` are the people among the answers of `tallies`, where not all of
    them are: a proxy votes, and is none. Raises ValueError for a verdict that nobody could give.
    """
    voices, heads = voices or {}, tallies if heads is None else heads
    votes = city_votes(tallies, voices)
    _check_known(votes, verdicts)
    took_a_stand = Count(len(votes), sum(map(people, heads.values())))
    apart = unsaid(tallies, votes, heads)
    if len(votes) < FEWEST_CITIES:
        said = tuple(CityVerdicts(city, tallies.get(city, {}), voices.get(city)) for city in votes)
        return JudgedByFew(said, took_a_stand, apart)
    return Judged(took_a_stand, apart, {verdict: _share(verdict, votes, heads) for verdict in verdicts})


def city_votes(
    tallies: CityTallies[City, Answer], voices: Mapping[City, Answer] | None = None
) -> dict[City, dict[Answer, float]]:
    """The vote of each city that took a stand, in parts that add up to 1 over its verdicts."""
    votes = {city: _parts(tally, took) for city, tally in tallies.items() if (took := people(tally))}
    return votes | {city: {verdict: 1.0} for city, verdict in (voices or {}).items()}


def votes_for(verdicts: Collection[Answer], votes: Mapping[City, Mapping[Answer, float]]) -> float:
    """How many city votes these verdicts won together."""
    return fsum(parts.get(verdict, 0.0) for parts in votes.values() for verdict in verdicts)


def _parts(tally: Tally[Answer], delegates: int) -> dict[Answer, float]:
    return {verdict: given / delegates for verdict, given in tally.items() if verdict is not None and given}


def _share(
    verdict: Answer, votes: Mapping[City, Mapping[Answer, float]], heads: CityTallies[City, Answer]
) -> VerdictShare:
    won = votes_for([verdict], votes)
    people_for = sum(tally.get(verdict, 0) for tally in heads.values())
    return VerdictShare(won, people_for, won / len(votes), wilson(won, len(votes)))


def _check_known(votes: Mapping[City, Mapping[Answer, float]], verdicts: Collection[Answer]) -> None:
    given = {verdict for parts in votes.values() for verdict in parts}
    if unknown := given.difference(verdicts):
        raise ValueError(f"nobody could give the verdict {unknown.pop()!r}")
