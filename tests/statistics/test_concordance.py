import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.concordance import concordance, kendalls_w
from tests.statistics.drawn import against_scipy, calm, medians

panels = st.integers(3, 8).flatmap(
    lambda issues: st.lists(
        st.lists(medians, min_size=issues, max_size=issues), min_size=5, max_size=12
    ).filter(lambda rows: any(len(set(row)) > 1 for row in rows))
)


def by_issue(raters: list[list[float]]) -> dict[int, dict[str, float]]:
    columns = zip(*raters, strict=True)
    return {
        issue: {f"city {city}": value for city, value in enumerate(column)}
        for issue, column in enumerate(columns)
    }


@against_scipy
@calm
@given(panels)
def test_w_and_its_test_are_scipys_friedman(raters: list[list[float]]) -> None:
    from scipy.stats import chi2, friedmanchisquare

    found = kendalls_w(raters)
    expected = friedmanchisquare(*zip(*raters, strict=True))
    assert found is not None
    assert found.chi2 == pytest.approx(expected.statistic)
    assert found.p == pytest.approx(chi2.sf(expected.statistic, len(raters[0]) - 1), abs=1e-9)


@calm
@given(panels, st.randoms())
def test_w_lies_between_0_and_1_whatever_the_order(raters: list[list[float]], dice: random.Random) -> None:
    shuffled = dice.sample(raters, len(raters))
    found, again = kendalls_w(raters), kendalls_w(shuffled)
    assert found is not None
    assert found == again
    assert 0 <= found.w <= 1 + 1e-12
    turned = kendalls_w([row[::-1] for row in raters])
    assert turned is not None
    assert turned.w == pytest.approx(found.w)


@calm
@given(panels)
def test_every_city_twice_leaves_w(raters: list[list[float]]) -> None:
    once, twice = kendalls_w(raters), kendalls_w(raters * 2)
    assert once is not None
    assert twice is not None
    assert twice.w == pytest.approx(once.w)
    assert twice.cities == 2 * once.cities


def test_cities_of_one_mind_have_a_w_of_one_and_contrary_ones_of_none() -> None:
    same = concordance(by_issue([[1, 5, 9]] * 6))
    contrary = concordance(by_issue([[1, 5, 9], [9, 5, 1]] * 3))
    assert same is not None
    assert contrary is not None
    assert (same.w, same.cities, same.issues, same.df) == (1, 6, 3, 2)
    assert contrary.w == 0


def test_a_city_that_left_out_an_issue_is_left_out() -> None:
    values = by_issue([[1, 5, 9]] * 5)
    values[0]["Lyon"] = 9.0
    found = concordance(values)
    assert found is not None
    assert found.cities == 5


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_fewer_than_five_cities_have_no_concordance(cities: int) -> None:
    values = by_issue([[1, 5, 9]] * cities) or {0: {}, 1: {}}
    assert concordance(values) is None


@pytest.mark.parametrize("issues", [0, 1])
def test_it_takes_two_issues_to_rank(issues: int) -> None:
    assert concordance(by_issue([[5.0] * issues] * 5)) is None


def test_where_every_city_ties_everything_there_is_no_order_to_share() -> None:
    assert concordance(by_issue([[7, 7, 7]] * 5)) is None


@pytest.mark.parametrize("raters", [[], [[1, 2], [1]], [[1], [2]]])
def test_raters_of_different_items_are_refused(raters: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="same items"):
        kendalls_w(raters)
