"""The fewest people of a round who must change their table so that every rule holds again.

Iterative deepening (R. E. Korf, Artificial Intelligence 27, 1985) over what is lacking: a seat for somebody,
room at a table, people or a lighthouse delegate at another. Whatever mends the round contains a move that
mends the first lack, so only such moves are tried; a move that was tried is barred from those tried after
it, so no set of moves comes twice; and who has moved stays. If all ways with fewer moves were tried, the
number of moves is the least.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from facilitator.breakouts.allocation.instance import Instance

Unit = tuple[int, ...]
"""People who sit together, or one alone."""

MOST_MOVES = 6
"""People up to whom a way is sought; more than that is planned anew."""

LOOKS = 640_000
"""Tables looked at before the search gives up: about a second. Not time, so the answer is one everywhere."""

CHOICES = 64
"""Ways of one length among which the gentlest is chosen."""


class Missing(Enum):
    """What a move mends."""

    SEAT = auto()
    APART = auto()
    ROOM = auto()
    LIGHTHOUSE = auto()
    PEOPLE = auto()


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A unit goes to a table, which mends what was lacking at a table."""

    unit: Unit
    to: int
    lack: Missing
    at: int


@dataclass(frozen=True)
class Ways:
    """Ways to mend a round with one number of moves; none where none was found.

    `proven` says that there is no way with fewer moves, or none up to what was asked for.
    """

    ways: tuple[tuple[UnitMove, ...], ...]
    proven: bool


class _Spent(Exception):  # noqa: N818 - the end of the looks allowed, no error
    """As many tables as may be were looked at."""


@dataclass(frozen=True)
class Shortfall:
    """What a round lacks: seats for people, who cost nothing to seat, or people at a table left short.

    `guided` are the tables that are to have a lighthouse delegate. What is amiss besides stays as it is, but
    gets no worse: somebody else without a seat, a table that was too small or too full before.
    """

    homeless: tuple[int, ...] = ()
    short: int | None = None
    guided: frozenset[int] = frozenset()


def fewest_moves(
    instance: Instance, round_: int, tables: list[list[int]], lacking: Shortfall, most: int = MOST_MOVES
) -> Ways:
    """Ways with the fewest moves, up to `most`, to mend a round."""
    search = _Reseating(instance, round_, tables, lacking)
    try:
        for moves in range(most + 1):
            if first := search.ways(moves, 1, LOOKS):
                return Ways(search.several(moves) or first, proven=True)
    except _Spent:
        return Ways((), proven=False)
    return Ways((), proven=True)


