"""The perception gap: whether lighthouse and interested cities see an issue differently."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import fsum, sqrt
from typing import ClassVar, Generic, Literal, NamedTuple

from facilitator.statistics.distributions import t_quantile
from facilitator.statistics.dominance import ValuePairs, pairs
from facilitator.statistics.few import Few
from facilitator.statistics.intervals import UPPER_TAIL, Interval
from facilitator.statistics.scale import FEWEST_CITIES_A_SIDE
from facilitator.statistics.tallies import City


class Sides(NamedTuple, Generic[City]):
    """The value of each city, on the scale 1–9, side by side."""

    lighthouse: Mapping[City, float]
    interested: Mapping[City, float]


@dataclass(frozen=True, slots=True)
class Gap(Generic[City]):
    """How far two sides of at least four cities each lie apart, in points of the scale.

    `difference` is the interested cities' mean less the lighthouse cities', each over city medians.
    `interval` is Welch's for it, and None where on neither side two cities differ, so that nothing tells
    how sure it is. `pairs` compares each interested city (first) with each lighthouse city (second);
    its delta is Cliff's.
    """

    dots: Sides[City]
    lighthouse: float
    interested: float
    interval: Interval | None
    pairs: ValuePairs
    few: ClassVar[Literal[False]] = False

    @property
    def difference(self) -> float:
        """The interested cities' mean less the lighthouse cities', from −8 to 8."""
        return self.interested - self.lighthouse

    @property
    def is_clear(self) -> bool:
        """Whether the two sides may be said to differ.

        Where nobody differs within a side, any difference parts four from four without overlap: by
        chance one deal in 35 does.
        """
        if self.interval is None:
            return self.difference != 0
        return not self.interval.holds(0)


def gap(lighthouse: Mapping[City, float], interested: Mapping[City, float]) -> Few[Sides[City]] | Gap[City]:
    """The gap between the two kinds of cities, from the value of each city on the scale 1–9."""
    dots = Sides(lighthouse, interested)
    if min(map(len, dots)) < FEWEST_CITIES_A_SIDE:
        return Few(dots)
    ours, theirs = list(lighthouse.values()), list(interested.values())
    return Gap(dots, _mean(ours), _mean(theirs), welch(theirs, ours), pairs(theirs, ours))


def welch(first: Collection[float], second: Collection[float]) -> Interval | None:
    """Welch's 95 % interval for the first mean less the second, whole: its middle is the difference.

    Where few cities differ much it reaches beyond −8 and 8, which tells how little is known. Each side
    needs two values; None where neither side varies. Source: Welch, Biometrika 1947;34:28–35.
    """
    parts = [_variance_of_mean(side) for side in (first, second)]
    variance = fsum(parts)
    if not variance:
        return None
    df = variance**2 / fsum(
        part**2 / (len(side) - 1) for part, side in zip(parts, (first, second), strict=True)
    )
    difference = _mean(first) - _mean(second)
    reach = t_quantile(UPPER_TAIL, df) * sqrt(variance)
    return Interval(difference - reach, difference + reach)


def _mean(values: Collection[float]) -> float:
    return fsum(values) / len(values)


def _variance_of_mean(values: Collection[float]) -> float:
    mean = _mean(values)
    return fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)
