"""The order of an agenda, and where a session goes that is moved: decided on plain values.

An order lists all sessions of a workshop, day by day. A session moves past what it shares a track with; what
is for everybody moves past a whole block of parallel sessions at once.
"""

from collections.abc import Sequence
from typing import NamedTuple


class AgendaPlace(NamedTuple):
    """Where a session stands: on which day, and on which track (none: for everybody)."""

    session_id: int
    day: int
    track: int | None


Order = Sequence[AgendaPlace]


def earlier(order: Order, session_id: int) -> list[AgendaPlace] | None:
    """The order with a session one step up; before the first of a day comes the end of the day before.

    None where nothing comes before it.
    """
    moving, at = _found(order, session_id)
    others = [place for place in order if place is not moving]
    before = _next_on_track(order, moving, range(at - 1, -1, -1))
    if before is not None:
        while _is_in_block(others, before - 1, moving) and order[before].track is not None:
            before -= 1
        return _with(others, before, moving)
    return _at_end(others, moving._replace(day=moving.day - 1)) if moving.day > 1 else None


def later(order: Order, session_id: int, *, days: int) -> list[AgendaPlace] | None:
    """The order with a session one step down; after the last of a day comes the beginning of the next day.

    None where nothing comes after it, on any of the workshop's `days`.
    """
    moving, at = _found(order, session_id)
    others = [place for place in order if place is not moving]
    after = _next_on_track(order, moving, range(at + 1, len(order)))
    if after is not None:
        while _is_in_block(others, after, moving) and order[after].track is not None:
            after += 1
        return _with(others, after, moving)
    if moving.day >= days:
        return None
    first = next((i for i, place in enumerate(others) if place.day > moving.day), len(others))
    return _with(others, first, moving._replace(day=moving.day + 1))


def before(order: Order, session_id: int, other_id: int) -> list[AgendaPlace]:
    """The order with a session right before another one, on the day of that."""
    moving, _ = _found(order, session_id)
    if session_id == other_id:
        return list(order)
    others = [place for place in order if place is not moving]
    other, at = _found(others, other_id)
    return _with(others, at, moving._replace(day=other.day))


def at_end(order: Order, session_id: int, day: int) -> list[AgendaPlace]:
    """The order with a session as the last of a day."""
    moving, _ = _found(order, session_id)
    return _at_end([place for place in order if place is not moving], moving._replace(day=day))


def at_the_ends(order: Order) -> tuple[set[int], set[int]]:
    """The sessions that a step up would take to the day before, and those that a step down to the next."""
    first, last = set(), set()
    for at, place in enumerate(order):
        if _next_on_track(order, place, range(at - 1, -1, -1)) is None:
            first.add(place.session_id)
        if _next_on_track(order, place, range(at + 1, len(order))) is None:
            last.add(place.session_id)
    return first, last


def passed(old: Order, new: Order, session_id: int) -> set[int]:
    """The sessions that were on the other side of one that has been moved."""
    ahead = [{place.session_id for place in order[: _found(order, session_id)[1]]} for order in (old, new)]
    return ahead[0] ^ ahead[1]


def _found(order: Order, session_id: int) -> tuple[AgendaPlace, int]:
    at = next(i for i, place in enumerate(order) if place.session_id == session_id)
    return order[at], at


def _next_on_track(order: Order, moving: AgendaPlace, way: Sequence[int]) -> int | None:
    """Where the nearest session stands, that way, that a session shares its day and a track with."""
    on_day = (at for at in way if order[at].day == moving.day)
    return next((at for at in on_day if _shares(order[at], moving)), None)


def _shares(one: AgendaPlace, other: AgendaPlace) -> bool:
    return one.track is None or other.track is None or one.track == other.track


def _is_in_block(others: Order, at: int, moving: AgendaPlace) -> bool:
    """Whether what is for everybody passes this one together with its neighbour, as both run in parallel."""
    if moving.track is not None or not 0 <= at < len(others):
        return False
    return others[at].day == moving.day and others[at].track is not None


def _with(others: Order, at: int, moving: AgendaPlace) -> list[AgendaPlace]:
    return [*others[:at], moving, *others[at:]]


def _at_end(others: Order, moving: AgendaPlace) -> list[AgendaPlace]:
    end = next((i for i, place in enumerate(others) if place.day > moving.day), len(others))
    return _with(others, end, moving)