class _Reseating:
    """One round under change; each unit moves at most once."""

    def __init__(self, instance: Instance, round_: int, tables: list[list[int]], lacking: Shortfall) -> None:
        heads = [len(table) + (t == lacking.short) for t, table in enumerate(tables)]
        self.capacity = list(map(max, instance.capacity[round_], heads))
        self.minimum = list(map(min, instance.minimum[round_], heads))
        self.mask, self.lighthouse, self.apart = instance.mask[round_], instance.lighthouse, instance.apart
        self.guided = lacking.guided
        self.home = {p: t for t, table in enumerate(tables) for p in table}
        there = {*self.home, *lacking.homeless}
        blocks = [unit for b in instance.blocks if (unit := tuple(p for p in b if p in there))]
        alone = [(p,) for p in sorted(there) if p not in instance.block_of]
        self.units = [*blocks, *alone]
        self.waiting = [unit for unit in self.units if self._has_no_table(unit)]
        self.at = {unit: self.home[unit[0]] for unit in self.units if not self._has_no_table(unit)}
        self.seated: list[set[Unit]] = [set() for _ in tables]
        for unit, t in self.at.items():
            self.seated[t].add(unit)
        self.heads = [sum(map(len, units)) for units in self.seated]
        self.steps: list[UnitMove] = []
        self.barred: set[tuple[Unit, int]] = set()
        self.found: list[tuple[UnitMove, ...]] = []
        self.alike, self.wanted, self.looks = True, 1, 0

    def _has_no_table(self, unit: Unit) -> bool:
        """Whether the people of a unit are at no table, or at several."""
        return len({self.home.get(p, -1) for p in unit}) > 1 or unit[0] not in self.home

    def ways(
        self, moves: int, wanted: int, looks: int, *, alike: bool = True
    ) -> tuple[tuple[UnitMove, ...], ...]:
        """Up to `wanted` ways of so many moves; of people alike only the first, if `alike` says so."""
        self.found, self.wanted, self.looks, self.alike = [], wanted, looks, alike
        self._search(moves)
        return tuple(self.found)

    def several(self, moves: int) -> tuple[tuple[UnitMove, ...], ...]:
        """Several ways of so many moves to choose from, as far as they are found soon."""
        try:
            return self.ways(moves, CHOICES, LOOKS // 20, alike=False)
        except _Spent:
            return tuple(self.found)

    def _search(self, left: int) -> bool:
        """Tries all moves that mend the first lack; True once enough ways are found."""
        lack = self._first_lack(left)
        if lack is None:
            return False
        kind, at, options = lack
        if kind is None:
            self.found.append(tuple(self.steps))
            return len(self.found) >= self.wanted
        barred: list[tuple[Unit, int]] = []
        tried: set[tuple[object, ...]] = set()
        for unit, to in options:
            key = (self._kind(unit), to) if self.alike else (unit, to)
            if key in tried or (unit, to) in self.barred or not self._may(unit, to, left):
                continue
            tried.add(key)
            if self._try(UnitMove(unit, to, kind, at), left):
                return True
            self.barred.add((unit, to))
            barred.append((unit, to))
        self.barred.difference_update(barred)
        return False

    def _try(self, step: UnitMove, left: int) -> bool:
        self.looks -= len(self.heads)
        if self.looks < 0:
            raise _Spent
        before = self.at.get(step.unit)
        self._place(step.unit, step.to)
        self.steps.append(step)
        try:
            return self._search(left - self._moved(step.unit, step.to))
        finally:
            self.steps.pop()
            self._place(step.unit, before)

    def _place(self, unit: Unit, to: int | None) -> None:
        """Puts a unit at a table, or back to where it waits."""
        if (origin := self.at.pop(unit, None)) is not None:
            self.seated[origin].remove(unit)
            self.heads[origin] -= len(unit)
        if to is not None:
            self.at[unit] = to
            self.seated[to].add(unit)
            self.heads[to] += len(unit)

    def _moved(self, unit: Unit, to: int) -> int:
        """How many people of a unit leave a table for this one."""
        return sum(self.home.get(p, to) != to for p in unit)

    def _kind(self, unit: Unit) -> tuple[object, ...]:
        """What units that may stand for each other share; who is kept apart from somebody is like nobody."""
        if any(self.apart[p] for p in unit):
            return (unit,)
        guides = sum(self.lighthouse[p] for p in unit)
        return (self.at.get(unit), len(unit), guides, self.mask[unit[0]], self._moved(unit, -1))

    def _may(self, unit: Unit, to: int, left: int) -> bool:
        """Whether a unit may move to a table beside those who have moved there, at no more than `left`."""
        if not self.mask[unit[0]] >> to & 1 or self._moved(unit, to) > left:
            return False
        stays = [step.unit for step in self.steps if step.to == to]
        if sum(map(len, stays)) + len(unit) > self.capacity[to]:
            return False
        return not any(q in self.apart[p] for p in unit for other in stays for q in other)

    def _first_lack(self, left: int) -> tuple[Missing | None, int, Iterator[tuple[Unit, int]]] | None:
        """What is lacking first, where, and the moves that could mend it; None if `left` can't be enough."""
        for unit in self.waiting:
            if unit not in self.at:
                return Missing.SEAT, -1, self._everywhere([unit])
        over = [max(0, n - most) for n, most in zip(self.heads, self.capacity, strict=True)]
        under = [max(0, least - n) for n, least in zip(self.heads, self.minimum, strict=True)]
        unguided = [t for t in self.guided if not any(self.lighthouse[p] for u in self.seated[t] for p in u)]
        if max(sum(over), sum(under), len(unguided)) > left:
            return None
        if (clash := self._clash()) is not None:
            return Missing.APART, self.at[clash], self._everywhere([clash])
        if any(over):
            t = over.index(max(over))
            return Missing.ROOM, t, self._everywhere(self._free(t))
        if unguided:
            guides = (u for u in self.units if any(self.lighthouse[p] for p in u))
            return Missing.LIGHTHOUSE, unguided[0], self._to(unguided[0], guides)
        if any(under):
            t = under.index(max(under))
            return Missing.PEOPLE, t, self._to(t, self.units)
        return None, -1, iter(())

    def _clash(self) -> Unit | None:
        """Somebody who has not moved and must sit apart from one who has."""
        for step in self.steps:
            for p in step.unit:
                for other in self.seated[step.to] if self.apart[p] else ():
                    if other != step.unit and any(q in self.apart[p] for q in other):
                        return other
        return None

    def _free(self, table: int) -> list[Unit]:
        """Who sits at a table and has not moved."""
        moved = {step.unit for step in self.steps}
        return sorted(self.seated[table] - moved)

    def _everywhere(self, units: list[Unit]) -> Iterator[tuple[Unit, int]]:
        yield from ((unit, t) for unit in units for t in range(len(self.heads)) if t != self.at.get(unit))

    def _to(self, table: int, units: Iterator[Unit] | list[Unit]) -> Iterator[tuple[Unit, int]]:
        moved = {step.unit for step in self.steps}
        yield from ((unit, table) for unit in units if self.at[unit] != table and unit not in moved)
