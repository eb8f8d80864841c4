"""How often people must meet again, at least: three arguments, of which the best counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.spread import even_sizes, fewest_pairs, pairs_in
from facilitator.sentences import Sentence, say, say_many


def least_repeated_meetings(instance: Instance) -> int:
    """The best of three arguments; see each."""
    others = may_meet(instance)
    return max(
        meetings_by_round_pairs(instance),
        meetings_by_all_pairs(instance, others),
        meetings_by_person(instance, others),
    )


def reason_to_meet_again(instance: Instance) -> Sentence | None:
    """Why some must meet again whatever the plan, by the argument that shows the most, if one does."""
    others = may_meet(instance)
    by_rounds, least = meetings_by_round_pairs(instance), least_repeated_meetings(instance)
    if by_rounds and by_rounds == least:
        earlier, later = max(combinations(instance.rounds, 2), key=lambda pair: _of_rounds(instance, *pair))
        return say_many(
            "In round %(later)s at least one pair meets who has met in round %(earlier)s:"
            " the people of a group come from only %(groups)s groups.",
            "In round %(later)s at least %(num)d pairs meet who have met in round %(earlier)s:"
            " the people of a group come from only %(groups)s groups.",
            _of_rounds(instance, earlier, later),
            later=later + 1, earlier=earlier + 1, groups=len(instance.capacity[earlier]),
        )  # fmt: skip
    meetings, pairs = _all_mates(instance) // 2, sum(others) // 2
    if meetings > pairs:
        return say(
            "All rounds have more meetings of two people than there are pairs who may meet."
            " Meetings: %(meetings)s. Pairs: %(pairs)s.",
            meetings=meetings, pairs=pairs,
        )  # fmt: skip
    mates = _Reach.over_all_rounds(instance).low
    person = max(range(instance.size), key=lambda p: mates[p] - others[p])
    if mates[person] <= others[person]:
        return None
    return say(
        "%(person)s must meet some people again: over all rounds, more people sit in the same groups than"
        " there are to meet. Seats in these groups: %(mates)s. People to meet: %(others)s.",
        person=instance.problem.people[person].name, mates=mates[person], others=others[person],
    )  # fmt: skip


def meetings_by_round_pairs(instance: Instance) -> int:
    """A table of s drawn from fewer than s tables of another round has people who met there.

    Over all pairs m(m-1)/2 is the number of pairs of rounds in which the two meet; so the bounds of the
    pairs of rounds add up. Exempt pairs that are there in both rounds are taken off, as they may be among
    those counted.
    """
    return sum(_of_rounds(instance, r, s) for r, s in combinations(instance.rounds, 2))


def _of_rounds(instance: Instance, r: int, s: int) -> int:
    """How many pairs who share a table in one of two rounds do so in the other, at the least."""
    there = set(instance.present[s])
    common = sum(p in there for p in instance.present[r])
    repeats = max(_drawn(instance, r, s, common), _drawn(instance, s, r, common))
    return max(0, repeats - _exempt(instance, r, s))


def _drawn(instance: Instance, round_: int, other: int, common: int) -> int:
    """The fewest pairs of a round that come from one table of the other, whatever the tables' sizes.

    x people from b tables make fewest_pairs(x, b), convex in x: so an even spread of those who are there
    in both rounds, as far as the seats let it be even, makes the fewest.
    """
    capacity, boxes = instance.capacity[round_], len(instance.capacity[other])
    each, more = divmod(common, len(capacity))
    if min(capacity) < each + 1:
        sizes = even_sizes(common, [0] * len(capacity), capacity)
        return sum(fewest_pairs(size, boxes) for size in sizes)
    return more * fewest_pairs(each + 1, boxes) + (len(capacity) - more) * fewest_pairs(each, boxes)


def _exempt(instance: Instance, *rounds: int) -> int:
    """Pairs who must sit together and are there in all of these rounds."""
    people = instance.problem.people
    return sum(
        not any(r in people[a].absent or r in people[b].absent for r in rounds) for a, b in instance.exempt
    )


def least_sizes(instance: Instance, round_: int) -> list[int]:
    """The most even table sizes of a round, which make the fewest pairs; of a started one as they are."""
    return even_sizes(len(instance.present[round_]), instance.minimum[round_], instance.capacity[round_])


def meetings_by_all_pairs(instance: Instance, others: list[int]) -> int:
    """All meetings, R·ΣC(s,2) at the least, spread evenly over the pairs of people that may meet.

    No table sizes make fewer pairs than the most even ones; m(m-1)/2 is convex in m.
    """
    return fewest_pairs(max(0, _all_mates(instance) // 2), sum(others) // 2)


def _all_mates(instance: Instance) -> int:
    """Over all rounds and people how many mates they have, at the least; exempt pairs apart."""
    return sum(
        2 * (sum(map(pairs_in, least_sizes(instance, r))) - _exempt(instance, r)) for r in instance.rounds
    )


def meetings_by_person(instance: Instance, others: list[int]) -> int:
    """Each person's mates spread evenly over those that they may meet; every repeat has two ends.

    Nobody has fewer mates than the smallest table that they may use has, nor more than the largest. Where
    tables may be uneven somebody's table may be small, but only at the price of larger ones: all people
    together have no fewer mates than at the most even sizes. So the mates that are not bound to anybody
    are given to whom they cost least: f(x) = fewest_pairs(x, others) rises by x // others for one more.
    """
    reach = _Reach.over_all_rounds(instance)
    able = [(o, low, most) for o, low, most in zip(others, reach.low, reach.most, strict=True) if o > 0]
    twice = sum(fewest_pairs(low, o) for o, low, _ in able)
    left = _all_mates(instance) - sum(reach.low)
    dearest = max((most // o for o, _, most in able), default=0)
    for slope in range(dearest + 1):
        if left <= 0:
            break
        room = sum(max(0, min(most, (slope + 1) * o) - max(low, slope * o)) for o, low, most in able)
        twice += slope * min(left, room)
        left -= room
    return (twice + 1) // 2


@dataclass
class _Reach:
    """Per person the fewest and the most mates over all rounds, without those who must sit with them."""

    low: list[int]
    most: list[int]

    @classmethod
    def over_all_rounds(cls, instance: Instance) -> _Reach:
        """Summed over the rounds in which each is there."""
        found = cls([0] * instance.size, [0] * instance.size)
        for r in instance.rounds:
            found.add(instance, r)
        return found

    def add(self, instance: Instance, round_: int) -> None:
        """One more round: the smallest and the largest table for each set of tables that people may use."""
        sizes = _possible_sizes(instance, round_)
        known: dict[int, tuple[int, int]] = {}
        there = set(instance.present[round_])
        table = {p: t for t in _seated(instance, round_) for p in t}
        for p in there:
            mask = instance.mask[round_][p]
            if mask not in known:
                usable = [size for t, size in enumerate(sizes) if mask >> t & 1]
                known[mask] = min((s for s, _ in usable), default=1), max((s for _, s in usable), default=1)
            beside = table.get(p, there)
            bound = sum(q in beside for q in instance.block_of.get(p, (p,)))
            least, most = known[mask]
            self.low[p] += max(0, least - bound)
            self.most[p] += max(0, most - bound)


def _seated(instance: Instance, round_: int) -> tuple[tuple[int, ...], ...]:
    problem = instance.problem
    return problem.seated[round_] if problem.rounds[round_].started else ()


def _possible_sizes(instance: Instance, round_: int) -> list[tuple[int, int]]:
    """Per table the fewest and the most people, given what the other tables can take and need."""
    least, most = instance.minimum[round_], instance.capacity[round_]
    people, seats, needed = len(instance.present[round_]), sum(most), sum(least)
    return [
        (max(low, people - (seats - high)), min(high, people - (needed - low)))
        for low, high in zip(least, most, strict=True)
    ]


def may_meet(instance: Instance) -> list[int]:
    """Per person how many others they may meet in some round, without those who must sit with them."""
    strangers = never_meeting(instance)
    times = [
        sum(1 << r for r in instance.rounds if r not in who.absent) for who in instance.problem.people
    ]  # fmt: skip
    crowd = Counter(times)
    found = []
    for p, mine in enumerate(times):
        near = sum(count for theirs, count in crowd.items() if theirs & mine)
        never = strangers[p] | set(instance.block_of.get(p, ())) | {p}
        found.append(near - sum(bool(times[q] & mine) for q in never))
    return [max(0, count) for count in found]


def never_meeting(instance: Instance) -> list[set[int]]:
    """Per person those kept apart from them, but for whom they have met in a round that has started."""
    seated = zip(instance.problem.rounds, instance.problem.seated, strict=False)
    met = [set(table) for round_, seating in seated if round_.started for table in seating]
    return [
        {q for q in others if not any(p in table and q in table for table in met)}
        for p, others in enumerate(instance.apart)
    ]
