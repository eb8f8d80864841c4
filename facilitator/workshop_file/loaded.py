"""What has been read so far, by the names and keys that a file uses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from facilitator.access.actor import NOBODY, Actor, TeamActor
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session
from facilitator.database import now
from facilitator.errors import N_, of_entry
from facilitator.sentences import say
from facilitator.validation.models import Criterion
from facilitator.workshop_file.shapes import Entry, refused
from facilitator.workshops.models import City, Measure, Organisation, Participant, Project, Workshop

Row = TypeVar("Row")


@dataclass
class Loaded:
    """What has been read so far, by the names and keys that a file uses; `secret` signs personal links."""

    by: Actor = NOBODY
    secret: str = ""
    workshop: Workshop = field(init=False)
    accounts: dict[str, Account] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)

    @property
    def organiser(self) -> Actor:
        """Who sets the workshop up: whoever reads the file, or the first organiser that it names."""
        if self.by is not NOBODY:
            return self.by
        emails = [email for email, role in self.roles.items() if role is Role.ORGANISER]
        return TeamActor(self.accounts[emails[0]].id, frozenset({Role.ORGANISER})) if emails else NOBODY


def retirement(entry: Entry) -> datetime | None:
    """When what an entry says is retired was retired: as it is read."""
    return now() if entry["is_retired"] else None


def named_if_any(rows: dict[str, Row], name: str | None) -> Row | None:
    """What an entry names, or nothing where it names nothing; refuses a name that the file has not given."""
    return None if name is None else named(rows, name)


def named_by_each(rows: dict[str, Row], entries: Sequence[Entry], field: str) -> list[Row | None]:
    """What each entry names in a field, if anything; raises `EntryBroken` where the file has not given it."""
    found = []
    for number, entry in enumerate(entries):
        with of_entry(number):
            found.append(named_if_any(rows, entry[field]))
    return found


def by_name(entries: Sequence[Entry], field: str, rows: Sequence[Row]) -> dict[str, Row]:
    """The rows that were made of entries, by what these are called."""
    return {entry[field]: row for entry, row in zip(entries, rows, strict=True)}


def named(rows: dict[str, Row], name: str) -> Row:
    """What an entry names; refuses a name that the file has not given."""
    if name not in rows:
        raise refused(say(N_("“%(name)s” is named here, but is not in the file."), name=name))
    return rows[name]
