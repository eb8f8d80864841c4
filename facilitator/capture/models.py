"""Day one: issues, enablers, strategies and solutions as numbered cards, their wordings, evidence, handover.

A card is the thing that has a number; what it says is a `Wording`, and a wording never changes. To
reword is to add the next version, so the handover can point at the very text that day two reads.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

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
from facilitator.workshops.models import City, Measure


class Kind(Term):
    """What day one captures."""

    ISSUE = "issue", N_("Issue")
    ENABLER = "enabler", N_("Enabler")
    STRATEGY = "strategy", N_("Strategy")
    SOLUTION = "solution", N_("Solution")


class Aspect(Term):
    """As the field's own information system sorts lessons."""

    TECHNICAL = "technical", N_("Technical")
    FINANCIAL = "financial", N_("Financial and economic")
    LEGAL = "legal", N_("Legal and regulatory")
    GOVERNANCE = "governance", N_("Governance and organisation")
    SOCIAL = "social", N_("Social and communication")


class Stance(Term):
    """What a city says of an issue."""

    MET = "met", N_("We met it")
    SOLVED = "solved", N_("We solved it")
    EXPECT = "expect", N_("We expect it")


class Reach(Term):
    """Where an enabler is found, seen from the lighthouse city."""

    INSIDE = "inside", N_("Inside the city")
    OUTSIDE = "outside", N_("Outside the city")


class Field(Term):
    """What kind of help an enabler is."""

    LEGAL = "legal", N_("Legal")
    FINANCIAL = "financial", N_("Financial")
    ECONOMIC = "economic", N_("Economic")
    COMMUNICATION = "communication", N_("Communication")


class Side(Term):
    """Whom a political strategy is meant for."""

    INNER = "inner", N_("Structures inside the municipality")
    EXTERNAL = "external", N_("External actors")


# RET-07 is an issue, RET-E03 an enabler, RET-P02 a political strategy, RET-S05 a solution.
LETTERS = {Kind.ISSUE: "", Kind.ENABLER: "E", Kind.STRATEGY: "P", Kind.SOLUTION: "S"}


class Card(Belongs, Model):
    """An issue, enabler, strategy or solution with a number of its own, never given twice."""

    __tablename__ = "card"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("id", "kind"),
        sa.UniqueConstraint("measure_id", "kind", "number"),
        same_workshop("measure_id", "measure"),
        same_workshop("session_id", "session"),
        same_workshop("city_id", "city"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint("number > 0", name="number_counts_from_one"),
        sa.CheckConstraint("account_id IS NULL OR participant_id IS NULL", name="has_one_author_at_most"),
        sa.Index("ix_card_participant_id", "participant_id"),
    )

    kind: Mapped[Kind] = mapped_column(term(Kind))
    measure_id: Mapped[int]
    number: Mapped[int]
    session_id: Mapped[int | None]
    city_id: Mapped[int | None]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    measure: Mapped[Measure] = points_at(
        "Measure", "Measure.id == foreign(Card.measure_id)", lazy="joined", innerjoin=True
    )
    city: Mapped[City | None] = points_at("City", "City.id == foreign(Card.city_id)")

    @property
    def ref(self) -> str:
        """What people call it: RET-07."""
        return reference(self.measure.prefix, self.kind, self.number)


def reference(prefix: str, kind: Kind, number: int) -> str:
    """RET-07 for the seventh issue of the measure RET, RET-S05 for its fifth solution."""
    return f"{prefix}-{LETTERS[kind]}{number:02}"


