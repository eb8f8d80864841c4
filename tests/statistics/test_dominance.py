import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.statistics.dominance import mann_whitney_p, pairs
from facilitator.statistics.ranks import doubled_ranks
from tests.statistics.drawn import against_scipy, calm, medians

side = st.lists(medians, min_size=1, max_size=20)
small = st.lists(medians, min_size=2, max_size=5)


@against_scipy
@calm
@given(side)
def test_ranks_with_ties_are_scipys(values: list[float]) -> None:
    from scipy.stats import rankdata

    assert doubled_ranks(values) == [2 * rank for rank in rankdata(values)]


@against_scipy
@calm
@given(side, side, st.randoms())
def test_u_is_scipys_whatever_the_order(first: list[float], second: list[float], dice: random.Random) -> None:
    from scipy.stats import mannwhitneyu

    shuffled = dice.sample(first, len(first))
    found = pairs(shuffled, second)
    assert found.u == mannwhitneyu(first, second, method="asymptotic").statistic
    assert sum(found) == len(first) * len(second)


@calm
@given(side, side, st.integers(2, 3))
def test_cliffs_delta_is_bound_mirrored_and_blind_to_duplicates(
    first: list[float], second: list[float], times: int
) -> None:
    delta = pairs(first, second).delta
    assert -1 <= delta <= 1
    assert pairs(second, first).delta == -delta
    assert pairs(first * times, second).delta == pytest.approx(delta)


def test_cliffs_delta_is_one_where_the_first_side_is_always_higher() -> None:
    assert pairs([8, 9], [1, 2, 7]).delta == 1
    assert pairs([5], [5]).delta == 0


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="without a value"):
        pairs([], [5])


@against_scipy
@calm
@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=14, unique=True), st.data())
def test_exact_p_values_without_ties_are_scipys(values: list[int], data: st.DataObject) -> None:
    from scipy.stats import mannwhitneyu

    cut = data.draw(st.integers(1, len(values) - 1))
    first, second = values[:cut], values[cut:]
    expected = mannwhitneyu(first, second, method="exact").pvalue
    assert mann_whitney_p(first, second) == pytest.approx(expected, abs=1e-12)


@against_scipy
@settings(deadline=None, max_examples=20)
@given(small, small)
def test_exact_p_values_with_ties_are_those_of_all_permutations(
    first: list[float], second: list[float]
) -> None:
    from scipy.stats import PermutationMethod, mannwhitneyu

    every_one = PermutationMethod(n_resamples=1_000)
    expected = mannwhitneyu(first, second, method=every_one).pvalue
    assert mann_whitney_p(first, second) == pytest.approx(expected, abs=1e-12)
