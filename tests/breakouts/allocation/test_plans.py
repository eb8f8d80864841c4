"""Whatever is asked, a plan keeps every hard rule, and what is said of it is true."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.breakouts.allocation import (
    Aim,
    Effort,
    FixedSeat,
    Infeasible,
    Person,
    Plan,
    Problem,
    SearchProgress,
    SeatingRole,
    allocate,
)
from facilitator.breakouts.allocation.cost import costs
from facilitator.breakouts.allocation.instance import Instance
from tests.breakouts.allocation.cases import alike, brussels, meetings_of, mixer, problems, started

pytestmark = pytest.mark.slow

QUICK = Effort(1_000, 2)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned(problem: Problem) -> Plan | None:
    """A plan, or None where the engine says with reasons that there is none."""
    try:
        return allocate(problem, 1, QUICK).plan
    except Infeasible:
        return None


@FEW
@given(problems())
def test_everyone_who_is_there_sits_at_exactly_one_table(problem: Problem) -> None:
    for r, seating in enumerate(planned(problem) or ()):
        assert sorted(p for table in seating for p in table) == problem.present(r)


@FEW
@given(problems())
def test_no_table_has_more_people_than_seats_or_fewer_than_its_minimum(problem: Problem) -> None:
    for r, seating in enumerate(planned(problem) or ()):
        for table, people in zip(problem.rounds[r].tables, seating, strict=True):
            assert table.minimum <= len(people) <= table.capacity


@FEW
@given(problems())
def test_nobody_sits_where_they_cannot_get_to_or_follow(problem: Problem) -> None:
    for r, seating in enumerate(planned(problem) or ()):
        for table, people in zip(problem.rounds[r].tables, seating, strict=True):
            for who in (problem.people[p] for p in people):
                assert table.accessible or not who.step_free
                assert not (table.languages and who.languages) or table.languages & who.languages


@FEW
@given(problems())
def test_pairs_and_pins_are_kept(problem: Problem) -> None:
    for r, seating in enumerate(planned(problem) or ()):
        at = {p: t for t, table in enumerate(seating) for p in table}
        assert all(at[a] == at[b] for a, b in problem.together if a in at and b in at)
        assert all(at[a] != at[b] for a, b in problem.apart if a in at and b in at)
        assert all(at[pin.person] == pin.table for pin in problem.pins if pin.round == r)


@FEW
@given(problems(), st.integers(0, 99))
def test_no_value_lies_below_its_bound_and_one_seed_gives_one_plan(problem: Problem, seed: int) -> None:
    try:
        first = allocate(problem, seed, QUICK)
    except Infeasible:
        return
    assert all(finding.bound <= finding.value for finding in first.report.findings)
    assert first.report.costs == tuple(costs(Instance(problem), first.plan).values())
    assert allocate(problem, seed, QUICK).plan == first.plan


@FEW
@given(problems())
def test_a_round_that_has_started_is_not_touched(problem: Problem) -> None:
    plan = planned(problem)
    if plan is None or len(plan) < 2:
        return
    later = allocate(started(problem, plan, 1), 2, QUICK).plan
    assert later[0] == plan[0]


def test_the_rounds_to_come_are_planned_although_a_table_of_the_first_stayed_empty() -> None:
    begun = (((0, 1, 2), (3, 4, 5), ()), (), ())
    problem = mixer(6, 3, 3, 3)
    rounds = tuple(replace(r, started=k == 0) for k, r in enumerate(problem.rounds))
    found = allocate(replace(problem, rounds=rounds, seated=begun), 1, QUICK)
    assert found.plan[0] == begun[0]
    assert [sum(map(len, seating)) for seating in found.plan] == [6, 6, 6]
    assert found.report[Aim.MEETINGS].bound <= found.report[Aim.MEETINGS].value


def test_a_plan_is_the_same_on_every_python_and_machine() -> None:
    problem = mixer(11, 3, 4, 3)
    assert allocate(problem, 7, Effort(3_000, 2)).plan == SEED_SEVEN


SEED_SEVEN: Plan = (
    ((0, 2, 5), (3, 7, 8, 9), (1, 4, 6, 10)),
    ((3, 4, 5, 6), (0, 1, 7), (2, 8, 9, 10)),
    ((5, 6, 7, 10), (0, 4, 8), (1, 2, 3, 9)),
)


def test_a_city_of_five_is_spread_over_the_tables() -> None:
    people = tuple(Person(f"Lyon {k}", "Lyon") for k in range(5)) + tuple(
        Person(f"Guest {k}") for k in range(11)
    )
    found = allocate(Problem(people, (alike(4, 4),)))
    assert sorted(sum(p < 5 for p in table) for table in found.plan[0]) == [1, 1, 1, 2]
    assert found.report[Aim.CITY].proven
    assert "People from Lyon: 5. Groups: 4." in str(found.report[Aim.CITY].left[0])


def test_each_table_has_a_lighthouse_delegate_while_there_are_enough() -> None:
    people = tuple(Person(f"Guide {k}", role=SeatingRole.LIGHTHOUSE) for k in range(4))
    people += tuple(Person(f"Guest {k}") for k in range(12))
    found = allocate(Problem(people, (alike(4, 4),) * 3))
    assert all(sum(p < 4 for p in table) == 1 for seating in found.plan for table in seating)


def test_who_is_pinned_stays_and_the_others_are_fitted_around() -> None:
    problem = replace(
        mixer(12, 4, 3, 3),
        pins=(FixedSeat(0, 0, 3), FixedSeat(1, 0, 3), FixedSeat(0, 1, 2), FixedSeat(1, 1, 2)),
    )
    found = allocate(problem, 1, QUICK)
    assert {0, 1} <= set(found.plan[0][3])
    assert {0, 1} <= set(found.plan[1][2])
    assert meetings_of(found.plan)[0, 1] == 2


def test_people_who_must_sit_together_do_so_in_every_round_and_it_counts_as_no_repeat() -> None:
    problem = replace(mixer(16, 4, 4, 3), together=((0, 1), (1, 2)))
    found = allocate(problem, 1, QUICK)
    assert all(any({0, 1, 2} <= set(table) for table in seating) for seating in found.plan)
    assert "Delegate 1 and Delegate 2" not in " ".join(map(str, found.report[Aim.MEETINGS].left))


def test_the_brussels_roster_of_forty_reaches_every_aim() -> None:
    found = allocate(brussels(), 1)
    assert [f.value for f in found.report.findings if f.aim is not Aim.EVEN] == [0] * 6


def test_a_stopped_search_keeps_the_best_so_far() -> None:
    asked: list[SearchProgress] = []

    def stop(progress: SearchProgress) -> bool:
        asked.append(progress)
        return len(asked) == 3

    found = allocate(mixer(60, 10, 6, 8), 1, Effort(30_000, 3), stop)
    assert len(asked) == 3
    assert found.report[Aim.MEETINGS].value <= asked[0].costs[list(Aim).index(Aim.MEETINGS)]


def test_more_search_is_never_worse_than_none() -> None:
    problem = mixer(24, 4, 6, 4)
    assert (
        allocate(problem, 1, Effort(50_000, 2)).report.costs
        <= allocate(problem, 1, Effort(0, 1)).report.costs
    )


def test_a_thousand_people_meet_nobody_twice_and_see_every_measure() -> None:
    measures = ("a", "b", "c", "d")
    people = tuple(Person(f"Guide {p}", f"Light {p // 5}", SeatingRole.LIGHTHOUSE) for p in range(128))
    people += tuple(Person(f"Guest {p}", f"City {p // 4}", SeatingRole.INTERESTED) for p in range(872))
    found = allocate(Problem(people, (alike(128, 8, measures=measures),) * 4))
    assert found.report.costs == (0,) * 7


def test_five_thousand_people_are_seated_and_it_is_said_that_no_search_was_made() -> None:
    found = allocate(mixer(5000, 720, 7, 2))
    assert found.report[Aim.MEETINGS].value == 0
    assert "there are too many people: 5000. The limit is 2500." in str(found.how)
