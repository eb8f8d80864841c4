import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.few import Few
from facilitator.statistics.priorities import Priority, Quadrant, Stand, Whisker, priority
from tests.statistics.drawn import calm, medians, names

HIGH, LOW, MIDDLE = 8.0, 2.0, 5.0

QUADRANTS = {
    "needed and in our power": (HIGH, HIGH, HIGH, Quadrant.ACT),
    "needed and not in our power": (HIGH, HIGH, LOW, Quadrant.SEEK_ALLIES),
    "less needed and in our power": (LOW, LOW, HIGH, Quadrant.ALONG_THE_WAY),
    "neither": (LOW, LOW, LOW, Quadrant.LATER),
    "on the cross-hair in need": (MIDDLE, MIDDLE, HIGH, Quadrant.UNDECIDED),
    "on the cross-hair in power": (HIGH, HIGH, MIDDLE, Quadrant.UNDECIDED),
    "relevant but not urgent": (8.0, 3.0, HIGH, Quadrant.ALONG_THE_WAY),
}


def all_at(value: float, cities: int = 5) -> dict[str, float]:
    return {f"city {number}": value for number in range(cities)}


def placed(*columns: dict[str, float]) -> Priority[str]:
    found = priority(*columns)
    assert isinstance(found, Priority)
    return found


@pytest.mark.parametrize(
    ("relevance", "urgency", "power", "quadrant"), QUADRANTS.values(), ids=QUADRANTS.keys()
)
def test_an_issue_lies_in_its_quadrant(
    relevance: float, urgency: float, power: float, quadrant: Quadrant
) -> None:
    assert placed(all_at(relevance), all_at(urgency), all_at(power)).quadrant is quadrant


def test_a_whisker_across_the_cross_hair_leaves_the_point_undecided() -> None:
    power = dict(zip(all_at(0), [2.0, 3.0, 7.0, 8.0, 9.0], strict=True))
    found = placed(all_at(HIGH), all_at(HIGH), power)
    assert found.power == Whisker(pytest.approx(3.8), 7.0, pytest.approx(7.8))
    assert found.quadrant is Quadrant.UNDECIDED


def test_relevance_five_and_urgency_five_meet_the_cross_hair() -> None:
    assert placed(all_at(5), all_at(5), all_at(9)).need == Whisker(5, 5, 5)


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_fewer_than_five_cities_have_dots_and_no_point(cities: int) -> None:
    found = priority(all_at(9, cities), all_at(4, cities), all_at(8, cities))
    assert isinstance(found, Few)
    assert found.dots == tuple(Stand(f"city {n}", 6.0, 8.0) for n in range(cities))
    assert not hasattr(found, "quadrant")


@pytest.mark.parametrize("cities", [5, 6, 40])
def test_five_cities_or_more_have_a_point(cities: int) -> None:
    found = placed(*[all_at(9, cities)] * 3)
    assert not found.few
    assert len(found.dots) == cities


def test_a_city_that_left_out_a_criterion_is_left_out() -> None:
    assert priority(all_at(9, 5), all_at(9, 4), all_at(9, 5)).few


@calm
@given(st.dictionaries(names, st.tuples(medians, medians, medians), min_size=5, max_size=20), st.randoms())
def test_the_point_is_the_cities_own_whatever_their_order(
    cities: dict[str, tuple[float, float, float]], dice: random.Random
) -> None:
    def columns(order: list[str]) -> list[dict[str, float]]:
        return [{city: cities[city][number] for city in order} for number in range(3)]

    found = placed(*columns(list(cities)))
    again = placed(*columns(dice.sample(sorted(cities), len(cities))))
    assert (found.need, found.power, found.quadrant) == (again.need, again.power, again.quadrant)
    needs = [np.sqrt(relevance * urgency) for relevance, urgency, _ in cities.values()]
    assert found.need == pytest.approx(np.percentile(needs, [30, 50, 70]))
    assert 1 <= found.power.low <= found.power.median <= found.power.high <= 9
