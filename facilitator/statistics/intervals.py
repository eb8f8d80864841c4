"""Intervals and the level they are given at, and Wilson's for a share of the cities."""

from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import NamedTuple

from facilitator.statistics.scale import FEWEST_CITIES

# One level for every interval of the product, so that one sentence explains them all.
LEVEL = 0.95
UPPER_TAIL = (1 + LEVEL) / 2


class Interval(NamedTuple):
    """From low to high, both included."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value lies within, ends included."""
        return self.low <= value <= self.high


def wilson(votes: float, cities: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval for a share of city votes, from 0 to 1.

    `votes` may be broken, as the delegates of a city share its vote. No continuity correction.
    Source: Wilson, JASA 1927;22:209–212; as "method 3" in Newcombe, Statistics in Medicine
    1998;17:857–872. Raises ValueError below five cities, where it would claim more than
    they can carry, and for more votes than cities.
    """
    if cities < FEWEST_CITIES:
        raise ValueError(f"no interval for {cities} cities: it takes {FEWEST_CITIES}")
    if not 0 <= votes <= cities:
        raise ValueError(f"{votes} votes cannot come from {cities} cities")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = votes / cities
    centre = share + z * z / (2 * cities)
    reach = z * sqrt(share * (1 - share) / cities + z * z / (4 * cities * cities))
    scale = 1 + z * z / cities
    return Interval(max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale))


def in_ten(share: Interval) -> tuple[int, int]:
    """An interval of a share in words that promise no more than it does: "between 5 and 9 in 10"."""
    # A hair of tolerance, or 0.30000000000000004 would become 4 in 10.
    return floor(10 * share.low + 1e-9), ceil(10 * share.high - 1e-9)
