"""What a peer does: the search of Good-Enough Golfers, written anew from its published description.

Round after round: five rounds at random; thirty times each of the best is changed by every exchange that
takes somebody out of its most costly group, beside two new ones at random, and the hundred best that are
alike are gone on with. A group costs the squares of how often its pairs have met. The peer runs this once;
here it begins anew until its time is over and the best is kept, and an exchange is weighed by what it
changes, not by counting the round again: both are in its favour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from random import Random
from time import perf_counter

STARTS, GENERATIONS, STRANGERS, MOST = 5, 30, 2, 100


@dataclass(frozen=True)
class Candidate:
    """A round with what each of its groups costs."""

    groups: tuple[tuple[int, ...], ...]
    costs: tuple[int, ...]

    @property
    def total(self) -> int:
        """What it costs."""
        return sum(self.costs)


class Restarts:
    """Starts the search again and again; `repeats` is the least that any start has reached."""

    def __init__(self, tables: int, size: int, rounds: int, seed: int = 1) -> None:
        self.tables, self.size, self.rounds = tables, size, rounds
        self.dice, self.starts = Random(seed), 0
        self.repeats: int | None = None

    def run(self, seconds: float) -> float:
        """Go on until the time is over, at least to the end of the first start; returns the seconds used."""
        begun = perf_counter()
        while self.repeats != 0 and (self.starts == 0 or perf_counter() - begun < seconds):
            found = self._once(begun + seconds if self.starts else None)
            if found is None:
                break
            self.starts += 1
            self.repeats = found if self.repeats is None else min(found, self.repeats)
        return perf_counter() - begun

    def _once(self, until: float | None) -> int | None:
        """The repeats of one schedule; none where the time was over before it was whole."""
        people = self.tables * self.size
        met = [[0] * people for _ in range(people)]
        for _ in range(self.rounds):
            best = self._round(met, until)
            if best is None:
                return None
            for group in best.groups:
                for a, b in combinations(group, 2):
                    met[a][b] += 1
                    met[b][a] += 1
        return sum(times * (times - 1) // 2 for a, row in enumerate(met) for times in row[:a])

    def _round(self, met: list[list[int]], until: float | None) -> Candidate | None:
        best = [self._at_random(met) for _ in range(STARTS)]
        for _ in range(GENERATIONS):
            if best[0].total == 0:
                break
            if until is not None and perf_counter() > until:
                return None
            found = [each for one in best for each in self._changed(one, met)]
            least = min(each.total for each in found)
            best = [each for each in found if each.total == least]
            self.dice.shuffle(best)
            del best[MOST:]
        return best[0]

    def _at_random(self, met: list[list[int]]) -> Candidate:
        people = list(range(self.tables * self.size))
        self.dice.shuffle(people)
        groups = tuple(tuple(people[k : k + self.size]) for k in range(0, len(people), self.size))
        return Candidate(groups, tuple(_cost(group, met) for group in groups))

    def _changed(self, one: Candidate, met: list[list[int]]) -> Iterator[Candidate]:
        yield one
        dearest = max(range(self.tables), key=one.costs.__getitem__)
        for place in range(self.size):
            for other in range(self.tables):
                if other != dearest:
                    for seat in range(self.size):
                        yield _exchanged(one, dearest, place, other, seat, met)
        for _ in range(STRANGERS):
            yield self._at_random(met)


def _exchanged(
    one: Candidate, first: int, place: int, second: int, seat: int, met: list[list[int]]
) -> Candidate:
    groups, costs = list(one.groups), list(one.costs)
    mine, theirs = list(groups[first]), list(groups[second])
    mine[place], theirs[seat] = theirs[seat], mine[place]
    for t, group in ((first, mine), (second, theirs)):
        groups[t] = tuple(group)
        costs[t] = _cost(groups[t], met)
    return Candidate(tuple(groups), tuple(costs))


def _cost(group: tuple[int, ...], met: list[list[int]]) -> int:
    return sum(met[a][b] ** 2 for a, b in combinations(group, 2))
