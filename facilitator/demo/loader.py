"""What of the demo has been loaded so far: its set-up, and what the days add to it."""

from dataclasses import dataclass, field

from facilitator.access.actor import Actor, ParticipantActor, TeamActor
from facilitator.breakouts.models import Group
from facilitator.capture.models import Card
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshops.models import City


@dataclass
class Loader(Loaded):
    """A workshop that was read from its file, with the cards and groups of its days by their keys."""

    cards: dict[str, Card] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """The person that a file names by e-mail (team) or key (participant)."""
        if key in self.accounts:
            return TeamActor(self.accounts[key].id, frozenset({self.roles[key]}))
        return ParticipantActor(self.people[key].id)

    def city_of(self, key: str) -> City | None:
        """The city that a participant speaks for."""
        person = self.people.get(key)
        return self.cities_by_id.get(person.organisation.city_id) if person else None

    @property
    def cities_by_id(self) -> dict[int | None, City]:
        """The cities by their id."""
        return {city.id: city for city in self.cities.values()}
