"""Which measures people must miss or visit again, at least: by seats, and by who can reach them."""

from __future__ import annotations

from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance
from facilitator.breakouts.allocation.priced_seats import most_granted
from facilitator.breakouts.allocation.transport import Marginal, Transport


def least_unmet_wishes(instance: Instance) -> int:
    """All wishes less what can be granted at most: by seats at prices, or with the seats of rounds pooled."""
    total = sum(sum(wishes.values()) for wishes in instance.wish_weights)
    if not total:
        return 0
    pooled = total + _least_cost(instance, _granted(instance))
    return max(0, pooled, total - most_granted(instance))


def _granted(instance: Instance) -> Marginal:
    weights = instance.wish_weights
    return lambda p, m, v: 0 if v else -weights[p].get(m, 0)


def least_repeated_measures(instance: Instance) -> int:
    """The optimum of pooled seats for variety alone: the v-th visit of one measure repeats v-1 others."""
    return max(0, _least_cost(instance, lambda _p, _m, v: v)) if instance.measures else 0


def _least_cost(instance: Instance, cost: Marginal) -> int:
    """The least total cost of visits, exactly, if all rounds' seats of a measure are pooled.

    Every plan is one of these ways to give visits: each person one for each round that they are there, to a
    measure no more often than in rounds in which they may use one of its tables, and no measure more than
    it has seats. Tables without a measure are one measure more, which costs nothing. The flow is optimal
    where the marginal cost never falls, which holds for both aims.
    """
    kinds = len(instance.measures)
    capacity = [0] * (kinds + 1)
    for measures, seats in zip(instance.measure_of, instance.capacity, strict=True):
        for m, room in zip(measures, seats, strict=True):
            capacity[m if m != NO_MEASURE else kinds] += room
    times = _times_in_reach(instance)

    def marginal(p: int, m: int, v: int) -> int | None:
        if v >= times[p][m]:
            return None
        return 0 if m == kinds else cost(p, m, v)

    pool = Transport(instance.size, capacity, marginal)
    for r in instance.rounds:
        for p in instance.present[r]:
            if not pool.give(p):
                return 0  # not even pooled seats are enough: whoever finds that no plan is, says so
    return pool.cost


def _times_in_reach(instance: Instance) -> list[list[int]]:
    """Per person and measure (none is the last) in how many rounds they may use a table of it."""
    kinds = len(instance.measures)
    times = [[0] * (kinds + 1) for _ in range(instance.size)]
    for r in instance.rounds:
        tables = [0] * (kinds + 1)
        for t, m in enumerate(instance.measure_of[r]):
            tables[m if m != NO_MEASURE else kinds] |= 1 << t
        offered = [(m, mask) for m, mask in enumerate(tables) if mask]
        for p in instance.present[r]:
            mine = instance.mask[r][p]
            for m, mask in offered:
                if mine & mask:
                    times[p][m] += 1
    return times
