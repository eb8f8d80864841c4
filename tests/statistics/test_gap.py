import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facilitator.statistics.dominance import ValuePairs
from facilitator.statistics.few import Few
from facilitator.statistics.gap import Gap, Sides, gap, welch
from tests.statistics.drawn import against_scipy, calm, values


def cities(*medians: float) -> dict[str, float]:
    return {f"city {number}": median for number, median in enumerate(medians)}


@pytest.mark.parametrize(("lighthouse", "interested"), [(0, 0), (1, 40), (3, 4), (4, 3), (6, 1)])
def test_fewer_than_four_cities_on_a_side_show_dots_alone(lighthouse: int, interested: int) -> None:
    sides = cities(*[2] * lighthouse), cities(*[8] * interested)
    found = gap(*sides)
    assert isinstance(found, Few)
    assert found.few
    assert found.dots == Sides(*sides)
    assert not hasattr(found, "interval")
    assert not hasattr(found, "is_clear")


def test_four_cities_a_side_have_a_gap() -> None:
    found = gap(cities(2, 3, 3, 4), cities(7, 8, 8, 9))
    assert isinstance(found, Gap)
    assert not found.few
    assert (found.lighthouse, found.interested, found.difference) == (3, 8, 5)
    assert found.pairs == ValuePairs(first_higher=16, second_higher=0, equal=0)
    assert found.pairs.delta == 1
    assert found.is_clear


def test_cities_that_scatter_alike_on_both_sides_are_not_said_to_differ() -> None:
    found = gap(cities(2, 4, 6, 8), cities(3, 4, 6, 8))
    assert isinstance(found, Gap)
    assert not found.is_clear


@pytest.mark.parametrize(("interested", "clear"), [(3, False), (9, True)])
def test_where_nobody_differs_within_a_side_there_is_no_interval(interested: float, clear: bool) -> None:
    found = gap(cities(*[3] * 4), cities(*[interested] * 4))
    assert isinstance(found, Gap)
    assert found.interval is None
    assert found.is_clear is clear


@against_scipy
@pytest.mark.filterwarnings("ignore:Precision loss")  # scipy's, where one side is of one mind
@calm
@given(values(4, 12), values(4, 20))
def test_the_interval_is_scipys_welch(lighthouse: dict[str, float], interested: dict[str, float]) -> None:
    from scipy.stats import ttest_ind

    found = gap(lighthouse, interested)
    assert isinstance(found, Gap)
    assume(found.interval is not None)
    ours, theirs = list(lighthouse.values()), list(interested.values())
    expected = ttest_ind(theirs, ours, equal_var=False).confidence_interval(0.95)
    assert found.interval == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert found.interval is not None
    assert found.interval.holds(found.difference)


@calm
@given(values(4, 12), values(4, 12), st.randoms())
def test_the_gap_does_not_hang_on_order_and_turns_with_the_sides(
    lighthouse: dict[str, float], interested: dict[str, float], dice: random.Random
) -> None:
    shuffled = {city: lighthouse[city] for city in dice.sample(sorted(lighthouse), len(lighthouse))}
    one, same, turned = (
        gap(lighthouse, interested),
        gap(shuffled, interested),
        gap(interested, lighthouse),
    )
    assert isinstance(one, Gap)
    assert isinstance(same, Gap)
    assert isinstance(turned, Gap)
    assert (one.interval, one.pairs, one.difference) == (same.interval, same.pairs, same.difference)
    assert turned.difference == -one.difference
    assert turned.is_clear is one.is_clear
    assert -8 <= one.difference <= 8


def test_an_interval_is_not_cut_where_it_leads_beyond_the_scale() -> None:
    far = welch([1, 1, 1, 2], [9, 9, 9, 2])
    assert far is not None
    assert far.low < -8
    assert (far.low + far.high) / 2 == pytest.approx(-6)


def test_all_cities_twice_make_the_interval_narrower() -> None:
    first, second = [2.0, 3.0, 4.0, 6.0], [4.0, 5.0, 7.0, 7.0]
    once, twice = welch(second, first), welch(second * 2, first * 2)
    assert once is not None
    assert twice is not None
    assert twice.high - twice.low < once.high - once.low
