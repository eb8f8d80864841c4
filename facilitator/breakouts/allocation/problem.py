"""What an allocation is asked: the people, the rounds with their tables, and the rules.

People, rounds and tables are told apart by their position, counted from 0; sentences use names and
count rounds from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Seating: TypeAlias = tuple[tuple[int, ...], ...]
"""One round: for each table the positions of its people, ascending."""

Plan: TypeAlias = tuple[Seating, ...]
"""One seating per round."""

Pair: TypeAlias = tuple[int, int]


class SeatingRole(StrEnum):
    """How a person's organisation takes part."""

    LIGHTHOUSE = "lighthouse"
    INTERESTED = "interested"
    PARTNER = "partner"


class Aim(StrEnum):
    """What a good plan is measured by, the most important first; no aim is traded for a later one."""

    LIGHTHOUSE = "lighthouse"  # tables without a lighthouse delegate
    CITY = "city"  # pairs of one organisation at one table
    INTEREST = "interest"  # measures that an interested city came for and nobody of it visits
    WISHES = "wishes"  # wished measures not visited, weighted by rank
    MEETINGS = "meetings"  # m(m-1)/2 over all pairs, m = how often the two share a table
    MEASURES = "measures"  # v(v-1)/2 over people and measures, v = how often visited
    EVEN = "even"  # how far the tables' sizes are from even


@dataclass(frozen=True, slots=True)
class Person:
    """A delegate; `absent` holds the rounds that the person is not there for."""

    name: str
    organisation: str = ""
    role: SeatingRole = SeatingRole.PARTNER
    wishes: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    step_free: bool = False
    absent: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A group of one round: takes `minimum` to `capacity` people."""

    name: str
    capacity: int
    minimum: int = 1
    measure: str = ""
    accessible: bool = True
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Round:
    """The tables of one round; a round that has started is never touched."""

    tables: tuple[Table, ...]
    started: bool = False


@dataclass(frozen=True, slots=True)
class FixedSeat:
    """A person whom the organiser has put at a table of a round."""

    person: int
    round: int
    table: int


@dataclass(frozen=True)
class Problem:
    """Everything an allocation is made from.

    `together` and `apart` hold for every round. `interests` names the measures that a city came for.
    `seated` gives the seats of started rounds (its other rounds are not read). `facilitators` is how
    many there are for the tables, if that is known.
    """

    people: tuple[Person, ...]
    rounds: tuple[Round, ...]
    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    pins: tuple[FixedSeat, ...] = ()
    interests: Mapping[str, frozenset[str]] = field(default_factory=dict)
    aims: tuple[Aim, ...] = tuple(Aim)
    seated: Plan = ()
    facilitators: int | None = None

    def present(self, round_: int) -> list[int]:
        """The people who are there for a round."""
        return [p for p, person in enumerate(self.people) if round_ not in person.absent]

    def may_sit(self, person: int, table: Table) -> bool:
        """Whether a table suits a person: reachable without steps if need be, and a common language."""
        who = self.people[person]
        if who.step_free and not table.accessible:
            return False
        return not (who.languages and table.languages) or bool(who.languages & table.languages)
