"""A workshop's call for interested cities, and the applications that came in."""

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
    same_workshop,
    within_workshop,
)
from facilitator.errors import N_
from facilitator.vocabulary import Term

MOST_CHOICES = 5


class Decision(Term):
    """What the team can decide on an application."""

    ACCEPTED = "accepted", N_("Accept")
    WAITING = "waiting", N_("Waiting list")
    DECLINED = "declined", N_("Decline")

    @property
    def moment(self) -> str:
        """The column that says when."""
        return f"{self.value}_at"


class OpenCall(Belongs, Model):
    """The call of a workshop: open from the first to the last day, by the clocks of the workshop."""

    __tablename__ = "call"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id"),
        sa.CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),
        sa.CheckConstraint(
            "NOT is_published OR length(privacy_notice) > 0", name="published_with_a_privacy_notice"
        ),
        length("introduction", 4000),
        length("privacy_notice", 4000),
    )

    opens_on: Mapped[date]
    closes_on: Mapped[date]
    introduction: Mapped[str] = mapped_column(Prose, default="")
    privacy_notice: Mapped[str] = mapped_column(Prose, default="")
    is_published: Mapped[bool]


class Application(Belongs, Model):
    """What a city says of itself; who sent it comes back by a private link, whose hash alone is kept."""

    __tablename__ = "application"
    __table_args__ = (
        within_workshop(),
        sa.UniqueConstraint("token_hash"),
        same_workshop("city_id", "city"),
        length("city_name", 80, 1),
        length("country", 2, 2),
        length("plans", 2000, 1),
        length("hopes", 2000),
        length("delegates", 2000),
        length("languages", 200),
        length("access_needs", 1000),
        length("contact_name", 80, 1),
        length("contact_email", 254, 3),
        length("reason", 500),
        sa.CheckConstraint(
            "(CASE WHEN accepted_at IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN waiting_at IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN declined_at IS NULL THEN 0 ELSE 1 END)"
            " = (CASE WHEN decided_by IS NULL THEN 0 ELSE 1 END)",
            name="decided_one_way_by_somebody",
        ),
        sa.CheckConstraint("declined_at IS NULL OR length(reason) > 0", name="declined_with_a_reason"),
        sa.CheckConstraint("city_id IS NULL OR accepted_at IS NOT NULL", name="accepted_if_it_has_a_city"),
        sa.Index("ix_application_city_id", "city_id"),
    )

    city_name: Mapped[str] = mapped_column(Line)
    country: Mapped[str]
    plans: Mapped[str] = mapped_column(Prose)
    hopes: Mapped[str] = mapped_column(Prose, default="")
    # One delegate a line: Name, e-mail.
    delegates: Mapped[str] = mapped_column(Prose, default="")
    languages: Mapped[str] = mapped_column(Line, default="")
    access_needs: Mapped[str] = mapped_column(Prose, default="")
    contact_name: Mapped[str] = mapped_column(Line)
    contact_email: Mapped[str] = mapped_column(Line)
    token_hash: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    waiting_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Prose, default="")
    # The city that acceptance made.
    city_id: Mapped[int | None]

    @property
    def decision(self) -> Decision | None:
        """What was decided; nothing yet if nothing was."""
        for decision in Decision:
            if getattr(self, decision.moment) is not None:
                return decision
        return None


class AppliedMeasure(Belongs, Model):
    """A measure that an application names; rank 1 is the most important."""

    __tablename__ = "application_measure"
    __table_args__ = (
        sa.UniqueConstraint("application_id", "measure_id"),
        sa.UniqueConstraint("application_id", "rank"),
        same_workshop("application_id", "application"),
        same_workshop("measure_id", "measure"),
        sa.CheckConstraint(f"rank BETWEEN 1 AND {MOST_CHOICES}", name=f"rank_is_1_to_{MOST_CHOICES}"),
        sa.Index("ix_application_measure_measure_id", "measure_id"),
        sa.Index("ix_application_measure_workshop_id", "workshop_id"),
    )

    application_id: Mapped[int]
    measure_id: Mapped[int]
    rank: Mapped[int]
