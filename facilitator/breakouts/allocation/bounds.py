"""Lower bounds: what no plan can go below, each by an argument that can be checked by hand.

Each argument stands beside its code, with the conditions that it needs; where the code can't see that a
condition holds it claims less. The tests hold every bound to an exact solver.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from facilitator.breakouts.allocation.cost import same_city
from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance
from facilitator.breakouts.allocation.matching import largest_matching
from facilitator.breakouts.allocation.meeting_bounds import least_repeated_meetings
from facilitator.breakouts.allocation.problem import Aim
from facilitator.breakouts.allocation.spread import even_sizes, fewest_pairs, pairs_in
from facilitator.breakouts.allocation.visit_bounds import least_repeated_measures, least_unmet_wishes


def lower_bounds(instance: Instance) -> dict[Aim, int]:
    """For each aim of the problem what no plan can go below (each aim by itself)."""
    return {aim: BOUNDS[aim](instance) for aim in instance.problem.aims}


def least_tables_without_lighthouse(instance: Instance) -> int:
    """Round by round, tables beyond those that lighthouse delegates can be matched with.

    Each table with lighthouse delegates names one of them, or the block of people that one sits with: no
    delegate or block is named twice, and each may use the table that names it. So the tables that have
    one are a matching, and no more than in the largest. The others count only if somebody has to sit
    there, which a minimum of 1 makes sure of. Started rounds are as they are.
    """
    if not any(instance.lighthouse):
        return 0
    return sum(_least_without_lighthouse(instance, r) for r in instance.rounds)


def _least_without_lighthouse(instance: Instance, round_: int) -> int:
    if instance.problem.rounds[round_].started:
        tables = instance.problem.seated[round_]
        return sum(bool(table) and not any(instance.lighthouse[p] for p in table) for table in tables)
    used = sum(1 << t for t, least in enumerate(instance.minimum[round_]) if least > 0)
    guides = [p for p in instance.present[round_] if instance.lighthouse[p]]
    units = {instance.block_of.get(p, (p,)): instance.mask[round_][p] & used for p in guides}
    return used.bit_count() - largest_matching(units.values())


def least_city_pairs(instance: Instance) -> int:
    """Round by round each city by itself, spread over the tables that any of its people may use.

    The even spread makes the fewest pairs, as s(s-1)/2 is convex in s. Pairs that must sit together are
    among the pairs of any spread and do not count: those that are there are taken off. Started rounds
    are as they are.
    """
    least = 0
    for r in instance.rounds:
        if instance.problem.rounds[r].started:
            least += sum(same_city(instance, table) for table in instance.problem.seated[r])
        else:
            least += sum(_least_pairs(instance, r, k) for k in range(len(instance.members)))
    return least


def _least_pairs(instance: Instance, round_: int, city: int) -> int:
    people = instance.problem.people
    there = [p for p in instance.members[city] if round_ not in people[p].absent]
    if len(there) < 2:
        return 0
    usable = 0
    for p in there:
        usable |= instance.mask[round_][p]
    room = [most for t, most in enumerate(instance.capacity[round_]) if usable >> t & 1]
    must = Counter(instance.block_of.get(p, p) for p in there)
    return max(0, _pairs_of_even_spread(len(there), room) - sum(map(pairs_in, must.values())))


def _pairs_of_even_spread(count: int, room: list[int]) -> int:
    if room and min(room) * len(room) >= count and min(room) > (count - 1) // len(room):
        return fewest_pairs(count, len(room))
    return sum(map(pairs_in, even_sizes(count, [0] * len(room), room)))


def least_unmet_interests(instance: Instance) -> int:
    """City by city, topics beyond those that its people can be matched with.

    A topic that a city visits names a person and a round in which the person is there and may use a table
    of that measure. People who sit together are one, as they see the same; and nobody sees two measures in
    a round. So the topics that are visited are a matching, and no more than in the largest.
    """
    return sum(
        len(wanted) - largest_matching(_sights(instance, k, wanted))
        for k, wanted in enumerate(instance.needs)
    )


def _sights(instance: Instance, city: int, wanted: frozenset[int]) -> list[int]:
    """Per round and person of a city (or block with one) the topics in reach, one bit each."""
    people, found = instance.problem.people, []
    for r in instance.rounds if wanted else ():
        there = [p for p in instance.members[city] if r not in people[p].absent]
        units = {instance.block_of.get(p, (p,)): instance.mask[r][p] for p in there}
        if instance.problem.rounds[r].started:
            units = {(p,): instance.mask[r][p] for p in there}
        for mask in units.values():
            seen = {m for t, m in enumerate(instance.measure_of[r]) if m in wanted and mask >> t & 1}
            found.append(sum(1 << m for m in seen if m != NO_MEASURE))
    return found


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
