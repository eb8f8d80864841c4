"""What it means to one person to sit at one table, given where they sit in the other rounds."""

from __future__ import annotations

from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance

Strain = tuple[int, ...]
"""Aim by aim what the seat costs: common city, wish given, people met before, measure seen, heads there."""


def strain(
    instance: Instance, tables: list[list[list[int]]], round_: int, person: int, table: int
) -> Strain:  # fmt: skip
    """The strain of a seat; the smaller the better."""
    there = [q for q in tables[round_][table] if q != person]
    met: list[int] = []
    seen: list[int] = []
    for r in instance.rounds:
        if r == round_:
            continue
        t = next((t for t, people in enumerate(tables[r]) if person in people), None)
        if t is not None:
            met += tables[r][t]
            seen.append(instance.measure_of[r][t])
    measure = instance.measure_of[round_][table]
    city = sum(instance.organisation[q] == instance.organisation[person] for q in there)
    wish = 0 if measure in seen else -instance.wish_weights[person].get(measure, 0)
    again = seen.count(measure) if measure != NO_MEASURE else 0
    return (city, wish, sum(met.count(q) for q in there), again, len(there))