class Wording(Belongs, Model):
    """What a card says, in one version; written once and never changed."""

    __tablename__ = "wording"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("card_id", "version"),
        sa.UniqueConstraint("id", "card_id"),
        sa.ForeignKeyConstraint(["card_id", "kind"], ["card.id", "card.kind"]),
        same_workshop("card_id", "card"),
        same_workshop("proven_by_id", "city"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint("(kind = 'issue') = (aspect IS NOT NULL)", name="issue_has_an_aspect"),
        sa.CheckConstraint("(kind = 'enabler') = (reach IS NOT NULL)", name="enabler_has_a_reach"),
        sa.CheckConstraint("(kind = 'enabler') = (field IS NOT NULL)", name="enabler_has_a_field"),
        sa.CheckConstraint("(kind = 'strategy') = (side IS NOT NULL)", name="strategy_has_a_side"),
        sa.CheckConstraint(
            "kind = 'solution' OR (by_when IS NULL AND proven_by_id IS NULL AND owner = '' AND partners = ''"
            " AND needs = '' AND next_step = '' AND conditions = '')",
            name="only_a_solution_is_planned",
        ),
        sa.CheckConstraint("account_id IS NULL OR participant_id IS NULL", name="has_one_author_at_most"),
        sa.CheckConstraint("version > 0", name="version_counts_from_one"),
        length("title", 200, 3),
        length("text", 4000),
        *(length(column, 500) for column in ("owner", "partners", "needs", "next_step", "conditions")),
    )

    card_id: Mapped[int]
    kind: Mapped[Kind] = mapped_column(term(Kind))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Line)
    text: Mapped[str] = mapped_column(Prose, default="")
    aspect: Mapped[Aspect | None] = mapped_column(term(Aspect))
    reach: Mapped[Reach | None] = mapped_column(term(Reach))
    field: Mapped[Field | None] = mapped_column(term(Field))
    side: Mapped[Side | None] = mapped_column(term(Side))
    owner: Mapped[str] = mapped_column(Line, default="")
    partners: Mapped[str] = mapped_column(Line, default="")
    needs: Mapped[str] = mapped_column(Prose, default="")
    next_step: Mapped[str] = mapped_column(Prose, default="")
    conditions: Mapped[str] = mapped_column(Prose, default="")
    by_when: Mapped[date | None]
    proven_by_id: Mapped[int | None]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    written_at: Mapped[datetime] = mapped_column(default=now)

    proven_by: Mapped[City | None] = points_at("City", "City.id == foreign(Wording.proven_by_id)")


class Evidence(Belongs, Model):
    """What one city says of one issue: one voice per city."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.UniqueConstraint("issue_id", "city_id"),
        same_workshop("issue_id", "card"),
        same_workshop("city_id", "city"),
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint("account_id IS NULL OR participant_id IS NULL", name="has_one_author_at_most"),
        length("note", 500),
    )

    issue_id: Mapped[int]
    city_id: Mapped[int]
    stance: Mapped[Stance] = mapped_column(term(Stance))
    note: Mapped[str] = mapped_column(Line, default="")
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    given_at: Mapped[datetime] = mapped_column(default=now)

    city: Mapped[City] = points_at("City", "City.id == foreign(Evidence.city_id)")


class Link(Belongs, Model):
    """One step of the chain: this enabler, strategy or solution helps with that issue."""

    __tablename__ = "link"
    __table_args__ = (
        sa.UniqueConstraint("issue_id", "helps_id"),
        same_workshop("issue_id", "card"),
        same_workshop("helps_id", "card"),
        sa.CheckConstraint("issue_id <> helps_id", name="joins_two_cards"),
        sa.Index("ix_link_helps_id", "helps_id"),
    )

    issue_id: Mapped[int]
    helps_id: Mapped[int]


class Hiding(Belongs, Model):
    """One stretch of time in which a card is out of sight, and why."""

    __tablename__ = "hiding"
    __table_args__ = (
        same_workshop("card_id", "card"),
        unique_where("uq_hiding_active", "card_id", condition="restored_at IS NULL"),
        length("reason", 500, 3),
    )

    card_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Line)
    hidden_at: Mapped[datetime] = mapped_column(default=now)
    hidden_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    restored_at: Mapped[datetime | None]
    restored_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))


class Handover(Belongs, Model):
    """The frozen state of day one that day two validates."""

    __tablename__ = "handover"
    __table_args__ = (
        within_workshop(),
        unique_where("uq_handover_active", "workshop_id", condition="reopened_at IS NULL"),
        length("name", 120, 1),
        length("reason", 500),
        sa.CheckConstraint("reopened_at IS NULL OR length(reason) >= 3", name="reopening_has_a_reason"),
    )

    name: Mapped[str] = mapped_column(Line)
    frozen_at: Mapped[datetime] = mapped_column(default=now)
    frozen_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Line, default="")


class HandedCard(Model):
    """A card as it was handed over: the very wording that day two reads."""

    __tablename__ = "handed_card"
    __table_args__ = (
        same_workshop("handover_id", "handover"),
        same_workshop("card_id", "card"),
        sa.ForeignKeyConstraint(["wording_id", "card_id"], ["wording.id", "wording.card_id"]),
        sa.UniqueConstraint("workshop_id", "handover_id", "card_id"),
    )

    handover_id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    wording_id: Mapped[int]


class HandedEvidence(Model):
    """What the cities had said of an issue when it was handed over."""

    __tablename__ = "handed_evidence"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["handover_id", "issue_id"],
            ["handed_card.handover_id", "handed_card.card_id"],
            name="fk_handed_evidence_handed_card",
        ),
        same_workshop("city_id", "city"),
        length("note", 500),
    )

    handover_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    stance: Mapped[Stance] = mapped_column(term(Stance))
    note: Mapped[str] = mapped_column(Line, default="")
