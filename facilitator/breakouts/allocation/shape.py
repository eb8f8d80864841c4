"""Is the problem well formed? Each finding is a sentence with the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Pin, Problem
from facilitator.breakouts.allocation.sentence import N_, Sentence, say


def shape(instance: Instance) -> Iterator[Sentence]:
    """Nobody, no round, no table, a person or a table twice, a table of nobody."""
    problem = instance.problem
    if not problem.people:
        yield say("There is nobody to seat.")
    if not problem.rounds:
        yield say("There is no round to seat people in.")
    for r, round_ in enumerate(problem.rounds, 1):
        if not round_.tables:
            yield say("Round {round} has no table.", round=r)
    yield from _people_twice(problem)
    yield from _tables(problem)


def _people_twice(problem: Problem) -> Iterator[Sentence]:
    counts = Counter((who.name, who.organisation) for who in problem.people)
    for (name, organisation), count in counts.items():
        if count > 1:
            of = f"{name} ({organisation})" if organisation else name
            yield say("{person} is listed {count} times.", person=of, count=count)


def _tables(problem: Problem) -> Iterator[Sentence]:
    for r, round_ in enumerate(problem.rounds, 1):
        for name, count in Counter(table.name for table in round_.tables).items():
            if count > 1:
                yield say(
                    "Round {round} has {count} tables called {table}.", round=r, count=count, table=name
                )
        for table in round_.tables:
            if table.capacity < 1 or table.minimum < 1:
                text = N_(
                    "Round {round}: table {table} is a table of nobody ({minimum} to {capacity} people)."
                )
            elif table.minimum > table.capacity:
                text = N_("Round {round}: table {table} needs {minimum} people but has {capacity} seats.")
            else:
                continue
            yield say(text, round=r, table=table.name, minimum=table.minimum, capacity=table.capacity)


def references(instance: Instance) -> Iterator[Sentence]:
    """Pairs, pins and started rounds that speak of somebody or something that is not there."""
    problem, n = instance.problem, instance.size
    for what, pairs in (("together", problem.together), ("apart", problem.apart)):
        for a, b in pairs:
            if not (0 <= a < n and 0 <= b < n):
                yield say(
                    "A pair to sit {what} names person {number} of {count}.",
                    what=what,
                    number=max(a, b) + 1,
                    count=n,
                )
            elif a == b:
                yield say("{person} cannot be paired with themselves.", person=problem.people[a].name)
    for pin in problem.pins:
        if not _exists(problem, pin):
            yield say(
                "A pin names person {person}, round {round}, table {table}: there is no such seat.",
                person=pin.person + 1,
                round=pin.round + 1,
                table=pin.table + 1,
            )
    yield from _seated(problem)


def _exists(problem: Problem, pin: Pin) -> bool:
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
                "Round {round} has started, but who sits at its {count} tables is not given.",
                round=r + 1,
                count=len(round_.tables),
            )
        elif sorted(p for table in seating for p in table) != problem.present(r):
            yield say(
                "Round {round} has started, but its seats are not those of the {count} people there.",
                round=r + 1,
                count=len(problem.present(r)),
            )
