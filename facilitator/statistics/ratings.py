"""What the cities' ratings of one issue on one criterion say."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, Literal

from facilitator.statistics.cities import Dot, dots
from facilitator.statistics.disagreement import Spread, spread
from facilitator.statistics.few import Few
from facilitator.statistics.quantiles import median
from facilitator.statistics.scale import FEWEST_CITIES, HIGHEST, LOWEST, Zone, zone_of
from facilitator.statistics.tallies import City, CityTallies, Count, Tally, unsaid
from facilitator.statistics.words import Word, decided_word


@dataclass(frozen=True, slots=True)
class RatedByFew(Few[tuple[Dot[City], ...]], Generic[City]):
    """The ratings of an issue by fewer than five cities: dots, counts, and always the word open."""

    rated: Count
    cant_say: Count
    word: ClassVar[Literal[Word.OPEN]] = Word.OPEN


@dataclass(frozen=True, slots=True)
class Rated(Generic[City]):
    """The ratings of an issue by five cities or more.

    `rated` took a stand and `cant_say` is counted apart (of the cities, those where nobody took one).
    `zones` counts cities by their value and people by their own score. `median` and `spread` are of the
    cities' values, on the scale 1–9.
    """

    dots: tuple[Dot[City], ...]
    rated: Count
    cant_say: Count
    zones: Mapping[Zone, Count]
    median: float
    spread: Spread
    word: Word
    few: ClassVar[Literal[False]] = False


def rated(
    tallies: CityTallies[City, int],
    voices: Mapping[City, int] | None = None,
    heads: CityTallies[City, int] | None = None,
) -> RatedByFew[City] | Rated[City]:
    """The result for one issue and criterion, from each city's tally of scores 1–9 (None: can't say).

    `voices` holds the scores that speakers set for their cities; `heads` are the people among the answers
    of `tallies`, where not all of them are. Raises ValueError for a score off the scale.
    """
    return rated_at(dots(tallies, voices, heads), tallies, heads)


def rated_at(
    placed: tuple[Dot[City], ...],
    tallies: CityTallies[City, int],
    heads: CityTallies[City, int] | None = None,
) -> RatedByFew[City] | Rated[City]:
    """What the ratings of an issue say, where the dots of the tallies are known already."""
    raters = Count(len(placed), sum(dot.people for dot in placed))
    apart = unsaid(tallies, {dot.city for dot in placed}, heads)
    if len(placed) < FEWEST_CITIES:
        return RatedByFew(placed, raters, apart)
    return _rated_by_many(tallies if heads is None else heads, placed, raters, apart)


def _rated_by_many(
    tallies: CityTallies[City, int], placed: tuple[Dot[City], ...], raters: Count, apart: Count
) -> Rated[City]:
    values = [dot.value for dot in placed]
    cities = _by_zone(Counter(values))
    heads = _by_zone(_scores(tallies.values()))
    zones = {zone: Count(cities[zone], heads[zone]) for zone in Zone}
    middle, width = median(values), spread(values)
    return Rated(placed, raters, apart, zones, middle, width, decided_word(middle, width, cities))


def _by_zone(values: Mapping[float, int]) -> dict[Zone, int]:
    zones = dict.fromkeys(Zone, 0)
    for value, times in values.items():
        zones[zone_of(value)] += times
    return zones


def _scores(tallies: Iterable[Tally[int]]) -> dict[float, int]:
    """How many people gave each score, over all cities."""
    given = [0] * (HIGHEST + 1)
    for tally in tallies:
        for score, people in tally.items():
            if score is not None:
                given[score] += people
    return dict(enumerate(given[LOWEST:], LOWEST))
