"""What first: how much an issue is needed against how far a city has it in its own power to act."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar, Generic, Literal, NamedTuple

from facilitator.errors import N_
from facilitator.statistics.cities import cities_with_all
from facilitator.statistics.disagreement import spread
from facilitator.statistics.few import Few
from facilitator.statistics.quantiles import median
from facilitator.statistics.scale import FEWEST_CITIES, MIDPOINT
from facilitator.statistics.tallies import City
from facilitator.vocabulary import Term


class Quadrant(Term):
    """Where a point lies from the cross-hair at the middle of the scale."""

    ACT = "act", N_("Needed, and we can act")
    SEEK_ALLIES = "seek_allies", N_("Needed, but we cannot act alone")
    ALONG_THE_WAY = "along_the_way", N_("Less needed, and we can act")
    LATER = "later", N_("Less needed, and we cannot act alone")
    UNDECIDED = "undecided", N_("Not clear")


class Whisker(NamedTuple):
    """A median of city values with the 30th and the 70th percentile, all on the scale 1–9."""

    low: float
    median: float
    high: float

    @property
    def crosses(self) -> bool:
        """Whether it touches the cross-hair, so that it lies on neither side."""
        return self.low <= MIDPOINT <= self.high


class Stand(NamedTuple, Generic[City]):
    """Where one city stands: need and power to act, both on the scale 1–9."""

    city: City
    need: float
    power: float


@dataclass(frozen=True, slots=True)
class Priority(Generic[City]):
    """An issue's point in the matrix, over the five or more cities that rated all three criteria."""

    dots: tuple[Stand[City], ...]
    need: Whisker
    power: Whisker
    few: ClassVar[Literal[False]] = False

    @property
    def quadrant(self) -> Quadrant:
        """The quadrant of the point, undecided where a whisker touches the cross-hair."""
        if self.need.crosses or self.power.crosses:
            return Quadrant.UNDECIDED
        in_power = self.power.median > MIDPOINT
        if self.need.median > MIDPOINT:
            return Quadrant.ACT if in_power else Quadrant.SEEK_ALLIES
        return Quadrant.ALONG_THE_WAY if in_power else Quadrant.LATER


def priority(
    relevance: Mapping[City, float], urgency: Mapping[City, float], power: Mapping[City, float]
) -> Few[tuple[Stand[City], ...]] | Priority[City]:
    """Where an issue stands, from the value of each city on the scale 1–9 for the three criteria.

    Need is relevance × urgency, drawn back to the scale by its square root: 5 × 5 is the cross-hair's 5.
    """
    dots = tuple(
        Stand(city, sqrt(relevance[city] * urgency[city]), power[city])
        for city in cities_with_all([relevance, urgency, power])
    )
    if len(dots) < FEWEST_CITIES:
        return Few(dots)
    return Priority(dots, _whisker([dot.need for dot in dots]), _whisker([dot.power for dot in dots]))


def _whisker(values: Collection[float]) -> Whisker:
    width = spread(values)
    return Whisker(width.p30, median(values), width.p70)
