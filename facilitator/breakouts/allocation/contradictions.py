"""Do the rules contradict each other, or ask for more tables than there are?"""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Person, Table
from facilitator.errors import N_
from facilitator.sentences import Names, Sentence, listed, say, say_many


def pairs(instance: Instance) -> Iterator[Sentence]:
    """People who must and must not sit together, blocks and cliques too large for the tables."""
    people = instance.problem.people
    for a, b in instance.problem.apart:
        if b in instance.block_of.get(a, ()) and _ever_both_there(instance, a, b):
            yield say(
                "%(a)s and %(b)s must sit together and must not sit together.",
                a=people[a].name,
                b=people[b].name,
            )
    for block in instance.blocks:
        for r in instance.open_rounds:
            largest = max(instance.capacity[r])
            there = [p for p in block if r not in people[p].absent]
            if len(there) > largest:
                yield say_many(
                    "Round %(round)s: these people must sit together, but the largest group has one seat: "
                    "%(names)s.",
                    "Round %(round)s: these people must sit together, but the largest group has %(num)d "
                    "seats: %(names)s.",
                    largest,
                    round=r + 1,
                    names=names_of(instance, there),
                )
    yield from _cliques(instance)


def _ever_both_there(instance: Instance, a: int, b: int) -> bool:
    """Whether two people are both there in a round that may still be seated."""
    away = instance.problem.people[a].absent | instance.problem.people[b].absent
    return any(r not in away for r in instance.open_rounds)


def _cliques(instance: Instance) -> Iterator[Sentence]:
    clique = largest_clique_found(instance.apart)
    for r in instance.open_rounds:
        there = [p for p in clique if r not in instance.problem.people[p].absent]
        tables = len(instance.capacity[r])
        if len(there) > tables:
            yield say_many(
                "Round %(round)s: these people must all sit apart, but there is only one group: %(names)s.",
                "Round %(round)s: these people must all sit apart, but there are only %(num)d groups: "
                "%(names)s.",
                tables,
                round=r + 1,
                names=names_of(instance, there),
            )


def largest_clique_found(apart: list[set[int]]) -> list[int]:
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
        for text in _against(who, table, pin.round):
            yield say(text, person=who.name, table=table.name, round=pin.round + 1)
        before = places.setdefault((pin.round, pin.person), pin.table)
        if before != pin.table:
            text = N_("%(person)s is pinned to two groups in round %(round)s: %(a)s and %(b)s.")
            yield say(text, person=who.name, a=tables[before].name, b=table.name, round=pin.round + 1)
    yield from _pinned_pairs(instance)


def _against(who: Person, table: Table, round_: int) -> Iterator[str]:
    if round_ in who.absent:
        yield N_(
            "%(person)s is pinned to group %(table)s in round %(round)s, but is not there in that round."
        )
    if who.step_free and not table.accessible:
        yield N_(
            "%(person)s is pinned to group %(table)s in round %(round)s, but cannot reach it without steps."
        )
    if who.languages and table.languages and not who.languages & table.languages:
        yield N_(
            "%(person)s is pinned to group %(table)s in round %(round)s, but they have no language in common."
        )


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
                text = N_(
                    "%(a)s and %(b)s must sit together, but are pinned to "
                    "different groups in round %(round)s."
                )
            else:
                text = N_(
                    "%(a)s and %(b)s must sit apart, but are pinned to the same group in round %(round)s."
                )
            yield say(text, a=people[a].name, b=people[b].name, round=r + 1)


def names_of(instance: Instance, people: list[int]) -> Names:
    """The names of people, the first few of them."""
    return listed(instance.problem.people[p].name for p in people)
