"""Disagreement as the RAND/UCLA Appropriateness Method measures it: IPR against IPRAS.

Source: Fitch and others, The RAND/UCLA Appropriateness Method User's Manual, RAND MR-1269, 2001.
"""

from collections.abc import Collection
from dataclasses import dataclass

from facilitator.statistics.quantiles import percentile
from facilitator.statistics.scale import MIDPOINT

# The spread that a panel in the middle of the scale may have, and what each point away from it adds.
IPR_AT_MIDPOINT = 2.35
CORRECTION_FOR_ASYMMETRY = 1.5

# Far above what floating point blurs, far below the steps in which percentiles of medians move.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Spread:
    """The 30th and the 70th percentile of the cities' values, on the scale 1–9."""

    p30: float
    p70: float

    @property
    def ipr(self) -> float:
        """The interpercentile range, in points of the scale."""
        return self.p70 - self.p30

    @property
    def ipras(self) -> float:
        """The range at which disagreement begins, adjusted for symmetry, in points of the scale."""
        return IPR_AT_MIDPOINT + CORRECTION_FOR_ASYMMETRY * abs(MIDPOINT - (self.p30 + self.p70) / 2)

    @property
    def is_disagreement(self) -> bool:
        """Whether the range is wider than IPRAS allows; a range just as wide is not."""
        return self.ipr - self.ipras > _ROUNDING


def spread(values: Collection[float]) -> Spread:
    """The spread of at least one city's values; ValueError where there is none."""
    ordered = sorted(values)
    return Spread(percentile(ordered, 30), percentile(ordered, 70))
