import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.intervals import Interval, in_ten, wilson
from tests.statistics.drawn import against_scipy, calm


@st.composite
def votes_and_cities(draw: st.DrawFn) -> tuple[int, int]:
    cities = draw(st.integers(5, 5_000))
    return draw(st.integers(0, cities)), cities


@against_scipy
@calm
@given(votes_and_cities())
def test_wilsons_interval_is_scipys(case: tuple[int, int]) -> None:
    from scipy.stats import binomtest

    votes, cities = case
    expected = binomtest(votes, cities).proportion_ci(0.95, method="wilson")
    assert wilson(votes, cities) == pytest.approx((expected.low, expected.high), abs=1e-12)


@calm
@given(votes_and_cities(), st.floats(0, 1))
def test_wilsons_interval_holds_the_share_within_0_and_1(case: tuple[int, int], part: float) -> None:
    votes, cities = case
    broken = votes * part
    low, high = wilson(broken, cities)
    assert 0 <= low <= broken / cities + 1e-12
    assert broken / cities - 1e-12 <= high <= 1


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_fewer_than_five_cities_get_no_interval(cities: int) -> None:
    with pytest.raises(ValueError, match="no interval"):
        wilson(cities, cities)


@pytest.mark.parametrize("votes", [-1, 6])
def test_more_votes_than_cities_are_refused(votes: int) -> None:
    with pytest.raises(ValueError, match="cannot come from"):
        wilson(votes, 5)


def test_five_of_five_cities_may_stand_for_six_in_ten() -> None:
    assert in_ten(wilson(5, 5)) == (5, 10)


@pytest.mark.parametrize(
    ("interval", "tenths"),
    [((0.51, 0.89), (5, 9)), ((0.3, 0.7), (3, 7)), ((1 - 0.9, 0.1 + 0.2), (1, 3)), ((0, 1), (0, 10))],
)
def test_a_share_in_words_promises_no_more_than_its_interval(
    interval: tuple[float, float], tenths: tuple[int, int]
) -> None:
    assert in_ten(Interval(*interval)) == tenths
