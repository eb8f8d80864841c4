"""People without a seat are spread evenly, and no delegation sits at one table."""

from collections import Counter
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.breakouts.operations import seat_participant, spread_unseated
from facilitator.breakouts.queries import seated_groups, unseated
from facilitator.breakouts.rules import PersonToSeat, spread_evenly
from facilitator.errors import RuleBroken
from tests.small_workshop import INTERESTED, LIGHTHOUSE, PARTNER, SmallWorkshop

PLENTY = 1000
CITIES = ("Antwerp", "Heerlen", "Lyon", "Vienna")

delegations = st.lists(st.sampled_from(CITIES), max_size=30)
groups = st.integers(1, 5)


def people(*cities: str) -> list[PersonToSeat]:
    return [PersonToSeat(at, city) for at, city in enumerate(cities)]


def sizes(places: dict[int, int], free: dict[int, int]) -> list[int]:
    return [Counter(places.values())[group] for group in free]


def test_a_city_of_five_is_spread_over_the_tables() -> None:
    places = spread_evenly(people(*["Lyon"] * 5), {1: PLENTY, 2: PLENTY, 3: PLENTY}, {})
    assert sorted(Counter(places.values()).values()) == [1, 2, 2]


def test_who_already_sits_somewhere_counts() -> None:
    free = {1: PLENTY, 2: PLENTY}
    assert spread_evenly(people("Lyon", "Vienna"), free, {1: ["Antwerp", "Heerlen"]}) == {0: 2, 1: 2}
    assert spread_evenly(people("Lyon"), free, {1: ["Antwerp"], 2: ["Lyon"]}) == {0: 1}


@given(delegations, groups)
@settings(max_examples=60, deadline=None)
def test_tables_and_delegations_differ_by_one_at_most(cities: list[str], count: int) -> None:
    free = dict.fromkeys(range(count), PLENTY)
    places = spread_evenly(people(*cities), free, {})
    assert places.keys() == set(range(len(cities)))
    for city in (None, *CITIES):
        seats = Counter(group for person, group in places.items() if city in (None, cities[person]))
        filled = [seats[group] for group in free]
        assert max(filled) - min(filled) <= 1


@given(delegations, st.lists(st.integers(0, 12), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_table_gets_more_people_than_it_has_free_seats(cities: list[str], seats: list[int]) -> None:
    free = dict(enumerate(seats))
    if len(cities) > sum(seats):
        with pytest.raises(RuleBroken) as refused:
            spread_evenly(people(*cities), free, {})
        who = "One person needs" if len(cities) == 1 else f"{len(cities)} people need"
        assert str(refused.value) == f"{who} a seat. Free seats in the groups of this round: {sum(seats)}."
        return
    places = spread_evenly(people(*cities), free, {})
    assert len(places) == len(cities)
    assert all(filled <= free[group] for group, filled in Counter(places.values()).items())


def test_without_a_group_nobody_can_be_spread() -> None:
    with pytest.raises(RuleBroken, match=r"^This round has no group yet\. Add a group first\.$"):
        spread_evenly(people("Lyon"), {}, {})


def seats(workshop: SmallWorkshop) -> dict[str, list[str]]:
    with workshop.look():
        return {
            table.group.name: [person.organisation.spoken_name for person in table.people]
            for table in seated_groups(workshop.row, workshop.session("round"))
        }


def test_everybody_without_a_seat_gets_one_and_the_others_keep_theirs(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_group("Lyon", "Vienna", name="First")
        workshop.add_group(name="Second")
    with workshop.change():
        assert spread_unseated(workshop.row, workshop.session("round"), by=workshop.actor()) == 3
    seated = seats(workshop)
    assert {"Lyon", "Vienna"} <= set(seated["First"])
    assert sorted(len(people) for people in seated.values()) == [2, 3]
    assert sorted(chain(*seated.values())) == sorted((*LIGHTHOUSE, *INTERESTED, PARTNER))
    with workshop.look():
        assert list(unseated(workshop.session("round"))) == []
    assert workshop.happened()[-1] == "round.spread"


def test_closed_groups_and_full_rooms_take_nobody(workshop: SmallWorkshop) -> None:
    with workshop.change():
        small = workshop.add_group("Lyon", name="Small")
        small.room_id = workshop.room().id
        workshop.room().seats = 1
        workshop.add_group(name="Large")
    with workshop.change():
        spread_unseated(workshop.row, workshop.session("round"), by=workshop.actor())
    assert seats(workshop)["Small"] == ["Lyon"]
    assert len(seats(workshop)["Large"]) == 4


def test_more_people_than_seats_are_not_spread_at_all(workshop: SmallWorkshop) -> None:
    with workshop.change():
        group = workshop.add_group(name="Attic")
        group.room_id = workshop.room().id
    with workshop.refuses("5 people need a seat. Free seats in the groups of this round: 4."):
        spread_unseated(workshop.row, workshop.session("round"), by=workshop.actor())


def test_a_seat_given_by_hand_is_not_undone_by_spreading(workshop: SmallWorkshop) -> None:
    with workshop.change():
        group = workshop.add_group(name="First")
        workshop.add_group(name="Second")
        spread_unseated(workshop.row, workshop.session("round"), by=workshop.actor())
        seat_participant(workshop.row, group, workshop.participant("Lyon"), by=workshop.actor())
    with workshop.change():
        assert spread_unseated(workshop.row, workshop.session("round"), by=workshop.actor()) == 0
    assert "Lyon" in seats(workshop)["First"]
