"""Decisions about groups and seats, on plain values."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facilitator.access.policy import Phase
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import say_many


@dataclass(frozen=True)
class PersonToSeat:
    """Somebody to be seated, and the delegation they come with."""

    id: int
    delegation: str


def names_of_groups(measures: Sequence[tuple[str, str]], *, most: int) -> list[str]:
    """What a group of each measure is called, from prefixes and titles: by the title, if no other has it."""
    short = [title[:most].rstrip() for _, title in measures]
    return [
        name if short.count(name) == 1 else f"{prefix} {name}"[:most].rstrip()
        for (prefix, _), name in zip(measures, short, strict=True)
    ]


def check_may_seat(*, is_closed: bool) -> None:
    """Refuse to move people about in a group that has ended."""
    if is_closed:
        raise RuleBroken(N_("This group is closed. Open it before you change its people."))


def check_room_for(group: str, *, seated: int, seats: int | None) -> None:
    """Refuse one person more than the table has seats."""
    if seats is not None and seated >= seats:
        raise RuleBroken(
            say_many(
                "%(group)s is full: it has one seat.",
                "%(group)s is full: it has %(num)d seats.",
                seats,
                group=group,
            ),
            field="group",
        )


def check_is_in_use(group: str, *, is_withdrawn: bool) -> None:
    """Refuse to seat anybody at a table that is out of use."""
    if is_withdrawn:
        raise RuleBroken(N_("%(group)s is deactivated."), field="group", group=group)


def check_is_out_of_use(group: str, *, is_withdrawn: bool) -> None:
    """Refuse to reactivate a table that is in use."""
    if not is_withdrawn:
        raise RuleBroken(N_("%(group)s is not deactivated."), group=group)


def check_fits_in_room(capacity: int | None, *, room: str, seats: int | None) -> None:
    """Refuse a table with more seats than its room."""
    if capacity is not None and seats is not None and capacity > seats:
        raise RuleBroken(
            say_many(
                "%(room)s has one seat, but this group would have %(capacity)s.",
                "%(room)s has %(num)d seats, but this group would have %(capacity)s.",
                seats,
                room=room,
                capacity=capacity,
            ),
            field="capacity",
        )


def check_room_suits(
    group: str, *, seated: int, room: str, seats: int, step_free: Sequence[str], is_accessible: bool
) -> None:
    """Refuse a room that is too small for those who sit at a table, or that one of them can't reach."""
    if seated > seats:
        raise RuleBroken(
            say_many(
                "%(room)s has one seat, which is not enough for the people in %(group)s: %(seated)s.",
                "%(room)s has %(num)d seats, which is not enough for the people in %(group)s: %(seated)s.",
                seats,
                room=room,
                seated=seated,
                group=group,
            ),
            field="room",
        )
    if step_free and not is_accessible:
        raise RuleBroken(
            N_("%(room)s has no step-free access, but %(name)s in %(group)s needs it."),
            field="room",
            room=room,
            name=step_free[0],
            group=group,
        )


def check_may_change_table(group: str, *, has_begun: bool, is_published: bool) -> None:
    """Refuse to change a table that people have been told to sit at."""
    if has_begun:
        raise RuleBroken(
            N_("The round of %(group)s has started, so the group can no longer be changed."), group=group
        )
    if is_published:
        raise RuleBroken(
            N_("The seats in %(group)s are published. Deactivate the group or add another one."),
            group=group,
        )


def check_nobody_sits(group: str, seated: int) -> None:
    """Refuse to remove a table at which somebody has a seat."""
    if seated:
        raise RuleBroken(
            say_many(
                "One person has a seat in %(group)s. Move this person to another group first.",
                "%(num)d people have a seat in %(group)s. Move them to another group first.",
                seated,
                group=group,
            )
        )


def check_enough_seats(people: int, seats: Sequence[int]) -> None:
    """Refuse to spread more people than there are seats, with the numbers."""
    if not seats:
        raise RuleBroken(N_("This round has no group yet. Add a group first."))
    if people > sum(seats):
        raise RuleBroken(
            say_many(
                "One person needs a seat. Free seats in the groups of this round: %(seats)s.",
                "%(num)d people need a seat. Free seats in the groups of this round: %(seats)s.",
                people,
                seats=sum(seats),
            )
        )


def check_may_close_group(phase: Phase, *, is_closed: bool) -> None:
    """Refuse to close twice, or outside of day two."""
    if phase is not Phase.DAY_TWO:
        raise RuleBroken(N_("Groups can only be opened and closed on day two."))
    if is_closed:
        raise RuleBroken(N_("This group is already closed."))


def check_may_reopen_group(*, is_closed: bool) -> None:
    """Refuse to open what is open."""
    if not is_closed:
        raise RuleBroken(N_("This group is already open."))


def spread_evenly(
    people: Sequence[PersonToSeat], free: Mapping[int, int], seated: Mapping[int, Sequence[str]]
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


def _largest_delegations_first(people: Sequence[PersonToSeat]) -> list[PersonToSeat]:
    delegations: dict[str, list[PersonToSeat]] = defaultdict(list)
    for person in people:
        delegations[person.delegation].append(person)
    by_size = sorted(delegations.values(), key=lambda delegates: (-len(delegates), delegates[0].delegation))
    return [person for delegates in by_size for person in delegates]
