"""Layer 2: a plan from a design, where the rounds are alike enough for one."""

from __future__ import annotations

from random import Random

from facilitator.breakouts.allocation.columns import GHOST, cast
from facilitator.breakouts.allocation.designs import Design, best_design, cafe
from facilitator.breakouts.allocation.greedy import Memory, Usher
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance
from facilitator.breakouts.allocation.problem import Plan, Seating


def design_plan(instance: Instance, random: Random) -> Plan | None:
    """A plan laid out by the best design; None where none fits. Its rules about people may be broken."""
    design = fitting_design(instance)
    if design is None:
        return None
    people = cast(instance, design, random)
    memory, plan = Memory(instance), list[Seating]()
    for r in instance.rounds:
        if r < len(design.rounds):
            seating = _seating(instance, r, design.rounds[r], people)
        else:
            try:
                seating = Usher(instance, r, memory, random).seat_all()
            except Infeasible:
                return None
        memory.add(r, seating)
        plan.append(seating)
    return tuple(plan) if _sizes_fit(instance, tuple(plan)) else None


def fitting_design(instance: Instance) -> Design | None:
    """The design for this many tables, people and rounds; a café where measures share the tables evenly."""
    tables = {len(capacity) for capacity in instance.capacity}
    if len(tables) != 1 or len(instance.open_rounds) != len(instance.rounds):
        return None
    g = tables.pop()
    size = -(-instance.size // g)
    if g < 2 or instance.size < g * (size - 1) or size > min(map(min, instance.capacity)):
        return None
    rounds = len(instance.rounds)
    if len(instance.measures) > 1 and all(_balanced(measures) for measures in instance.measure_of):
        found = cafe(g, size, rounds, len(instance.measures))
        if found:
            return found
    return best_design(g, size, rounds)


def _balanced(measures: list[int]) -> bool:
    """Whether every table has a measure and each measure equally many tables."""
    return NO_MEASURE not in measures and len({measures.count(m) for m in set(measures)}) == 1


def _seating(instance: Instance, round_: int, seat: tuple[int, ...], people: list[int]) -> Seating:
    order = _interleaved(instance.measure_of[round_])
    tables: list[list[int]] = [[] for _ in order]
    absent = [round_ in who.absent for who in instance.problem.people]
    for player, t in enumerate(seat):
        p = people[player]
        if p != GHOST and not absent[p]:
            tables[order[t]].append(p)
    return tuple(tuple(sorted(table)) for table in tables)


def _interleaved(measures: list[int]) -> list[int]:
    """The tables in an order that takes one of each measure in turn, as a café needs it."""
    if not _balanced(measures):
        return list(range(len(measures)))
    kinds = sorted(set(measures))
    by_measure = [[t for t, m in enumerate(measures) if m == kind] for kind in kinds]
    return [by_measure[t % len(kinds)][t // len(kinds)] for t in range(len(measures))]


def _sizes_fit(instance: Instance, plan: Plan) -> bool:
    return all(
        instance.minimum[r][t] <= len(table) <= instance.capacity[r][t]
        for r, seating in enumerate(plan)
        for t, table in enumerate(seating)
    )
