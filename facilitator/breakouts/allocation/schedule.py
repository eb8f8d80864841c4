"""How a search is weighed and cooled: one band of heat for each aim, the most important first.

The weights lie so far apart that no exchange can buy a lesser aim with a greater one. While the heat
stands in the band of an aim, everything above it is frozen and everything below is free.
"""

from __future__ import annotations

from facilitator.breakouts.allocation.anneal import Band
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Aim
from facilitator.breakouts.allocation.state import Weights

STEPS = 24
HOTTEST = 0.5
COLDEST = 0.12
RATIO = round((COLDEST / HOTTEST) ** (1 / (STEPS - 1)), 6)


def active_aims(instance: Instance) -> list[Aim]:
    """The aims that can differ between plans of this instance, in order."""
    possible = {
        Aim.LIGHTHOUSE: any(instance.lighthouse),
        Aim.CITY: any(len(people) > 1 for people in instance.members),
        Aim.INTEREST: any(instance.needs),
        Aim.WISHES: any(instance.wish_weights),
        Aim.MEETINGS: len(instance.rounds) > 1,
        Aim.MEASURES: bool(instance.measures) and len(instance.rounds) > 1,
        Aim.EVEN: any(sum(instance.capacity[r]) > len(instance.present[r]) for r in instance.open_rounds),
    }
    return [aim for aim in instance.problem.aims if possible[aim]]


def weigh(instance: Instance) -> Weights:
    """Weights by aim, the last one 1, each a step above what one exchange can change below it."""
    step = separation(instance)
    aims = active_aims(instance)
    by_aim = {aim.value: step**k for k, aim in enumerate(reversed(aims))}
    return Weights(apart=step ** (len(aims) + 1), **by_aim)


def separation(instance: Instance) -> int:
    """More than one exchange of two seats can change any single aim by."""
    largest = max((max(capacity) for capacity in instance.capacity if capacity), default=1)
    largest = min(largest, instance.size)
    most_wishes = max((len(who.wishes) for who in instance.problem.people), default=0)
    return max(64, 4 * largest * len(instance.rounds), 4 * most_wishes)


def bands(
    weights: Weights, bounds: dict[Aim, int], aims: list[Aim], first: Aim, *, cool: bool, apart: bool
) -> list[Band]:
    """The bands of a search from `first` on; `cool` leaves the hotter half of each out.

    Where people must sit apart, a search that is not cool first goes through plans in which they don't: else
    it would stay among those that differ from its seed by single exchanges.
    """
    loose: list[Band] = [({aims[0]: -1}, heats(weights.apart))] if apart and not cool else []
    start = 0 if loose else aims.index(first)
    return loose + [
        ({aim: bounds[aim] for aim in aims[: k + 1]}, heats(weights.of(aims[k]))[STEPS // 2 if cool else 0 :])
        for k in range(start, len(aims))
    ]


def heats(weight: int) -> list[float]:
    """The heats of one band."""
    found = [HOTTEST * weight]
    while len(found) < STEPS:
        found.append(found[-1] * RATIO)
    return found
