"""Layer 4: what a plan reaches for each aim, what is proven of it, and who is behind what is left."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.breakouts.allocation.bounds import lower_bounds
from facilitator.breakouts.allocation.cost import CASES, costs
from facilitator.breakouts.allocation.feasibility import shortages
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.leftovers import LEFTOVERS
from facilitator.breakouts.allocation.meeting_bounds import reason_to_meet_again
from facilitator.breakouts.allocation.problem import Aim, Plan
from facilitator.sentences import Sentence, say


@dataclass(frozen=True)
class Finding:
    """One aim: the cost reached, what none can go below, and the people behind what is left.

    `cases` is how many there are of what the aim is about: pairs who meet again, however often they do.
    `why` says why nothing can go below the bound, where that is worth a sentence.
    """

    aim: Aim
    value: int
    bound: int
    left: tuple[Sentence, ...]
    cases: int
    why: Sentence | None = None

    @property
    def proven(self) -> bool:
        """Whether no plan can do better on this aim."""
        return self.value == self.bound

    @property
    def fewest_cases(self) -> int | None:
        """How many cases the best plan has, as far as that is known."""
        if self.bound == 0:
            return 0
        return self.cases if self.proven else None

    @property
    def verdict(self) -> Sentence:
        """What may be said of the value: best possible only where the bound is met."""
        if self.proven:
            return say("%(value)s, proven best possible", value=self.value)
        return say("%(value)s, not proven best: at least %(bound)s", value=self.value, bound=self.bound)


@dataclass(frozen=True)
class PlanReport:
    """The findings in the order of the problem's aims, and what no plan could give."""

    findings: tuple[Finding, ...]
    notes: tuple[Sentence, ...] = ()

    def __getitem__(self, aim: Aim) -> Finding:
        """The finding on one aim."""
        return next(finding for finding in self.findings if finding.aim is aim)

    @property
    def costs(self) -> tuple[int, ...]:
        """The values in order: of two plans the one with the smaller tuple is better."""
        return tuple(finding.value for finding in self.findings)

    @property
    def proven(self) -> bool:
        """Whether every aim is at its bound."""
        return all(finding.proven for finding in self.findings)


def report_on(instance: Instance, plan: Plan, bounds: dict[Aim, int] | None = None) -> PlanReport:
    """The report on a plan; bounds that are already known need not be counted again."""
    bounds = lower_bounds(instance) if bounds is None else bounds
    findings = tuple(
        Finding(
            aim,
            value,
            bounds[aim],
            tuple(LEFTOVERS[aim](instance, plan)) if value else (),
            CASES[aim](instance, plan),
            reason_to_meet_again(instance) if aim is Aim.MEETINGS and value else None,
        )
        for aim, value in costs(instance, plan).items()
    )
    return PlanReport(findings, tuple(shortages(instance)))
