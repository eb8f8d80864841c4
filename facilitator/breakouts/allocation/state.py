"""A plan under change: every seat, every running count, and what an exchange of two seats costs.

Empty seats are one ghost, numbered after the last person, so that moving to a free seat is an exchange
like any other. `tie[p][q]` is what one more meeting of p and q would cost: the weight of a meeting times
how often they meet, plus a fixed part for two of one city and for two who must sit apart. So the cost
of an exchange is a sum over two tables, and the sums are taken by itemgetter, at the speed of C.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.breakouts.allocation.floor import Floor, getter
from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance
from facilitator.breakouts.allocation.problem import Aim, Plan, Seating


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each aim weighs, and what breaking a pair's rule weighs above them all."""

    lighthouse: int = 0
    city: int = 0
    interest: int = 0
    wishes: int = 0
    meetings: int = 0
    measures: int = 0
    even: int = 0
    apart: int = 1

    def of(self, aim: Aim) -> int:
        """The weight of an aim."""
        weight: int = getattr(self, aim.value)
        return weight


class PlanState:
    """A plan with its energy: the weighted sum of what it costs, up to a constant of the problem."""

    def __init__(self, instance: Instance, plan: Plan, weights: Weights) -> None:
        self.instance = instance
        self.weights = weights
        self.ghost = instance.size
        self.floors = [
            Floor(seating, _room(instance, r, seating), self.ghost) if r in set(instance.open_rounds)
            else Floor(seating, [len(table) for table in seating], self.ghost)
            for r, seating in enumerate(plan)
        ]  # fmt: skip
        self.organisation = [*instance.organisation, -1]
        self.lighthouse = [*instance.lighthouse, False]
        self.measured = bool(weights.interest or weights.wishes or weights.measures) and bool(
            instance.measures
        )
        self._count_ties(plan)
        self._count_lighthouse(plan)
        self._count_visits(plan)

    def _count_ties(self, plan: Plan) -> None:
        n, weights, instance = self.ghost, self.weights, self.instance
        self.tie = [[0] * (n + 1) for _ in range(n + 1)]
        for people in instance.members:
            for p in people:
                for q in people:
                    self.tie[p][q] = weights.city if p != q else 0
        for p, others in enumerate(instance.apart):
            for q in others:
                self.tie[p][q] += weights.apart
        for seating in plan:
            for table in seating:
                self._meet(list(table), weights.meetings)

    def _meet(self, table: list[int], weight: int) -> None:
        for p in table:
            row = self.tie[p]
            for q in table:
                if p != q:
                    row[q] += weight

    def _count_lighthouse(self, plan: Plan) -> None:
        lighthouse = self.lighthouse
        self.guides = [[sum(lighthouse[p] for p in table) for table in seating] for seating in plan]

    def _count_visits(self, plan: Plan) -> None:
        instance, kinds = self.instance, len(self.instance.measures)
        self.visits = [[0] * kinds for _ in range(instance.size)]
        self.cover = [[0] * kinds for _ in instance.organisations]
        self.steps = [self._marginal(p) for p in range(instance.size)] if self.measured else []
        for seating, measures in zip(plan, instance.measure_of, strict=True):
            for table, m in zip(seating, measures, strict=True):
                for p in table if m != NO_MEASURE else ():
                    self._visit(p, m, 1)

    def _visit(self, person: int, measure: int, by: int) -> None:
        self.visits[person][measure] += by
        k = self.organisation[person]
        if k < len(self.cover):
            self.cover[k][measure] += by

    def _marginal(self, person: int) -> list[tuple[int, ...]]:
        """Per measure what the first, second, … visit adds to the energy."""
        wished, weights = self.instance.wish_weights[person], self.weights
        later = [weights.measures * v for v in range(1, len(self.floors) + 1)]
        return [
            (-weights.wishes * wished.get(m, 0), *later) for m in range(len(self.instance.measures))
        ]  # fmt: skip

    def change(self, round_: int, i: int, j: int) -> int:
        """How the energy changes if the seats i and j of a round (at two tables) are exchanged."""
        floor = self.floors[round_]
        a, b = floor.home[i], floor.home[j]
        p, q = floor.seats[i], floor.seats[j]
        row_p, row_q, get_a, get_b = self.tie[p], self.tie[q], floor.getters[a], floor.getters[b]
        delta = sum(get_b(row_p)) + sum(get_a(row_q)) - sum(get_a(row_p)) - sum(get_b(row_q)) - 2 * row_p[q]
        return delta + self.change_beside_ties(round_, a, b, p, q)

    def change_beside_ties(self, round_: int, a: int, b: int, p: int, q: int) -> int:
        """The part of a change that is not in the sums over ties: p leaves table a for b, q the reverse."""
        heads, weights = self.floors[round_].heads, self.weights
        delta = 0
        if p != self.ghost:
            delta += weights.meetings * (heads[a] - 1)
        if q != self.ghost:
            delta += weights.meetings * (heads[b] - 1)
        if (p == self.ghost) != (q == self.ghost):
            grown = heads[b] - heads[a] if q == self.ghost else heads[a] - heads[b]
            delta += weights.even * (grown + 1)
        if self.lighthouse[p] != self.lighthouse[q]:
            delta += self._guide_change(round_, *((a, b) if self.lighthouse[p] else (b, a)))
        if self.measured:
            delta += self._measure_change(round_, a, b, p, q)
        return delta

    def _guide_change(self, round_: int, left: int, joined: int) -> int:
        guides = self.guides[round_]
        return self.weights.lighthouse * ((guides[left] == 1) - (guides[joined] == 0))

    def _measure_change(self, round_: int, a: int, b: int, p: int, q: int) -> int:
        out, into = self.instance.measure_of[round_][a], self.instance.measure_of[round_][b]
        if out == into:
            return 0
        return (
            self._revisit(p, out, into)
            + self._revisit(q, into, out)
            + self._cover_change(self.organisation[p], self.organisation[q], out, into)
        )

    def _revisit(self, person: int, out: int, into: int) -> int:
        if person == self.ghost:
            return 0
        steps, visits = self.steps[person], self.visits[person]
        delta = 0
        if into != NO_MEASURE:
            delta += steps[into][visits[into]]
        if out != NO_MEASURE:
            delta -= steps[out][visits[out] - 1]
        return delta

    def _cover_change(self, mine: int, theirs: int, out: int, into: int) -> int:
        if mine == theirs or not self.weights.interest:
            return 0
        uncovered = self._recover(mine, out, into) + self._recover(theirs, into, out)
        return self.weights.interest * uncovered

    def _recover(self, organisation: int, out: int, into: int) -> int:
        if not 0 <= organisation < len(self.cover):
            return 0
        needs, cover = self.instance.needs[organisation], self.cover[organisation]
        return (out in needs and cover[out] == 1) - (into in needs and cover[into] == 0)

    def exchange(self, round_: int, i: int, j: int) -> None:
        """Exchanges the seats i and j of a round, which are at two tables."""
        floor = self.floors[round_]
        a, b = floor.home[i], floor.home[j]
        p, q = floor.seats[i], floor.seats[j]
        if self.weights.meetings:
            self._retie(floor.at(a), p, q)
            self._retie(floor.at(b), q, p)
        floor.seats[i], floor.seats[j] = q, p
        floor.getters[a] = getter(floor.at(a))
        floor.getters[b] = getter(floor.at(b))
        self._recount(round_, p, a, b)
        self._recount(round_, q, b, a)

    def _retie(self, table: list[int], out: int, into: int) -> None:
        """The people of a table no longer meet `out` there, but `into`."""
        tie, weight, ghost = self.tie, self.weights.meetings, self.ghost
        row_out, row_in = tie[out], tie[into]
        for other in table:
            if other != out and other != ghost:
                row = tie[other]
                row[out] -= weight
                row_out[other] -= weight
                row[into] += weight
                row_in[other] += weight
        self._bury(row_out if out == ghost else row_in if into == ghost else None, table)

    def _bury(self, ghost_row: list[int] | None, table: list[int]) -> None:
        """Nobody is tied to a ghost."""
        if ghost_row is not None:
            for other in table:
                ghost_row[other] = self.tie[other][self.ghost] = 0

    def _recount(self, round_: int, person: int, left: int, joined: int) -> None:
        if person == self.ghost:
            return
        heads, measures = self.floors[round_].heads, self.instance.measure_of[round_]
        heads[left] -= 1
        heads[joined] += 1
        if self.lighthouse[person]:
            self.guides[round_][left] -= 1
            self.guides[round_][joined] += 1
        if measures[left] != measures[joined]:
            for table, by in ((left, -1), (joined, 1)):
                if measures[table] != NO_MEASURE:
                    self._visit(person, measures[table], by)

    def plan(self) -> Plan:
        """The plan as it stands."""
        return self.plan_of([floor.seats for floor in self.floors])

    def plan_of(self, seats: list[list[int]]) -> Plan:
        """The plan that these seats of each round make."""
        return tuple(
            tuple(tuple(sorted(p for p in chairs[piece] if p != self.ghost)) for piece in floor.pieces)
            for floor, chairs in zip(self.floors, seats, strict=True)
        )


SPARE = 4
"""Empty seats at a table that a search goes over in any case, if there are as many."""


def _room(instance: Instance, round_: int, seating: Seating) -> list[int]:
    """Per table the seats that a search goes over: so a move costs by the people, not by the empty seats.

    A table may come to twice the people that an even round gives it, whatever its capacity.
    """
    even = -(-len(instance.present[round_]) // max(1, len(seating)))
    return [
        min(most, max(len(table), least, even) + max(SPARE, even))
        for table, least, most in zip(
            seating, instance.minimum[round_], instance.capacity[round_], strict=True
        )
    ]
