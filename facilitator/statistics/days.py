"""How a number of days could be spread over what the interested cities want from a lighthouse city."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from facilitator.statistics.tallies import City

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class CityNeed(Generic[Key, City]):
    """A need, the interested cities that voiced it, and whether a solution answers it already."""

    key: Key
    cities: frozenset[City]
    answered: bool


@dataclass(frozen=True, slots=True)
class SpreadNeed(Generic[Key, City]):
    """A need and the days that would go to it."""

    need: CityNeed[Key, City]
    days: int


def most_wanted_first(needs: Collection[CityNeed[Key, City]]) -> list[CityNeed[Key, City]]:
    """The needs that some city voiced: unanswered ones first, then by the number of cities."""
    voiced = [need for need in needs if need.cities]
    return sorted(voiced, key=lambda need: (need.answered, -len(need.cities)))


def spread_days(days: int, needs: Collection[CityNeed[Key, City]]) -> list[SpreadNeed[Key, City]]:
    """Spread whole days over the needs, in the order of `most_wanted_first`.

    First each unanswered need gets a day, as far as they go; each further day goes to the need with the
    most cities per day (Sainte-Laguë's method). So one more day never takes one from another need.
    Between equals the earlier need wins. Raises ValueError for a negative number of days.
    """
    if days < 0:
        raise ValueError(f"{days} days can't be spread")
    wanted = most_wanted_first(needs)
    spread = [int(not need.answered and place < days) for place, need in enumerate(wanted)]
    for _ in range(days - sum(spread) if wanted else 0):
        spread[_next_day(wanted, spread)] += 1
    return [SpreadNeed(need, given) for need, given in zip(wanted, spread, strict=True)]


def _next_day(needs: Sequence[CityNeed[Key, City]], spread: Sequence[int]) -> int:
    return max(range(len(needs)), key=lambda place: len(needs[place].cities) / (2 * spread[place] + 1))
