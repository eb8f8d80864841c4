"""The people behind what a plan could not give, in sentences with the numbers that explain it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from facilitator.breakouts.allocation.cost import (
    meetings,
    missed_interests,
    most_even_sizes,
    uneven_rounds,
    visits,
)
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Aim, Pair, Plan
from facilitator.errors import N_
from facilitator.sentences import Names, Sentence, listed, say, say_many


def _no_lighthouse(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    for r, seating in enumerate(plan):
        for t, table in enumerate(seating):
            if table and not any(instance.lighthouse[p] for p in table):
                yield say(
                    "Round %(round)s: group %(table)s has no lighthouse delegate. "
                    "Lighthouse delegates: %(guides)s. Groups: %(tables)s.",
                    round=r + 1, table=instance.problem.rounds[r].tables[t].name, tables=len(seating),
                    guides=sum(instance.lighthouse[p] for p in instance.present[r]),
                )  # fmt: skip


def _shared_city(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    for r, seating in enumerate(plan):
        sends = Counter(instance.organisation[p] for p in instance.present[r])
        for t, table in enumerate(seating):
            for k, count in sorted(Counter(instance.organisation[p] for p in table).items()):
                if count < 2 or _must_share(instance, table, k):
                    continue
                yield say(
                    "Round %(round)s: people from %(city)s are in group %(table)s together: %(names)s. "
                    "People from %(city)s: %(sends)s. Groups: %(tables)s.",
                    round=r + 1, city=instance.organisations[k], sends=sends[k],
                    table=instance.problem.rounds[r].tables[t].name, tables=len(seating),
                    names=_names(instance, [p for p in table if instance.organisation[p] == k]),
                )  # fmt: skip


def _must_share(instance: Instance, table: tuple[int, ...], organisation: int) -> bool:
    people = [p for p in table if instance.organisation[p] == organisation]
    return all((a, b) in instance.exempt for a in people for b in people if a < b)


def _interest(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    for k, m in missed_interests(instance, plan):
        yield say(
            "Nobody from %(city)s visits %(measure)s. "
            "Topics asked for: %(topics)s. People: %(people)s. Rounds: %(rounds)s.",
            city=instance.organisations[k], measure=instance.measures[m], rounds=len(plan),
            people=len(instance.members[k]), topics=len(instance.needs[k]),
        )  # fmt: skip


def _wishes(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    seen = visits(instance, plan)
    for p, who in enumerate(instance.problem.people):
        rounds = len(plan) - len(who.absent)
        for rank, name in enumerate(who.wishes[:rounds], 1):
            m = instance.measure_number.get(name)
            if m is None or (p, m) not in seen:
                yield unmet_wish(instance, p, rank)


def unmet_wish(instance: Instance, person: int, rank: int) -> Sentence:
    """Why a person does not visit the measure of a wish: how many wish for it, and the seats it has."""
    who = instance.problem.people[person]
    name = who.wishes[rank - 1]
    if name not in instance.measure_number:
        return say(
            "%(person)s asked for %(measure)s, but no group has this topic.", person=who.name, measure=name
        )
    m = instance.measure_number[name]
    seats = sum(
        room
        for measures, capacity in zip(instance.measure_of, instance.capacity, strict=True)
        for measure, room in zip(measures, capacity, strict=True)
        if measure == m
    )
    text = N_(
        "%(person)s does not visit %(measure)s (preference %(rank)s). "
        "People who asked for it: %(wishing)s. Seats in all rounds: %(seats)s."
    )
    wishing = sum(m in weights for weights in instance.wish_weights)
    return say(text, person=who.name, measure=name, rank=rank, wishing=wishing, seats=seats)


def _repeats(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    people = instance.problem.people
    met = _rounds_together(instance, plan)
    for (a, b), rounds in sorted(met.items(), key=lambda item: (-len(item[1]), item[0])):
        yield say(
            "%(a)s and %(b)s are in the same group in rounds %(rounds)s.",
            a=people[a].name, b=people[b].name, rounds=listed(map(str, rounds), len(plan)),
        )  # fmt: skip


def _rounds_together(instance: Instance, plan: Plan) -> dict[Pair, list[int]]:
    """In which rounds those who meet more than once do, counted from 1."""
    again = {pair for pair, times in meetings(instance, plan).items() if times > 1}
    met: dict[Pair, list[int]] = {pair: [] for pair in again}
    for r, seating in enumerate(plan, 1):
        for pair in (pair for table in seating for pair in combinations(table, 2)):
            if pair in again:
                met[pair].append(r)
    return met


def _measure_twice(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    offered = len(instance.measures)
    for (p, m), times in sorted(visits(instance, plan).items()):
        if times > 1:
            yield say_many(
                "%(person)s visits %(measure)s once. Rounds: %(rounds)s. Measures: %(offered)s.",
                "%(person)s visits %(measure)s %(num)d times. Rounds: %(rounds)s. Measures: %(offered)s.",
                times, person=instance.problem.people[p].name, measure=instance.measures[m],
                rounds=len(plan), offered=offered,
            )  # fmt: skip


def _uneven(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    for r in uneven_rounds(instance, plan):
        sizes, even = [len(table) for table in plan[r]], most_even_sizes(instance, r)
        if instance.problem.rounds[r].started:
            yield say(
                "Round %(round)s has started with uneven groups. Smallest: %(least)s. Largest: %(most)s.",
                round=r + 1, least=min(sizes), most=max(sizes),
            )  # fmt: skip
            continue
        yield say(
            "Round %(round)s: goals further up come before even groups."
            " Smallest: %(least)s. Largest: %(most)s. Most even: %(low)s–%(high)s.",
            round=r + 1, least=min(sizes), most=max(sizes), low=min(even), high=max(even),
        )  # fmt: skip


def _names(instance: Instance, people: list[int]) -> Names:
    return listed(instance.problem.people[p].name for p in people)


LEFTOVERS: dict[Aim, Callable[[Instance, Plan], Iterator[Sentence]]] = {
    Aim.LIGHTHOUSE: _no_lighthouse,
    Aim.CITY: _shared_city,
    Aim.INTEREST: _interest,
    Aim.WISHES: _wishes,
    Aim.MEETINGS: _repeats,
    Aim.MEASURES: _measure_twice,
    Aim.EVEN: _uneven,
}
