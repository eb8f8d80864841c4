"""The workshop and those who come: projects, measures, cities, organisations, participants, team."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.database import (
    Belongs,
    Line,
    Model,
    Prose,
    length,
    now,
    points_at,
    same_workshop,
    term,
    unique_where,
    within_workshop,
)
from facilitator.errors import N_
from facilitator.vocabulary import Term


class Part(Term):
    """The part a city takes."""

    LIGHTHOUSE = "lighthouse", N_("Lighthouse city")
    INTERESTED = "interested", N_("Interested city")


class Workshop(Model):
    """The whole event, of one or more days."""

    __tablename__ = "workshop"
    __table_args__ = (
        sa.UniqueConstraint("slug"),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
        length("title", 200, 1),
        length("slug", 60, 2),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    code: Mapped[str]
    title: Mapped[str] = mapped_column(Line)
    place: Mapped[str] = mapped_column(Line, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    timezone: Mapped[str]
    language: Mapped[str]
    phase: Mapped[Phase] = mapped_column(term(Phase), default=Phase.PREPARATION)

    @property
    def workshop_id(self) -> int:
        """Its own id: what happens to it happens in it."""
        return self.id


class Membership(Belongs, Model):
    """The role of an account in a workshop."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "account_id"),
        sa.CheckConstraint(
            "role IN ('organiser', 'facilitator', 'rapporteur', 'viewer')", name="is_a_team_role"
        ),
    )

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(term(Role))

    account: Mapped[Account] = points_at("Account", "Account.id == foreign(Membership.account_id)")
    workshop: Mapped[Workshop] = points_at("Workshop", "Workshop.id == foreign(Membership.workshop_id)")


class Project(Belongs, Model):
    """An EU project that cities take part in; it has its own word for interested cities."""

    __tablename__ = "project"
    __table_args__ = (within_workshop(), sa.UniqueConstraint("workshop_id", "name"), length("name", 120, 1))

    name: Mapped[str] = mapped_column(Line)
    word_for_interested: Mapped[str] = mapped_column(Line, default="")


class Measure(Belongs, Model):
    """A field of action that issues are collected for."""

    __tablename__ = "measure"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "prefix"),
        sa.UniqueConstraint("workshop_id", "position"),
        sa.CheckConstraint("prefix = upper(prefix)", name="prefix_is_upper_case"),
        length("prefix", 5, 2),
        length("title", 120, 1),
        length("prompts", 1000),
    )

    prefix: Mapped[str]
    title: Mapped[str] = mapped_column(Line)
    question: Mapped[str] = mapped_column(Line, default="")
    # What to think of, one prompt a line.
    prompts: Mapped[str] = mapped_column(Prose, default="")
    position: Mapped[int]

    @property
    def accent(self) -> int:
        """Which of the eight colours is this measure's."""
        return self.accent_at(self.position)

    @staticmethod
    def accent_at(position: int) -> int:
        """The colour of the measure in this place: from the ninth on they come again."""
        return (position - 1) % 8 + 1


class City(Belongs, Model):
    """A city that takes part, with or without a person in the room."""

    __tablename__ = "city"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "name"),
        same_workshop("project_id", "project"),
        length("name", 80, 1),
        length("other_names", 400),
        length("country", 2, 2),
    )

    name: Mapped[str] = mapped_column(Line)
    # What it is called in other languages, with commas between: Wien, Vienne.
    other_names: Mapped[str] = mapped_column(Line, default="")
    country: Mapped[str]
    part: Mapped[Part] = mapped_column(term(Part))
    project_id: Mapped[int | None]

    project: Mapped[Project | None] = points_at("Project", "Project.id == foreign(City.project_id)")


class Organisation(Belongs, Model):
    """Whom a participant speaks for: a city, or a partner."""

    __tablename__ = "organisation"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "name"),
        same_workshop("city_id", "city"),
        length("name", 120, 1),
        sa.Index("ix_organisation_city_id", "city_id"),
    )

    name: Mapped[str] = mapped_column(Line)
    city_id: Mapped[int | None]

    city: Mapped[City | None] = points_at("City", "City.id == foreign(Organisation.city_id)")

    @property
    def spoken_name(self) -> str:
        """What a room calls it: the city where it speaks for one."""
        return self.city.name if self.city else self.name


class Participant(Belongs, Model):
    """A person in the room, who comes back by a personal link; only the token's hash is kept.

    A proxy stands for a city that has nobody in the room: the team answers for it, and it is no head.
    """

    __tablename__ = "participant"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("workshop_id", "submission"),
        same_workshop("organisation_id", "organisation"),
        unique_where("uq_participant_proxy", "organisation_id", condition="proxy_by IS NOT NULL"),
        length("display_name", 80, 1),
        sa.Index("ix_participant_organisation_id", "organisation_id"),
    )

    organisation_id: Mapped[int]
    display_name: Mapped[str] = mapped_column(Line)
    token_hash: Mapped[str]
    # The id of the form they joined by, so that a double tap makes one person and not two.
    submission: Mapped[str | None]
    # Who of the team brought it in, if it is a proxy.
    proxy_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    joined_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[Organisation] = points_at(
        "Organisation", "Organisation.id == foreign(Participant.organisation_id)"
    )

    @property
    def city(self) -> City | None:
        """The city they speak for, if it is one."""
        return self.organisation.city

    @property
    def introduction(self) -> str:
        """Name and city, as one introduces somebody."""
        return self.introduce(self.display_name, self.organisation.spoken_name)

    @staticmethod
    def introduce(name: str, spoken_name: str) -> str:
        """The same from plain values."""
        return f"{name} · {spoken_name}"


class FormerLink(Belongs, Model):
    """A personal link of somebody who had joined twice: it leads to the one participant that they are now."""

    __tablename__ = "former_link"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_former_link_participant_id", "participant_id"),
    )

    participant_id: Mapped[int]
    token_hash: Mapped[str]
