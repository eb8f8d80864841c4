from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.draws import dirichlet_means, gammas
from tests.statistics.drawn import against_scipy, calm

SEED = 7
MANY = 20_000
ROUNDING = 1e-12
WORTH = [1.0, 2.0, 3.0]


@against_scipy
@pytest.mark.parametrize("shape", [0.05, 0.3, 0.99, 1, 1.7, 5, 42, 900])
def test_gammas_follow_scipys_distribution(shape: float) -> None:
    from scipy import stats

    drawn = gammas(shape, MANY, Random(SEED).random)
    assert stats.kstest(drawn, stats.gamma(shape).cdf).statistic < 0.01
    assert np.mean(drawn) == pytest.approx(shape, rel=0.05)


@pytest.mark.parametrize("counts", [[3, 2, 1], [0.2, 0.2, 0.2], [0, 4.5, 8], [40, 0.1, 2]])
def test_means_of_dirichlet_draws_have_the_moments_of_the_textbook(counts: list[float]) -> None:
    drawn = dirichlet_means(counts, WORTH, MANY, Random(SEED))
    shares = np.array(counts) / sum(counts)
    mean = shares @ WORTH
    variance = (shares @ np.square(WORTH) - mean**2) / (sum(counts) + 1)
    assert np.mean(drawn) == pytest.approx(mean, abs=0.01)
    assert np.var(drawn) == pytest.approx(variance, rel=0.05)


def test_a_category_without_any_count_plays_no_part() -> None:
    assert dirichlet_means([0, 4, 0], WORTH, 3, Random(SEED)) == [2.0] * 3


@calm
@given(st.floats(1e-6, 1_000), st.integers(0, 50), st.integers())
def test_as_many_gammas_are_drawn_as_asked_for_and_the_seed_repeats_them(
    shape: float, draws: int, seed: int
) -> None:
    drawn = gammas(shape, draws, Random(seed).random)
    assert len(drawn) == draws
    assert all(draw > 0 for draw in drawn)
    assert gammas(shape, draws, Random(seed).random) == drawn


@pytest.mark.parametrize("uniform", [0.0, 1 - 2**-53])
def test_the_ends_of_a_uniform_draw_do_no_harm(uniform: float) -> None:
    ends = iter([uniform, uniform, *[0.5] * 20])
    assert len(gammas(0.5, 2, ends.__next__)) == 2


@calm
@given(st.lists(st.floats(0.01, 50), min_size=3, max_size=3), st.integers())
def test_means_stay_within_the_worth_of_the_categories(counts: list[float], seed: int) -> None:
    means = dirichlet_means(counts, WORTH, 20, Random(seed))
    assert all(1 - ROUNDING <= mean <= 3 + ROUNDING for mean in means)
