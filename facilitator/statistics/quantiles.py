"""Median and percentiles of a handful of values."""

from collections.abc import Iterable, Sequence


def median(values: Iterable[float]) -> float:
    """The middle value, or halfway between the two middle ones; ValueError where there is none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("nothing has no median")
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The percentile (0–100) of values in ascending order, by linear interpolation.

    The definition is number 7 of Hyndman and Fan, The American Statistician 1996;50:361–365,
    which is numpy's and a spreadsheet's default.
    """
    if not ordered or not 0 <= percent <= 100:
        raise ValueError("a percentile asks for values, and for a percent from 0 to 100")
    # Whole numbers, so that 30 % of 10 steps is step 3 and not 2.9999999999999996.
    below, rest = divmod(percent * (len(ordered) - 1), 100)
    if not rest:
        return float(ordered[below])
    return ordered[below] + (ordered[below + 1] - ordered[below]) * rest / 100
