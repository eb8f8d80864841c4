"""What has been loaded so far, by the keys that the files use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from facilitator.access.actor import Actor
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session
from facilitator.breakouts.models import Group
from facilitator.capture.models import Card
from facilitator.validation.models import Criterion
from facilitator.workshops.models import City, Measure, Organisation, Participant, Workshop

Entry = Mapping[str, Any]
"""A thing as a file has it."""


@dataclass
class Loader:
    """What has been loaded so far, by the keys that the files use."""

    secret: str
    workshop: Workshop = field(init=False)
    accounts: dict[str, Account] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    @property
    def organiser(self) -> Actor:
        """Who sets the workshop up and steers it."""
        return self.actor(next(email for email, role in self.roles.items() if role is Role.ORGANISER))

    def actor(self, key: str) -> Actor:
        """The person that a file names by e-mail (team) or key (participant)."""
        if key in self.accounts:
            return Actor(account_id=self.accounts[key].id, roles=frozenset({self.roles[key]}))
        return Actor(participant_id=self.people[key].id)

    def city_of(self, key: str) -> City | None:
        """The city that a participant speaks for."""
        person = self.people.get(key)
        return self.cities_by_id.get(person.organisation.city_id) if person else None

    @property
    def cities_by_id(self) -> dict[int | None, City]:
        """The cities by their id."""
        return {city.id: city for city in self.cities.values()}
