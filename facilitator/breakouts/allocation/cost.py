"""What a plan costs, aim by aim, counted from scratch: the measure that everything else is held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from facilitator.breakouts.allocation.instance import NO_MEASURE, Instance
from facilitator.breakouts.allocation.problem import Aim, Pair, Plan
from facilitator.breakouts.allocation.spread import even_sizes, pairs_in


def costs(instance: Instance, plan: Plan) -> dict[Aim, int]:
    """The cost of a plan for each aim of the problem, in its order."""
    return {aim: COUNTS[aim](instance, plan) for aim in instance.problem.aims}


def tables_without_lighthouse(instance: Instance, plan: Plan) -> int:
    """Tables where no lighthouse delegate sits; none count where nobody at all is one."""
    if not any(instance.lighthouse):
        return 0
    tables = (table for seating in plan for table in seating if table)
    return sum(not any(instance.lighthouse[p] for p in table) for table in tables)


def city_pairs(instance: Instance, plan: Plan) -> int:
    """Pairs of one organisation at one table, without those who must sit together."""
    return sum(same_city(instance, table) for seating in plan for table in seating)


def same_city(instance: Instance, table: tuple[int, ...]) -> int:
    """Pairs of one organisation at this table, without those who must sit together."""
    heads = Counter(instance.organisation[p] for p in table)
    pairs = sum(pairs_in(count) for count in heads.values())
    return pairs - sum(
        a in table and b in table and instance.organisation[a] == instance.organisation[b]
        for a, b in instance.exempt
    )


def unmet_interests(instance: Instance, plan: Plan) -> int:
    """Measures that a city came for and that nobody of it visits."""
    return len(list(missed_interests(instance, plan)))


def missed_interests(instance: Instance, plan: Plan) -> Iterator[tuple[int, int]]:
    """Organisation and measure of each interest that nobody serves."""
    seen = {(instance.organisation[p], m) for p, m in visits(instance, plan)}
    for k, wanted in enumerate(instance.needs):
        yield from ((k, m) for m in sorted(wanted) if (k, m) not in seen)


def unmet_wishes(instance: Instance, plan: Plan) -> int:
    """The weights of the wished measures that people do not visit; see Instance.wish_weights."""
    seen = visits(instance, plan)
    return sum(
        weight
        for p, weights in enumerate(instance.wish_weights)
        for m, weight in weights.items()
        if (p, m) not in seen
    )


def repeated_meetings(instance: Instance, plan: Plan) -> int:
    """m(m-1)/2 over all pairs that may be parted, m = how often the two share a table."""
    return sum(pairs_in(m) for m in meetings(instance, plan).values())


def meetings(instance: Instance, plan: Plan) -> Counter[Pair]:
    """How often each pair shares a table, without those who must."""
    met: Counter[Pair] = Counter()
    for seating in plan:
        for table in seating:
            met.update(combinations(table, 2))
    for pair in instance.exempt:
        met.pop(pair, None)
    return met


def repeated_measures(instance: Instance, plan: Plan) -> int:
    """v(v-1)/2 over people and measures, v = how often the person visits the measure."""
    return sum(pairs_in(v) for v in visits(instance, plan).values())


def visits(instance: Instance, plan: Plan) -> Counter[tuple[int, int]]:
    """How often each person visits each measure."""
    seen: Counter[tuple[int, int]] = Counter()
    for seating, measures in zip(plan, instance.measure_of, strict=True):
        for table, m in zip(seating, measures, strict=True):
            if m != NO_MEASURE:
                seen.update((p, m) for p in table)
    return seen


def unevenness(instance: Instance, plan: Plan) -> int:
    """Half of how much the squared table sizes exceed those of the most even seating that fits."""
    excess = 0
    for r, seating in enumerate(plan):
        excess += sum(len(table) ** 2 for table in seating) - even_squares(instance, r)
    return excess // 2


COUNTS: dict[Aim, Callable[[Instance, Plan], int]] = {
    Aim.LIGHTHOUSE: tables_without_lighthouse,
    Aim.CITY: city_pairs,
    Aim.INTEREST: unmet_interests,
    Aim.WISHES: unmet_wishes,
    Aim.MEETINGS: repeated_meetings,
    Aim.MEASURES: repeated_measures,
    Aim.EVEN: unevenness,
}


def wishes_missed(instance: Instance, plan: Plan) -> int:
    """How many wished measures people do not visit, whatever their rank."""
    seen = visits(instance, plan)
    return sum((p, m) not in seen for p, wished in enumerate(instance.wish_weights) for m in wished)


def pairs_meeting_again(instance: Instance, plan: Plan) -> int:
    """How many pairs share a table more than once, however often."""
    return sum(times > 1 for times in meetings(instance, plan).values())


def measures_seen_again(instance: Instance, plan: Plan) -> int:
    """How many people and measures there are of which the one visits the other more than once."""
    return sum(times > 1 for times in visits(instance, plan).values())


def uneven_rounds(instance: Instance, plan: Plan) -> list[int]:
    """The rounds that could have more even tables."""
    squares = (sum(len(table) ** 2 for table in seating) for seating in plan)
    return [r for r, reached in enumerate(squares) if reached > even_squares(instance, r)]


def even_squares(instance: Instance, round_: int) -> int:
    """The squared table sizes of the most even seating of a round that fits."""
    return sum(size**2 for size in most_even_sizes(instance, round_))


def most_even_sizes(instance: Instance, round_: int) -> list[int]:
    """The table sizes of the most even seating of a round that fits."""
    return even_sizes(len(instance.present[round_]), instance.minimum[round_], instance.capacity[round_])


CASES: dict[Aim, Callable[[Instance, Plan], int]] = COUNTS | {
    Aim.WISHES: wishes_missed,
    Aim.MEETINGS: pairs_meeting_again,
    Aim.MEASURES: measures_seen_again,
    Aim.EVEN: lambda instance, plan: len(uneven_rounds(instance, plan)),
}
"""What people count: of a cost that grows with how often or how much, how many there are that it is about."""
