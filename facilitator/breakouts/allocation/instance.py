"""The problem as integers: what every layer of the engine reads, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from facilitator.breakouts.allocation.problem import Pair, Problem, SeatingRole

NO_MEASURE = -1


@dataclass(frozen=True)
class Instance:
    """A problem with its people, organisations and measures numbered from 0, and its rules as bits."""

    problem: Problem

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.problem.people)

    @property
    def rounds(self) -> range:
        """All rounds."""
        return range(len(self.problem.rounds))

    @cached_property
    def open_rounds(self) -> list[int]:
        """The rounds that have not started, so may still be seated."""
        return [r for r in self.rounds if not self.problem.rounds[r].started]

    @cached_property
    def present(self) -> list[list[int]]:
        """Per round the people who are there."""
        return [self.problem.present(r) for r in self.rounds]

    @cached_property
    def capacity(self) -> list[list[int]]:
        """Per round and table the most people; for a started round who sits there."""
        return [
            self._sizes(r, [table.capacity for table in self.problem.rounds[r].tables]) for r in self.rounds
        ]

    @cached_property
    def minimum(self) -> list[list[int]]:
        """Per round and table the fewest people; for a started round who sits there."""
        return [
            self._sizes(r, [table.minimum for table in self.problem.rounds[r].tables]) for r in self.rounds
        ]

    def _sizes(self, round_: int, planned: list[int]) -> list[int]:
        if not self.problem.rounds[round_].started:
            return planned
        return [len(table) for table in self.problem.seated[round_]]

    @cached_property
    def organisations(self) -> list[str]:
        """The organisations that people speak for, in order of first mention."""
        return list(dict.fromkeys(p.organisation for p in self.problem.people if p.organisation))

    @cached_property
    def organisation(self) -> list[int]:
        """Per person the number of the organisation; someone without one has a number of their own."""
        number = {name: k for k, name in enumerate(self.organisations)}
        people = self.problem.people
        return [number.get(who.organisation, len(number) + p) for p, who in enumerate(people)]

    @cached_property
    def members(self) -> list[list[int]]:
        """Per organisation its people."""
        found: list[list[int]] = [[] for _ in self.organisations]
        for p, k in enumerate(self.organisation):
            if k < len(found):
                found[k].append(p)
        return found

    @cached_property
    def lighthouse(self) -> list[bool]:
        """Per person whether it is a lighthouse delegate."""
        return [who.role is SeatingRole.LIGHTHOUSE for who in self.problem.people]

    @cached_property
    def measures(self) -> list[str]:
        """The measures that tables have, in order of first mention."""
        tables = (table for round_ in self.problem.rounds for table in round_.tables)
        return list(dict.fromkeys(table.measure for table in tables if table.measure))

    @cached_property
    def measure_number(self) -> dict[str, int]:
        """The number of each measure."""
        return {name: m for m, name in enumerate(self.measures)}

    @cached_property
    def measure_of(self) -> list[list[int]]:
        """Per round and table the measure's number, or NO_MEASURE."""
        number = self.measure_number
        return [[number.get(t.measure, NO_MEASURE) for t in r.tables] for r in self.problem.rounds]

    @cached_property
    def wish_weights(self) -> list[dict[int, int]]:
        """Per person what it costs not to visit a wished measure: one more for each rank further up."""
        most = max((len(who.wishes) for who in self.problem.people), default=0)
        number = self.measure_number
        return [
            {number[name]: most - rank for rank, name in enumerate(who.wishes) if name in number}
            for who in self.problem.people
        ]

    @cached_property
    def needs(self) -> list[frozenset[int]]:
        """Per organisation the measures it came for, as far as a table has them."""
        number, interests = self.measure_number, self.problem.interests
        wanted = (interests.get(name, frozenset()) for name in self.organisations)
        return [frozenset(number[m] for m in names if m in number) for names in wanted]

    @cached_property
    def blocks(self) -> list[tuple[int, ...]]:
        """People who must sit together, joined into groups of two and more."""
        return joined(self.problem.together)

    @cached_property
    def block_of(self) -> dict[int, tuple[int, ...]]:
        """The block of each person who has one."""
        return {p: block for block in self.blocks for p in block}

    @cached_property
    def apart(self) -> list[set[int]]:
        """Per person those who must not sit at the same table."""
        found: list[set[int]] = [set() for _ in range(self.size)]
        for a, b in self.problem.apart:
            found[a].add(b)
            found[b].add(a)
        return found

    @cached_property
    def pinned(self) -> list[dict[int, int]]:
        """Per round the table of each person who is pinned."""
        found: list[dict[int, int]] = [{} for _ in self.rounds]
        for pin in self.problem.pins:
            found[pin.round][pin.person] = pin.table
        return found

    @cached_property
    def mask(self) -> list[list[int]]:
        """Per round and person the tables allowed, one bit each; a block shares its members' tables."""
        return [self._masks(r) for r in self.rounds]

    def _masks(self, round_: int) -> list[int]:
        if self.problem.rounds[round_].started:
            return self._started_masks(round_)
        own = self._own_masks(round_)
        for block in self.blocks:
            shared = -1
            for p in block:
                shared &= own[p] if round_ not in self.problem.people[p].absent else -1
            for p in block:
                own[p] = shared
        return own

    def _started_masks(self, round_: int) -> list[int]:
        own = [0] * self.size
        for t, table in enumerate(self.problem.seated[round_]):
            for p in table:
                own[p] = 1 << t
        return own

    def _own_masks(self, round_: int) -> list[int]:
        tables = self.problem.rounds[round_].tables
        suits: dict[tuple[bool, frozenset[str]], int] = {}
        own = []
        for p, who in enumerate(self.problem.people):
            kind = (who.step_free, who.languages)
            if kind not in suits:
                suits[kind] = sum(1 << t for t, table in enumerate(tables) if self.problem.may_sit(p, table))
            own.append(suits[kind])
        for p, t in self.pinned[round_].items():
            own[p] &= 1 << t
        return own

    @cached_property
    def exempt(self) -> set[Pair]:
        """Pairs that must sit together: neither their meetings nor their common city count."""
        return {(a, b) for block in self.blocks for a in block for b in block if a < b}


def joined(pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """The groups that pairs connect, each ascending."""
    group: dict[int, set[int]] = {}
    for a, b in pairs:
        union = group.get(a, {a}) | group.get(b, {b})
        for p in union:
            group[p] = union
    return sorted({tuple(sorted(members)) for members in group.values() if len(members) > 1})
