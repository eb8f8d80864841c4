"""Layer 0: can any plan keep the rules? Counted before any search, and said with the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from facilitator.breakouts.allocation.contradictions import names_of, pairs, pins
from facilitator.breakouts.allocation.hall import crowded
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Problem
from facilitator.breakouts.allocation.sentence import N_, Infeasible, Sentence, listed, say
from facilitator.breakouts.allocation.shape import references, shape


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
            yield say(
                "Round {round}: {people} people, but only {seats} seats ({tables} tables, short: {missing}).",
                round=r + 1,
                people=there,
                tables=tables,
                seats=seats,
                missing=there - seats,
            )
        if there < least:
            yield say(
                "Round {round}: too few people: {people}, where {tables} tables need at least {least}.",
                round=r + 1,
                tables=tables,
                least=least,
                people=there,
            )


def _suitable_seats(instance: Instance) -> Iterator[Sentence]:
    for r in instance.open_rounds:
        tables = instance.problem.rounds[r].tables
        if found := crowded(instance, r):
            yield _too_crowded(instance, r, *found)
        for t, table in enumerate(tables):
            fitting = sum(instance.mask[r][p] >> t & 1 for p in instance.present[r])
            if fitting < table.minimum:
                text = N_(
                    "Round {round}: table {table} has a minimum of {minimum}, but suits only {count} people."
                )
                yield say(text, round=r + 1, table=table.name, minimum=table.minimum, count=fitting)


def _too_crowded(instance: Instance, round_: int, people: list[int], at: list[int]) -> Sentence:
    names = names_of(instance, people)
    if not at:
        return say("Round {round}: no table suits {names}.", round=round_ + 1, names=names)
    tables = listed((instance.problem.rounds[round_].tables[t].name for t in at), most=8)
    seats = sum(instance.capacity[round_][t] for t in at)
    text = N_("Round {round}: {count} people can sit only at {tables}, with {seats} seats: {names}.")
    return say(text, round=round_ + 1, count=len(people), tables=tables, seats=seats, names=names)


def shortages(instance: Instance) -> Iterator[Sentence]:
    """What no plan can give although no rule is broken: too few lighthouse delegates, too big a city."""
    problem = instance.problem
    for r in instance.open_rounds:
        tables = len(instance.capacity[r])
        guides = sum(instance.lighthouse[p] for p in instance.present[r])
        if 0 < guides < tables:
            yield say(
                "Round {round}: too few lighthouse delegates: {guides} for {tables} tables.",
                round=r + 1,
                guides=guides,
                tables=tables,
            )
        if problem.facilitators is not None and problem.facilitators < tables:
            yield say(
                "Round {round}: too few facilitators: {count} for {tables} tables.",
                round=r + 1,
                count=problem.facilitators,
                tables=tables,
            )
        yield from _big_cities(instance, r)


def _big_cities(instance: Instance, round_: int) -> Iterator[Sentence]:
    tables = len(instance.capacity[round_])
    for k, name in enumerate(instance.organisations):
        there = sum(round_ not in instance.problem.people[p].absent for p in instance.members[k])
        if there > tables:
            yield say(
                "Round {round}: {city} sends {count} and there are {tables} tables.",
                round=round_ + 1,
                city=name,
                count=there,
                tables=tables,
            )


LAYERS: tuple[Callable[[Instance], Iterator[Sentence]], ...] = (
    shape,
    references,
    _seats,
    pins,
    pairs,
    _suitable_seats,
)
