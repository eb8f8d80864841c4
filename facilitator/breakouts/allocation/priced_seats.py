"""The most wishes that can be granted, bounded from above by giving seats a price.

Lagrangean relaxation (A. M. Geoffrion, Mathematical Programming Study 2, 1974). Let the seats of a kind of
table cost a price, and let each person by themselves take the seats that are best for them: wishes granted
less prices paid, one seat a round, at tables that they may use. Add what all seats are worth. That is no
less than the wishes that any plan grants, whatever the prices: a plan pays for no more seats than there are
(and, where a price is below nothing, for no fewer than the minimums). So prices may be sought by any means;
here by subgradient steps. Prices are whole numbers of 1/SCALE of a wish, so no rounding takes part.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from facilitator.breakouts.allocation.instance import Instance

SCALE = 256
"""Parts of the least wish in which prices are counted."""

LOOKS = 20_000
"""How often a kind of person may choose in a round, over all prices tried: a tenth of a second or so."""

MOST_WISHES = 6
"""Wishes of a person that are looked at together; those after them are taken for granted."""

Choice = tuple[tuple[int, tuple[int, ...]], ...]
"""A round: per measure wished (or -1 for any) the kinds of table that have it and may be used."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """People of whom the same is known: how many, their wishes and what they may choose in each round."""

    count: int
    wishes: tuple[tuple[int, int], ...]
    rounds: tuple[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], ...]


def most_granted(instance: Instance) -> int:
    """No plan grants wishes of more weight; see Instance.wish_weights."""
    market = _Market(instance)
    best = market.worth()
    steps = min(300, LOOKS // max(1, sum(len(kind.rounds) for kind in market.kinds)))
    for k in range(steps):
        if not market.step(k):
            break
        best = min(best, market.worth())
    return market.certain + best // SCALE


class _Market:
    """The kinds of tables with their seats and prices, and the kinds of people who choose among them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.seats: list[int] = []
        self.needed: list[int] = []
        self.certain = 0
        self.of_round = {r: self._tables(r) for r in instance.open_rounds}
        self.price = [0] * len(self.seats)
        self.used = [0] * len(self.seats)
        self.kinds = self._kinds()

    def _tables(self, round_: int) -> list[int]:
        """Per table of a round its kind: tables of one measure that suit the same people."""
        instance = self.instance
        masks = sorted({instance.mask[round_][p] for p in instance.present[round_]})
        number: dict[tuple[int, ...], int] = {}
        found = []
        for t, m in enumerate(instance.measure_of[round_]):
            key = (m, *(mask >> t & 1 for mask in masks))
            if key not in number:
                number[key] = len(self.seats)
                self.seats.append(0)
                self.needed.append(0)
            found.append(number[key])
            self.seats[number[key]] += instance.capacity[round_][t]
            self.needed[number[key]] += instance.minimum[round_][t]
        return found

    def _kinds(self) -> list[_Kind]:
        instance = self.instance
        seen = self._seen()
        count: dict[tuple[object, ...], int] = defaultdict(int)
        for p in range(instance.size):
            wanted = [(m, w) for m, w in instance.wish_weights[p].items() if m not in seen[p]]
            wished = instance.wish_weights[p]
            self.certain += sum(w for m, w in wished.items() if m in seen[p])
            self.certain += sum(w for _, w in wanted[MOST_WISHES:])
            rounds = tuple(
                (r, instance.mask[r][p])
                for r in instance.open_rounds
                if r not in instance.problem.people[p].absent
            )
            count[tuple(wanted[:MOST_WISHES]), rounds] += 1
        return [self._kind(number, *key) for key, number in count.items()]  # type: ignore[arg-type]

    def _kind(
        self, count: int, wishes: tuple[tuple[int, int], ...], rounds: tuple[tuple[int, int], ...]
    ) -> _Kind:
        choices = []
        for r, mask in rounds:
            tables, measures = self.of_round[r], self.instance.measure_of[r]
            usable = [t for t in range(len(tables)) if mask >> t & 1]
            anywhere = tuple(sorted({tables[t] for t in usable}))
            there = [tuple(sorted({tables[t] for t in usable if measures[t] == m})) for m, _ in wishes]
            choices.append((anywhere, tuple(there)))
        return _Kind(count, wishes, tuple(choices))

    def _seen(self) -> list[set[int]]:
        """Per person the measures visited in rounds that have started."""
        instance = self.instance
        seen: list[set[int]] = [set() for _ in range(instance.size)]
        for r in instance.rounds:
            if instance.problem.rounds[r].started:
                for t, people in enumerate(instance.problem.seated[r]):
                    for p in people:
                        seen[p].add(instance.measure_of[r][t])
        return seen

    def worth(self) -> int:
        """The bound at these prices, in parts of a wish; notes which seats the people chose."""
        self.used = [0] * len(self.price)
        total = sum(
            price * (seats if price > 0 else needed)
            for price, seats, needed in zip(self.price, self.seats, self.needed, strict=True)
        )
        return total + sum(kind.count * self._choose(kind) for kind in self.kinds)

    def _choose(self, kind: _Kind) -> int:
        """What one person of a kind gets at most: over the rounds, for each set of wishes granted so far."""
        price, cheap = self.price, self.price.__getitem__
        best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
        gains = [weight * SCALE for _, weight in kind.wishes]
        for anywhere, there in kind.rounds:
            if not anywhere:
                continue
            rest = min(anywhere, key=cheap)
            options = [
                (k, seat)
                for k, at in enumerate(there)
                if at and (price[seat := min(at, key=cheap)] - price[rest] < gains[k])
            ]
            after: dict[int, tuple[int, tuple[int, ...]]] = {}
            for granted, (value, path) in best.items():
                moves = [(granted, value - price[rest], rest)]
                moves += [
                    (granted | 1 << k, value + gains[k] - price[seat], seat)
                    for k, seat in options
                    if not granted >> k & 1
                ]
                for key, worth, seat in moves:
                    if key not in after or worth > after[key][0]:
                        after[key] = worth, (*path, seat)
            best = after
        value, path = max(best.values())
        for seat in path:
            self.used[seat] += kind.count
        return value

    def step(self, number: int) -> bool:
        """Dearer where too many want to sit, cheaper where seats stay empty; False if all is well."""
        over = [
            used - (seats if price > 0 or used > seats else max(used, needed) if price == 0 else needed)
            for used, seats, needed, price in zip(self.used, self.seats, self.needed, self.price, strict=True)
        ]
        square = sum(each * each for each in over)
        if not square:
            return False
        length = 2 * SCALE * sum(map(abs, over)) * 8 // (8 + number)
        self.price = [
            price + each * length // (4 * square) for price, each in zip(self.price, over, strict=True)
        ]
        return True
