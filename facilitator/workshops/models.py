"""The workshop and those who come: projects, measures, cities, organisations, participants, team."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.database import (
    Belongs,
    Limits,
    Line,
    Model,
    Prose,
    length,
    points_at,
    same_workshop,
    term,
    unique_where,
    within_workshop,
)
from facilitator.errors import N_
from facilitator.terminology import Terminology, terminology_of
from facilitator.text import search_key
from facilitator.vocabulary import Term

# Limits of texts for which the tables have none.
PLACE, QUESTION = Limits(200), Limits(300)


class Part(Term):
    """The part a city takes."""

    LIGHTHOUSE = "lighthouse", N_("Lighthouse city")
    INTERESTED = "interested", N_("Interested city")


class Presence(Term):
    """Where somebody is in the course of their part in the workshop."""

    LISTED = "listed", N_("On the list")
    JOINED = "joined", N_("Joined")
    HERE = "here", N_("Checked in")
    LEFT = "left", N_("Left")


class Workshop(Model):
    """The whole event, of one or more days; one that is archived is left out of lists, and is as it was."""

    __tablename__ = "workshop"
    __table_args__ = (
        sa.UniqueConstraint("slug"),
        sa.UniqueConstraint("code"),
        unique_where("uq_workshop_submission", "submission", condition="submission IS NOT NULL"),
        unique_where("uq_workshop_rehearsal_of", "rehearsal_of", condition="rehearsal_of IS NOT NULL"),
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
    # What it calls things otherwise than we do (`Terminology`); nothing if it does not.
    terminology: Mapped[str | None]
    # The id of the form it was created by, so that a double tap makes one workshop and not two.
    submission: Mapped[str | None]
    # Who archived it, the log says.
    archived_at: Mapped[datetime | None]
    # The workshop that it is played through for, by invented people; the one at a time of that.
    rehearsal_of: Mapped[int | None] = mapped_column(sa.ForeignKey("workshop.id"))

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is a copy in which nothing is real."""
        return self.rehearsal_of is not None

    @property
    def own_words(self) -> Terminology:
        """What it calls its cities, measures and terms."""
        return terminology_of(self.terminology)

    @property
    def words(self) -> dict[str, str]:
        """The same, by noun or by key of a term."""
        return self.own_words.words

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


class Retires:
    """A row that may be retired: it is no longer offered, and what was said of it stays."""

    retired_at: Mapped[datetime | None] = mapped_column(sort_order=1)

    @property
    def is_offered(self) -> bool:
        """Whether forms and phones offer it."""
        return self.retired_at is None


class MeasureColour(Term):
    """The accent colours of measures, told apart in both themes; the key is that of its style."""

    ORANGE_BROWN = "1", N_("Orange-brown")
    BLUE = "2", N_("Blue")
    GREEN = "3", N_("Green")
    VIOLET = "4", N_("Violet")
    YELLOW = "5", N_("Yellow")
    TURQUOISE = "6", N_("Turquoise")
    PINK = "7", N_("Pink")
    GREY = "8", N_("Grey")


class Measure(Retires, Belongs, Model):
    """A field of action that issues are collected for."""

    __tablename__ = "measure"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("workshop_id", "prefix"),
        sa.UniqueConstraint("workshop_id", "position"),
        sa.CheckConstraint("prefix = upper(prefix)", name="prefix_is_upper_case"),
        sa.CheckConstraint(f"colour BETWEEN 1 AND {len(MeasureColour)}", name="colour_is_1_to_8"),
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
    # One that was chosen; else the colour follows from the place.
    colour: Mapped[int | None]

    @property
    def accent(self) -> int:
        """Which of the eight colours is this measure's."""
        return self.accent_at(self.colour or self.position)

    @staticmethod
    def accent_at(place: int) -> int:
        """The colour of the measure in this place: from the ninth on they come again."""
        return (place - 1) % len(MeasureColour) + 1

    @classmethod
    def accent_place(cls) -> sa.ColumnElement[int]:
        """What its accent follows from, for rows that are read without it."""
        return sa.func.coalesce(cls.colour, cls.position)


class City(Retires, Belongs, Model):
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


class Organisation(Retires, Belongs, Model):
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
    def is_offered(self) -> bool:
        """Whether newcomers can speak for it; of a retired city, for none of its organisations."""
        return self.retired_at is None and (self.city is None or self.city.is_offered)

    @property
    def spoken_name(self) -> str:
        """What a room calls it: the city where it speaks for one."""
        return self.city.name if self.city else self.name


class Participant(Belongs, Model):
    """A person from the first mention to the end: on the list, joined, checked in at the door, gone.

    Who is to be counted, asked or seated, `presence.py` says. They come back by a personal link, whose token
    follows from `link_seed` and the secret of the installation; only the token's hash is kept.
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
        length("email", 254),
        sa.CheckConstraint(
            "invited_at IS NOT NULL OR joined_at IS NOT NULL OR arrived_at IS NOT NULL",
            name="is_expected_or_there",
        ),
        sa.Index("ix_participant_organisation_id", "organisation_id"),
    )

    organisation_id: Mapped[int]
    display_name: Mapped[str] = mapped_column(Line)
    # Whom the organisers write to; nobody but the team ever sees it.
    email: Mapped[str] = mapped_column(Line, default="")
    token_hash: Mapped[str]
    # What the token follows from, so that the same link can be given and printed again; missing where the
    # present link is from before it was kept.
    link_seed: Mapped[str | None]
    # The id of the form they joined by, so that a double tap makes one person and not two.
    submission: Mapped[str | None]
    # Who of the team brought it in, if it is a proxy.
    proxy_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    # Put on the list; said that they come; opened their own page; seen at the door or a group; left early.
    invited_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = points_at(
        "Organisation", "Organisation.id == foreign(Participant.organisation_id)"
    )

    @property
    def city(self) -> City | None:
        """The city they speak for, if it is one."""
        return self.organisation.city

    @property
    def has_come(self) -> bool:
        """Whether they joined or were seen; they may have left since."""
        return self.joined_at is not None or self.arrived_at is not None

    @property
    def presence(self) -> Presence:
        """The last of their moments that says where they are."""
        if self.left_at:
            return Presence.LEFT
        if self.arrived_at:
            return Presence.HERE
        return Presence.JOINED if self.joined_at else Presence.LISTED

    @property
    def presence_since(self) -> datetime | None:
        """Since when that holds."""
        return self.left_at or self.arrived_at or self.joined_at or self.invited_at

    @property
    def search_key(self) -> str:
        """What they are found by: name, city in all its languages, organisation."""
        city = f"{self.city.name} {self.city.other_names}" if self.city else ""
        return search_key(f"{self.display_name} {city} {self.organisation.name}")

    @property
    def introduction(self) -> str:
        """Name and city, as one introduces somebody."""
        return self.introduce(self.display_name, self.organisation.spoken_name)

    @staticmethod
    def introduce(name: str, spoken_name: str) -> str:
        """A name, and whom its owner speaks for, from plain values."""
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


class FormerEntry(Belongs, Model):
    """The id of a double that went into a participant: a badge printed for it is theirs."""

    __tablename__ = "former_entry"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "former_id"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_former_entry_participant_id", "participant_id"),
    )

    participant_id: Mapped[int]
    former_id: Mapped[int]
