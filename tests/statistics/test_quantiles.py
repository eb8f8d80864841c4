import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.quantiles import median, percentile
from tests.statistics.drawn import calm, medians

some = st.lists(medians, min_size=1, max_size=60)


@calm
@given(some, st.randoms())
def test_the_median_does_not_hang_on_the_order_of_raters(values: list[float], dice: random.Random) -> None:
    shuffled = dice.sample(values, len(values))
    assert median(shuffled) == median(values) == np.median(values)


@calm
@given(some)
def test_everybody_twice_leaves_the_median(values: list[float]) -> None:
    assert median(values * 2) == median(values)


@calm
@given(some, st.integers(0, 100))
def test_percentiles_are_numpys_by_linear_interpolation(values: list[float], percent: int) -> None:
    assert percentile(sorted(values), percent) == pytest.approx(np.percentile(values, percent), abs=1e-12)


@calm
@given(some, st.integers(0, 100), st.integers(0, 100))
def test_percentiles_rise_and_stay_within_the_values(values: list[float], first: int, second: int) -> None:
    ordered = sorted(values)
    low, high = sorted((first, second))
    assert ordered[0] <= percentile(ordered, low) <= percentile(ordered, high) <= ordered[-1]


def test_the_thirtieth_percentile_of_eleven_is_the_fourth_exactly() -> None:
    assert percentile([float(n) for n in range(11)], 30) == 3.0


def test_nothing_has_neither_median_nor_percentile() -> None:
    with pytest.raises(ValueError, match="median"):
        median([])
    with pytest.raises(ValueError, match="percentile"):
        percentile([], 30)


@pytest.mark.parametrize("percent", [-1, 101])
def test_there_is_no_percentile_beyond_the_whole(percent: int) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile([1.0, 2.0], percent)
