"""Small random problems of every kind, for the exact solver: few people, and hardly room for the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

from facilitator.breakouts.allocation import FixedSeat, Person, Problem, Round, SeatingRole, Table
from tests.breakouts.allocation.cases import MEASURES

KINDS: dict[str, Callable[[Random, Problem], Problem]] = {}
"""What is put on top of a plain mixer, by its name."""


def drawn(seed: int) -> Problem:
    """The problem of a seed: one kind at a time for the first, then several together."""
    dice = Random(seed)
    problem = _mixer(dice)
    kinds = list(KINDS.values())
    chosen = [kinds[seed // 2 % len(kinds)]] if seed % 2 else dice.sample(kinds, dice.randint(2, len(kinds)))
    for kind in chosen:
        problem = kind(dice, problem)
    return problem


def _mixer(dice: Random) -> Problem:
    tables = dice.randint(2, 4)
    people = dice.randint(tables + 1, 9)
    size = -(-people // tables) + dice.choice((0, 0, 0, 1, 2))
    rounds = dice.randint(1, 3 if tables > 2 else 2)  # an exact solver finds no end of two tables over three
    round_ = Round(tuple(Table(f"T{t}", size) for t in range(tables)))
    return Problem(tuple(Person(f"P{p}") for p in range(people)), (round_,) * rounds)


def _kind(draw: Callable[[Random, Problem], Problem]) -> Callable[[Random, Problem], Problem]:
    KINDS[draw.__name__.strip("_")] = draw
    return draw


def _people(problem: Problem, change: Callable[[Person], Person]) -> Problem:
    return replace(problem, people=tuple(map(change, problem.people)))


def _tables(problem: Problem, change: Callable[[Table], Table]) -> Problem:
    rounds = tuple(replace(r, tables=tuple(map(change, r.tables))) for r in problem.rounds)
    return replace(problem, rounds=rounds)


@_kind
def _apart(dice: Random, problem: Problem) -> Problem:
    """One person apart from many, or some pairs."""
    others = range(1, len(problem.people))
    more = dice.choice((0, 0, 1, 2))
    problem = _tables(problem, lambda table: replace(table, capacity=table.capacity + more))
    if dice.random() < 0.5:
        many = dice.randint(max(1, len(others) - 2), len(others))
        return replace(problem, apart=tuple((0, q) for q in dice.sample(others, many)))
    pairs = list(combinations(range(len(problem.people)), 2))
    return replace(problem, apart=tuple(dice.sample(pairs, min(len(pairs), dice.randint(1, 5)))))


@_kind
def _together(dice: Random, problem: Problem) -> Problem:
    """A block of two or three, or two blocks."""
    p = dice.sample(range(len(problem.people)), min(4, len(problem.people)))
    if len(p) < 4:
        return replace(problem, together=((p[0], p[1]),))
    return replace(
        problem,
        together=dice.choice((((p[0], p[1]),), ((p[0], p[1]), (p[1], p[2])), ((p[0], p[1]), (p[2], p[3])))),
    )


@_kind
def _uneven(dice: Random, problem: Problem) -> Problem:
    """Tables of many sizes, with minimums."""

    def change(table: Table) -> Table:
        most = max(1, table.capacity + dice.randint(-1, 2))
        return replace(table, capacity=most, minimum=dice.randint(1, min(3, most)))

    return _tables(problem, change)


@_kind
def _minimums(dice: Random, problem: Problem) -> Problem:
    """Minimums near what the people allow."""
    each = len(problem.people) // len(problem.rounds[0].tables)
    return _tables(
        problem,
        lambda table: replace(table, capacity=table.capacity + 2, minimum=max(1, each - dice.randint(0, 1))),
    )


@_kind
def _absences(dice: Random, problem: Problem) -> Problem:
    """Some are away for some rounds."""

    def change(who: Person) -> Person:
        away = {r for r in range(len(problem.rounds)) if dice.random() < 0.25}
        return replace(who, absent=frozenset(away))

    return _people(problem, change)


@_kind
def _measures(dice: Random, problem: Problem) -> Problem:
    """Wishes and interests in measures, some tables without one."""
    names = MEASURES[: dice.randint(1, 4)]
    offered = (*names, "") if dice.random() < 0.3 else names
    problem = _tables(problem, lambda table: replace(table, measure=dice.choice(offered)))
    problem = _people(
        problem, lambda who: replace(who, wishes=tuple(dice.sample(names, dice.randint(0, len(names)))))
    )
    return replace(problem, interests={"Sofia": frozenset(dice.sample(names, dice.randint(0, len(names))))})


@_kind
def _cities(dice: Random, problem: Problem) -> Problem:
    """Organisations and lighthouse delegates."""
    few = dice.random()

    def change(who: Person) -> Person:
        role = SeatingRole.LIGHTHOUSE if dice.random() < few else SeatingRole.INTERESTED
        return replace(who, organisation=dice.choice(("Sofia", "Sofia", "Lyon", "")), role=role)

    return _people(problem, change)


@_kind
def _needs(dice: Random, problem: Problem) -> Problem:
    """Steps and languages."""
    tongues = (frozenset[str](), frozenset({"en"}), frozenset({"fr"}), frozenset({"en", "fr"}))
    problem = _people(
        problem, lambda who: replace(who, step_free=dice.random() < 0.3, languages=dice.choice(tongues))
    )
    return _tables(
        problem,
        lambda table: replace(
            table, accessible=dice.random() < 0.6, languages=dice.choice((tongues[0], *tongues))
        ),
    )


@_kind
def _pins(dice: Random, problem: Problem) -> Problem:
    """Some have their table."""
    chosen = dice.sample(range(len(problem.people)), 2)
    return replace(
        problem,
        pins=tuple(
            FixedSeat(p, dice.randrange(len(problem.rounds)), dice.randrange(len(problem.rounds[0].tables)))
            for p in chosen
        ),
    )
