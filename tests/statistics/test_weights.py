import random
from collections.abc import Iterable
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.statistics.weights import places_at_weights, top_under_weights
from tests.statistics.drawn import medians

T = TypeVar("T")
DRAWS = 200
Values = dict[str, dict[str, dict[str, float]]]


def rated(relevance: float, urgency: float, cities: int = 5) -> dict[str, dict[str, float]]:
    names = [f"city {number}" for number in range(cities)]
    return {"relevance": dict.fromkeys(names, relevance), "urgency": dict.fromkeys(names, urgency)}


issues = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.builds(rated, medians, medians), max_size=7
)


def test_an_issue_best_on_every_criterion_is_in_the_top_under_all_weightings() -> None:
    values = {"best": rated(9, 9), **{f"RET-{n}": rated(n, n) for n in range(1, 6)}}
    found = top_under_weights(values, draws=DRAWS)
    assert found == {"best": 1, "RET-5": 1, "RET-4": 1, "RET-3": 0, "RET-2": 0, "RET-1": 0}


def test_an_issue_good_on_one_criterion_is_in_the_top_under_the_share_that_geometry_gives() -> None:
    # Ahead of the even issue where 9w + 3(1 - w) > 5, that is under two thirds of the weightings.
    values = {"a": rated(9, 9), "b": rated(9, 9), "leaning": rated(9, 3), "even": rated(5, 5)}
    found = top_under_weights(values)
    assert found["leaning"] == pytest.approx(2 / 3, abs=0.015)
    assert found["even"] == pytest.approx(1 / 3, abs=0.015)


def test_issues_level_at_the_edge_share_the_places_left() -> None:
    values = {"a": rated(9, 9), "b": rated(9, 9), **{f"level {n}": rated(5, 5) for n in range(4)}}
    found = top_under_weights(values, draws=DRAWS)
    assert (found["a"], found["level 0"], found["level 3"]) == (1, 0.25, 0.25)


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_issues_of_fewer_than_five_cities_are_left_out(cities: int) -> None:
    values = {"rated": rated(5, 5), "few": rated(9, 9, cities), "half": {"relevance": {"Lyon": 9.0}}}
    assert top_under_weights(values, draws=DRAWS) == {"rated": 1}


@pytest.mark.parametrize("cities", [5, 6, 40])
def test_issues_of_five_cities_or_more_are_weighed(cities: int) -> None:
    assert top_under_weights({"RET-01": rated(5, 5, cities)}, draws=DRAWS) == {"RET-01": 1}


def test_nothing_rated_is_in_no_top() -> None:
    assert top_under_weights({}) == {}
    assert top_under_weights({"RET-01": {}}) == {}


@settings(deadline=None, max_examples=50)
@given(issues, st.randoms())
def test_shares_are_bound_fill_the_top_and_do_not_hang_on_order(values: Values, dice: random.Random) -> None:
    found = top_under_weights(values, draws=DRAWS)
    shuffled = {issue: values[issue] for issue in dice.sample(sorted(values), len(values))}
    assert top_under_weights(shuffled, draws=DRAWS) == found
    assert all(0 <= share <= 1 for share in found.values())
    assert sum(found.values()) == pytest.approx(min(3, len(values)))
    assert list(found.values()) == sorted(found.values(), reverse=True)


@settings(deadline=None, max_examples=30)
@given(issues)
def test_every_city_twice_leaves_the_shares(values: Values) -> None:
    doubled = {
        issue: {
            criterion: cities | {f"twin of {city}": value for city, value in cities.items()}
            for criterion, cities in by_criterion.items()
        }
        for issue, by_criterion in values.items()
    }
    assert top_under_weights(doubled, draws=DRAWS) == top_under_weights(values, draws=DRAWS)


def test_the_workshops_own_weights_decide_the_place_and_level_issues_share_the_better_one() -> None:
    values = {"leaning": rated(9, 3), "even": rated(7, 7), "other": rated(3, 9), "low": rated(1, 1)}
    assert places_at_weights(values, {"relevance": 1, "urgency": 1}) == {
        "even": 1, "leaning": 2, "other": 2, "low": 4,
    }  # fmt: skip
    assert places_at_weights(values, {"relevance": 9, "urgency": 1})["leaning"] == 1
    assert places_at_weights(values, {"relevance": 1, "urgency": 9})["other"] == 1


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_issues_of_fewer_than_five_cities_have_no_place(cities: int) -> None:
    values = {"rated": rated(5, 5), "few": rated(9, 9, cities), "half": {"relevance": {"Lyon": 9.0}}}
    assert places_at_weights(values, {"relevance": 1, "urgency": 1}) == {"rated": 1}


@given(issues, st.floats(0.1, 10), st.randoms(use_true_random=False))
def test_places_hang_neither_on_the_order_of_issues_and_cities_nor_on_the_unit_of_weights(
    values: Values, weight: float, shuffled: random.Random
) -> None:
    found = places_at_weights(values, {"relevance": weight, "urgency": 1})
    assert all(1 <= place <= len(values) for place in found.values())
    turned = {
        issue: {
            criterion: dict(_shuffled(cities.items(), shuffled)) for criterion, cities in rated_on.items()
        }
        for issue, rated_on in _shuffled(values.items(), shuffled)
    }
    assert places_at_weights(turned, {"relevance": 2 * weight, "urgency": 2}) == found


def _shuffled(items: Iterable[T], shuffled: random.Random) -> list[T]:
    known = list(items)
    shuffled.shuffle(known)
    return known
