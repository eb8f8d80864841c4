"""Fits people to a laid-out plan: two trade places in every round, so the pairs that meet are as many."""

from __future__ import annotations

from random import Random

from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Plan
from facilitator.breakouts.allocation.state import PlanState


class Relabelling:
    """Trades of places over all rounds; people who are absent at times keep theirs."""

    def __init__(self, state: PlanState, random: Random) -> None:
        self.state = state
        self.random = random.random
        self.instance: Instance = state.instance
        self.where = [
            {p: i for i, p in enumerate(floor.seats) if p != state.ghost} for floor in state.floors
        ]  # fmt: skip
        people = self.instance.problem.people
        self.able = [p for p in range(self.instance.size) if not people[p].absent]

    def improve(self, energy: int, target: int, tries: int) -> int:
        """Keeps every trade that does not make things worse; returns the energy reached."""
        for _ in range(tries if len(self.able) > 1 else 0):
            if energy <= target:
                break
            p = self.able[int(self.random() * len(self.able))]
            q = self.able[int(self.random() * len(self.able))]
            if p == q:
                continue
            delta = self._trade(p, q)
            if delta > 0:
                self._trade(p, q)
            else:
                energy += delta
        return energy

    def _trade(self, p: int, q: int) -> int:
        before = self._wrong(p) + self._wrong(q)
        delta = 0
        for r, floor in enumerate(self.state.floors):
            i, j = self.where[r][p], self.where[r][q]
            if floor.home[i] == floor.home[j]:
                continue
            delta += self.state.change(r, i, j)
            self.state.exchange(r, i, j)
            self.where[r][p], self.where[r][q] = j, i
        return delta + self.state.weights.apart * (self._wrong(p) + self._wrong(q) - before)

    def _wrong(self, person: int) -> int:
        """In how many rounds a person sits where they may not."""
        mask = self.instance.mask
        homes = ((r, floor.home[self.where[r][person]]) for r, floor in enumerate(self.state.floors))
        return sum(not mask[r][person] >> t & 1 for r, t in homes)


def wrong_seats(instance: Instance, plan: Plan) -> int:
    """How many seats of a plan are at a table that the person may not use."""
    return sum(
        not instance.mask[r][p] >> t & 1
        for r, seating in enumerate(plan)
        for t, table in enumerate(seating)
        for p in table
    )
