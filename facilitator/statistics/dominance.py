"""How often one side lies above the other: pairs, Cliff's delta, and the Mann-Whitney test behind it."""

from collections import Counter
from collections.abc import Collection, Iterable
from math import comb
from typing import NamedTuple

from facilitator.statistics.ranks import doubled_ranks


class ValuePairs(NamedTuple):
    """All pairs of one value from each side, sorted by which of the two is higher."""

    first_higher: int
    second_higher: int
    equal: int

    @property
    def u(self) -> float:
        """The Mann-Whitney U of the first side: its wins, with half a win for a tie."""
        return self.first_higher + self.equal / 2

    @property
    def delta(self) -> float:
        """Cliff's delta, from −1 (the second side is always higher) to 1 (the first is).

        Source: Cliff, Psychological Bulletin 1993;114:494–509.
        """
        return (self.first_higher - self.second_higher) / sum(self)


def pairs(first: Iterable[float], second: Collection[float]) -> ValuePairs:
    """Compare each value of one side with each of the other; ValueError where a side is empty."""
    signs = Counter((a > b) - (a < b) for a in first for b in second)
    if not signs:
        raise ValueError("a side without a value can't be compared")
    return ValuePairs(signs[1], signs[-1], signs[0])


def mann_whitney_p(first: Collection[float], second: Collection[float]) -> float:
    """The exact two-sided p-value of Mann and Whitney's test, ties included; for an appendix only.

    It is twice the share of all ways to deal the ranks that lie as far out on the nearer side, at most
    1. Fit for panels: the work grows with the cube of the number of cities.
    """
    ranks = doubled_ranks([*first, *second])
    sums = _rank_sums(ranks, len(first))
    seen = sum(ranks[: len(first)])
    below = sum(ways for total, ways in sums.items() if total <= seen)
    above = sum(ways for total, ways in sums.items() if total >= seen)
    return min(1.0, 2 * min(below, above) / comb(len(ranks), len(first)))


def _rank_sums(ranks: Iterable[int], dealt: int) -> Counter[int]:
    """In how many ways that many ranks add up to each sum."""
    ways: list[Counter[int]] = [Counter({0: 1}), *(Counter[int]() for _ in range(dealt))]
    for rank in ranks:
        for fewer, more in zip(ways[-2::-1], ways[:0:-1], strict=True):
            for total, number in fewer.items():
                more[total + rank] += number
    return ways[dealt]
