"""Layer 2, where no design fits: seats given one by one, the scarcest first."""

from __future__ import annotations

from collections import Counter
from random import Random

from facilitator.breakouts.allocation.chains import Move, RoundInChange
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance
from facilitator.breakouts.allocation.problem import Plan, Seating
from facilitator.breakouts.allocation.spread import even_sizes
from facilitator.breakouts.allocation.transport import Transport
from facilitator.breakouts.allocation.trial import Exhausted, seat_by_trial
from facilitator.sentences import Sentence, listed, say, say_many


def greedy_plan(instance: Instance, random: Random, *, trial: bool = False) -> Plan:
    """A plan that keeps every rule and looks one seat ahead; raises Infeasible where somebody is left.

    With `trial` a round in which somebody is left is seated by trial and error instead.
    """
    memory = Memory(instance)
    plan: list[Seating] = []
    for r in instance.rounds:
        if instance.problem.rounds[r].started:
            seating = instance.problem.seated[r]
        else:
            seating = _seating(instance, r, memory, random, trial=trial)
        memory.add(r, seating)
        plan.append(seating)
    return tuple(plan)


def _seating(instance: Instance, round_: int, memory: Memory, random: Random, *, trial: bool) -> Seating:
    try:
        return Usher(instance, round_, memory, random).seat_all()
    except Infeasible as stuck:
        if trial and (found := _found_by_trial(instance, round_, stuck)):
            return found
        raise


def _found_by_trial(instance: Instance, round_: int, stuck: Infeasible) -> Seating | None:
    try:
        return seat_by_trial(instance, round_)
    except Exhausted as exhausted:
        raise Exhausted([*stuck.reasons, *exhausted.reasons]) from None


