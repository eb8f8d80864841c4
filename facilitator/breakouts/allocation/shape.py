"""Is the problem well formed? Each finding is a sentence with the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import FixedSeat, Problem
from facilitator.errors import N_
from facilitator.sentences import Sentence, say, say_many

MOST_PEOPLE = 5_000
"""People that are planned at most: as many as a list of people may have."""

MOST_SEATS = 50_000
"""Seats to give at most, one for each person and round; so many take a minute."""

MOST_RULES = 50_000
"""Pairs and pins at most."""


def limits(instance: Instance) -> Iterator[Sentence]:
    """What is too much, said before anything is looked at that grows with it."""
    problem = instance.problem
    people, seats = len(problem.people), len(problem.people) * len(problem.rounds)
    rules = len(problem.together) + len(problem.apart) + len(problem.pins)
    for text, count, most in (
        (N_("There are too many people. People: %(count)s. Limit: %(most)s."), people, MOST_PEOPLE),
        (
            N_("There are too many seats to plan. People times rounds: %(count)s. Limit: %(most)s."),
            seats,
            MOST_SEATS,
        ),
        (
            N_("There are too many rules. Pairs and fixed seats: %(count)s. Limit: %(most)s."),
            rules,
            MOST_RULES,
        ),
    ):
        if count > most:
            yield say(text, count=count, most=most)


def shape(instance: Instance) -> Iterator[Sentence]:
    """Nobody, no round, no table, a person or a table twice, a table of nobody."""
    problem = instance.problem
    if not problem.people:
        yield say("There are no people to seat.")
    if not problem.rounds:
        yield say("There are no rounds.")
    for r, round_ in enumerate(problem.rounds, 1):
        if not round_.tables:
            yield say("Round %(round)s has no groups.", round=r)
    yield from _people_twice(problem)
    yield from _tables(problem)


def _people_twice(problem: Problem) -> Iterator[Sentence]:
    counts = Counter((who.name, who.organisation) for who in problem.people)
    for (name, organisation), count in counts.items():
        if count > 1:
            of = f"{name} ({organisation})" if organisation else name
            yield say_many(
                "%(person)s is listed once.", "%(person)s is listed %(num)d times.", count, person=of
            )


def _tables(problem: Problem) -> Iterator[Sentence]:
    for r, round_ in enumerate(problem.rounds, 1):
        for name, count in Counter(table.name for table in round_.tables).items():
            if count > 1:
                yield say_many(
                    "Round %(round)s has one group with the name %(table)s.",
                    "Round %(round)s has %(num)d groups with the name %(table)s.",
                    count,
                    round=r,
                    table=name,
                )
        for table in round_.tables:
            if table.capacity < 1 or table.minimum < 1:
                text = N_(
                    "Round %(round)s: group %(table)s cannot have anybody."
                    " It needs at least: %(minimum)s. Seats: %(capacity)s."
                )
            elif table.minimum > table.capacity:
                text = N_(
                    "Round %(round)s: group %(table)s has too few seats."
                    " It needs at least: %(minimum)s. Seats: %(capacity)s."
                )
            else:
                continue
            yield say(text, round=r, table=table.name, minimum=table.minimum, capacity=table.capacity)


def references(instance: Instance) -> Iterator[Sentence]:
    """Pairs, pins and started rounds that speak of somebody or something that is not there."""
    problem, n = instance.problem, instance.size
    for text, pairs in (
        (
            N_("A rule to sit together names person %(number)s, who is not there. People: %(people)s."),
            problem.together,
        ),
        (
            N_("A rule to sit apart names person %(number)s, who is not there. People: %(people)s."),
            problem.apart,
        ),
    ):
        for a, b in pairs:
            if not (0 <= a < n and 0 <= b < n):
                yield say(text, number=max(a, b) + 1, people=n)
            elif a == b:
                yield say("%(person)s cannot be paired with themselves.", person=problem.people[a].name)
    for pin in problem.pins:
        if not _exists(problem, pin):
            yield say(
                "A pin names person %(person)s, round %(round)s, group "
                "%(table)s, but this seat does not exist.",
                person=pin.person + 1,
                round=pin.round + 1,
                table=pin.table + 1,
            )
    yield from _seated(problem)


def _exists(problem: Problem, pin: FixedSeat) -> bool:
    if not (0 <= pin.person < len(problem.people) and 0 <= pin.round < len(problem.rounds)):
        return False
    return 0 <= pin.table < len(problem.rounds[pin.round].tables)


def _seated(problem: Problem) -> Iterator[Sentence]:
    for r, round_ in enumerate(problem.rounds):
        if not round_.started:
            continue
        seating = problem.seated[r] if r < len(problem.seated) else ()
        if len(seating) != len(round_.tables):
            yield say(
                "Round %(round)s has started, but it is not given who is in its groups. Groups: %(tables)s.",
                round=r + 1,
                tables=len(round_.tables),
            )
        elif sorted(p for table in seating for p in table) != problem.present(r):
            yield say(
                "Round %(round)s has started, but its seats do not match its people. People: %(people)s.",
                round=r + 1,
                people=len(problem.present(r)),
            )
