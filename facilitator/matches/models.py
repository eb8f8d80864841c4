"""Meetings of an interested city with a lighthouse city, as the team and the two cities have decided."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Line, Model, Prose, length, points_at, same_workshop, term
from facilitator.errors import N_
from facilitator.vocabulary import Term
from facilitator.workshops.models import City, Part


class MatchState(Term):
    """Whether two cities are to meet."""

    PLANNED = "planned", N_("Planned")
    REFUSED = "refused", N_("Refused")


class Match(Belongs, Model):
    """An interested city and a lighthouse city that are to meet, or are not to and why.

    What is only proposed has no row. Both agree to a day; a later change of day or time ends that.
    `refused_by_id` is the city that refused, nothing where the team did. Times are those of the workshop.
    """

    __tablename__ = "match"
    __table_args__ = (
        same_workshop("interested_id", "city"),
        same_workshop("lighthouse_id", "city"),
        same_workshop("refused_by_id", "city"),
        sa.UniqueConstraint("interested_id", "lighthouse_id"),
        sa.UniqueConstraint("interested_id", "meets_on", "meets_at"),
        sa.UniqueConstraint("lighthouse_id", "meets_on", "meets_at"),
        sa.CheckConstraint("interested_id <> lighthouse_id", name="is_of_two_cities"),
        sa.CheckConstraint("(state = 'refused') = (length(reason) > 0)", name="refused_with_a_reason"),
        sa.CheckConstraint("state = 'refused' OR refused_by_id IS NULL", name="refused_by_a_city_if_refused"),
        sa.CheckConstraint("state = 'planned' OR meets_on IS NULL", name="planned_if_it_has_a_day"),
        sa.CheckConstraint("(meets_on IS NULL) = (meets_at IS NULL)", name="has_a_day_and_a_time"),
        sa.CheckConstraint(
            "meets_on IS NOT NULL OR (interested_agreed_at IS NULL AND lighthouse_agreed_at IS NULL)",
            name="agreed_on_a_day",
        ),
        length("reason", 400),
        length("place", 200),
        length("interested_contact", 200),
        length("lighthouse_contact", 200),
        sa.Index("ix_match_workshop_id", "workshop_id"),
    )

    interested_id: Mapped[int]
    lighthouse_id: Mapped[int]
    state: Mapped[MatchState] = mapped_column(term(MatchState), default=MatchState.PLANNED)
    reason: Mapped[str] = mapped_column(Prose, default="")
    refused_by_id: Mapped[int | None]
    meets_on: Mapped[date | None]
    meets_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(Line, default="")
    interested_contact: Mapped[str] = mapped_column(Line, default="")
    lighthouse_contact: Mapped[str] = mapped_column(Line, default="")
    interested_agreed_at: Mapped[datetime | None]
    lighthouse_agreed_at: Mapped[datetime | None]

    interested: Mapped[City] = points_at("City", "City.id == foreign(Match.interested_id)")
    lighthouse: Mapped[City] = points_at("City", "City.id == foreign(Match.lighthouse_id)")
    refused_by: Mapped[City | None] = points_at("City", "City.id == foreign(Match.refused_by_id)")

    @property
    def pair(self) -> tuple[str, str]:
        """The names of the interested and of the lighthouse city."""
        return self.interested.name, self.lighthouse.name

    @property
    def is_planned(self) -> bool:
        """Whether they are to meet."""
        return self.state is MatchState.PLANNED

    @property
    def is_agreed(self) -> bool:
        """Whether both cities have agreed to the day."""
        return bool(self.interested_agreed_at and self.lighthouse_agreed_at)

    @property
    def waits_for(self) -> list[City]:
        """Whose agreement is missing."""
        agreed = ((self.interested, self.interested_agreed_at), (self.lighthouse, self.lighthouse_agreed_at))
        return [city for city, at in agreed if at is None]

    @property
    def stands(self) -> str:
        """What a form carries of the day that its page showed."""
        return f"{self.meets_on} {self.meets_at}"

    def other_than(self, city: City) -> City:
        """The city that this one meets."""
        return self.lighthouse if city.id == self.interested_id else self.interested

    def contact_of(self, city: City) -> str:
        """Whom to write to in one of the two."""
        return self.interested_contact if city.part is Part.INTERESTED else self.lighthouse_contact

    def has_agreed(self, city: City) -> bool:
        """Whether one of the two has agreed to the day."""
        return city not in self.waits_for
