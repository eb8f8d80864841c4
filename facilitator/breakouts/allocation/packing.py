"""Do those who must sit together, or apart, fit into the groups as whole blocks? Counted, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from math import gcd

from facilitator.breakouts.allocation.contradictions import largest_clique_found, names_of
from facilitator.breakouts.allocation.instance import Instance
from facilitator.errors import N_
from facilitator.sentences import Sentence, say, say_many

Unit = tuple[int, ...]
"""People who sit together, or one alone."""


def packing(instance: Instance) -> Iterator[Sentence]:
    """Blocks too many for the groups, blocks that leave seats over, and blocks that must all sit apart."""
    for r in instance.open_rounds if instance.blocks else ():
        units = units_of(instance, r)
        yield from _too_many_blocks(instance, r, units)
        yield from _seats_left_over(instance, r, units)
        yield from _blocks_apart(instance, r, units)


def units_of(instance: Instance, round_: int) -> list[Unit]:
    """The people of a round as they sit together."""
    there = set(instance.present[round_])
    blocks = [unit for block in instance.blocks if (unit := tuple(p for p in block if p in there))]
    return blocks + [(p,) for p in sorted(there) if p not in instance.block_of]


def _too_many_blocks(instance: Instance, round_: int, units: list[Unit]) -> Iterator[Sentence]:
    """A group of c seats takes no more than c // s blocks of s or more people."""
    for size in sorted({len(unit) for unit in units if len(unit) > 1}):
        blocks = [unit for unit in units if len(unit) >= size]
        room = sum(seats // size for seats in instance.capacity[round_])
        if len(blocks) > room:
            text = N_(
                "Round %(round)s: the groups have room for too few sets of people who must sit together."
                " People in a set, at least: %(size)s. Sets: %(sets)s. Room for: %(room)s. People: %(names)s."
            )
            names = names_of(instance, [p for block in blocks for p in block])
            yield say(text, round=round_ + 1, size=size, sets=len(blocks), room=room, names=names)
            return


def _seats_left_over(instance: Instance, round_: int, units: list[Unit]) -> Iterator[Sentence]:
    """If all units are multiples of g people, a group has a multiple of g people."""
    step = reduce(gcd, map(len, units), 0)
    if step < 2:
        return
    people = sum(map(len, units))
    room = sum(seats // step * step for seats in instance.capacity[round_])
    needed = sum(-(-least // step) * step for least in instance.minimum[round_])
    text = N_(
        "Round %(round)s: everybody sits together in sets of %(step)s or a multiple, so the numbers of people"
        " in the groups do not work out. People: %(people)s. Room for: %(room)s. Needed: %(needed)s."
    )
    if not needed <= people <= room:
        yield say(text, round=round_ + 1, step=step, people=people, room=room, needed=needed)


def _blocks_apart(instance: Instance, round_: int, units: list[Unit]) -> Iterator[Sentence]:
    """Units of whom each has somebody who must sit apart from somebody of each other one."""
    unit_of = {p: k for k, unit in enumerate(units) for p in unit}
    apart = [
        {unit_of[q] for p in unit for q in instance.apart[p] if q in unit_of and unit_of[q] != k}
        for k, unit in enumerate(units)
    ]
    clique = largest_clique_found(apart)
    tables = len(instance.capacity[round_])
    if len(clique) > tables and any(len(units[k]) > 1 for k in clique):
        yield say_many(
            "Round %(round)s: these people must all sit apart, or sit together with somebody who must,"
            " but there is only one group: %(names)s.",
            "Round %(round)s: these people must all sit apart, or sit together with somebody who must,"
            " but there are only %(num)d groups: %(names)s.",
            tables,
            round=round_ + 1,
            names=names_of(instance, [units[k][0] for k in clique]),
        )