class Memory:
    """What earlier rounds leave behind: who has met whom, who has been to which measure."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.met: list[Counter[int]] = [Counter() for _ in range(instance.size)]
        self.visits: list[Counter[int]] = [Counter() for _ in range(instance.size)]

    def add(self, round_: int, seating: Seating) -> None:
        """Takes in one more round."""
        for t, table in enumerate(seating):
            for p in table:
                self.met[p].update(q for q in table if q != p)
                self.visits[p][self.instance.measure_of[round_][t]] += 1


class Usher:
    """Seats one round."""

    def __init__(self, instance: Instance, round_: int, memory: Memory, random: Random) -> None:
        self.instance, self.round, self.memory = instance, round_, memory
        self.random = random
        self.there = instance.present[round_]
        self.tables: list[list[int]] = [[] for _ in instance.capacity[round_]]
        self.room = RoundInChange(instance, round_, self.tables)
        self.table_of: dict[int, int] = {}
        self.even = even_sizes(len(self.there), instance.minimum[round_], instance.capacity[round_])
        self.guides = [0] * len(self.tables)
        self.wanted = self._measures()

    def _measures(self) -> dict[int, int]:
        """Layer 1 for this round: the measure of each person, at the least cost given the rounds before."""
        instance, kinds = self.instance, len(self.instance.measures)
        measures = instance.measure_of[self.round]
        if not kinds or NO_MEASURE in measures:
            return {}
        capacity = [0] * kinds
        for t, m in enumerate(measures):
            capacity[m] += instance.capacity[self.round][t]
        reachable = {p: self._reachable(p) for p in self.there}
        transport = Transport(instance.size, capacity, lambda p, m, v: self._visit_cost(p, m, v, reachable))
        for p in self.there:
            transport.give(p)
        return {p: given.index(1) for p in self.there if 1 in (given := transport.given[p])}

    def _reachable(self, person: int) -> frozenset[int]:
        mask = self.instance.mask[self.round][person]
        return frozenset(m for t, m in enumerate(self.instance.measure_of[self.round]) if mask >> t & 1)

    def _visit_cost(self, p: int, m: int, v: int, reachable: dict[int, frozenset[int]]) -> int | None:
        if v or m not in reachable[p]:
            return None
        been = self.memory.visits[p][m]
        organisation = self.instance.organisation[p]
        needed = organisation < len(self.instance.needs) and m in self.instance.needs[organisation]
        return been * 8 - (0 if been else 4 * self.instance.wish_weights[p].get(m, 0) + 2 * needed)

    def seat_all(self) -> Seating:
        """Everyone seated; blocks first, then who has the fewest tables, lighthouse, the biggest cities."""
        for unit in self._order():
            self._seat(unit)
        self._fill_minimum()
        return tuple(tuple(sorted(table)) for table in self.tables)

    def _order(self) -> list[tuple[int, ...]]:
        instance = self.instance
        there = set(self.there)
        units: list[tuple[int, ...]] = [(p,) for p in self.there if p not in instance.block_of]
        units += [block for b in instance.blocks if (block := tuple(p for p in b if p in there))]
        city = Counter(instance.organisation[p] for p in self.there)
        dice = [self.random.random() for _ in units]
        mask = instance.mask[self.round]

        def scarcity(item: tuple[float, tuple[int, ...]]) -> tuple[float, ...]:
            die, unit = item
            p = unit[0]
            wide = min((mask[p] & ((1 << len(self.tables)) - 1)).bit_count(), len(self.tables))
            guide = any(instance.lighthouse[q] for q in unit)
            return (
                wide,
                -len(unit),
                -len(instance.apart[p]),
                not guide,
                -city[instance.organisation[p]],
                die,
            )

        return [unit for _, unit in sorted(zip(dice, units, strict=True), key=scarcity)]

    def _seat(self, unit: tuple[int, ...]) -> None:
        strain = self._strain(unit)
        options = self._options(unit)
        if options:
            self._put(unit, min(options, key=lambda t: self._price(unit, t, strain)))
        elif len(unit) > 1:
            raise Infeasible([self._left_over(unit)])
        else:
            self._push_in(unit)

    def _options(self, unit: tuple[int, ...]) -> list[int]:
        """Tables with room for a unit: those of its measure, or all if there is none."""
        wanted = self.wanted.get(unit[0])
        measures = self.instance.measure_of[self.round]
        suited = [t for t in range(len(self.tables)) if measures[t] == wanted and self._has_room(unit, t)]
        return suited or [t for t in range(len(self.tables)) if self._has_room(unit, t)]

    def _has_room(self, unit: tuple[int, ...], table: int) -> bool:
        free = self.instance.capacity[self.round][table] - len(self.tables[table])
        if free < len(unit):
            return False
        return all(self.room.fits(p, table) for p in unit)

    def _push_in(self, unit: tuple[int, ...]) -> None:
        chains = self.room.shortest_chains(unit[0], most=1)
        if not chains:
            raise Infeasible([self._left_over(unit)])
        self.room.make(chains[0])
        self.table_of = {p: t for t, table in enumerate(self.tables) for p in table}
        self.guides = [sum(self.instance.lighthouse[p] for p in table) for table in self.tables]

    def _strain(self, unit: tuple[int, ...]) -> Counter[int]:
        """Per table what sitting there adds: a city's second delegate counts 1,000, a past meeting 1."""
        strain: Counter[int] = Counter()
        for p in unit:
            organisation = self.instance.organisation[p]
            if organisation < len(self.instance.members):
                for q in self.instance.members[organisation]:
                    if q in self.table_of:
                        strain[self.table_of[q]] += 1000
            for q, times in self.memory.met[p].items():
                if q in self.table_of:
                    strain[self.table_of[q]] += times
        return strain

    def _price(self, unit: tuple[int, ...], table: int, strain: Counter[int]) -> tuple[int, ...]:
        guide = any(self.instance.lighthouse[p] for p in unit)
        measure = self.instance.measure_of[self.round][table]
        elsewhere = sum(self.wanted.get(p, measure) != measure for p in unit)
        over = max(0, len(self.tables[table]) + len(unit) - self.even[table])
        heads = len(self.tables[table])
        return (self.guides[table] if guide else 0, elsewhere, over, strain[table], heads, table)

    def _put(self, unit: tuple[int, ...], table: int) -> None:
        self.tables[table] += unit
        for p in unit:
            self.table_of[p] = table
            self.guides[table] += self.instance.lighthouse[p]

    def _fill_minimum(self) -> None:
        minimum = self.instance.minimum[self.round]
        for t, table in enumerate(self.tables):
            while len(table) < minimum[t]:
                moves = self._passed_on(t)
                if not moves:
                    raise Infeasible([self._too_few(t)])
                for move in moves:
                    self.room.make([move])

    def _passed_on(self, table: int) -> list[Move]:
        """The shortest row of moves, table to table, that brings one person here from one that can spare."""
        minimum = self.instance.minimum[self.round]
        reached: dict[int, list[Move]] = {table: []}
        queue = [table]
        for t in queue:
            for origin, people in enumerate(self.tables):
                p = next((p for p in people if p not in self.room.still and self.room.fits(p, t)), None)
                if origin in reached or p is None:
                    continue
                reached[origin] = [*reached[t], (p, t)]
                if len(people) > minimum[origin]:
                    return reached[origin]
                queue.append(origin)
        return []

    def _left_over(self, unit: tuple[int, ...]) -> Sentence:
        names = listed((self.instance.problem.people[p].name for p in unit), most=len(unit))
        return say(
            "Round %(round)s: no seat for %(people)s follows every rule.",
            round=self.round + 1,
            people=names,
        )

    def _too_few(self, table: int) -> Sentence:
        name = self.instance.problem.rounds[self.round].tables[table].name
        return say_many(
            "Round %(round)s: group %(table)s could not get anybody.",
            "Round %(round)s: group %(table)s could not get its minimum of %(num)d people.",
            self.instance.minimum[self.round][table],
            round=self.round + 1,
            table=name,
        )
