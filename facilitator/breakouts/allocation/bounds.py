"""Lower bounds: what no plan can go below, each by an argument that can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance
from facilitator.breakouts.allocation.problem import Aim
from facilitator.breakouts.allocation.spread import even_sizes, fewest_pairs, pairs_in
from facilitator.breakouts.allocation.transport import Transport


def lower_bounds(instance: Instance) -> dict[Aim, int]:
    """For each aim of the problem what no plan can go below (each aim by itself)."""
    return {aim: BOUNDS[aim](instance) for aim in instance.problem.aims}


def least_tables_without_lighthouse(instance: Instance) -> int:
    """Tables beyond the number of lighthouse delegates, round by round; of started rounds as they are."""
    if not any(instance.lighthouse):
        return 0
    return sum(_least_without_lighthouse(instance, r) for r in instance.rounds)


def _least_without_lighthouse(instance: Instance, round_: int) -> int:
    if instance.problem.rounds[round_].started:
        tables = instance.problem.seated[round_]
        return sum(bool(table) and not any(instance.lighthouse[p] for p in table) for table in tables)
    guides = sum(instance.lighthouse[p] for p in instance.present[round_])
    return max(0, len(instance.capacity[round_]) - guides)


def least_city_pairs(instance: Instance) -> int:
    """Each city spread over all tables, less its pairs who must sit together."""
    least = 0
    for people in instance.members:
        bound = sum((a in people and b in people) for a, b in instance.exempt)
        for r in instance.rounds:
            there = sum(r not in instance.problem.people[p].absent for p in people)
            least += max(0, fewest_pairs(there, len(instance.capacity[r])) - bound)
    return least


def least_unmet_interests(instance: Instance) -> int:
    """A city cannot visit more measures than its people have places, nor one that no table has."""
    least = 0
    offered = [{m for m in measures if m != NO_MEASURE} for measures in instance.measure_of]
    for k, wanted in enumerate(instance.needs):
        places, reachable = 0, set[int]()
        for p in instance.members[k]:
            there = [r for r in instance.rounds if r not in instance.problem.people[p].absent]
            places += len(there)
            reachable.update(*(offered[r] for r in there))
        least += len(wanted) - min(places, len(wanted & reachable))
    return least


def least_unmet_wishes(instance: Instance) -> int:
    """The optimum of layer 1 over all rounds together: seats per measure are pooled."""
    weights = instance.wish_weights
    total = sum(sum(wishes.values()) for wishes in weights)
    gain = _optimum(instance, lambda p, m, v: -weights[p].get(m, 0) if v == 0 else 0)
    return max(0, total + gain)


def least_repeated_measures(instance: Instance) -> int:
    """The optimum of layer 1 for variety alone."""
    return max(0, _optimum(instance, lambda _p, _m, v: v))


def _optimum(instance: Instance, cost: Callable[[int, int, int], int]) -> int:
    """The least total cost of visits, each person one per round present, seats per measure pooled."""
    if not instance.measures or any(NO_MEASURE in measures for measures in instance.measure_of):
        return _unpooled(instance, cost)
    capacity = [0] * len(instance.measures)
    for measures, seats in zip(instance.measure_of, instance.capacity, strict=True):
        for m, room in zip(measures, seats, strict=True):
            capacity[m] += room
    pool = Transport(instance.size, capacity, cost)
    for r in instance.rounds:
        for p in instance.present[r]:
            if not pool.give(p):
                return _unpooled(instance, cost)
    return pool.cost


def _unpooled(instance: Instance, cost: Callable[[int, int, int], int]) -> int:
    """A weaker optimum for rounds with tables that have no measure: each person free of all others."""
    total = 0
    for p in range(instance.size):
        there = sum(r not in instance.problem.people[p].absent for r in instance.rounds)
        gains = sorted(min(0, cost(p, m, 0)) for m in range(len(instance.measures)))
        total += sum(gains[:there])
    return total


def least_repeated_meetings(instance: Instance) -> int:
    """The best of three arguments; see each."""
    return max(
        meetings_by_round_pairs(instance), meetings_by_all_pairs(instance), meetings_by_person(instance)
    )


def meetings_by_round_pairs(instance: Instance) -> int:
    """A table of s drawn from fewer than s tables of another round has people who met there.

    Over all pairs m(m-1)/2 is the number of pairs of rounds in which the two meet; so the bounds of the
    pairs of rounds add up. Exempt pairs, always together, are taken off.
    """
    least = 0
    for r, s in combinations(instance.rounds, 2):
        there = set(instance.present[s])
        common = sum(p in there for p in instance.present[r])
        least += max(
            0,
            max(_drawn(instance, r, s, common), _drawn(instance, s, r, common)) - _exempt(instance, r, s),
        )
    return least


def _drawn(instance: Instance, round_: int, other: int, common: int) -> int:
    tables = len(instance.capacity[round_])
    each, more = divmod(common, tables)
    boxes = len(instance.capacity[other])
    return more * fewest_pairs(each + 1, boxes) + (tables - more) * fewest_pairs(each, boxes)


def _exempt(instance: Instance, *rounds: int) -> int:
    people = instance.problem.people
    return sum(
        not any(r in people[a].absent or r in people[b].absent for r in rounds) for a, b in instance.exempt
    )


def least_sizes(instance: Instance, round_: int) -> list[int]:
    """The most even table sizes of a round, which make the fewest pairs."""
    return even_sizes(len(instance.present[round_]), instance.minimum[round_], instance.capacity[round_])


def meetings_by_all_pairs(instance: Instance) -> int:
    """R·ΣC(s,2) meetings spread evenly over the pairs of people that may meet."""
    meetings = sum(
        sum(map(pairs_in, least_sizes(instance, r))) - _exempt(instance, r) for r in instance.rounds
    )
    strangers = sum(map(len, never_meeting(instance))) // 2
    return fewest_pairs(max(0, meetings), pairs_in(instance.size) - len(instance.exempt) - strangers)


def meetings_by_person(instance: Instance) -> int:
    """Each person's (s-1)·R table-mates spread evenly over the n-1 others; every repeat has two ends."""
    if instance.exempt:
        return 0
    smallest = [max(1, min(least_sizes(instance, r))) - 1 for r in instance.rounds]
    strangers = never_meeting(instance)
    twice = 0
    for p, who in enumerate(instance.problem.people):
        mates = sum(size for r, size in enumerate(smallest) if r not in who.absent)
        twice += fewest_pairs(mates, instance.size - 1 - len(strangers[p])) if mates else 0
    return (twice + 1) // 2


def never_meeting(instance: Instance) -> list[set[int]]:
    """Per person those kept apart from them, but for whom they have met in a round that has started."""
    seated = zip(instance.problem.rounds, instance.problem.seated, strict=False)
    met = [set(table) for round_, seating in seated if round_.started for table in seating]
    return [
        {q for q in others if not any(p in table and q in table for table in met)}
        for p, others in enumerate(instance.apart)
    ]


def no_unevenness(_instance: Instance) -> int:
    """The most even sizes are the yardstick, so nothing is below 0."""
    return 0


BOUNDS: dict[Aim, Callable[[Instance], int]] = {
    Aim.LIGHTHOUSE: least_tables_without_lighthouse,
    Aim.CITY: least_city_pairs,
    Aim.INTEREST: least_unmet_interests,
    Aim.WISHES: least_unmet_wishes,
    Aim.MEETINGS: least_repeated_meetings,
    Aim.MEASURES: least_repeated_measures,
    Aim.EVEN: no_unevenness,
}
