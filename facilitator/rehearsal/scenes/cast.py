"""Who plays in a rehearsal: the invented people, and the organiser in whose name sessions are opened."""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.access.actor import ParticipantActor, TeamActor
from facilitator.access.policy import Action, Role, refusal
from facilitator.accounts.models import Account
from facilitator.agenda.queries import open_sessions
from facilitator.breakouts.planning.models import Search
from facilitator.database import db
from facilitator.errors import NotAllowed
from facilitator.rehearsal import invented
from facilitator.rehearsal.models import Rehearsal
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop
from facilitator.workshops.queries import cities, offered, organisations

# One in so many speaks for a partner, comes late, is on the list and never comes, says nothing all day.
PARTNER_EVERY, LATE_EVERY, NEVER_EVERY, SILENT_EVERY = 20, 17, 29, 23
LISTED_OF_FIVE = 3


class Cast:
    """The people of one rehearsal by their numbers, from 0; `secret` signs their personal links."""

    def __init__(
        self, workshop: Workshop, rehearsal: Rehearsal, *, secret: str, begin_search: Callable[[Search], None]
    ) -> None:
        self.workshop, self.rehearsal, self.secret, self.begin_search = (
            workshop,
            rehearsal,
            secret,
            begin_search,
        )

    @cached_property
    def steering(self) -> TeamActor:
        """Who does what a facilitator does: whoever began the rehearsal."""
        account = db.session.get_one(Account, self.rehearsal.begun_by)
        return TeamActor(account.id, frozenset({Role.ORGANISER}), account.name, self.workshop.id)

    @cached_property
    def open_sessions(self) -> frozenset[int]:
        """The sessions that are open now."""
        return frozenset(session.id for session in open_sessions(self.workshop))

    @property
    def everybody(self) -> range:
        """Their numbers."""
        return range(self.rehearsal.people)

    def dice(self, *about: object) -> Random:
        """What falls out of the rehearsal's seed for one purpose."""
        return invented.dice(self.rehearsal.seed, *about)

    def name(self, number: int) -> str:
        """What somebody is called."""
        return _names(self.rehearsal.people, self.rehearsal.seed)[number]

    @staticmethod
    def form_of(number: int) -> str:
        """The id of the form by which somebody joins, by which they are found again."""
        return f"rehearsal-{number}"

    @staticmethod
    def is_late(number: int) -> bool:
        """Whether somebody comes when the first session has begun."""
        return number % LATE_EVERY == LATE_EVERY - 1

    @staticmethod
    def never_comes(number: int) -> bool:
        """Whether somebody is on the list and stays away."""
        return number % NEVER_EVERY == NEVER_EVERY - 1

    @staticmethod
    def is_silent(number: int) -> bool:
        """Whether somebody is there and says nothing."""
        return number % SILENT_EVERY == SILENT_EVERY - 1

    @staticmethod
    def is_listed(number: int) -> bool:
        """Whether somebody was on the list before they came."""
        return number % 5 < LISTED_OF_FIVE or Cast.never_comes(number)

    @cached_property
    def speaks_for(self) -> Sequence[Organisation]:
        """By number, for whom somebody speaks: each city as many as the next, and some for partners."""
        known = offered(organisations(self.workshop))
        first = {each.city_id: each for each in sorted(known, key=lambda one: -one.id) if each.city_id}
        of_cities = [first[city.id] for city in offered(cities(self.workshop)) if city.id in first]
        partners = [each for each in known if each.city_id is None]
        by_turns = of_cities or partners
        return [
            partners[number // PARTNER_EVERY % len(partners)]
            if partners and number % PARTNER_EVERY == PARTNER_EVERY - 1
            else by_turns[number % len(by_turns)]
            for number in self.everybody
        ]

    def person(self, number: int) -> Participant | None:
        """Somebody who has joined and is still there."""
        found = db.session.scalars(
            sa.select(Participant)
            .filter_by(workshop_id=self.workshop.id, submission=self.form_of(number))
            .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        ).one_or_none()
        return found if found and found.joined_at and not found.left_at else None

    def somebody(self, random: Random, part: Part) -> Participant | None:
        """Somebody of this side who is there and speaks up; of the other one if this side has sent nobody."""
        sides = self._sides
        of_side = sides[part] or sides[Part.LIGHTHOUSE] or sides[Part.INTERESTED]
        return self.person(random.choice(of_side)) if of_side else None

    @cached_property
    def _sides(self) -> dict[Part, list[int]]:
        """By side, the numbers of those who may speak up: in time, and not silent."""
        sides: dict[Part, list[int]] = {part: [] for part in Part}
        for number, organisation in enumerate(self.speaks_for):
            is_away = self.never_comes(number) or self.is_late(number)
            if organisation.city and not is_away and not self.is_silent(number):
                sides[organisation.city.part].append(number)
        return sides

    def actor(self, person: Participant, action: Action) -> ParticipantActor:
        """Somebody as operations take them; refuses what the policy would refuse to their phone."""
        city: City | None = person.city
        roles = frozenset({Role(city.part) if city else Role.PARTNER})
        refused = refusal(roles, action, self.workshop.phase)
        if refused is not None:
            raise NotAllowed(refused)
        return ParticipantActor(
            participant_id=person.id,
            city_id=city.id if city else None,
            roles=roles,
            name=person.display_name,
            speaks_for=person.organisation.spoken_name,
            workshop_id=self.workshop.id,
        )


@lru_cache(8)
def _names(number: int, seed: int) -> Sequence[str]:
    return invented.names(number, seed)
