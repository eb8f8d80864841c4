import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.cities import city_values
from facilitator.statistics.quantiles import median
from facilitator.statistics.ratings import Rated, RatedByFew, rated
from facilitator.statistics.scale import Zone
from facilitator.statistics.tallies import Count
from facilitator.statistics.words import Word, word_for
from tests.statistics.drawn import calm, delegations, tallies_of

Delegations = dict[str, list[int | None]]


def cities_at(score: int, cities: int) -> dict[str, dict[int | None, int]]:
    return {f"city {number}": {score: 2} for number in range(cities)}


def test_nine_of_twelve_cities_and_twenty_one_of_thirty_people_say_yes() -> None:
    tallies = {f"yes {n}": {8: 2, 5: 1 if n < 3 else 0} for n in range(9)}
    tallies |= {f"unsure {n}": {5: 1, 7: 1} for n in range(3)}
    found = rated(tallies)
    assert isinstance(found, Rated)
    assert found.zones[Zone.YES] == Count(cities=9, people=21)
    assert found.zones[Zone.UNSURE] == Count(cities=3, people=6)
    assert found.zones[Zone.NO] == Count(cities=0, people=0)
    assert found.rated == Count(cities=12, people=27)
    assert found.word is Word.AGREED


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_fewer_than_five_cities_get_dots_and_counts_and_no_figure(cities: int) -> None:
    found = rated(cities_at(9, cities))
    assert isinstance(found, RatedByFew)
    assert found.few
    assert found.word is Word.OPEN
    assert [dot.value for dot in found.dots] == [9] * cities
    assert found.rated == Count(cities, 2 * cities)
    for claim in ("median", "spread", "zones"):
        assert not hasattr(found, claim)


@pytest.mark.parametrize("cities", [5, 6, 40])
def test_five_cities_or_more_get_a_median_a_spread_and_a_word(cities: int) -> None:
    found = rated(cities_at(9, cities))
    assert isinstance(found, Rated)
    assert not found.few
    assert (found.median, found.spread.ipr, found.word) == (9, 0, Word.AGREED)
    assert len(found.dots) == cities


def test_a_fifth_city_that_cant_say_does_not_make_a_claim() -> None:
    found = rated({**cities_at(9, 4), "Lyon": {None: 3}})
    assert found.few
    assert (found.rated, found.cant_say) == (Count(4, 8), Count(1, 3))


def test_a_fifth_citys_speaker_makes_five() -> None:
    found = rated({**cities_at(9, 4), "Lyon": {None: 3}}, voices={"Lyon": 1})
    assert isinstance(found, Rated)
    assert (found.rated, found.cant_say) == (Count(5, 8), Count(0, 3))
    assert found.zones[Zone.NO] == Count(cities=1, people=0)


def test_one_city_with_many_delegates_is_still_one_city() -> None:
    found = rated({"Antwerp": {9: 5_000}})
    assert found.few
    assert found.rated == Count(1, 5_000)


@pytest.mark.parametrize("score", [0, 10, 5.5, "five"])
def test_a_rating_off_the_scale_is_refused(score: Any) -> None:
    with pytest.raises(ValueError, match="whole number from 1 to 9"):
        rated({**cities_at(9, 5), "Lyon": {score: 1}})


@calm
@given(delegations(), st.randoms())
def test_the_result_does_not_hang_on_the_order_of_cities_or_raters(
    delegations: Delegations, dice: random.Random
) -> None:
    shuffled = {city: delegations[city] for city in dice.sample(sorted(delegations), len(delegations))}
    one, other = rated(tallies_of(delegations)), rated(tallies_of(shuffled))
    assert set(one.dots) == set(other.dots)
    assert (one.rated, one.cant_say, one.word) == (other.rated, other.cant_say, other.word)


@calm
@given(delegations(5), st.integers(2, 9))
def test_every_answer_many_times_changes_people_and_nothing_else(
    delegations: Delegations, times: int
) -> None:
    once = rated(tallies_of(delegations))
    often = rated(tallies_of({city: given * times for city, given in delegations.items()}))
    assert once.word is often.word
    assert once.rated == Count(often.rated.cities, often.rated.people // times)
    assert [dot.value for dot in once.dots] == [dot.value for dot in often.dots]


@calm
@given(delegations(5, 15))
def test_counts_add_up_and_the_figures_are_those_of_the_cities(delegations: Delegations) -> None:
    tallies = tallies_of(delegations)
    found = rated(tallies)
    answers = Counter(answer for given in delegations.values() for answer in given)
    assert found.cant_say.people == answers[None]
    assert found.rated.people == answers.total() - answers[None]
    assert found.rated.cities + found.cant_say.cities == sum(map(bool, delegations.values()))
    values = list(city_values(tallies).values())
    assert found.word is word_for(values)
    if isinstance(found, Rated):
        assert found.median == median(values)
        assert sum(zone.cities for zone in found.zones.values()) == found.rated.cities
        assert sum(zone.people for zone in found.zones.values()) == found.rated.people
