"""What a plan reaches, what stands against one, and what a change of seats costs: all on plain values."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from facilitator.breakouts.allocation import (
    Aim,
    Infeasible,
    Plan,
    PlanReport,
    check_feasible,
    report_on,
)
from facilitator.breakouts.allocation.cost import COUNTS
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.leftovers import LEFTOVERS
from facilitator.breakouts.allocation.problem import Problem, Seating
from facilitator.breakouts.allocation.verify import Rule, broken_rules
from facilitator.breakouts.planning.snapshot import Snapshot
from facilitator.errors import N_
from facilitator.sentences import Sentence

Key = tuple[Hashable, ...]

AIMS = {
    Aim.LIGHTHOUSE: N_("Groups without a lighthouse delegate"),
    Aim.CITY: N_("Pairs from the same city or organisation in one group"),
    Aim.INTEREST: N_("Topics a city asked for and does not get"),
    Aim.WISHES: N_("Preferences not met (the first choice counts most)"),
    Aim.MEETINGS: N_("Pairs who meet more than once"),
    Aim.MEASURES: N_("Topics visited twice by one person"),
    Aim.EVEN: N_("Rounds with uneven groups"),
}


@dataclass(frozen=True)
class PlanStanding:
    """How a plan stands against the rules and aims of now; without a report where no plan can.

    Of a plan that is not whole, since somebody came after it, the report is about those who have a seat.
    """

    broken: tuple[Sentence, ...]
    report: PlanReport | None
    is_whole: bool

    @property
    def fits(self) -> bool:
        """Whether it can be everybody's as it is."""
        return self.is_whole and self.report is not None and not self.broken


@dataclass(frozen=True)
class PlanQuestion:
    """A problem with a plan, told apart by what they say."""

    problem: Problem = field(compare=False)
    plan: Plan = field(compare=False)
    said: bytes

    @classmethod
    def of(cls, problem: Problem, plan: Plan = ()) -> "PlanQuestion":
        """Its key is worked out from all that it says."""
        return cls(problem, plan, sha256(repr((problem, plan)).encode()).digest())


def obstacles(snapshot: Snapshot) -> tuple[Sentence, ...]:
    """What stands against any plan, with the numbers, before any search."""
    return _obstacles(PlanQuestion.of(snapshot.problem)) if snapshot.rounds else ()


@lru_cache(maxsize=16)
def _obstacles(asked: PlanQuestion) -> tuple[Sentence, ...]:
    try:
        check_feasible(asked.problem)
    except Infeasible as infeasible:
        return infeasible.reasons
    return ()


def standing(snapshot: Snapshot, plan: Plan) -> PlanStanding:
    """How a plan stands now; the same question is answered once only."""
    return _standing(PlanQuestion.of(snapshot.problem, plan))


@lru_cache(maxsize=32)
def _standing(asked: PlanQuestion) -> PlanStanding:
    instance = Instance(asked.problem)
    is_whole = all(sum(map(len, seating)) == len(instance.present[r]) for r, seating in enumerate(asked.plan))
    # Who has no seat is listed by name, and that a table is empty meanwhile is no news.
    no_news = {Rule.EVERYBODY_HAS_A_SEAT} | (set() if is_whole else {Rule.NO_TABLE_IS_TOO_SMALL})
    broken = tuple(said for said in broken_rules(instance, asked.plan) if said.kind not in no_news)
    seated = asked.problem if is_whole else _only_the_seated(asked.problem, asked.plan)
    if _obstacles(PlanQuestion.of(seated)):
        return PlanStanding(broken, None, is_whole)
    return PlanStanding(broken, report_on(Instance(seated), asked.plan), is_whole)


def _only_the_seated(problem: Problem, plan: Plan) -> Problem:
    """The same problem with everybody away from the rounds for which they have no seat."""
    has_seat = [{p for table in seating for p in table} for seating in plan]
    people = tuple(
        replace(who, absent=who.absent | {r for r, there in enumerate(has_seat) if p not in there})
        for p, who in enumerate(problem.people)
    )
    pins = tuple(pin for pin in problem.pins if pin.person in has_seat[pin.round])
    return replace(problem, people=people, pins=pins)


@dataclass(frozen=True)
class SeatChange:
    """What becomes of a plan by a change of seats: rules that it breaks, what it costs, what it mends."""

    broken: tuple[Sentence, ...]
    costs: tuple[Sentence, ...]
    gains: tuple[Sentence, ...]
    aims: tuple[tuple[Aim, int, int], ...]

    @property
    def is_possible(self) -> bool:
        """Whether it breaks no rule."""
        return not self.broken

    @property
    def met_again(self) -> int:
        """How many more pairs meet again, or fewer if it is below 0."""
        return sum(after - before for aim, before, after in self.aims if aim is Aim.MEETINGS)

    @property
    def weight(self) -> int:
        """Below 0 for the better, above for the worse, by the first aim that differs."""
        return next((after - before for _, before, after in self.aims if after != before), 0)


class Scales:
    """Weighs changes of one plan."""

    def __init__(self, snapshot: Snapshot, plan: Plan) -> None:
        self.snapshot, self.plan = snapshot, plan
        self.instance = Instance(snapshot.problem)
        self.aims = [aim for aim in snapshot.problem.aims if aim is not Aim.EVEN]
        self.before = self._weigh(plan)

    def _weigh(self, plan: Plan) -> tuple[set[Key], dict[Key, Sentence], dict[Aim, int]]:
        broken = {said.key for said in broken_rules(self.instance, plan)}
        # Of those who meet again there are a hundred at twelve tables: they are counted, not named.
        told = [aim for aim in self.aims if aim is not Aim.MEETINGS]
        found = [said.of(aim) for aim in told for said in LEFTOVERS[aim](self.instance, plan)]
        left = {said.key: said for said in found}
        return broken, left, {aim: COUNTS[aim](self.instance, plan) for aim in self.aims}

    def change(self, after: Plan) -> SeatChange:
        """What it would be to have this plan instead."""
        was_broken, were_left, were = self.before
        _, left, values = self._weigh(after)
        now_broken = broken_rules(self.instance, after)
        return SeatChange(
            broken=tuple(said for said in now_broken if said.key not in was_broken),
            costs=tuple(said for key, said in left.items() if key not in were_left),
            gains=tuple(said for key, said in were_left.items() if key not in left),
            aims=tuple((aim, were[aim], values[aim]) for aim in self.aims),
        )

    def of_move(self, round_: int, person: int, table: int, other: int | None = None) -> SeatChange:
        """What it would be to move a person to a table, in exchange for somebody there."""
        return self.change(moved(self.plan, round_, person, table, other))


def moved(plan: Plan, round_: int, person: int, table: int, other: int | None = None) -> Plan:
    """A plan in which a person sits at another table of a round, and `other` takes the seat they leave."""
    origin = next((t for t, people in enumerate(plan[round_]) if person in people), None)
    seating: list[tuple[int, ...]] = []
    for t, people in enumerate(plan[round_]):
        sitting = {p for p in people if p not in (person, other)}
        sitting |= {person} if t == table else set()
        sitting |= {other} if other is not None and t == origin else set()
        seating.append(tuple(sorted(sitting)))
    changed: Seating = tuple(seating)
    return (*plan[:round_], changed, *plan[round_ + 1 :])
