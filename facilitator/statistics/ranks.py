"""Ranks with ties."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def doubled_ranks(values: Sequence[float]) -> list[int]:
    """Twice the rank of each value from 1 for the lowest; ties share the middle of their places.

    Doubled, a shared place is a whole number too, and sums of ranks stay exact.
    """
    ordered = sorted(values)
    return [bisect_left(ordered, value) + bisect_right(ordered, value) + 1 for value in values]
