"""An exact solver for small problems, which shares nothing with the engine but the problem and its blocks.

It states the rules and aims anew, for CP-SAT: so what it calls the least is the least of any plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from facilitator.breakouts.allocation import Aim, Infeasible, Plan, Problem, SeatingRole
from facilitator.breakouts.allocation.bounds import lower_bounds
from facilitator.breakouts.allocation.feasibility import check_feasible
from facilitator.breakouts.allocation.instance import joined
from facilitator.breakouts.allocation.problem import Pair
from facilitator.breakouts.allocation.spread import even_sizes, pairs_in

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


class OutOfTime(Exception):  # noqa: N818 - not an error, but no answer either
    """The solver did not come to an end."""


class ExactModel:
    """Every plan of a problem that keeps its rules, and what it costs by each aim."""

    def __init__(self, problem: Problem, effort: float = 2.0, *, alike: bool = True) -> None:
        from ortools.sat.python import cp_model  # takes its time, so it is imported where it is asked for

        self.cp, self.problem, self.effort, self.alike = cp_model, problem, effort, alike
        self.model = cp_model.CpModel()
        self.rounds = range(len(problem.rounds))
        self.blocks = joined(problem.together)
        self.bound = {(a, b) for block in self.blocks for a, b in combinations(block, 2)}
        self.seat: dict[tuple[int, int, int], Any] = {}
        self.solver: cp_model.CpSolver | None = None
        for r in self.rounds:
            self._state_seats(r)
            if not problem.rounds[r].started:
                self._state_rules(r)
        if alike and not any(round_.started for round_ in problem.rounds):
            self._order_the_alike()

    def _state_seats(self, r: int) -> None:
        round_ = self.problem.rounds[r]
        for p in self.problem.present(r):
            for t, table in enumerate(round_.tables):
                seat = self.seat[r, p, t] = self.model.new_bool_var("")
                if round_.started:
                    self.model.add(seat == int(p in self.problem.seated[r][t]))
                elif not self.problem.may_sit(p, table):
                    self.model.add(seat == 0)
            self.model.add_exactly_one(self.seat[r, p, t] for t in range(len(round_.tables)))

    def _state_rules(self, r: int) -> None:
        there = set(self.problem.present(r))
        for t, table in enumerate(self.problem.rounds[r].tables):
            self.model.add_linear_constraint(self.heads(r, t), table.minimum, table.capacity)
            for a, b in self.problem.apart:
                if {a, b} <= there:
                    self.model.add(self.seat[r, a, t] + self.seat[r, b, t] <= 1)
            for a, b in self.bound:
                if {a, b} <= there:
                    self.model.add(self.seat[r, a, t] == self.seat[r, b, t])
        pinned = [pin for pin in self.problem.pins if pin.round == r]
        if (
            self.alike
            and there
            and not pinned
            and len({replace(t, name="") for t in self.problem.rounds[r].tables}) == 1
        ):
            self.model.add(self.seat[r, min(there), 0] == 1)  # tables alike: one may be the first
        for pin in pinned:
            seat = self.seat.get((r, pin.person, pin.table))
            self.model.add_bool_or([seat] if seat is not None else [])

    def _order_the_alike(self) -> None:
        """People of whom the same is known could trade places: in the first round they stand in order."""
        problem = self.problem
        named = {p for pair in (*problem.together, *problem.apart) for p in pair}
        named |= {pin.person for pin in problem.pins}
        alike = defaultdict(list)
        for p in problem.present(0):
            if p not in named:
                alike[replace(problem.people[p], name="")].append(p)
        place = {
            p: sum(t * self.seat[0, p, t] for t in range(len(problem.rounds[0].tables)))
            for p in problem.present(0)
        }
        for people in alike.values():
            for p, q in pairwise(people):
                self.model.add(place[p] <= place[q])

    def heads(self, r: int, t: int) -> cp_model.LinearExprT:
        """How many people sit at a table."""
        return sum(self.seat[r, p, t] for p in self.problem.present(r))

    @cached_property
    def meets(self) -> dict[tuple[int, int, int], Any]:
        """Per round and pair of people at least 1 where the two share a table."""
        pairs = ((r, a, b) for r in self.rounds for a, b in combinations(self.problem.present(r), 2))
        return {(r, a, b): self._meeting(r, a, b) for r, a, b in pairs}

    def _meeting(self, r: int, a: int, b: int) -> Any:
        met = self.model.new_bool_var("")
        for t in range(len(self.problem.rounds[r].tables)):
            self.model.add(met >= self.seat[r, a, t] + self.seat[r, b, t] - 1)
        return met

    def _at_least(self, value: Any) -> Any:
        """A variable that is 0 or 1 and not below a value."""
        found = self.model.new_bool_var("")
        self.model.add(found >= value)
        return found

    def visits(self, p: int, name: str) -> list[Any]:
        """Per round in which the person is there whether they visit a measure."""
        return [
            sum(
                self.seat[r, p, t]
                for t, table in enumerate(self.problem.rounds[r].tables)
                if table.measure == name
            )
            for r in self.rounds
            if r not in self.problem.people[p].absent
        ]

    def cost(self, aim: Aim) -> Any:
        """What a plan costs by one aim."""
        return sum(getattr(self, f"_{aim.value}")())

    def _lighthouse(self) -> Iterator[Any]:
        guides = {p for p, who in enumerate(self.problem.people) if who.role is SeatingRole.LIGHTHOUSE}
        for r in self.rounds if guides else ():
            there = guides & set(self.problem.present(r))
            for t in range(len(self.problem.rounds[r].tables)):
                if not self.problem.rounds[r].started or self.problem.seated[r][t]:
                    yield self._at_least(1 - sum(self.seat[r, p, t] for p in there))

    def _city(self) -> Iterator[Any]:
        people = self.problem.people
        for (_, a, b), met in self.meets.items():
            if people[a].organisation and people[a].organisation == people[b].organisation:
                yield 0 if (a, b) in self.bound else met

    def _interest(self) -> Iterator[Any]:
        offered = {table.measure for round_ in self.problem.rounds for table in round_.tables}
        for city, names in self.problem.interests.items():
            crowd = [p for p, who in enumerate(self.problem.people) if who.organisation == city]
            for name in names & offered if crowd else ():
                yield self._at_least(1 - sum(sum(self.visits(p, name)) for p in crowd))

    def _wishes(self) -> Iterator[Any]:
        offered = {table.measure for round_ in self.problem.rounds for table in round_.tables}
        most = max((len(who.wishes) for who in self.problem.people), default=0)
        for p, who in enumerate(self.problem.people):
            for rank, name in enumerate(who.wishes):
                if name in offered:
                    yield (most - rank) * self._at_least(1 - sum(self.visits(p, name)))

    def _meetings(self) -> Iterator[Any]:
        for r in self.rounds:  # says nothing new, but the solver sees no end without it
            pairs = sum(met for (at, _, _), met in self.meets.items() if at == r)
            self.model.add(
                pairs >= sum(self._pairs_at(r, t) for t in range(len(self.problem.rounds[r].tables)))
            )
        times: dict[Pair, list[Any]] = defaultdict(list)
        for (_, a, b), met in self.meets.items():
            if (a, b) not in self.bound:
                times[a, b].append(met)
        for rounds in times.values():
            yield from (self._at_least(one + other - 1) for one, other in combinations(rounds, 2))

    def _measures(self) -> Iterator[Any]:
        names = {table.measure for round_ in self.problem.rounds for table in round_.tables} - {""}
        for p in range(len(self.problem.people)):
            for name in names:
                yield from (
                    self._at_least(one + other - 1) for one, other in combinations(self.visits(p, name), 2)
                )

    def _even(self) -> Iterator[Any]:
        """The pairs at all tables beyond those at the most even ones: half the excess of squares."""
        for r in self.rounds:
            tables = self.problem.rounds[r].tables
            if self.problem.rounds[r].started:
                continue
            yield from (self._pairs_at(r, t) for t in range(len(tables)))
            least, most = [t.minimum for t in tables], [t.capacity for t in tables]
            yield -sum(map(pairs_in, even_sizes(len(self.problem.present(r)), least, most)))

    def _pairs_at(self, r: int, t: int) -> Any:
        """How many pairs of people a table has, at least."""
        steps = [self.model.new_bool_var("") for _ in self.problem.present(r)]
        self.model.add(sum(steps) == self.heads(r, t))
        return sum(k * step for k, step in enumerate(steps))

    def moves(self, before: Plan) -> Any:
        """How many seats of people who are still there differ from those of a plan before."""
        return sum(
            1 - self.seat[r, p, t]
            for r, seating in enumerate(before)
            for t, table in enumerate(seating)
            for p in table
            if (r, p, t) in self.seat
        )

    def is_possible(self) -> bool:
        """Whether any plan keeps the rules and whatever else was stated."""
        self.model.clear_objective()
        return self._solved()

    def least(self, cost: Any) -> int | None:
        """The least of a cost, proven; None where no plan keeps the rules."""
        self.model.minimize(cost)
        assert_solver = self._solved()
        return round(self.solver.objective_value) if assert_solver and self.solver else None

    def least_in_order(self) -> tuple[int, ...]:
        """The costs of the best plan in the order of the problem's aims."""
        found = []
        for aim in self.problem.aims:
            cost = self.cost(aim)
            least = self.least(cost)
            if least is None:
                raise Infeasible([])
            self.model.add(cost <= least)
            found.append(least)
        return tuple(found)

    def _solved(self) -> bool:
        self.solver = self.cp.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.max_deterministic_time = self.effort
        status = self.solver.solve(self.model)
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE, self.cp.INFEASIBLE):
            raise OutOfTime
        if status == self.cp.FEASIBLE and self.model.has_objective():
            raise OutOfTime
        return bool(status != self.cp.INFEASIBLE)


@dataclass(frozen=True)
class Judgement:
    """What an exact solver refutes, how many claims there were, and how many it could not decide."""

    wrong: tuple[str, ...] = ()
    claims: int = 0
    undecided: int = 0


def judged(problem: Problem) -> Judgement:
    """The engine's bounds, or that it calls a problem impossible, in the eyes of an exact solver."""
    try:
        instance = check_feasible(problem)
    except Infeasible as infeasible:
        possible = ExactModel(problem).is_possible()
        return Judgement((str(infeasible),) if possible else (), 1)
    wrong, claims, undecided = [], 0, 0
    for aim, bound in lower_bounds(instance).items():
        try:
            claims += bound > 0
            if bound > 0 and _goes_below(problem, aim, bound):
                wrong.append(f"{aim.value}: {bound} is not the least")
        except OutOfTime:
            undecided += 1
    return Judgement(tuple(wrong), claims, undecided)


def _goes_below(problem: Problem, aim: Aim, bound: int) -> bool:
    exact = ExactModel(problem)
    exact.model.add(exact.cost(aim) <= bound - 1)
    return exact.is_possible()
