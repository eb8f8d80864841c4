"""Somebody leaves, comes back, loses their table: how the engine mends it, against an exact solver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from facilitator.breakouts.allocation import (
    Effort,
    Infeasible,
    Plan,
    Problem,
    Replan,
    SeatingRole,
    allocate,
    close_table,
    release_departure,
    seat_late,
)
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.verify import broken_rules
from tests.breakouts.allocation.exact import ExactModel


@dataclass(frozen=True)
class MendedChange:
    """A change, what is wrong with how it was mended, and whether the engine proved its moves the fewest."""

    what: str
    wrong: tuple[str, ...]
    proven: bool


def changes(problem: Problem) -> Iterator[MendedChange]:
    """Each person of the first round leaves and comes back, each table is lost, one at a time."""
    problem = _one_round(problem)
    try:
        plan = allocate(problem, 1, Effort(0, 1)).plan
    except Infeasible:
        return
    for p in range(len(problem.people)):
        left = release_departure(problem, plan, p)
        yield _judged(f"{p} leaves", left, plan, must=0)
        if not left.notes:
            yield _judged(f"{p} is back", seat_late(problem, left.plan, p), left.plan, must=0)
    for t in range(len(problem.rounds[0].tables)):
        yield from _lost(problem, plan, t)


def _one_round(problem: Problem) -> Problem:
    """The first round, everybody there, and nobody from a lighthouse: then rules alone say who must move."""
    people = tuple(
        replace(who, absent=frozenset(), role=SeatingRole.PARTNER) for who in problem.people
    )  # fmt: skip
    pins = tuple(pin for pin in problem.pins if pin.round == 0)
    return replace(problem, people=people, rounds=problem.rounds[:1], pins=pins)


def _lost(problem: Problem, plan: Plan, table: int) -> Iterator[MendedChange]:
    what, homeless = f"table {table} is lost", len(plan[0][table])
    try:
        found = close_table(problem, plan, 0, table, search=False)
    except Infeasible:
        kept = tuple(t for k, t in enumerate(problem.rounds[0].tables) if k != table)
        pins = tuple(
            replace(pin, table=pin.table - (pin.table > table)) for pin in problem.pins if pin.table != table
        )
        rest = replace(problem, rounds=(replace(problem.rounds[0], tables=kept),), pins=pins)
        possible = bool(kept) and ExactModel(rest, alike=False).is_possible()
        yield MendedChange(what, ("seats can be found",) if possible else (), proven=True)
        return
    before = (tuple(people for t, people in enumerate(plan[0]) if t != table),)
    yield _judged(what, found, before, must=homeless)


def _judged(what: str, found: Replan, before: Plan, must: int) -> MendedChange:
    """`must` people have lost their seat, and move in any case."""
    exact = ExactModel(found.problem, alike=False)
    least = exact.least(exact.moves(before))
    broken = tuple(map(str, broken_rules(Instance(replace(found.problem, seated=found.plan)), found.plan)))
    if least is None:
        return MendedChange(
            what, () if found.notes and not found.moves else ("no plan keeps the rules",), found.proven
        )
    moves = len(found.moves) - must
    more = (f"{moves} moves instead of {least}",) if moves != least else ()
    return MendedChange(what, (*broken, *more, *map(str, found.notes)), found.proven)
