"""Layer 1: who visits which measure, at the least cost, exactly.

Minimum-cost flow by successive shortest paths with convex costs (R. K. Ahuja, T. L. Magnanti, J. B. Orlin,
Network Flows, 1993, ch. 9 and 14). Measures are few and people many, so a path is sought among the
measures alone: what it costs to make room at one by sending somebody on to another is kept in heaps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

Marginal = Callable[[int, int, int], int | None]
"""Person, measure, how often already: what one more visit costs; None where it may not be."""


class Transport:
    """Visits given to people, no measure above its capacity, the total cost least at every step."""

    def __init__(self, people: int, capacity: Sequence[int], marginal: Marginal) -> None:
        self.free = list(capacity)
        self.marginal = marginal
        self.given = [[0] * len(capacity) for _ in range(people)]
        self.cost = 0
        kinds = range(len(capacity))
        self.onward: list[list[list[tuple[int, int]]]] = [[[] for _ in kinds] for _ in kinds]

    def give(self, person: int) -> bool:
        """Gives a person one more visit; False where no measure can take it."""
        found = self._cheapest_path(person)
        if found is None:
            return False
        cost, path = found
        self.cost += cost
        for who, measure, back in path:
            self.given[who][measure] += 1
            if back is not None:
                self.given[who][back] -= 1
        self.free[path[-1][1]] -= 1
        for who in {step[0] for step in path}:
            self._offer(who)
        return True

    def _offer(self, person: int) -> None:
        """Enters what it costs to send a person from each measure that it visits to each other one."""
        for i, count in enumerate(self.given[person]):
            if not count:
                continue
            for j in range(len(self.free)):
                cost = self._move_cost(person, i, j)
                if cost is not None:
                    heappush(self.onward[i][j], (cost, person))

    def _move_cost(self, person: int, i: int, j: int) -> int | None:
        given = self.given[person]
        if i == j or not given[i]:
            return None
        into = self.marginal(person, j, given[j])
        out = self.marginal(person, i, given[i] - 1)
        return None if into is None or out is None else into - out

    def _cheapest_move(self, i: int, j: int) -> tuple[int, int] | None:
        """The cheapest way to send somebody from measure i to j: cost and person."""
        heap = self.onward[i][j]
        while heap and self._move_cost(heap[0][1], i, j) != heap[0][0]:
            heappop(heap)
        return heap[0] if heap else None

    def _cheapest_path(self, person: int) -> tuple[int, list[tuple[int, int, int | None]]] | None:
        """The cheapest way to give a person a visit: its cost and the steps (who, to, from)."""
        kinds = range(len(self.free))
        distance: dict[int, int] = {}
        step: dict[int, tuple[int, int | None]] = {}
        for m in kinds:
            cost = self.marginal(person, m, self.given[person][m])
            if cost is not None:
                distance[m], step[m] = cost, (person, None)
        self._relax(distance, step)
        ends = [(distance[m], m) for m in distance if self.free[m]]
        if not ends:
            return None
        cost, end = min(ends)
        return cost, _steps(end, step)

    def _relax(self, distance: dict[int, int], step: dict[int, tuple[int, int | None]]) -> None:
        """Bellman and Ford over the measures; no cycle is negative, since the flow so far is optimal."""
        moves = {
            (i, j): best
            for i in range(len(self.free))
            for j in range(len(self.free))
            if (best := self._cheapest_move(i, j)) is not None
        }
        for _ in range(len(self.free)):
            changed = False
            for (i, j), (cost, who) in moves.items():
                if i in distance and distance[i] + cost < distance.get(j, distance[i] + cost + 1):
                    distance[j], step[j] = distance[i] + cost, (who, i)
                    changed = True
            if not changed:
                return


def _steps(end: int, step: dict[int, tuple[int, int | None]]) -> list[tuple[int, int, int | None]]:
    path = []
    measure: int | None = end
    while measure is not None:
        who, back = step[measure]
        path.append((who, measure, back))
        measure = back
    return path[::-1]
