"""Makes a plan: feasibility, designs and greedy seeds, annealing, proof. See docs/allocation.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from facilitator.breakouts.allocation.anneal import Annealer
from facilitator.breakouts.allocation.bounds import lower_bounds
from facilitator.breakouts.allocation.cost import costs
from facilitator.breakouts.allocation.feasibility import check_feasible
from facilitator.breakouts.allocation.greedy import greedy_plan
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.layout import design_plan
from facilitator.breakouts.allocation.problem import Aim, Plan, Problem
from facilitator.breakouts.allocation.relabel import Relabelling, wrong_seats
from facilitator.breakouts.allocation.repair import repair
from facilitator.breakouts.allocation.report import PlanReport, report_on
from facilitator.breakouts.allocation.schedule import active_aims, bands, weigh
from facilitator.breakouts.allocation.state import PlanState
from facilitator.breakouts.allocation.trial import Exhausted
from facilitator.breakouts.allocation.verify import broken_rules
from facilitator.errors import N_
from facilitator.sentences import Sentence, say, say_many

LARGEST_SEARCHED = 2500
"""People up to whom plans are searched: the table of meetings takes 8 bytes a pair, 50 MB here."""

TRADED = 300_000
"""People met in all while a laid-out plan's people trade places: some seconds."""

PLAIN = 25
"""People at a table up to whom a move counts as one; with more it costs more, so it counts as several."""

SEEDS = 4
"""Greedy seeds tried before a round is seated by trial and error."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: moves in all, not seconds, so that a seed gives one plan everywhere."""

    moves: int = 1_500_000
    restarts: int = 3


def usual_effort(people: int) -> Effort:
    """What keeps a search to some seconds: a move among many people costs more, and restarts gain less.

    Among few people a search has soon seen what is near its seed, so it is begun more often.
    """
    if people <= 24:
        return Effort(3_000_000, 16)
    if people <= 150:
        return Effort()
    return Effort(900_000, 2) if people <= 400 else Effort(400_000, 1)


@dataclass(frozen=True, slots=True)
class SearchProgress:
    """Where a search stands: the share of its moves made, and the best costs so far."""

    share: float
    costs: tuple[int, ...]


@dataclass(frozen=True)
class Allocation:
    """A plan that keeps every rule, the report on it, and how it was found."""

    plan: Plan
    report: PlanReport
    how: Sentence


Watch = Callable[[SearchProgress], bool]
"""Told how the search goes; answers whether to stop and keep the best so far."""


def allocate(
    problem: Problem, seed: int = 1, effort: Effort | None = None, watch: Watch | None = None
) -> Allocation:  # fmt: skip
    """The best plan found within the effort; raises Infeasible, with reasons, where there is none."""
    instance = check_feasible(problem)
    dice = Random(seed)  # noqa: S311 - seats are no secret, and one seed must give one plan
    search = SearchRun(
        instance, dice, effort or usual_effort(instance.size), watch or (lambda _progress: False)
    )
    plan = search.run()
    if broken := list(broken_rules(instance, plan)):
        raise Infeasible(
            [say("No plan was found that keeps every rule. Here is what the best one still breaks."), *broken]
        )
    return Allocation(plan, report_on(instance, plan, search.bounds), search.how)


