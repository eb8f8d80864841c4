"""On the day: somebody is late, leaves, a room floods; who moves, why, and usually nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.breakouts.allocation import (
    Effort,
    FixedSeat,
    Infeasible,
    Person,
    Plan,
    Problem,
    Replan,
    Round,
    SeatingRole,
    Table,
    allocate,
    close_table,
    release_departure,
    seat_arrival,
    seat_late,
)
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.verify import broken_rules
from tests.breakouts.allocation.cases import alike, brussels, mixer, problems, started
from tests.breakouts.allocation.changed import changes
from tests.breakouts.allocation.drawn import drawn

LATE = Person("Late", "Sofia", SeatingRole.INTERESTED)
QUICK = Effort(1_000, 1)


def moved(before: Plan, after: Plan, but: int = -1) -> int:
    """How many seats changed table by index, without the seats of one person."""
    return sum(
        {*table} - {*later} - {but} != set() and len({*table} - {*later} - {but})
        for old, new in zip(before, after, strict=True)
        for table, later in zip(old, new, strict=True)
    )


def kept(found: Replan) -> list[str]:
    """The rules that a re-plan breaks: there should be none."""
    problem = replace(found.problem, seated=found.plan)
    return [str(broken) for broken in broken_rules(Instance(problem), found.plan)]


def test_a_late_delegate_gets_a_free_seat_and_nobody_moves() -> None:
    problem = brussels()
    plan = allocate(problem, 1, QUICK).plan
    found = seat_arrival(problem, plan, LATE)
    assert (found.moves, found.proven, kept(found)) == ((), True, [])
    assert moved(plan, found.plan) == 0
    assert all(any(40 in table for table in seating) for seating in found.plan)


def test_a_late_delegate_sits_beside_nobody_of_the_same_city_if_that_can_be() -> None:
    people = (Person("Sofia 1", "Sofia"), *(Person(f"Guest {k}") for k in range(5)))
    problem = Problem(people, (Round((Table("A", 4), Table("B", 4))),))
    found = seat_arrival(problem, (((0, 1), (2, 3, 4, 5)),), LATE)
    assert 6 in found.plan[0][0]
    free = Problem(people, (Round((Table("A", 4), Table("B", 5))),))
    assert 6 in seat_arrival(free, (((0, 1), (2, 3, 4, 5)),), LATE).plan[0][1]


def test_one_makes_room_where_the_only_suitable_table_is_full() -> None:
    tables = (Table("Cellar", 3, accessible=False), Table("Hall", 2))
    problem = Problem(mixer(4, 1, 9, 1).people, (Round(tables),))
    found = seat_arrival(problem, (((0, 1), (2, 3)),), Person("Wheel", step_free=True))
    assert len(found.moves) == 1
    assert found.proven
    assert 4 in found.plan[0][1]
    move = found.moves[0]
    assert (move.origin, move.table) == ("Hall", "Cellar")
    assert str(move.why).endswith("makes room for Wheel: every seat that Wheel may take is taken.")


def test_two_move_on_where_one_is_not_enough() -> None:
    french, both = frozenset({"fr"}), frozenset({"fr", "en"})
    tables = (
        Table("Hall", 1, languages=frozenset({"fr"})),
        Table("Loft", 1, languages=frozenset({"en"}), accessible=True),
        Table("Cellar", 2, accessible=False, languages=frozenset({"en"})),
    )
    people = (
        Person("Ada", languages=both, step_free=True),
        Person("Ben", languages=frozenset({"en"})),
        Person("Cleo", languages=frozenset({"en"})),
    )
    found = seat_arrival(
        Problem(people, (Round(tables),)), (((0,), (1,), (2,)),), Person("Dora", languages=french)
    )
    assert found.plan == (((3,), (0,), (1, 2)),)
    assert [found.problem.people[move.person].name for move in found.moves] == ["Ada", "Ben"]
    assert found.proven


def test_rounds_that_have_begun_are_untouchable() -> None:
    problem = mixer(11, 4, 3, 3)
    plan = allocate(problem, 1, QUICK).plan
    found = seat_arrival(started(problem, plan, 2), plan, LATE)
    assert found.plan[:2] == plan[:2]
    assert any(11 in table for table in found.plan[2])
    assert found.problem.people[11].absent == {0, 1}


def test_with_every_seat_taken_it_is_said_that_there_is_none() -> None:
    problem = mixer(12, 4, 3, 1)
    plan = allocate(problem, 1, QUICK).plan
    with pytest.raises(Infeasible, match=r"People: 13\. Seats: 12"):
        seat_arrival(problem, plan, LATE)


def test_when_a_guest_leaves_nobody_moves() -> None:
    problem = mixer(12, 4, 3, 2)
    plan = allocate(problem, 1, QUICK).plan
    found = release_departure(problem, plan, 5)
    assert (found.moves, kept(found)) == ((), [])
    assert moved(plan, found.plan, but=5) == 0
    assert not any(5 in table for seating in found.plan for table in seating)


def test_a_table_that_loses_its_lighthouse_delegate_gets_one_from_where_there_are_two() -> None:
    guides = tuple(Person(f"Guide {k}", role=SeatingRole.LIGHTHOUSE) for k in range(3))
    guests = tuple(Person(f"Guest {k}") for k in range(5))
    problem = Problem((*guides, *guests), (alike(2, 4),))
    found = release_departure(problem, (((0, 1, 3, 4), (2, 5, 6, 7)),), 2)
    assert [move.table for move in found.moves] == ["T2"]
    assert str(found.moves[0].why) == "Group T2 has no lighthouse delegate when Guide 2 leaves."
    assert {0, 1} & set(found.plan[0][1])


def test_a_table_that_loses_its_only_guide_for_good_is_named() -> None:
    people = (Person("Guide", role=SeatingRole.LIGHTHOUSE), *(Person(f"Guest {k}") for k in range(5)))
    found = release_departure(Problem(people, (alike(2, 3),)), (((0, 1, 2), (3, 4, 5)),), 0)
    assert found.moves == ()
    assert [str(note) for note in found.notes] == [
        "Group T1 has no lighthouse delegate when Guide leaves. Nobody can be spared elsewhere."
    ]


def test_a_table_left_too_small_is_filled_from_a_larger_one() -> None:
    problem = Problem(mixer(7, 1, 9, 1).people, (alike(2, 4, minimum=3),))
    found = release_departure(problem, (((0, 1, 2, 3), (4, 5, 6)),), 6)
    assert len(found.moves) == 1
    assert kept(found) == []


def test_when_a_room_floods_only_its_people_move() -> None:
    problem = mixer(12, 4, 5, 2)
    plan = allocate(problem, 1, QUICK).plan
    found = close_table(problem, plan, 1, 2)
    assert sorted(move.person for move in found.moves) == sorted(plan[1][2])
    assert found.proven
    assert found.plan[0] == plan[0]
    assert {str(move.why) for move in found.moves} == {"Group T3 is closed."}
    assert kept(found) == []


def test_who_must_sit_together_is_seated_beside_the_partner() -> None:
    people = mixer(6, 1, 9, 1).people
    problem = Problem(people, (Round((Table("A", 3), Table("B", 4))),), together=((0, 6),))
    before = (((0, 1, 2), (3, 4, 5)),)
    found = seat_arrival(problem, before, LATE)
    assert {0, 6} <= set(found.plan[0][0])
    assert len(found.moves) == 1


def test_who_may_not_use_the_table_of_a_partner_is_joined_by_the_partner() -> None:
    tables = (Table("Cellar", 4, accessible=False), Table("Hall", 4))
    people = (*mixer(6, 1, 9, 1).people, Person("Wheel", step_free=True))
    problem = Problem(people, (Round(tables),), together=((0, 6),))
    found = seat_late(problem, (((0, 1, 2), (3, 4, 5)),), 6)
    assert (len(found.moves), found.proven, kept(found)) == (2, True, [])
    assert {0, 6} <= set(found.plan[0][1])
    assert str(found.moves[0].why) == "Delegate 1 must sit together with Wheel."


def test_who_may_not_sit_anywhere_with_a_partner_is_not_seated_in_silence() -> None:
    tables = (Table("Cellar", 4, accessible=False), Table("Hall", 4))
    people = (*mixer(6, 1, 9, 1).people, Person("Wheel", step_free=True))
    pin = (FixedSeat(0, 0, 0),)
    problem = Problem(people, (Round(tables),), together=((0, 6),), pins=pin)
    with pytest.raises(Infeasible, match="no seat for Wheel with Delegate 1, but they must sit together"):
        seat_late(problem, (((0, 1, 2), (3, 4, 5)),), 6)


def test_whoever_must_sit_apart_from_a_latecomer_makes_room_beside_the_partner() -> None:
    problem = Problem(
        (*mixer(5, 1, 9, 1).people, LATE),
        (Round((Table("A", 4), Table("B", 4))),),
        together=((0, 5),),
        apart=((1, 5),),
    )
    found = seat_late(problem, (((0, 1, 2), (3, 4)),), 5)
    assert found.plan == (((0, 2, 5), (1, 3, 4)),)
    assert found.proven


def test_partners_at_two_tables_are_brought_together_by_the_fewest_moves() -> None:
    problem = Problem(
        (*mixer(4, 1, 9, 1).people, LATE),
        (Round((Table("A", 3), Table("B", 3))),),
        together=((0, 4), (2, 4)),
    )
    found = seat_late(problem, (((0, 1), (2, 3)),), 4)
    assert (len(found.moves), found.proven, kept(found)) == (2, True, [])


def test_a_table_left_too_small_is_filled_by_a_chain_where_its_neighbours_can_spare_nobody() -> None:
    """Only the yard has one to spare, who can't get up to the loft; somebody of the hall can."""
    tables = (Table("Loft", 3, 2, accessible=False), Table("Hall", 3, 3), Table("Yard", 5, 2))
    wheels = tuple(Person(f"Wheel {k}", step_free=True) for k in range(3))
    problem = Problem((*mixer(5, 1, 9, 1).people, *wheels), (Round(tables),))
    found = release_departure(problem, (((0, 1), (2, 3, 4), (5, 6, 7)),), 0)
    assert (len(found.moves), found.proven, found.notes, kept(found)) == (2, True, (), [])
    assert [str(move.why) for move in found.moves] == [
        "Group Loft has fewer than 2 people when Delegate 1 leaves.",
        "Group Hall would have fewer than 3 people.",
    ]


