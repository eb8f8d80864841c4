"""Do the rules contradict each other, or ask for more tables than there are?"""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Person, Table
from facilitator.breakouts.allocation.sentence import N_, Sentence, listed, say

BLOCK = N_("Round {round}: {count} people must sit together ({names}), the largest table has {seats}.")
CLIQUE = N_("Round {round}: {count} people must all sit apart ({names}), but there are {tables} tables.")


def pairs(instance: Instance) -> Iterator[Sentence]:
    """People who must and must not sit together, blocks and cliques too large for the tables."""
    people = instance.problem.people
    for a, b in instance.problem.apart:
        if b in instance.block_of.get(a, ()):
            yield say(
                "{a} and {b} must sit together and must not sit together.", a=people[a].name, b=people[b].name
            )
    for block in instance.blocks:
        for r in instance.open_rounds:
            largest = max(instance.capacity[r])
            there = [p for p in block if r not in people[p].absent]
            if len(there) > largest:
                yield say(
                    BLOCK, round=r + 1, count=len(there), names=names_of(instance, there), seats=largest
                )
    yield from _cliques(instance)


def _cliques(instance: Instance) -> Iterator[Sentence]:
    clique = _largest_clique_found(instance.apart)
    for r in instance.open_rounds:
        there = [p for p in clique if r not in instance.problem.people[p].absent]
        tables = len(instance.capacity[r])
        if len(there) > tables:
            yield say(CLIQUE, round=r + 1, count=len(there), names=names_of(instance, there), tables=tables)


def _largest_clique_found(apart: list[set[int]]) -> list[int]:
    """People who must all sit apart: grown greedily from each person, so not always the largest."""
    best: list[int] = []
    for start in range(len(apart)):
        clique, candidates = [start], set(apart[start])
        while candidates:
            chosen = max((len(apart[p] & candidates), -p) for p in candidates)
            clique.append(-chosen[1])
            candidates &= apart[-chosen[1]]
        best = max(best, clique, key=len)
    return sorted(best)


def pins(instance: Instance) -> Iterator[Sentence]:
    """Pins against each other, against a table or against a pair."""
    problem = instance.problem
    places: dict[tuple[int, int], int] = {}
    for pin in problem.pins:
        tables = problem.rounds[pin.round].tables
        who, table = problem.people[pin.person], tables[pin.table]
        for why in _against(who, table, pin.round):
            text = N_("{person} is pinned to table {table} in round {round}: {why}.")
            yield say(text, person=who.name, table=table.name, round=pin.round + 1, why=why)
        before = places.setdefault((pin.round, pin.person), pin.table)
        if before != pin.table:
            text = N_("{person} is pinned to tables {a} and {b} in round {round}.")
            yield say(text, person=who.name, a=tables[before].name, b=table.name, round=pin.round + 1)
    yield from _pinned_pairs(instance)


def _against(who: Person, table: Table, round_: int) -> Iterator[str]:
    if round_ in who.absent:
        yield "this person is not there"
    if who.step_free and not table.accessible:
        yield "it is not reachable without steps"
    if who.languages and table.languages and not who.languages & table.languages:
        yield "no common language"


def _pinned_pairs(instance: Instance) -> Iterator[Sentence]:
    people = instance.problem.people
    for r in instance.open_rounds:
        pinned = instance.pinned[r]
        both = [(a, b, True) for a, b in instance.problem.together]
        both += [(a, b, False) for a, b in instance.problem.apart]
        for a, b, together in both:
            if a not in pinned or b not in pinned or (pinned[a] == pinned[b]) is together:
                continue
            if together:
                text = N_("{a} and {b} must sit together, but are pinned to two tables in round {round}.")
            else:
                text = N_("{a} and {b} must sit apart, but are pinned to one table in round {round}.")
            yield say(text, a=people[a].name, b=people[b].name, round=r + 1)


def names_of(instance: Instance, people: list[int]) -> str:
    """The names of people, the first few of them."""
    return listed(instance.problem.people[p].name for p in people)
