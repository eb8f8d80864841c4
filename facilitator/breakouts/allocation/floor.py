"""The seats of one round while a search goes over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

Getter = Callable[[Sequence[int]], tuple[int, ...]]
"""Takes the entries of a row at the people of a table."""


class Floor:
    """One round: its seats in one list, table after table, each table's seats in one piece."""

    def __init__(self, seating: Sequence[Sequence[int]], capacity: Sequence[int], ghost: int) -> None:
        self.seats: list[int] = []
        self.home: list[int] = []
        self.pieces: list[slice] = []
        for t, (table, room) in enumerate(zip(seating, capacity, strict=True)):
            start = len(self.seats)
            self.seats += [*table, *[ghost] * (room - len(table))]
            self.home += [t] * room
            self.pieces.append(slice(start, start + room))
        self.heads = [len(table) for table in seating]
        self.getters = [getter(self.seats[piece]) for piece in self.pieces]

    def at(self, table: int) -> list[int]:
        """Who sits at a table, ghosts among them."""
        return self.seats[self.pieces[table]]


def getter(members: list[int]) -> Getter:
    """Takes the entries of a row at these people; `itemgetter` wants one, and gives a tuple from two on."""
    if not members:
        return lambda _row: ()
    if len(members) == 1:
        only = members[0]
        return lambda row: (row[only],)
    return itemgetter(*members)
