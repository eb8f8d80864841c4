"""What cannot be is said before any search, in a sentence with the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.breakouts.allocation import (
    Effort,
    FixedSeat,
    Infeasible,
    Person,
    Problem,
    Round,
    SeatingRole,
    Table,
    allocate,
    check_feasible,
)
from facilitator.breakouts.allocation.feasibility import shortages
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.state import PlanState, Weights
from tests.breakouts.allocation.cases import alike, mixer

STEPS = Table("Cellar", 4, accessible=False)
FRENCH = frozenset({"fr"})
ENGLISH_TABLE = Table("B", 2, languages=frozenset({"en"}))


def reasons(problem: Problem) -> list[str]:
    """The sentences that a problem is refused with."""
    with pytest.raises(Infeasible) as caught:
        check_feasible(problem)
    return [str(reason) for reason in caught.value.reasons]


def step_free(count: int) -> tuple[Person, ...]:
    """People who need a room without steps."""
    return tuple(Person(f"Wheel {k + 1}", step_free=True) for k in range(count))


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (Problem((), (alike(2, 3),)), "There are no people to seat."),
        (Problem((Person("Ada"),), ()), "There are no rounds."),
        (Problem((Person("Ada"),), (Round(()),)), "Round 1 has no groups."),
        (mixer(13, 3, 4, 1), "Round 1: one seat is missing. People: 13. Seats: 12. Groups: 3."),
        (
            Problem(mixer(5, 1, 9, 1).people, (alike(3, 4, minimum=2),)),
            "Round 1: there are only 5 people. The groups need at least 6 together. Groups: 3.",
        ),
        (
            Problem((Person("Ada", "Lyon"), Person("Ada", "Lyon")), (alike(1, 4),)),
            "Ada (Lyon) is listed 2 times.",
        ),
        (
            Problem((Person("Ada"),), (Round((Table("One", 0),)),)),
            "Round 1: group One cannot have anybody. It needs at least: 1. Seats: 0.",
        ),
        (
            Problem((Person("Ada"),), (Round((Table("One", 2, 3),)),)),
            "Round 1: group One has too few seats. It needs at least: 3. Seats: 2.",
        ),
        (
            Problem(mixer(2, 1, 9, 1).people, (Round((Table("One", 2), Table("One", 2))),)),
            "Round 1 has 2 groups with the name One.",
        ),
        (
            replace(mixer(6, 2, 3, 1), apart=((0, 1),), together=((0, 2), (2, 1))),
            "Delegate 1 and Delegate 2 must sit together and must not sit together.",
        ),
        (
            replace(mixer(6, 2, 3, 1), apart=((0, 1), (0, 2), (1, 2))),
            "Round 1: these people must all sit apart, but there are only 2 groups: "
            "Delegate 1, Delegate 2, Delegate 3.",
        ),
        (
            replace(mixer(6, 2, 3, 1), together=((0, 1), (1, 2), (2, 3))),
            "Round 1: these people must sit together, but the largest group has 3 seats: "
            "Delegate 1, Delegate 2, Delegate 3, Delegate 4.",
        ),
        (
            replace(mixer(6, 2, 3, 1), pins=(FixedSeat(0, 0, 0), FixedSeat(0, 0, 1))),
            "Delegate 1 is pinned to two groups in round 1: T1 and T2.",
        ),
        (
            replace(mixer(6, 2, 3, 1), pins=(FixedSeat(0, 0, 0), FixedSeat(1, 0, 0)), apart=((0, 1),)),
            "Delegate 1 and Delegate 2 must sit apart, but are pinned to the same group in round 1.",
        ),
        (
            replace(mixer(6, 2, 3, 1), pins=(FixedSeat(0, 0, 0), FixedSeat(1, 0, 1)), together=((0, 1),)),
            "Delegate 1 and Delegate 2 must sit together, but are pinned to different groups in round 1.",
        ),
        (
            Problem(step_free(1), (Round((STEPS,)),), pins=(FixedSeat(0, 0, 0),)),
            "Wheel 1 is pinned to group Cellar in round 1, but cannot reach it without steps.",
        ),
        (
            replace(mixer(8, 2, 4, 1), pins=tuple(FixedSeat(p, 0, 0) for p in range(5))),
            "Round 1: 5 people can only sit in T1: "
            "Delegate 1, Delegate 2, Delegate 3, Delegate 4, Delegate 5. Seats there: 4.",
        ),
        (
            Problem((*step_free(3), Person("Ada")), (Round((STEPS, Table("Hall", 2))),)),
            "Round 1: 3 people can only sit in Hall: Wheel 1, Wheel 2, Wheel 3. Seats there: 2.",
        ),
        (
            Problem((Person("Ada", languages=FRENCH), Person("Ben")), (Round((ENGLISH_TABLE,)),)),
            "Round 1: no group suits Ada.",
        ),
        (
            replace(mixer(4, 2, 2, 1), pins=(FixedSeat(0, 3, 0),)),
            "A pin names person 1, round 4, group 1, but this seat does not exist.",
        ),
        (
            replace(mixer(4, 2, 2, 1), apart=((0, 9),)),
            "A rule to sit apart names person 10, who is not there. People: 4.",
        ),
        (replace(mixer(4, 2, 2, 1), together=((2, 2),)), "Delegate 3 cannot be paired with themselves."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_the_numbers(problem: Problem, sentence: str) -> None:
    assert reasons(problem) == [sentence]


def test_a_started_round_needs_the_seats_it_started_with() -> None:
    problem = mixer(4, 2, 2, 1)
    begun = replace(problem, rounds=(replace(problem.rounds[0], started=True),))
    assert reasons(begun) == ["Round 1 has started, but it is not given who is in its groups. Groups: 2."]
    assert reasons(replace(begun, seated=(((0, 1), (2, 2)),))) == [
        "Round 1 has started, but its seats do not match its people. People: 4."
    ]


def test_a_city_of_forty_and_too_few_guides_are_noted_but_seated() -> None:
    people = (*(Person(f"Lyon {k}", "Lyon") for k in range(40)), Person("Guide", role=SeatingRole.LIGHTHOUSE))
    problem = Problem(people, (alike(9, 5),), facilitators=7)
    assert [str(note) for note in shortages(Instance(problem))] == [
        "Round 1: there is only one lighthouse delegate. Groups: 9.",
        "Round 1: there are only 7 facilitators. Groups: 9.",
        "Round 1: there are only 9 groups. People from Lyon: 40.",
    ]


def test_names_with_braces_are_said_as_they_are() -> None:
    problem = Problem((Person("{Ada}", "Lyon"), Person("{Ada}", "Lyon")), (alike(1, 4),))
    assert reasons(problem) == ["{Ada} (Lyon) is listed 2 times."]


def test_blocks_that_fit_only_one_way_are_seated() -> None:
    """Two of three at six seats and four of two at eight: whoever spreads the threes is left with a two."""
    together = ((0, 1), (1, 2), (3, 4), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13))
    problem = Problem(mixer(14, 1, 14, 1).people, (Round((Table("A", 6), Table("B", 8))),), together)
    found = allocate(problem, 1, Effort(0, 1))
    assert found.plan[0] == ((0, 1, 2, 3, 4, 5), (6, 7, 8, 9, 10, 11, 12, 13))


def test_what_no_way_of_seating_keeps_is_said_to_have_been_tried() -> None:
    """Five in a ring, each apart from the next, need three tables, although no three are all apart."""
    ring = tuple((p, (p + 1) % 5) for p in range(5))
    with pytest.raises(Infeasible, match="all possible seats were checked, and none follows every rule"):
        allocate(replace(mixer(5, 2, 5, 1), apart=ring), 1, Effort(0, 1))


def test_two_who_are_never_there_at_once_may_have_rules_that_contradict_each_other() -> None:
    people = (Person("A", absent=frozenset({0})), Person("B", absent=frozenset({1})), Person("C"))
    problem = Problem(people, (alike(2, 2),) * 2, together=((0, 1),), apart=((0, 1),))
    assert check_feasible(problem).size == 3


def test_what_is_too_much_is_said_before_it_is_looked_at() -> None:
    assert reasons(mixer(5_001, 700, 8, 1)) == ["There are too many people. People: 5001. Limit: 5000."]
    assert reasons(mixer(5_000, 700, 8, 11)) == [
        "There are too many seats to plan. People times rounds: 55000. Limit: 50000."
    ]
    many = replace(mixer(9, 3, 3, 1), apart=((0, 1),) * 50_001)
    assert reasons(many) == ["There are too many rules. Pairs and fixed seats: 50001. Limit: 50000."]


def test_empty_seats_cost_nothing() -> None:
    """A search goes over so many seats as people could want, whatever there are."""
    problem = Problem(mixer(10, 1, 99, 1).people, (alike(2, 10_000),) * 2, apart=((0, 1), (2, 3)))
    plan = allocate(problem, 1, Effort(2_000, 1)).plan
    assert sum(len(floor.seats) for floor in PlanState(Instance(problem), plan, Weights()).floors) == 40


def test_a_table_takes_many_more_than_the_others_where_only_it_suits_them() -> None:
    tables = (Table("Hall", 500), *(Table(f"Loft {k}", 500, accessible=False) for k in range(4)))
    people = (*step_free(20), *mixer(6, 1, 9, 1).people)
    plan = allocate(Problem(people, (Round(tables),) * 2), 1, Effort(5_000, 1)).plan
    assert all(set(range(20)) <= set(seating[0]) for seating in plan)


def test_groups_whose_minimums_together_are_more_than_suit_any_of_them_are_named() -> None:
    tables = (*(Table(f"Loft {k}", 3, 2, accessible=False) for k in range(2)), Table("Hall", 9))
    problem = Problem((*step_free(4), *mixer(3, 1, 9, 1).people), (Round(tables),))
    assert reasons(problem) == [
        "Round 1: 4 people are needed in Loft 0, Loft 1 together. People whom one of them suits: 3."
    ]


def test_pairs_kept_together_that_must_all_sit_apart_are_named() -> None:
    problem = Problem(mixer(6, 1, 9, 1).people, (alike(2, 3),), ((0, 1), (2, 3)), ((0, 2), (3, 4), (4, 1)))
    assert reasons(problem) == [
        "Round 1: these people must all sit apart, or sit together with somebody who must,"
        " but there are only 2 groups: Delegate 1, Delegate 3, Delegate 5."
    ]


def test_sets_of_people_that_do_not_fit_into_the_groups_are_counted() -> None:
    together = ((0, 1), (1, 2), (3, 4), (4, 5), (6, 7), (7, 8))
    problem = Problem(mixer(9, 1, 9, 1).people, (Round((Table("A", 5), Table("B", 5))),), together)
    assert reasons(problem)[0] == (
        "Round 1: the groups have room for too few sets of people who must sit together."
        " People in a set, at least: 3. Sets: 3. Room for: 2."
        " People: Delegate 1, Delegate 2, Delegate 3, Delegate 4, Delegate 5, Delegate 6 and 3 more."
    )


def test_pairs_in_groups_of_odd_numbers_do_not_work_out() -> None:
    together = ((0, 1), (2, 3), (4, 5))
    problem = Problem(mixer(6, 1, 9, 1).people, (Round((Table("A", 3, 3), Table("B", 3))),), together)
    assert (
        "Round 1: everybody sits together in sets of 2 or a multiple, so the numbers of people in the groups"
        " do not work out. People: 6. Room for: 4. Needed: 6."
    ) in reasons(problem)
