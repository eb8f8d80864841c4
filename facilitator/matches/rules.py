"""Who should meet whom: the needs of interested cities against what lighthouse cities have proven.

Decisions on plain values; cities and cards go by their names and references, which are unique.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from facilitator.agenda.timing import Span
from facilitator.breakouts.allocation.transport import Transport
from facilitator.capture.models import Stance
from facilitator.errors import N_, RuleBroken
from facilitator.summary.demand.rules import Wanted
from facilitator.workshops.models import Part

MOST_MATCHES = 3
"""Meetings of a city, at most."""
MEETING_MINUTES = 30


class Pair(NamedTuple):
    """An interested city and a lighthouse city, by name."""

    interested: str
    lighthouse: str


# By lighthouse city and issue: its proven solutions that help with the issue.
Proven = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class MatchReason:
    """An issue that one city wants help with and another has an answer to.

    `solutions` are what the other has proven; where there are none, it has solved the issue. `is_written`
    says that the city wrote what it needs, or added the issue, beyond rating it.
    """

    ref: str
    title: str
    solutions: tuple[str, ...]
    is_written: bool

    @property
    def weight(self) -> int:
        """From 1 to 4: a need in words counts twice, and so does a proven solution."""
        return (2 if self.is_written else 1) * (2 if self.solutions else 1)


Reasons = Mapping[Pair, tuple[MatchReason, ...]]


def reasons_of(wanted: Iterable[Wanted], proven: Proven) -> Reasons:
    """Why cities should meet, by pair; a pair without a reason is left out."""
    found: dict[Pair, list[MatchReason]] = defaultdict(list)
    for each in wanted:
        written = {*each.cities} if each.is_missing else {need.city for need in each.needs}
        for lighthouse in _answering(each, proven):
            solutions = tuple(proven.get(lighthouse, {}).get(each.ref, ()))
            by_rating, by_words = (MatchReason(each.ref, each.title, solutions, is_) for is_ in (False, True))
            for city in each.cities:
                found[Pair(city, lighthouse)].append(by_words if city in written else by_rating)
    return {pair: tuple(reasons) for pair, reasons in found.items()}


def unanswered(wanted: Iterable[Wanted], proven: Proven) -> list[Wanted]:
    """What interested cities want, and no lighthouse city has solved or has a proven solution for."""
    return [each for each in wanted if not _answering(each, proven)]


def _answering(wanted: Wanted, proven: Proven) -> list[str]:
    solved = {city for city, voice in wanted.voices.items() if voice.stance is Stance.SOLVED}
    return sorted(solved | {city for city, helped in proven.items() if wanted.ref in helped})


def proposed_pairs(
    weights: Mapping[Pair, int], planned: Collection[Pair] = (), settled: Collection[Pair] = ()
) -> list[Pair]:
    """The pairs of the greatest total weight, each city in at most `MOST_MATCHES`; the heaviest first.

    `planned` pairs take their places first; those and the `settled` ones are not proposed again. The order
    of what goes in changes nothing.

    Optimal because it is a minimum-cost flow: each interested city sends one unit for each place that it has
    left, over a pair at the cost of minus its weight, or over "no meeting", which has room for all, at no
    cost. As that takes any unit, the flow always exists, and its least cost is minus the greatest weight.
    `Transport` finds it by successive shortest paths, which keep the flow optimal after every unit (Ahuja,
    Magnanti and Orlin, Network Flows, 1993, ch. 9); capacities are whole numbers, so the flow is, too.
    """
    taken, known = Counter(city for pair in planned for city in pair), {*planned, *settled}
    open_pairs = {pair: weight for pair, weight in weights.items() if weight > 0 and pair not in known}
    asking = sorted({pair.interested for pair in open_pairs})
    answering = sorted({pair.lighthouse for pair in open_pairs})
    left = {city: max(0, MOST_MATCHES - taken[city]) for city in (*asking, *answering)}

    def cost(city: int, other: int, already: int) -> int | None:
        if other == len(answering):
            return 0
        weight = open_pairs.get(Pair(asking[city], answering[other]), 0)
        return -weight if weight and not already else None

    room_for_all = MOST_MATCHES * len(asking)
    flow = Transport(len(asking), [*(left[city] for city in answering), room_for_all], cost)
    for place, city in enumerate(asking):
        for _ in range(left[city]):
            flow.give(place)
    chosen = [
        Pair(city, other)
        for city, given in zip(asking, flow.given, strict=True)
        for other, meets in zip(answering, given, strict=False)
        if meets
    ]
    return sorted(chosen, key=lambda pair: (-open_pairs[pair], pair))


def check_may_plan(pair: Pair, parts: tuple[Part, Part], planned: Collection[Pair]) -> None:
    """Refuse a meeting of two cities of one side, one that is planned already, or a fourth for a city."""
    if parts != (Part.INTERESTED, Part.LIGHTHOUSE):
        raise RuleBroken(N_("An interested city meets a lighthouse city. Please choose one of each."))
    if pair in planned:
        raise RuleBroken(N_("This meeting is already planned."))
    for city in pair:
        if sum(city in other for other in planned) >= MOST_MATCHES:
            raise RuleBroken(N_("%(city)s has no place for another meeting. Remove one first."), city=city)


def check_is_planned(*, is_planned: bool) -> None:
    """Refuse to change a meeting that is not to take place."""
    if not is_planned:
        raise RuleBroken(N_("This meeting was refused. Plan it again first."))


def check_is_dated(on: date | None, at: time | None) -> None:
    """Ask for the other one of a day and a time."""
    if on and not at:
        raise RuleBroken(N_("Enter a time, for example 14:05."), field="meets_at")
    if at and not on:
        raise RuleBroken(N_("Enter the day of the meeting."), field="meets_on")


class Slot(NamedTuple):
    """A day and a time, at the workshop, from which a meeting takes half an hour."""

    on: date
    at: time

    def overlaps(self, other: "Slot") -> bool:
        """Whether nobody can be at both."""
        apart = datetime.combine(*self) - datetime.combine(*other)
        return abs(apart) < timedelta(minutes=MEETING_MINUTES)


def check_slot(slot: Slot, taken: Mapping[str, Collection[Slot]]) -> None:
    """Refuse a slot in which one of the cities meets another; `taken` are theirs by the city's name."""
    for city, slots in taken.items():
        if any(slot.overlaps(other) for other in slots):
            raise RuleBroken(
                N_("%(city)s has another meeting at that time. Choose another time."),
                field="meets_at",
                city=city,
            )


def free_slots(pauses: Iterable[Span], taken: Collection[Slot]) -> list[Slot]:
    """The starts of half hours within breaks and free time at which nothing is taken; in order."""
    length = timedelta(minutes=MEETING_MINUTES)
    found = {
        Slot(start.date(), start.time().replace(tzinfo=None))
        for begins, ends in pauses
        for start in (begins + number * length for number in range((ends - begins) // length))
    }
    return sorted(slot for slot in found if not any(slot.overlaps(other) for other in taken))


def check_may_agree(*, has_a_day: bool, is_shown: bool) -> None:
    """Refuse to agree to a meeting without a day, or to another day than the page showed."""
    if not has_a_day:
        raise RuleBroken(N_("This meeting has no date yet. It can be agreed once it has one."))
    if not is_shown:
        raise RuleBroken(N_("The date was changed since you opened the page. Read it again, then decide."))


def check_reason(reason: str) -> None:
    """Ask why a meeting is refused."""
    if not reason:
        raise RuleBroken(N_("Enter a reason."), field="reason")