def test_a_table_left_too_small_is_filled_by_a_pair_that_must_sit_together() -> None:
    people = mixer(7, 1, 9, 1).people
    problem = Problem(
        people, (Round((Table("A", 3, 2), Table("B", 6, 3))),), together=((2, 3), (4, 5), (5, 6))
    )
    found = release_departure(problem, (((0, 1), (2, 3, 4, 5, 6)),), 0)
    assert found.plan == (((1, 2, 3), (4, 5, 6)),)
    assert (len(found.moves), found.proven, found.notes) == (2, True, ())


def test_it_is_said_that_there_are_too_few_people_for_the_groups() -> None:
    found = release_departure(
        Problem(mixer(4, 1, 9, 1).people, (alike(2, 3, minimum=2),)), (((0, 1), (2, 3)),), 0
    )
    assert [str(note) for note in found.notes] == [
        "Group T1 has fewer than 2 people when Delegate 1 leaves."
        " There are too few people for all groups. People: 3. Needed: 4."
    ]
    assert (found.moves, found.proven) == ((), True)


def test_who_loses_a_table_is_seated_before_others_are_moved_about() -> None:
    """Seated one after the other they would move others."""
    tables = (Table("Lost", 4), Table("Hall", 2), Table("Loft", 2, accessible=False))
    people = (Person("A"), Person("Wheel", step_free=True), *(Person(f"P{k}") for k in range(2)))
    found = close_table(Problem(people, (Round(tables),)), (((0, 1), (2,), (3,)),), 0, 0)
    assert (sorted(move.person for move in found.moves), found.proven, kept(found)) == ([0, 1], True, [])


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 60, 20))
def test_no_change_moves_more_people_than_an_exact_solver(first: int) -> None:
    for seed in range(first, first + 20):
        for change in changes(drawn(seed)):
            assert change.wrong == (), (seed, change.what)


