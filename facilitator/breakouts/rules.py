"""Decisions about groups and seats, on plain values."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facilitator.access.policy import Phase
from facilitator.errors import N_, RuleBroken


@dataclass(frozen=True)
class Person:
    """Somebody to be seated, and the delegation they come with."""

    id: int
    delegation: str


def check_may_seat(*, is_closed: bool) -> None:
    """Refuse to move people about in a group that has ended."""
    if is_closed:
        raise RuleBroken(N_("This group is closed. Open it again before you change who sits there."))


def check_room_for(group: str, *, seated: int, seats: int | None) -> None:
    """Refuse one person more than the table has seats."""
    if seats is not None and seated >= seats:
        raise RuleBroken(
            N_("%(group)s is full: it has one seat."),
            many=N_("%(group)s is full: it has %(num)d seats."),
            field="group",
            group=group,
            num=seats,
        )


def check_is_in_use(group: str, *, is_withdrawn: bool) -> None:
    """Refuse to seat anybody at a table that is out of use."""
    if is_withdrawn:
        raise RuleBroken(N_("%(group)s is out of use."), field="group", group=group)


def check_fits_in_room(capacity: int | None, *, room: str, seats: int | None) -> None:
    """Refuse a table with more seats than its room."""
    if capacity is not None and seats is not None and capacity > seats:
        raise RuleBroken(
            N_("%(room)s has %(seats)d seats, and this table would have %(capacity)d."),
            field="capacity",
            room=room,
            seats=seats,
            capacity=capacity,
        )


def check_room_suits(
    group: str, *, seated: int, room: str, seats: int, step_free: Sequence[str], is_accessible: bool
) -> None:
    """Refuse a room that is too small for those who sit at a table, or that one of them can't reach."""
    if seated > seats:
        raise RuleBroken(
            N_("%(room)s has %(seats)d seats, and %(seated)d people sit at %(group)s."),
            field="room",
            room=room,
            seats=seats,
            seated=seated,
            group=group,
        )
    if step_free and not is_accessible:
        raise RuleBroken(
            N_("%(room)s is not reached without steps, as %(name)s at %(group)s needs it."),
            field="room",
            room=room,
            name=step_free[0],
            group=group,
        )


def check_may_change_table(group: str, *, has_begun: bool, is_published: bool) -> None:
    """Refuse to change a table that people have been told to sit at."""
    if has_begun:
        raise RuleBroken(N_("The round of %(group)s has begun: it stays as it is."), group=group)
    if is_published:
        raise RuleBroken(
            N_("The seats at %(group)s are published. Take it out of use, or set up another group."),
            group=group,
        )


def check_nobody_sits(group: str, seated: int) -> None:
    """Refuse to remove a table at which somebody has a seat."""
    if seated:
        raise RuleBroken(
            N_("One person has a seat at %(group)s. Give them another one first."),
            many=N_("%(num)d people have a seat at %(group)s. Give them another one first."),
            group=group,
            num=seated,
        )


def check_enough_seats(people: int, seats: Sequence[int]) -> None:
    """Refuse to spread more people than there are seats, with the numbers."""
    if not seats:
        raise RuleBroken(N_("There is no group in this round to seat people in."))
    if people > sum(seats):
        raise RuleBroken(
            N_("One person needs a seat, and the groups of this round have %(seats)d free."),
            many=N_("%(num)d people need a seat, and the groups of this round have %(seats)d free."),
            num=people,
            seats=sum(seats),
        )


def check_may_close_group(phase: Phase, *, is_closed: bool) -> None:
    """Refuse to close twice, or outside of day two."""
    if phase is not Phase.DAY_TWO:
        raise RuleBroken(N_("Groups are closed and opened on day two."))
    if is_closed:
        raise RuleBroken(N_("This group is closed already."))


def check_may_reopen_group(*, is_closed: bool) -> None:
    """Refuse to open what is open."""
    if not is_closed:
        raise RuleBroken(N_("This group is open already."))


def spread_evenly(
    people: Sequence[Person], free: Mapping[int, int], seated: Mapping[int, Sequence[str]]
) -> dict[int, int]:
    """A group for each person: groups filled evenly, each delegation spread over them.

    `free` gives the free seats by group, `seated` the delegations of those who sit there already.
    Delegations are dealt out one after the other, the largest first, each person to the group with the
    fewest of their delegation, then the fewest people.
    """
    check_enough_seats(len(people), list(free.values()))
    left = dict(free)
    tables = {group: Counter(seated.get(group, ())) for group in free}
    places: dict[int, int] = {}
    for person in _largest_delegations_first(people):
        group = min(
            (group for group in free if left[group]),
            key=lambda group: (tables[group][person.delegation], tables[group].total(), group),
        )
        places[person.id] = group
        left[group] -= 1
        tables[group][person.delegation] += 1
    return places


def _largest_delegations_first(people: Sequence[Person]) -> list[Person]:
    delegations: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        delegations[person.delegation].append(person)
    by_size = sorted(delegations.values(), key=lambda delegates: (-len(delegates), delegates[0].delegation))
    return [person for delegates in by_size for person in delegates]
