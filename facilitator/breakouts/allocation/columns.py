"""Who plays which player of a design: cities each into one column, lighthouse delegates into the first.

Players of a column never share a table in the crossing rounds, so a city within a column never meets.
"""

from __future__ import annotations

from itertools import groupby
from random import Random

from facilitator.breakouts.allocation.designs import Design
from facilitator.breakouts.allocation.instance import Instance

GHOST = -1


def cast(instance: Instance, design: Design, random: Random) -> list[int]:
    """Per player the person, or GHOST where a seat stays empty."""
    if design.columns:
        return _in_columns(instance, design)
    people = list(range(instance.size))
    for i in range(len(people) - 1, 0, -1):
        j = int(random.random() * (i + 1))
        people[i], people[j] = people[j], people[i]
    ghosts = _ghosts(design, design.tables * design.size - instance.size)
    order = iter(people)
    return [GHOST if player in ghosts else next(order) for player in range(design.tables * design.size)]


def _ghosts(design: Design, count: int) -> set[int]:
    """Players to leave out, chosen so that as few as possible share a table."""
    chosen: set[int] = set()
    clashes = [0] * (design.tables * design.size)
    while len(chosen) < count:
        ghost = min((c, p) for p, c in enumerate(clashes) if p not in chosen)[1]
        chosen.add(ghost)
        for seat in design.rounds:
            for p, t in enumerate(seat):
                clashes[p] += t == seat[ghost]
    return chosen


def _in_columns(instance: Instance, design: Design) -> list[int]:
    g, s = design.tables, design.size
    room = [g] * (s - 1) + [instance.size - g * (s - 1)]
    columns: list[list[int]] = [[] for _ in room]
    guides = [p for p in range(instance.size) if instance.lighthouse[p]]
    guides = [p for group in _cities(instance, guides) for p in group][: room[0]]
    columns[0] = guides
    rest = sorted(set(range(instance.size)) - set(guides))
    split = {instance.organisation[p] for p in guides}
    for group in _cities(instance, rest):
        _place(columns, room, group, avoid=0 if instance.organisation[group[0]] not in split else None)
    return [p for column in columns for p in [*column, *[GHOST] * (g - len(column))]]


def _cities(instance: Instance, people: list[int]) -> list[list[int]]:
    """People by organisation, the largest organisation first."""
    key = instance.organisation.__getitem__
    groups = [list(group) for _, group in groupby(sorted(people, key=lambda p: (key(p), p)), key=key)]
    return sorted(groups, key=lambda group: (-len(group), group))


def _place(columns: list[list[int]], room: list[int], group: list[int], avoid: int | None) -> None:
    """Puts a city into the column with most room, and what does not fit into the next."""
    while group:
        free = [
            (room[c] - len(columns[c]), -c if c == avoid else len(columns) - c, c) for c in range(len(room))
        ]
        space, _, c = max(free)
        columns[c] += group[:space]
        group = group[space:]
