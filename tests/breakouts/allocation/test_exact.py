"""Small cases against an exact solver: the bound is below the optimum, and the plan is at it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import pytest

from facilitator.breakouts.allocation import Aim, Effort, Person, Problem, SeatingRole, allocate
from facilitator.breakouts.allocation.transport import Transport
from tests.breakouts.allocation.cases import MEASURES, alike, mixer

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Seats: TypeAlias = "dict[tuple[int, int, int], cp_model.IntVar]"

pytestmark = pytest.mark.slow


def seated(problem: Problem) -> tuple[cp_model.CpModel, Seats]:
    """A model in which everyone has a seat in every round."""
    from ortools.sat.python import cp_model  # takes its time, so it is imported where it is asked for

    model = cp_model.CpModel()
    people, rounds = range(len(problem.people)), range(len(problem.rounds))
    seat = {
        (r, p, t): model.new_bool_var(f"{r} {p} {t}")
        for r in rounds
        for p in people
        for t in range(len(problem.rounds[r].tables))
    }
    for r in rounds:
        tables = problem.rounds[r].tables
        for p in people:
            model.add_exactly_one(seat[r, p, t] for t in range(len(tables)))
        for t, table in enumerate(tables):
            heads = sum(seat[r, p, t] for p in people)
            model.add_linear_constraint(heads, table.minimum, table.capacity)
    return model, seat


def met(model: cp_model.CpModel, seat: Seats, problem: Problem, r: int, a: int, b: int) -> cp_model.IntVar:
    """Whether two people share a table in a round (at least where they do)."""
    found = model.new_bool_var(f"met {r} {a} {b}")
    for t in range(len(problem.rounds[r].tables)):
        model.add(found >= seat[r, a, t] + seat[r, b, t] - 1)
    return found


def optimum(model: cp_model.CpModel, cost: cp_model.LinearExprT) -> int:
    """The least cost, proven by the solver."""
    from ortools.sat.python import cp_model

    model.minimize(cost)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 600
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def least_repeats(problem: Problem) -> int:
    """The fewest m(m-1)/2 over all pairs: pairs of rounds in which two people meet."""
    model, seat = seated(problem)
    for p in range(len(problem.people)):  # all first rounds of full tables are alike
        model.add(seat[0, p, p // problem.rounds[0].tables[0].capacity] == 1)
    pairs = list(combinations(range(len(problem.people)), 2))
    rounds = range(len(problem.rounds))
    meet = {(r, a, b): met(model, seat, problem, r, a, b) for r in rounds for a, b in pairs}
    again = []
    for a, b in pairs:
        for r, s in combinations(rounds, 2):
            both = model.new_bool_var("both")
            model.add(both >= meet[r, a, b] + meet[s, a, b] - 1)
            again.append(both)
    return optimum(model, sum(again))


@pytest.mark.parametrize(
    ("people", "tables", "size", "rounds"),
    [(6, 2, 3, 2), (8, 2, 4, 2), (6, 2, 3, 3), (9, 3, 3, 3), (8, 4, 2, 4)],
)
def test_the_fewest_repeats_are_those_of_an_exact_solver(
    people: int, tables: int, size: int, rounds: int
) -> None:
    problem = mixer(people, tables, size, rounds)
    finding = allocate(problem, 1, Effort(60_000, 3)).report[Aim.MEETINGS]
    exact = least_repeats(problem)
    assert finding.bound <= exact == finding.value


def test_the_fewest_neighbours_of_one_city_are_those_of_an_exact_solver() -> None:
    people = tuple(
        Person(f"{city} {k}", city) for city, count in (("Lyon", 5), ("Sofia", 3)) for k in range(count)
    )
    people += tuple(Person(f"Guest {k}") for k in range(3))
    problem = Problem(people, (alike(3, 4),))
    model, seat = seated(problem)
    same = [(a, b) for a, b in combinations(range(8), 2) if people[a].organisation == people[b].organisation]
    exact = optimum(model, sum(met(model, seat, problem, 0, a, b) for a, b in same))
    finding = allocate(problem).report[Aim.CITY]
    assert finding.value == exact == finding.bound


def test_wishes_come_before_meetings_and_are_as_many_as_can_be() -> None:
    wishes = [MEASURES[:2]] * 5 + [MEASURES[1:3]] * 3 + [(MEASURES[3],)] * 4
    people = tuple(Person(f"Delegate {p}", wishes=wanted) for p, wanted in enumerate(wishes))
    problem = Problem(people, (alike(4, 3, measures=MEASURES),) * 2)
    model, seat = seated(problem)
    missed = []
    for p, who in enumerate(people):
        for rank, name in enumerate(who.wishes):
            visited = sum(seat[r, p, MEASURES.index(name)] for r in range(2))
            miss = model.new_bool_var("miss")
            model.add(visited + miss >= 1)
            missed.append((2 - rank) * miss)
    finding = allocate(problem, 1, Effort(60_000, 3)).report[Aim.WISHES]
    exact = optimum(model, sum(missed))
    assert finding.bound <= exact == finding.value


def test_lighthouse_delegates_go_round_as_far_as_they_can() -> None:
    people = tuple(Person(f"Guide {p}", role=SeatingRole.LIGHTHOUSE) for p in range(2))
    people += tuple(Person(f"Guest {p}") for p in range(7))
    finding = allocate(Problem(people, (alike(3, 3),) * 2)).report[Aim.LIGHTHOUSE]
    assert (finding.value, finding.bound) == (2, 2)


@pytest.mark.parametrize("seed", range(12))
def test_the_transportation_is_as_cheap_as_an_exact_solver_makes_it(seed: int) -> None:
    price = [[(7 * p * p + 13 * m * (p + seed) + seed) % 11 for m in range(4)] for p in range(9)]
    capacity = [6, 4, 5, 5]
    transport = Transport(9, capacity, lambda p, m, v: price[p][m] + 9 * v)
    for p in [*range(9), *range(9)]:
        assert transport.give(p)
    assert all(sum(row[m] for row in transport.given) <= capacity[m] for m in range(4))
    assert transport.cost == exact_transport(price, capacity)


def exact_transport(price: list[list[int]], capacity: list[int]) -> int:
    """Two visits a person, the second one to the same measure 9 dearer."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    visit = {
        (p, m, v): model.new_bool_var("") for p in range(9) for m in range(4) for v in range(2)
    }  # fmt: skip
    for p in range(9):
        model.add(sum(visit[p, m, v] for m in range(4) for v in range(2)) == 2)
    for m in range(4):
        model.add(sum(visit[p, m, v] for p in range(9) for v in range(2)) <= capacity[m])
    return optimum(model, sum((price[p][m] + 9 * v) * seat for (p, m, v), seat in visit.items()))
