"""Every bound against an exact solver: none is above what some plan reaches, whatever the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.breakouts.allocation import Aim, Effort, Infeasible, Person, Problem, Round, Table, allocate
from facilitator.breakouts.allocation.bounds import lower_bounds
from facilitator.breakouts.allocation.feasibility import check_feasible
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.matching import largest_matching
from facilitator.breakouts.allocation.trial import Exhausted
from tests.breakouts.allocation.cases import MEASURES, alike, brussels, mixer, started
from tests.breakouts.allocation.drawn import drawn
from tests.breakouts.allocation.exact import ExactModel, judged


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 300, 50))
def test_no_bound_is_above_what_an_exact_solver_reaches(first: int) -> None:
    """Some 200 problems of every kind, and as many hundred more in the bench."""
    for seed in range(first, first + 50):
        assert (seed, *judged(drawn(seed)).wrong) == (seed,)


@pytest.mark.slow
def test_where_groups_may_be_uneven_one_who_is_kept_apart_from_nearly_all_proves_no_repeat() -> None:
    """Once called "1, proven best possible"; 0 can be reached."""
    problem = Problem(mixer(8, 4, 4, 2).people, (alike(4, 4),) * 2, apart=tuple((0, q) for q in range(1, 7)))
    assert lower_bounds(Instance(problem))[Aim.MEETINGS] == 0
    assert ExactModel(problem).least_in_order()[problem.aims.index(Aim.MEETINGS)] == 0


@pytest.mark.slow
def test_bounds_hold_once_rounds_have_begun() -> None:
    for seed in range(60):
        problem = drawn(seed)
        try:
            plan = allocate(problem, 1, Effort(0, 1)).plan
        except Infeasible:
            continue
        assert (seed, *judged(started(problem, plan, 1)).wrong) == (seed,)


def test_wishes_are_bound_by_who_can_reach_the_seats() -> None:
    """Retrofit is up the stairs, mobility is held in French; everybody wishes for both."""
    tables = (
        Table("Loft", 4, measure=MEASURES[0], accessible=False),
        Table("Hall", 4, measure=MEASURES[1], languages=frozenset({"fr"})),
        Table("Yard", 8, measure=MEASURES[2]),
    )
    one = Person("", wishes=MEASURES[:2], languages=frozenset({"en"}))
    people = (*(replace(one, name=f"P{k}", step_free=k < 3) for k in range(6)), Person("Q"))
    # Three miss both wishes, of weight 2 and 1; the other three the second.
    assert lower_bounds(Instance(Problem(people, (Round(tables),) * 2)))[Aim.WISHES] == 3 * 3 + 3


def test_wishes_are_bound_by_the_seats_of_each_round() -> None:
    """Four want the only retrofit table of two; those away in the second round can't use its seats there."""
    tables = (Table("A", 2, measure=MEASURES[0]), Table("B", 4, measure=MEASURES[1]))
    people = tuple(Person(f"P{k}", wishes=MEASURES[:1], absent=frozenset({1})) for k in range(4))
    people += tuple(Person(f"Q{k}") for k in range(2))
    assert lower_bounds(Instance(Problem(people, (Round(tables),) * 2)))[Aim.WISHES] == 2


def test_a_city_sees_no_more_topics_than_its_people_have_rounds_and_ways_to_them() -> None:
    tables = tuple(Table(m, 4, measure=m, accessible=m != MEASURES[0]) for m in MEASURES)
    people = (
        Person("A", "Sofia", step_free=True),
        Person("B", "Sofia", absent=frozenset({0})),
        *mixer(6, 1, 9, 1).people,
    )
    problem = Problem(
        people, (Round(tables),) * 2, together=((0, 1),), interests={"Sofia": frozenset(MEASURES[:3])}
    )
    assert lower_bounds(Instance(problem))[Aim.INTEREST] == 1


def test_the_bounds_of_a_workshop_are_what_its_plan_reaches() -> None:
    report = allocate(brussels()).report
    assert [finding.aim for finding in report.findings if finding.bound > finding.value] == []


@pytest.mark.parametrize(
    ("options", "size"),
    [([], 0), ([0b1, 0b1], 1), ([0b11, 0b1, 0b110], 3), ([0b1, 0b11, 0b11], 2), ([0, 0b1], 1)],
)
def test_the_largest_matching_passes_on_whoever_has_another_choice(options: list[int], size: int) -> None:
    assert largest_matching(options) == size


@pytest.mark.slow
def test_what_is_called_impossible_is_impossible() -> None:
    """Also what only trial and error has found so."""
    for seed in range(300):
        problem = drawn(seed)
        try:
            check_feasible(problem)
            allocate(problem, 1, Effort(0, 1))
        except Exhausted:
            assert not ExactModel(problem).is_possible(), seed
        except Infeasible:
            continue
