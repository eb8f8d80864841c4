"""The voice of a city: the median of its delegates' scores, or what its speaker set."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from math import fsum
from typing import Generic, NamedTuple, TypeVar

from facilitator.statistics.scale import Zone, zone_of
from facilitator.statistics.tallies import (
    City,
    CityTallies,
    Tally,
    cant_say,
    check_scores,
    median_score,
    people,
)

Criterion = TypeVar("Criterion", bound=Hashable)


class Dot(NamedTuple, Generic[City]):
    """One city on the scale 1–9, the people behind it, and whether its speaker set the value."""

    city: City
    value: float
    people: int
    cant_say: int
    spoken: bool

    @property
    def zone(self) -> Zone:
        """The zone that the city's value lies in."""
        return zone_of(self.value)


def dots(
    tallies: CityTallies[City, int],
    voices: Mapping[City, int] | None = None,
    heads: CityTallies[City, int] | None = None,
) -> tuple[Dot[City], ...]:
    """A dot for each city with a value; `voices` holds what speakers set for their cities.

    `heads` are the people among the answers of `tallies`, where not all of them are: a proxy is none.
    A city whose delegates all can't say has no dot. Raises ValueError for a score off the scale.
    """
    voices = voices or {}
    check_scores([*tallies.values(), dict.fromkeys(voices.values(), 1)])
    silent: dict[City, Tally[int]] = {city: {} for city in voices if city not in tallies}
    known = tallies if heads is None else heads
    return tuple(_dots([*tallies.items(), *silent.items()], voices, known))


def _dots(
    tallies: Iterable[tuple[City, Tally[int]]], voices: Mapping[City, int], heads: CityTallies[City, int]
) -> Iterator[Dot[City]]:
    for city, tally in tallies:
        voice, of_people = voices.get(city), heads.get(city, {})
        dot = dot_of(city, tally, of_people) if voice is None else None
        if voice is not None:
            yield Dot(city, voice, people(of_people), cant_say(of_people), spoken=True)
        elif dot is not None:
            yield dot


def dot_of(city: City, tally: Tally[int], heads: Tally[int] | None = None) -> Dot[City] | None:
    """The dot of one city whose delegates speak for it; None where all of them can't say."""
    if not people(tally):
        return None
    of_people = tally if heads is None else heads
    return Dot(city, median_score(tally), people(of_people), cant_say(of_people), spoken=False)


def city_values(
    tallies: CityTallies[City, int], voices: Mapping[City, int] | None = None
) -> dict[City, float]:
    """The value of each city on the scale 1–9, as the other statistics take it."""
    return {dot.city: dot.value for dot in dots(tallies, voices)}


def weighted_values(
    by_criterion: Mapping[Criterion, Mapping[City, float]], weights: Mapping[Criterion, float]
) -> dict[City, float]:
    """One value per city over several criteria: the mean, weighted by the criteria's weights.

    Only cities that rated every criterion of positive weight have one, so that no city counts by an
    easier yardstick. Raises ValueError where no weight is positive.
    """
    counted = {criterion: weight for criterion, weight in weights.items() if weight > 0}
    if not counted:
        raise ValueError("at least one criterion needs a weight above 0")
    total = fsum(counted.values())
    return {
        city: fsum(weight * by_criterion[criterion][city] for criterion, weight in counted.items()) / total
        for city in cities_with_all([by_criterion.get(criterion, {}) for criterion in counted])
    }


def cities_with_all(values: Collection[Mapping[City, float]]) -> list[City]:
    """The cities that have a value in each of the mappings, in the order of the first."""
    first, *others = values
    in_all = set(first).intersection(*others)
    return [city for city in first if city in in_all]
