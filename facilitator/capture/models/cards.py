"""Issues, enablers, strategies and solutions as numbered cards, and what they say.

A card is the thing that has a number; what it says is a `Wording`, and a wording never changes. To
reword is to add the next version, so the handover can point at the very text that day two reads.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.agenda.models import Authors, Session
from facilitator.capture.models.terms import Aspect, Cost, Field, Kind, Reach, Side
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
    within_workshop,
)
from facilitator.workshops.models import City, Measure

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
    session: Mapped[Session | None] = points_at("Session", "Session.id == foreign(Card.session_id)")

    @property
    def author_city(self) -> City | None:
        """The city that reports and briefings may name as its author: none where its session shows none."""
        return None if self.session and self.session.authors is Authors.NOBODY else self.city

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
            "kind = 'solution' OR (by_when IS NULL AND cost IS NULL AND proven_by_id IS NULL"
            " AND owner = '' AND partners = ''"
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
    cost: Mapped[Cost | None] = mapped_column(term(Cost))
    proven_by_id: Mapped[int | None]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    written_at: Mapped[datetime] = mapped_column(default=now)

    proven_by: Mapped[City | None] = points_at("City", "City.id == foreign(Wording.proven_by_id)")
