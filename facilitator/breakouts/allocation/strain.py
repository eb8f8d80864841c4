"""What it means to one person to sit at one table, given where they sit in the other rounds."""

from __future__ import annotations

from collections import Counter

from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance

Strain = tuple[int, ...]
"""What a seat costs: guides there already (for one more), city, wish, people met, measure seen, heads."""

Tables = list[list[list[int]]]
"""Per round and table who sits there."""


class Elsewhere:
    """Whom a person meets and which measures they visit in all rounds but one."""

    def __init__(self, instance: Instance, tables: Tables, round_: int, person: int) -> None:
        self.instance, self.person, self.round = instance, person, round_
        self.met: Counter[int] = Counter()
        self.seen: Counter[int] = Counter()
        for r in instance.rounds:
            if r != round_:
                self._look(r, tables[r])

    def _look(self, round_: int, seating: list[list[int]]) -> None:
        for t, people in enumerate(seating):
            if self.person in people:
                self.met.update(people)
                self.seen[self.instance.measure_of[round_][t]] += 1
                return

    def strain(self, people: list[int], table: int) -> Strain:
        """The strain of a seat beside these people at a table; the smaller the better."""
        instance, person = self.instance, self.person
        there = [q for q in people if q != person]
        measure = instance.measure_of[self.round][table]
        guides = sum(instance.lighthouse[q] for q in there) if instance.lighthouse[person] else 0
        city = sum(instance.organisation[q] == instance.organisation[person] for q in there)
        wish = 0 if self.seen[measure] else -instance.wish_weights[person].get(measure, 0)
        again = self.seen[measure] if measure != NO_MEASURE else 0
        return (guides, city, wish, sum(self.met[q] for q in there), again, len(there))
