import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.days import CityNeed, most_wanted_first, spread_days
from tests.statistics.drawn import calm


def need(key: str, cities: int, *, answered: bool = False) -> CityNeed[str, int]:
    return CityNeed(key, frozenset(range(cities)), answered)


def plan(days: int, *needs: CityNeed[str, int]) -> dict[str, int]:
    return {given.need.key: given.days for given in spread_days(days, needs)}


needs = st.lists(
    st.builds(need, st.text("abcdef", min_size=1), st.integers(0, 12), answered=st.booleans()),
    max_size=8,
    unique_by=lambda one: one.key,
)


def test_unanswered_needs_stand_first_and_then_those_of_most_cities() -> None:
    asked = [need("answered", 9, answered=True), need("rare", 1), need("wanted", 5), need("unheard", 0)]
    assert [one.key for one in most_wanted_first(asked)] == ["wanted", "rare", "answered"]


def test_each_unanswered_need_gets_a_day_before_an_answered_one() -> None:
    asked = need("answered", 20, answered=True), need("rare", 1), need("wanted", 5)
    assert plan(2, *asked) == {"wanted": 1, "rare": 1, "answered": 0}
    assert plan(1, *asked) == {"wanted": 1, "rare": 0, "answered": 0}


def test_further_days_go_by_the_number_of_cities() -> None:
    assert plan(10, need("a", 6), need("b", 3), need("c", 1)) == {"a": 6, "b": 3, "c": 1}
    assert plan(6, need("a", 10), need("b", 4)) == {"a": 4, "b": 2}


def test_an_answered_need_of_few_cities_may_get_no_day() -> None:
    assert plan(2, need("answered", 1, answered=True), need("open", 9)) == {"open": 2, "answered": 0}


def test_an_answered_need_of_many_cities_gets_days_after_the_unanswered() -> None:
    assert plan(8, need("answered", 12, answered=True), need("open", 2)) == {"open": 1, "answered": 7}


def test_where_nobody_needs_anything_no_day_is_spread() -> None:
    assert spread_days(5, []) == []
    assert spread_days(5, [need("unheard", 0)]) == []


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="can't be spread"):
        spread_days(-1, [need("a", 1)])


@calm
@given(st.integers(0, 40), needs)
def test_every_day_is_spread_and_one_more_takes_none_away(days: int, asked: list[CityNeed[str, int]]) -> None:
    before, after = plan(days, *asked), plan(days + 1, *asked)
    assert sum(before.values()) == (days if before else 0)
    assert all(0 <= before[key] <= after[key] for key in before)


@calm
@given(st.integers(0, 40), needs, st.randoms())
def test_the_spread_does_not_hang_on_order_but_between_equals(
    days: int, asked: list[CityNeed[str, int]], dice: random.Random
) -> None:
    def by_size(order: list[CityNeed[str, int]]) -> list[tuple[bool, int, int]]:
        return sorted((s.need.answered, len(s.need.cities), s.days) for s in spread_days(days, order))

    assert by_size(dice.sample(asked, len(asked))) == by_size(asked)


@calm
@given(st.integers(0, 40), needs)
def test_of_two_unanswered_needs_that_of_more_cities_gets_no_fewer_days(
    days: int, asked: list[CityNeed[str, int]]
) -> None:
    given_days = [s.days for s in spread_days(days, asked) if not s.need.answered]
    assert given_days == sorted(given_days, reverse=True)