class SearchRun:
    """Seeds first; if they are not proven best, annealing from them."""

    def __init__(self, instance: Instance, random: Random, effort: Effort, watch: Watch) -> None:
        self.instance, self.random, self.effort, self.watch = instance, random, effort, watch
        self.bounds = lower_bounds(instance)
        self.aims = active_aims(instance)
        self.weights = weigh(instance)
        self.small = instance.size <= LARGEST_SEARCHED
        self.best: Plan | None = None
        self.best_key: tuple[int, ...] = ()
        self.how = say("There was nothing to plan.")
        self.stopped = False

    def run(self) -> Plan:
        """The best plan that seeds and search find."""
        self._try_design()
        if not self._proven():
            self._try_greedy()
        if self.small and self.effort.moves and not self._proven() and self.aims:
            self._anneal()
        elif not self.small:
            text = N_(
                "%(how)s The plan was not improved further, because there are too many people: %(people)s."
                " The limit is %(most)s."
            )
            self.how = say(text, how=self.how, people=self.instance.size, most=LARGEST_SEARCHED)
        if self.best is None:
            raise Infeasible([say("No plan was found that follows every rule.")])
        return self.best

    def _try_design(self) -> None:
        plan = design_plan(self.instance, self.random)
        if plan is None:
            return
        if self.small and self._misfits(plan):
            plan = self._fitted(plan)
        self._offer(plan, say("Method: combinatorial design."))

    def _misfits(self, plan: Plan) -> bool:
        """Whether trading places could help: a rule broken, or an aim beside meetings not at its bound."""
        gaps = zip(self.instance.problem.aims, self._key(plan)[1:], self._goal()[1:], strict=True)
        return self._key(plan)[0] > 0 or any(v > b for aim, v, b in gaps if aim is not Aim.MEETINGS)

    def _fitted(self, plan: Plan) -> Plan:
        """A laid-out plan with its people exchanged until they keep the rules and suit the aims better."""
        state = PlanState(self.instance, plan, self.weights)
        tries = min(
            20_000, self.effort.moves // 20, TRADED // max(1, sum(map(self._heads, self.instance.rounds)))
        )
        Relabelling(state, self.random).improve(self._energy(plan), self._target(), tries)
        repair(state)
        return state.plan()

    def _try_greedy(self) -> None:
        reasons: Infeasible | None = None
        for attempt in range(SEEDS + 1):
            try:
                plan = greedy_plan(self.instance, self.random, trial=attempt == SEEDS)
                self._offer(plan, say("Method: one person after the other."))
                return
            except Exhausted:
                raise
            except Infeasible as infeasible:
                reasons = infeasible
        if self.best is None and reasons:
            raise reasons

    def _anneal(self) -> None:
        """Restarts, the first cool from the best seed, the others from new seeds."""
        for k in range(self.effort.restarts):
            if self.stopped or self._proven():
                break
            plan = self.best if k == 0 and self.best is not None else self._new_seed()
            self._anneal_from(plan, k)

    def _new_seed(self) -> Plan:
        try:
            return greedy_plan(self.instance, self.random)
        except Infeasible:
            if self.best is None:
                raise
            return self.best

    def _anneal_from(self, plan: Plan, restart: int) -> None:
        state = PlanState(self.instance, plan, self.weights)
        annealer = Annealer(state, self._energy(plan), self._target(), self.random)
        share = max(1, self.effort.moves // self.effort.restarts // self._price())

        def stop(moves: int, _best: int) -> bool:
            done = (restart + min(1.0, moves / share)) / self.effort.restarts
            self.stopped = self.watch(SearchProgress(done, self.best_key[1:]))
            return self.stopped

        schedule = bands(
            self.weights,
            self.bounds,
            self.aims,
            self._first_unmet(plan),
            cool=restart == 0,
            apart=bool(self.instance.problem.apart),
        )
        steps = sum(len(heats) for _, heats in schedule)
        found = annealer.run(schedule, max(1, share // steps), stop)
        how = say_many(
            "Method: simulated annealing, restart %(restart)s of %(most)s, one move.",
            "Method: simulated annealing, restart %(restart)s of %(most)s, %(num)s moves.",
            annealer.moves, restart=restart + 1, most=self.effort.restarts,
        )  # fmt: skip
        self._offer(found, how)

    def _heads(self, round_: int) -> int:
        """How many people a table of a round has on average, rounded up."""
        return -(-len(self.instance.present[round_]) // len(self.instance.capacity[round_]))

    def _price(self) -> int:
        """How many moves a move at tables of this size counts for."""
        return -(-max(map(self._heads, self.instance.rounds)) // PLAIN)

    def _first_unmet(self, plan: Plan) -> Aim:
        """The first aim that a plan leaves above its bound; the last one if a rule is all that is broken."""
        value = costs(self.instance, plan)
        return next((aim for aim in self.aims if value[aim] > self.bounds[aim]), self.aims[-1])

    def _offer(self, plan: Plan, how: Sentence) -> None:
        key = self._key(plan)
        if self.best is None or key < self.best_key:
            self.best, self.best_key, self.how = plan, key, how

    def _key(self, plan: Plan) -> tuple[int, ...]:
        """How good a plan is: broken rules first, then the aims in their order."""
        broken = sum(1 for _ in broken_rules(self.instance, plan))
        return (broken, *costs(self.instance, plan).values())

    def _goal(self) -> tuple[int, ...]:
        return (0, *self.bounds.values())

    def _proven(self) -> bool:
        return self.best is not None and self.best_key == self._goal()

    def _energy(self, plan: Plan) -> int:
        value = costs(self.instance, plan)
        broken = sum(self._apart_at_one_table(table) for seating in plan for table in seating)
        broken += wrong_seats(self.instance, plan)
        return sum(self.weights.of(aim) * value[aim] for aim in self.aims) + self.weights.apart * broken

    def _apart_at_one_table(self, table: tuple[int, ...]) -> int:
        return sum(q in self.instance.apart[p] for p in table for q in table if p < q)

    def _target(self) -> int:
        return sum(self.weights.of(aim) * self.bounds[aim] for aim in self.aims)
