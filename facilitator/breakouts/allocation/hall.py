"""Who has too few seats to choose from: a maximum flow, and Hall's condition where it falls short.

P. Hall, On representatives of subsets, J. London Math. Soc. 10 (1935): people can all be seated if and
only if no group of them is larger than the seats it may use. The flow runs over kinds of people (those
with the same tables), so its size does not grow with the number of people.
"""

from __future__ import annotations

from collections import defaultdict

from facilitator.breakouts.allocation.instance import Instance


def crowded(instance: Instance, round_: int) -> tuple[list[int], list[int]] | None:
    """A group with more people than seats, and the tables that it may use; None if everyone can sit."""
    kinds: dict[int, list[int]] = defaultdict(list)
    for p in instance.present[round_]:
        kinds[instance.mask[round_][p]].append(p)
    flow = _Flow([len(people) for people in kinds.values()], list(kinds), instance.capacity[round_])
    short = flow.fill()
    if short is None:
        return None
    stuck, tables = flow.reach(short)
    groups = list(kinds.values())
    return sorted(p for k in stuck for p in groups[k]), sorted(tables)


def lacking(instance: Instance, round_: int) -> tuple[list[int], list[int]] | None:
    """Tables whose minimums together are more than the people who suit any of them, and these people.

    The same condition from the other side: each seat of a minimum needs a person of its own.
    """
    kinds: dict[int, list[int]] = defaultdict(list)
    for p in instance.present[round_]:
        kinds[instance.mask[round_][p]].append(p)
    needed = instance.minimum[round_]
    suited = [
        sum(1 << k for k, mask in enumerate(kinds) if mask >> t & 1) for t in range(len(needed))
    ]  # fmt: skip
    flow = _Flow(needed, suited, [len(people) for people in kinds.values()])
    short = flow.fill()
    if short is None:
        return None
    tables, people = flow.reach(short)
    groups = list(kinds.values())
    return sorted(tables), sorted(p for k in people for p in groups[k])


class _Flow:
    """People of each kind sent to tables, one shortest augmenting path after another."""

    def __init__(self, supply: list[int], masks: list[int], capacity: list[int]) -> None:
        self.left = list(supply)
        self.masks = masks
        self.free = list(capacity)
        self.sent = [[0] * len(capacity) for _ in supply]

    def fill(self) -> int | None:
        """Sends everyone; returns a kind that cannot be seated, if there is one."""
        for kind in range(len(self.left)):
            while self.left[kind]:
                if not self._augment(kind):
                    return kind
        return None

    def _augment(self, kind: int) -> bool:
        came_from: dict[int, int] = {}  # table: the kind that reached it
        pushed: dict[int, int] = {kind: -1}  # kind: the table it was pushed from
        queue = [kind]
        for k in queue:
            for t in range(len(self.free)):
                if t in came_from or not self.masks[k] >> t & 1:
                    continue
                came_from[t] = k
                if self.free[t]:
                    self._send(t, came_from, pushed)
                    return True
                for other in range(len(self.left)):
                    if self.sent[other][t] and other not in pushed:
                        pushed[other] = t
                        queue.append(other)
        return False

    def _send(self, table: int, came_from: dict[int, int], pushed: dict[int, int]) -> None:
        path = []
        t = table
        while t != -1:
            kind = came_from[t]
            path.append((kind, t, pushed[kind]))
            t = pushed[kind]
        amount = min([self.free[table], self.left[path[-1][0]]] + [self.sent[k][b] for k, _, b in path[:-1]])
        for kind, to, back in path:
            self.sent[kind][to] += amount
            if back != -1:
                self.sent[kind][back] -= amount
        self.free[table] -= amount
        self.left[path[-1][0]] -= amount

    def reach(self, kind: int) -> tuple[set[int], set[int]]:
        """The kinds and tables that alternating paths reach from a kind: the group Hall's condition names."""
        kinds, tables, queue = {kind}, set[int](), [kind]
        for k in queue:
            for t in range(len(self.free)):
                if t not in tables and self.masks[k] >> t & 1:
                    tables.add(t)
                    new = [o for o in range(len(self.left)) if self.sent[o][t] and o not in kinds]
                    kinds.update(new)
                    queue.extend(new)
        return kinds, tables
