"""A seat for somebody at a full room: the fewest other people who must move on, found breadth first."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.breakouts.allocation.instance import Instance

Move = tuple[int, int]
"""A person and the table they go to."""


class RoundInChange:
    """One round's tables under change; people in `still` are not moved, tables in `closed` take nobody."""

    def __init__(self, instance: Instance, round_: int, tables: list[list[int]]) -> None:
        self.instance = instance
        self.tables = tables
        self.capacity = instance.capacity[round_]
        self.mask = instance.mask[round_]
        self.still = set(instance.block_of) | set(instance.pinned[round_])
        self.closed: set[int] = set()

    def fits(self, person: int, table: int, without: int | None = None) -> bool:
        """Whether the rules let a person sit at a table once `without` has left it."""
        if table in self.closed or not self.mask[person] >> table & 1:
            return False
        apart = self.instance.apart[person]
        return not apart or not any(q in apart and q != without for q in self.tables[table])

    def free_tables(self, person: int) -> list[int]:
        """Tables where a person may sit down without anybody moving."""
        return [
            t for t, table in enumerate(self.tables) if len(table) < self.capacity[t] and self.fits(person, t)
        ]

    def shortest_chains(self, person: int, most: int = 64) -> list[list[Move]]:
        """Chains of moves that seat a person, all of the least length, at most `most` of them.

        The first move is the person's own; each next one is made by whoever gave up their seat. No chain
        comes twice to one table.
        """
        came: dict[int, tuple[int, int] | None] = {person: None}
        found: list[list[Move]] = []
        level = [person]
        while level and not found:
            for p in level:
                used = {t for _, t in self._path(p, came)}
                found += [[*self._path(p, came), (p, t)] for t in self.free_tables(p) if t not in used]
                if len(found) >= most:
                    return found[:most]
            level = list(self._next_level(level, came)) if not found else []
        return found

    def _next_level(self, level: list[int], came: dict[int, tuple[int, int] | None]) -> Iterator[int]:
        for p in level:
            used = {t for _, t in self._path(p, came)}
            for t, table in enumerate(self.tables):
                if t in used or p in table or not self.mask[p] >> t & 1:
                    continue
                for q in table:
                    if q not in came and q not in self.still and self.fits(p, t, without=q):
                        came[q] = (p, t)
                        yield q

    @staticmethod
    def _path(person: int, came: dict[int, tuple[int, int] | None]) -> list[Move]:
        path: list[Move] = []
        before = came[person]
        while before is not None:
            path.append(before)
            before = came[before[0]]
        return path[::-1]

    def make(self, chain: list[Move]) -> None:
        """Makes the moves of a chain."""
        movers = {person for person, _ in chain}
        for table in self.tables:
            if not movers.isdisjoint(table):
                table[:] = [p for p in table if p not in movers]
        for person, to in chain:
            self.tables[to].append(person)
