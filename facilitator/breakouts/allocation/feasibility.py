"""Layer 0: can any plan keep the rules? Counted before any search, and said with the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from facilitator.breakouts.allocation.contradictions import names_of, pairs, pins
from facilitator.breakouts.allocation.hall import crowded, lacking
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.packing import packing
from facilitator.breakouts.allocation.problem import Problem
from facilitator.breakouts.allocation.shape import limits, references, shape
from facilitator.errors import N_
from facilitator.sentences import Sentence, listed, say, say_many


def check_feasible(problem: Problem) -> Instance:
    """The problem as an instance; raises Infeasible with every reason found in the first layer that fails."""
    instance = Instance(problem)
    for layer in LAYERS:
        if reasons := list(layer(instance)):
            raise Infeasible(reasons)
    return instance


def _seats(instance: Instance) -> Iterator[Sentence]:
    for r in instance.open_rounds:
        there, seats, least = len(instance.present[r]), sum(instance.capacity[r]), sum(instance.minimum[r])
        tables = len(instance.capacity[r])
        if there > seats:
            yield say_many(
                "Round %(round)s: one seat is missing. "
                "People: %(people)s. Seats: %(seats)s. Groups: %(tables)s.",
                "Round %(round)s: %(num)d seats are missing. "
                "People: %(people)s. Seats: %(seats)s. Groups: %(tables)s.",
                there - seats,
                round=r + 1,
                people=there,
                tables=tables,
                seats=seats,
            )
        if there < least:
            yield say_many(
                "Round %(round)s: there is only one person. The groups need at least %(least)s together."
                " Groups: %(tables)s.",
                "Round %(round)s: there are only %(num)d people. The groups need at least %(least)s together."
                " Groups: %(tables)s.",
                there,
                round=r + 1,
                tables=tables,
                least=least,
            )


def _suitable_seats(instance: Instance) -> Iterator[Sentence]:
    for r in instance.open_rounds:
        if found := crowded(instance, r):
            yield _too_crowded(instance, r, *found)
        alone = list(_tables_without_people(instance, r))
        yield from alone
        if not alone and (short := lacking(instance, r)):
            yield _too_few_suited(instance, r, *short)


def _tables_without_people(instance: Instance, round_: int) -> Iterator[Sentence]:
    kinds = Counter(instance.mask[round_][p] for p in instance.present[round_])
    for t, table in enumerate(instance.problem.rounds[round_].tables):
        fitting = sum(count for mask, count in kinds.items() if mask >> t & 1)
        if fitting < table.minimum:
            yield say_many(
                "Round %(round)s: group %(table)s needs at least one person, but suits nobody.",
                "Round %(round)s: group %(table)s needs at least %(num)d people, but suits only %(fitting)s.",
                table.minimum,
                round=round_ + 1,
                table=table.name,
                fitting=fitting,
            )


def _too_few_suited(instance: Instance, round_: int, at: list[int], people: list[int]) -> Sentence:
    tables = instance.problem.rounds[round_].tables
    return say_many(
        "Round %(round)s: one person is needed in %(tables)s together. "
        "People whom one of them suits: %(people)s.",
        "Round %(round)s: %(num)d people are needed in %(tables)s together. "
        "People whom one of them suits: %(people)s.",
        sum(tables[t].minimum for t in at),
        round=round_ + 1,
        tables=listed((tables[t].name for t in at), most=8),
        people=len(people),
    )


def _too_crowded(instance: Instance, round_: int, people: list[int], at: list[int]) -> Sentence:
    names = names_of(instance, people)
    if not at:
        return say("Round %(round)s: no group suits %(names)s.", round=round_ + 1, names=names)
    tables = listed((instance.problem.rounds[round_].tables[t].name for t in at), most=8)
    seats = sum(instance.capacity[round_][t] for t in at)
    return say_many(
        "Round %(round)s: one person can only sit in %(tables)s: %(names)s. Seats there: %(seats)s.",
        "Round %(round)s: %(num)d people can only sit in %(tables)s: %(names)s. Seats there: %(seats)s.",
        len(people),
        round=round_ + 1,
        tables=tables,
        seats=seats,
        names=names,
    )


def shortages(instance: Instance) -> Iterator[Sentence]:
    """What no plan can give although no rule is broken: delegates or topics lack, a city is too big."""
    problem = instance.problem
    yield from _topics_of_no_group(instance)
    for r in instance.open_rounds:
        tables = len(instance.capacity[r])
        guides = sum(instance.lighthouse[p] for p in instance.present[r])
        if 0 < guides < tables:
            yield say_many(
                "Round %(round)s: there is only one lighthouse delegate. Groups: %(tables)s.",
                "Round %(round)s: there are only %(num)d lighthouse delegates. Groups: %(tables)s.",
                guides,
                round=r + 1,
                tables=tables,
            )
        if problem.facilitators is not None and problem.facilitators < tables:
            yield say_many(
                "Round %(round)s: there is only one facilitator. Groups: %(tables)s.",
                "Round %(round)s: there are only %(num)d facilitators. Groups: %(tables)s.",
                problem.facilitators,
                round=r + 1,
                tables=tables,
            )
        yield from _big_cities(instance, r)


def _topics_of_no_group(instance: Instance) -> Iterator[Sentence]:
    interests = instance.problem.interests
    asking = Counter(
        name
        for who in instance.problem.people
        for name in {*who.wishes, *interests.get(who.organisation, ())}
        if name not in instance.measure_number
    )
    for name, people in sorted(asking.items()):
        text = N_("No group has the topic %(measure)s. People who asked for it: %(people)s.")
        yield say(text, measure=name, people=people)


def _big_cities(instance: Instance, round_: int) -> Iterator[Sentence]:
    tables = len(instance.capacity[round_])
    for k, name in enumerate(instance.organisations):
        there = sum(round_ not in instance.problem.people[p].absent for p in instance.members[k])
        if there > tables:
            yield say_many(
                "Round %(round)s: there is only one group. People from %(city)s: %(people)s.",
                "Round %(round)s: there are only %(num)d groups. People from %(city)s: %(people)s.",
                tables,
                round=round_ + 1,
                city=name,
                people=there,
            )


LAYERS: tuple[Callable[[Instance], Iterator[Sentence]], ...] = (
    limits,
    shape,
    references,
    _seats,
    pins,
    pairs,
    _suitable_seats,
    packing,
)
