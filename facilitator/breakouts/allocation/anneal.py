"""Layer 3: simulated annealing over exchanges of two seats within one round.

S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Optimization by Simulated Annealing, Science 220 (1983). The
budget is a number of moves, and no function of the platform's mathematics library takes part in a
decision: so one seed gives one plan on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import log
from random import Random

from facilitator.breakouts.allocation.cost import COUNTS
from facilitator.breakouts.allocation.problem import Aim, Plan
from facilitator.breakouts.allocation.state import PlanState

STEPS = 1024
QUANTILES = [round(-log((k + 0.5) / STEPS), 4) for k in range(STEPS)]
"""Quantiles of the exponential distribution: to accept a worsening d at heat T is d < T × one of them."""

Band = tuple[dict[Aim, int], list[float]]
"""The aims (with their bounds) that must be met for a band of heats to be left early, and the heats."""

Stop = Callable[[int, int], bool]
"""Asked now and then with the moves made and the best energy; answers whether to stop."""


class Annealer:
    """Improves a state in place and keeps the best plan it has seen, with its energy."""

    def __init__(self, state: PlanState, energy: int, target: int, random: Random) -> None:
        self.state = state
        self.energy = self.best = energy
        self.target = target
        self.random = random.random
        self.moves = 0
        self.kept: list[list[int]] | None = None
        self.rounds = [r for r in state.instance.open_rounds if len(state.floors[r].pieces) > 1]
        self.masks = [self._masks(r) for r in state.instance.rounds]

    def _masks(self, round_: int) -> list[int] | None:
        """Per person the tables that single moves may use; None where nobody is bound."""
        instance = self.state.instance
        own = [*instance.mask[round_], -1]
        for p in instance.block_of:
            own[p] = 0
        everywhere = (1 << len(instance.capacity[round_])) - 1
        return None if all(mask & everywhere == everywhere for mask in own) else own

    def run(self, bands: Iterable[Band], moves: int, stop: Stop) -> Plan:
        """Makes about `moves` moves at each heat, unless the target is met or `stop` says so."""
        for aims, heats in bands:
            for heat in heats:
                if self.best <= self.target or not self.rounds or stop(self.moves, self.best):
                    return self.best_plan()
                if self._met(aims):
                    break
                self.cool(heat, moves)
        return self.best_plan()

    def _met(self, aims: dict[Aim, int]) -> bool:
        """Whether the state meets the bound of each of these aims."""
        plan = self.state.plan()
        return all(COUNTS[aim](self.state.instance, plan) <= bound for aim, bound in aims.items())

    def best_plan(self) -> Plan:
        """The best plan seen."""
        return self.state.plan_of(self._kept())

    def _kept(self) -> list[list[int]]:
        """The seats of the best plan, copied only when the search is about to leave it."""
        if self.kept is None:
            self.kept = [floor.seats[:] for floor in self.state.floors]
        return self.kept

    def cool(self, heat: float, moves: int) -> None:
        """Moves at one heat, round after round."""
        together = self.state.instance.blocks or self.state.measured
        sweep = SWEEP_BESIDE_OTHERS if together else SWEEP
        sweeps = max(1, moves // (len(self.rounds) * sweep))
        each = max(1, moves // (sweeps * len(self.rounds)))
        for _ in range(sweeps):
            for r in self.rounds:
                self._sweep(r, each, heat)
                self._move_blocks(r, heat)
                self._exchange_tables(r, heat)
                if self.best <= self.target:
                    return

    def _sweep(self, round_: int, moves: int, heat: float) -> None:
        # The innermost loop of the engine: everything it reads is a local name, and nothing is called
        # that can be written here.
        state, random, mask = self.state, self.random, self.masks[round_]
        floor, tie, lighthouse, ghost = state.floors[round_], state.tie, state.lighthouse, state.ghost
        seats, home, getters, heads = floor.seats, floor.home, floor.getters, floor.heads
        measure, minimum = state.instance.measure_of[round_], state.instance.minimum[round_]
        weight, size, quantiles = state.weights.meetings, len(floor.seats), QUANTILES
        self.moves += moves
        for _ in range(moves):
            i, j = int(random() * size), int(random() * size)
            a, b = home[i], home[j]
            if a == b:
                continue
            p, q = seats[i], seats[j]
            if mask is not None and not (mask[p] >> b & mask[q] >> a & 1):
                continue
            row_p, row_q, get_a, get_b = tie[p], tie[q], getters[a], getters[b]
            delta = (
                sum(get_b(row_p)) + sum(get_a(row_q)) - sum(get_a(row_p)) - sum(get_b(row_q)) - 2 * row_p[q]
            )
            if p == ghost or q == ghost:
                if p == q or heads[b if p == ghost else a] <= minimum[b if p == ghost else a]:
                    continue
                delta += state.change_beside_ties(round_, a, b, p, q)
            elif measure[a] != measure[b] or lighthouse[p] != lighthouse[q]:
                delta += state.change_beside_ties(round_, a, b, p, q)
            else:
                delta += weight * (heads[a] + heads[b] - 2)
            if delta > 0 and delta > heat * quantiles[int(random() * STEPS)]:
                continue
            self._accept(round_, i, j, delta)
            if self.energy <= self.target:
                return

    def _accept(self, round_: int, i: int, j: int, delta: int) -> None:
        if delta > 0 and self.energy == self.best:
            self._kept()
        self.state.exchange(round_, i, j)
        self._now(self.energy + delta)

    def _now(self, energy: int) -> None:
        self.energy = energy
        if energy < self.best:
            self.best, self.kept = energy, None

    def _move_blocks(self, round_: int, heat: float) -> None:
        """Tries each block of people who sit together at another table, in exchange for others there."""
        for block in self.state.instance.blocks:
            there = [p for p in block if round_ not in self.state.instance.problem.people[p].absent]
            pairs = self._seats_for(round_, there)
            if pairs:
                self._try_all(round_, pairs, heat)

    def _try_all(self, round_: int, pairs: list[tuple[int, int]], heat: float) -> None:
        """Exchanges all these seats, and takes it back where it is worse by more than the heat allows."""
        if self.energy == self.best:
            self._kept()
        delta = self._exchange_all(round_, pairs)
        self.moves += len(pairs)
        if delta > 0 and delta > heat * QUANTILES[int(self.random() * STEPS)]:
            self._exchange_all(round_, pairs)
        else:
            self._now(self.energy + delta)

    def _exchange_all(self, round_: int, pairs: list[tuple[int, int]]) -> int:
        delta = 0
        for i, j in pairs:
            delta += self.state.change(round_, i, j)
            self.state.exchange(round_, i, j)
        return delta

    def _exchange_tables(self, round_: int, heat: float) -> None:
        """Tries to exchange all people of two tables: who meets stays as it is, what they visit changes."""
        if not self.state.measured:
            return
        floor, measure = self.state.floors[round_], self.state.instance.measure_of[round_]
        a, b = int(self.random() * len(floor.pieces)), int(self.random() * len(floor.pieces))
        if measure[a] == measure[b]:
            return
        pairs = self._seats_exchanged(round_, a, b)
        if pairs:
            self._try_all(round_, pairs, heat)

    def _seats_exchanged(self, round_: int, a: int, b: int) -> list[tuple[int, int]]:
        """The seats of two tables, taken ones first, as far as anybody sits there; none where it can't be."""
        floor, instance, ghost = self.state.floors[round_], self.state.instance, self.state.ghost
        mask, minimum = instance.mask[round_], instance.minimum[round_]
        heads = floor.heads
        if heads[a] < minimum[b] or heads[b] < minimum[a]:
            return []
        both = []
        for table, other in ((a, b), (b, a)):
            piece = floor.pieces[table]
            taken = sorted(range(piece.start, piece.stop), key=lambda seat: floor.seats[seat] == ghost)
            if any(not mask[floor.seats[seat]] >> other & 1 for seat in taken[: heads[table]]):
                return []
            both.append(taken)
        count = max(heads[a], heads[b])
        return (
            list(zip(both[0][:count], both[1][:count], strict=True)) if count <= min(map(len, both)) else []
        )

    def _seats_for(self, round_: int, block: list[int]) -> list[tuple[int, int]]:
        """Exchanges that bring a block to a table drawn at random; empty where that cannot be."""
        floor, mask = self.state.floors[round_], self.state.instance.mask[round_]
        if not block:
            return []
        b = int(self.random() * len(floor.pieces))
        seats = [floor.seats.index(p) for p in block]
        a = floor.home[seats[0]]
        if a == b or not mask[block[0]] >> b & 1:
            return []
        piece = floor.pieces[b]
        free = [j for j in range(piece.start, piece.stop) if self._may_leave(round_, j, a)]
        if len(free) < len(seats):
            return []
        chosen = [free.pop(int(self.random() * len(free))) for _ in seats]
        ghosts = sum(floor.seats[j] == self.state.ghost for j in chosen)
        if floor.heads[a] - ghosts < self.state.instance.minimum[round_][a]:
            return []
        return list(zip(seats, chosen, strict=True))

    def _may_leave(self, round_: int, seat: int, to: int) -> bool:
        q = self.state.floors[round_].seats[seat]
        mask = self.masks[round_]
        return mask is None or bool(mask[q] >> to & 1)


SWEEP = 2000
"""Moves in one round before the next has its turn."""

SWEEP_BESIDE_OTHERS = 200
"""The same where several people move at once after each sweep: blocks, or all people of two tables."""
