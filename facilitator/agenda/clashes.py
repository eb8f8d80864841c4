"""Who or what is wanted in two places at once, found on plain values."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from facilitator.agenda.timing import Span

MOST_CLASHES = 50
"""So many are told at most: who has more mends these first."""


class Booked(Enum):
    """What is wanted: a room, a person, or everybody on a track."""

    ROOM = auto()
    PERSON = auto()
    TRACK = auto()


class Booking(NamedTuple):
    """Somebody or something (`key`, known by `name`) that is wanted at a place for a time.

    Two bookings of one place are one: tables of a round may share a room, a facilitator may write as well.
    """

    kind: Booked
    key: Hashable
    name: str
    place: Hashable
    title: str
    span: Span
    session_id: int | None = None
    """The session that has to be moved if this is to be elsewhere."""


class Clash(NamedTuple):
    """Two places at which the same is wanted at the same time, the earlier one first."""

    first: Booking
    second: Booking


def clashes(bookings: Iterable[Booking]) -> list[Clash]:
    """All clashes by their time, at most `MOST_CLASHES`; each pair of places once, on however many tracks."""
    by_key: dict[Hashable, list[Booking]] = defaultdict(list)
    for booking in bookings:
        by_key[booking.kind, booking.key].append(booking)
    found = {}
    for wanted in by_key.values():
        for clash in _clashing(sorted(wanted, key=lambda booking: booking.span)):
            found[clash.first.kind, clash.first.name, clash.first.place, clash.second.place] = clash
    return sorted(found.values(), key=lambda clash: clash.second.span)[:MOST_CLASHES]


def _clashing(wanted: Sequence[Booking]) -> list[Clash]:
    found: dict[tuple[Hashable, Hashable], Clash] = {}
    going_on: list[Booking] = []
    for booking in wanted:
        going_on = [other for other in going_on if other.span.ends > booking.span.begins]
        for other in going_on:
            if other.place != booking.place and other.span.overlaps(booking.span):
                found.setdefault((other.place, booking.place), Clash(other, booking))
            if len(found) >= MOST_CLASHES:
                return list(found.values())
        going_on.append(booking)
    return list(found.values())
