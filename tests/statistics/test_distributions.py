from math import atan, inf, nan, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.distributions import (
    chi_squared_tail,
    incomplete_beta,
    t_quantile,
    t_tail,
)
from tests.statistics.drawn import against_scipy, calm

degrees = st.floats(1, 1_000)


@against_scipy
@calm
@given(st.floats(0.5001, 0.9999), degrees)
def test_quantiles_of_t_are_scipys(probability: float, df: float) -> None:
    from scipy import stats

    assert t_quantile(probability, df) == pytest.approx(stats.t.ppf(probability, df), rel=1e-9, abs=1e-11)


@calm
@given(st.floats(0.0001, 0.9999), degrees)
def test_quantiles_of_t_are_symmetric_and_lead_back_to_their_tail(probability: float, df: float) -> None:
    t = t_quantile(probability, df)
    assert t_tail(t, df) == pytest.approx(1 - probability, abs=1e-10)
    assert t_quantile(1 - probability, df) == pytest.approx(-t, rel=1e-7, abs=1e-9)


@against_scipy
@calm
@given(st.floats(0.001, 50), st.sampled_from([-1, 1]), degrees)
def test_tails_of_t_are_scipys(t: float, sign: int, df: float) -> None:
    from scipy import stats

    assert t_tail(sign * t, df) == pytest.approx(stats.t.sf(sign * t, df), rel=1e-9, abs=1e-12)


@calm
@given(st.floats(-50, 50))
def test_tails_of_t_are_those_of_the_closed_forms_down_to_the_smallest_t(t: float) -> None:
    # Nearer to 0 than 0.001 scipy itself is off by some 1e-9.
    assert t_tail(t, 1) == pytest.approx(0.5 - atan(t) / pi, abs=1e-14)
    assert t_tail(t, 2) == pytest.approx(0.5 - t / sqrt(t * t + 2) / 2, abs=1e-14)


@against_scipy
@calm
@given(st.floats(0.01, 500), st.floats(0.01, 500), st.floats(0, 1))
def test_the_incomplete_beta_function_is_scipys(a: float, b: float, x: float) -> None:
    from scipy import special

    assert incomplete_beta(a, b, x) == pytest.approx(special.betainc(a, b, x), rel=1e-8, abs=1e-10)


@against_scipy
@calm
@given(st.floats(0, 2_000), st.integers(1, 1_000))
def test_tails_of_chi_squared_are_scipys(chi2: float, df: int) -> None:
    from scipy import stats

    assert chi_squared_tail(chi2, df) == pytest.approx(stats.chi2.sf(chi2, df), rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(
    ("df", "printed"), [(1, 12.706), (2, 4.303), (3, 3.182), (7, 2.365), (30, 2.042), (1e6, 1.960)]
)
def test_quantiles_of_t_are_those_of_the_printed_tables(df: float, printed: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize(("probability", "df"), [(0, 5), (1, 5), (0.9, 0), (0.9, inf), (0.9, nan), (nan, 5)])
def test_a_quantile_that_does_not_exist_is_refused(probability: float, df: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        t_quantile(probability, df)