def without(problem: Problem, person: int) -> Problem:
    """The problem before anybody knew that a person would come."""
    away = replace(problem.people[person], absent=frozenset(range(len(problem.rounds))))
    people = tuple(away if p == person else who for p, who in enumerate(problem.people))
    return replace(problem, people=people, pins=tuple(pin for pin in problem.pins if pin.person != person))


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.integers(0, 13))
def test_whoever_of_a_workshop_comes_late_every_rule_still_holds(problem: Problem, number: int) -> None:
    late = number % len(problem.people)
    try:
        allocate(problem, 1, QUICK)
        plan = allocate(without(problem, late), 1, QUICK).plan
        found = seat_late(problem, plan, late)
    except Infeasible:
        return
    assert kept(found) == []


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_after_any_arrival_or_departure_every_rule_still_holds(problem: Problem) -> None:
    try:
        plan = allocate(problem, 1, QUICK).plan
        found = seat_arrival(problem, plan, LATE)
    except Infeasible:
        return
    assert kept(found) == []
    left = release_departure(found.problem, found.plan, len(problem.people))
    assert left.problem.people[:-1] == problem.people


@pytest.mark.slow
def test_among_a_thousand_people_a_latecomer_moves_nobody_while_a_seat_is_free() -> None:
    problem = mixer(1000, 128, 8, 4)
    found = seat_arrival(problem, allocate(problem).plan, LATE)
    assert found.moves == ()


def test_who_has_no_seat_yet_is_not_seated_because_somebody_else_leaves() -> None:
    problem = Problem(mixer(8, 1, 9, 1).people, (alike(2, 5, minimum=3),))
    found = release_departure(problem, (((0, 1, 2), (3, 4, 5, 6)),), 0)
    assert len(found.moves) == 1
    assert sorted(p for table in found.plan[0] for p in table) == [1, 2, 3, 4, 5, 6]


def test_a_table_that_was_too_small_before_does_not_keep_another_from_being_filled() -> None:
    problem = Problem(mixer(8, 1, 9, 1).people, (alike(3, 5, minimum=3),))
    found = release_departure(problem, (((0,), (1, 2, 3), (4, 5, 6, 7)),), 1)
    assert [(move.origin, move.table) for move in found.moves] == [("T3", "T2")]
