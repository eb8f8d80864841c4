import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.tallies import Count
from facilitator.statistics.verdicts import CityVerdicts, Judged, JudgedByFew, city_votes, judged, votes_for
from tests.statistics.drawn import calm, names

RIGHT, CHANGE, NOT_FOR_US = "Right", "Right, with a change", "Not for us"
VERDICTS = (RIGHT, CHANGE, NOT_FOR_US)
Delegations = dict[str, list[str | None]]

delegations = st.dictionaries(
    names, st.lists(st.sampled_from([*VERDICTS, None]), max_size=7), min_size=5, max_size=15
)


def counted(delegations: Delegations) -> dict[str, dict[str | None, int]]:
    return {city: {said: given.count(said) for said in given} for city, given in delegations.items()}


def test_each_delegate_holds_an_equal_part_of_the_citys_vote() -> None:
    tallies = {"Lyon": {RIGHT: 2, NOT_FOR_US: 1, None: 5}, "Heerlen": {RIGHT: 1}}
    assert city_votes(tallies) == {"Lyon": {RIGHT: 2 / 3, NOT_FOR_US: 1 / 3}, "Heerlen": {RIGHT: 1.0}}


def test_five_cities_share_their_votes_with_an_interval() -> None:
    tallies = {f"city {n}": {RIGHT: 1} for n in range(4)} | {"Lyon": {RIGHT: 1, NOT_FOR_US: 1}}
    tallies["Sofia"] = {None: 1}
    found = judged(tallies, VERDICTS)
    assert isinstance(found, Judged)
    right, change = found.shares[RIGHT], found.shares[CHANGE]
    assert (right.votes, right.people, right.share) == (4.5, 5, 0.9)
    assert (change.votes, change.people, change.share) == (0, 0, 0)
    assert right.interval.low < 0.9 < right.interval.high
    assert change.interval.high > 0.3
    assert (found.judged, found.cant_say) == (Count(5, 6), Count(1, 1))


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_fewer_than_five_cities_show_their_verdicts_and_no_share(cities: int) -> None:
    found = judged({f"city {n}": {RIGHT: 1, None: 1} for n in range(cities)}, VERDICTS)
    assert isinstance(found, JudgedByFew)
    assert found.few
    assert found.dots == tuple(CityVerdicts(f"city {n}", {RIGHT: 1, None: 1}, None) for n in range(cities))
    assert (found.judged, found.cant_say) == (Count(cities, cities), Count(0, cities))
    assert not hasattr(found, "shares")


@pytest.mark.parametrize("cities", [5, 6, 40])
def test_five_cities_or_more_have_shares(cities: int) -> None:
    found = judged({f"city {n}": {RIGHT: 1} for n in range(cities)}, VERDICTS)
    assert isinstance(found, Judged)
    assert not found.few
    assert found.shares[RIGHT].share == 1


def test_a_speakers_verdict_takes_the_citys_whole_vote_and_leaves_its_people() -> None:
    found = judged({"Lyon": {RIGHT: 2}}, VERDICTS, voices={"Lyon": NOT_FOR_US, "Milan": RIGHT})
    assert isinstance(found, JudgedByFew)
    assert found.dots == (CityVerdicts("Lyon", {RIGHT: 2}, NOT_FOR_US), CityVerdicts("Milan", {}, RIGHT))
    assert city_votes({"Lyon": {RIGHT: 2}}, {"Lyon": NOT_FOR_US}) == {"Lyon": {NOT_FOR_US: 1.0}}


def test_a_verdict_that_nobody_could_give_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody could give"):
        judged({"Lyon": {"maybe": 1}}, VERDICTS)


@calm
@given(delegations, st.randoms())
def test_shares_do_not_hang_on_order_and_add_up_to_the_cities(
    delegations: Delegations, dice: random.Random
) -> None:
    shuffled = {
        city: dice.sample(delegations[city], len(delegations[city]))
        for city in dice.sample(sorted(delegations), len(delegations))
    }
    found, again = (judged(counted(each), VERDICTS) for each in (delegations, shuffled))
    assert found.judged == again.judged
    assert found.cant_say == again.cant_say
    if isinstance(found, Judged) and isinstance(again, Judged):
        assert found.shares == again.shares
        assert sum(share.votes for share in found.shares.values()) == pytest.approx(found.judged.cities)
        assert sum(share.people for share in found.shares.values()) == found.judged.people
        assert all(0 <= share.share <= 1 for share in found.shares.values())


@calm
@given(delegations, st.integers(2, 5))
def test_every_verdict_many_times_leaves_the_votes(delegations: Delegations, times: int) -> None:
    often = {city: given * times for city, given in delegations.items()}
    assert city_votes(counted(often)) == city_votes(counted(delegations))


@calm
@given(delegations)
def test_all_verdicts_together_never_win_more_votes_than_there_are_cities(delegations: Delegations) -> None:
    votes = city_votes(counted(delegations))
    assert votes_for(VERDICTS, votes) == len(votes)
