"""Seats for one round by trial and error, where giving them one by one got stuck: rules alone, no aims."""

from __future__ import annotations

from facilitator.breakouts.allocation.chains import RoundInChange
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Seating
from facilitator.errors import N_
from facilitator.sentences import say

Unit = tuple[int, ...]
"""People who sit together, or one alone."""

WORK = 2_000_000
"""Looks at a table for a unit, in all: some seconds at most. Not time, so that a plan is one everywhere."""

MOST_UNITS = 300
"""Units up to which it is tried; it calls itself once for each."""


class Exhausted(Infeasible):
    """Every way to seat a round was tried: there is none, and no search will find one."""


def seat_by_trial(instance: Instance, round_: int) -> Seating | None:
    """A seating that keeps every rule, or None where the work allowed was not enough.

    Raises Exhausted where every way was tried.
    """
    trial = Trial(instance, round_)
    if len(trial.units) > MOST_UNITS:
        return None
    if trial.place(trial.units):
        return trial.seating()
    if trial.steps:
        text = N_("Round %(round)s: all possible seats were checked, and none follows every rule.")
        raise Exhausted([say(text, round=round_ + 1)])
    return None


class Trial:
    """The scarcest unit first, at each table that it may use; whatever leads nowhere is taken back."""

    def __init__(self, instance: Instance, round_: int) -> None:
        there = set(instance.present[round_])
        self.capacity, self.minimum = instance.capacity[round_], instance.minimum[round_]
        self.tables: list[list[int]] = [[] for _ in self.capacity]
        self.room = RoundInChange(instance, round_, self.tables)
        self.units: list[Unit] = [(p,) for p in sorted(there) if p not in instance.block_of]
        self.units += [unit for block in instance.blocks if (unit := tuple(p for p in block if p in there))]
        self.steps = WORK // max(1, len(self.units) * len(self.tables))

    def seating(self) -> Seating:
        """Who sits where."""
        return tuple(tuple(sorted(table)) for table in self.tables)

    def place(self, waiting: list[Unit]) -> bool:
        """Whether those who wait find seats beside those who sit; if so, they have them."""
        if not waiting:
            return True
        if self.steps == 0:
            return False
        self.steps -= 1
        unit, tables = min(
            ((unit, self._tables_for(unit)) for unit in waiting),
            key=lambda each: (len(each[1]), -len(each[0])),
        )
        rest = [each for each in waiting if each != unit]
        return any(self._place_at(t, unit, rest) for t in tables)

    def _place_at(self, table: int, unit: Unit, rest: list[Unit]) -> bool:
        self.tables[table] += unit
        if self._lacking() <= sum(map(len, rest)) and self.place(rest):
            return True
        del self.tables[table][-len(unit) :]
        return False

    def _tables_for(self, unit: Unit) -> list[int]:
        """Tables that a unit may join, those that lack people first, then the emptiest."""
        found = [
            t
            for t, table in enumerate(self.tables)
            if len(table) + len(unit) <= self.capacity[t] and all(self.room.fits(p, t) for p in unit)
        ]
        return sorted(
            found, key=lambda t: (len(self.tables[t]) >= self.minimum[t], len(self.tables[t]), t)
        )  # fmt: skip

    def _lacking(self) -> int:
        """How many people the tables lack to their minimum, in all."""
        return sum(
            max(0, least - len(table)) for least, table in zip(self.minimum, self.tables, strict=True)
        )  # fmt: skip
