import random
from statistics import median as median_of_list

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.cities import Dot, city_values, dots, weighted_values
from facilitator.statistics.scale import Zone, zone_of
from tests.statistics.drawn import calm, delegations, medians, tallies_of, values

Delegations = dict[str, list[int | None]]


def test_a_citys_value_is_the_median_of_its_delegates() -> None:
    assert city_values({"Lyon": {9: 1, 2: 2}, "Milan": {6: 1, 7: 1}}) == {"Lyon": 2, "Milan": 6.5}


def test_a_big_delegation_weighs_no_more_than_one_person() -> None:
    assert city_values({"Lyon": {9: 40}, "Heerlen": {1: 1}}) == {"Lyon": 9, "Heerlen": 1}


@calm
@given(delegations())
def test_only_cities_with_a_score_have_a_value_and_it_is_their_median(delegations: Delegations) -> None:
    said = {city: [answer for answer in given if answer] for city, given in delegations.items()}
    expected = {city: median_of_list(scores) for city, scores in said.items() if scores}
    assert city_values(tallies_of(delegations)) == expected


@calm
@given(delegations(), st.randoms())
def test_dots_do_not_hang_on_the_order_of_raters(delegations: Delegations, dice: random.Random) -> None:
    shuffled = {city: dice.sample(given, len(given)) for city, given in delegations.items()}
    assert dots(tallies_of(shuffled)) == dots(tallies_of(delegations))


def test_what_the_speaker_sets_stands_for_the_city_and_is_marked() -> None:
    assert dots({"Lyon": {3: 2, None: 1}}, voices={"Lyon": 8}) == (Dot("Lyon", 8, 2, 1, spoken=True),)


def test_a_speaker_gives_a_voice_to_a_city_that_has_none() -> None:
    found = dots({"Lyon": {None: 1}}, voices={"Lyon": 7, "Milan": 4})
    assert found == (Dot("Lyon", 7, 0, 1, spoken=True), Dot("Milan", 4, 0, 0, spoken=True))


@pytest.mark.parametrize("score", [0, 10])
def test_a_speaker_keeps_to_the_scale_too(score: int) -> None:
    with pytest.raises(ValueError, match="whole number from 1 to 9"):
        dots({}, voices={"Lyon": score})


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        (1, Zone.NO),
        (3, Zone.NO),
        (3.25, Zone.NO),
        (3.5, Zone.UNSURE),
        (4, Zone.UNSURE),
        (6, Zone.UNSURE),
        (6.25, Zone.UNSURE),
        (6.5, Zone.YES),
        (7, Zone.YES),
        (9, Zone.YES),
    ],
)
def test_a_median_on_a_border_belongs_to_the_higher_zone(value: float, zone: Zone) -> None:
    assert zone_of(value) is zone
    assert Dot("Lyon", value, 1, 0, spoken=False).zone is zone


def test_weights_of_criteria_make_one_value_per_city() -> None:
    rated = {"relevance": {"Lyon": 9.0, "Milan": 6.0}, "urgency": {"Lyon": 3.0, "Milan": 6.0}}
    assert weighted_values(rated, {"relevance": 2, "urgency": 1}) == {"Lyon": 7.0, "Milan": 6.0}


def test_a_city_that_left_out_a_criterion_has_no_weighted_value() -> None:
    rated = {"relevance": {"Lyon": 9.0, "Milan": 6.0}, "urgency": {"Milan": 6.0}}
    assert weighted_values(rated, {"relevance": 1, "urgency": 1}) == {"Milan": 6.0}
    assert weighted_values(rated, {"relevance": 1, "urgency": 0}) == {"Lyon": 9.0, "Milan": 6.0}


def test_criteria_without_any_weight_are_refused() -> None:
    with pytest.raises(ValueError, match="weight above 0"):
        weighted_values({"relevance": {"Lyon": 9.0}}, {"relevance": 0})


@calm
@given(values(0), medians, st.floats(0.1, 10), st.floats(0.1, 10))
def test_a_weighted_value_lies_between_the_criteria(
    relevance: dict[str, float], urgent: float, first: float, second: float
) -> None:
    rated = {"relevance": relevance, "urgency": dict.fromkeys(relevance, urgent)}
    found = weighted_values(rated, {"relevance": first, "urgency": second})
    assert found.keys() == relevance.keys()
    for city, value in found.items():
        assert min(relevance[city], urgent) - 1e-9 <= value <= max(relevance[city], urgent) + 1e-9
