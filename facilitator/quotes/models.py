"""How participants want to be quoted, and what cities decided on the texts that are quoted of them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Model, Prose, length, now, same_workshop, term
from facilitator.errors import N_
from facilitator.vocabulary import Term


class QuotedAs(Term):
    """Under which name the report quotes somebody."""

    BY_NAME = "by_name", N_("With my name and my city")
    BY_CITY = "by_city", N_("With my city, without my name")
    NOT_AT_ALL = "not_at_all", N_("Not at all")


class QuoteConsent(Belongs, Model):
    """What a participant chose; who has chosen nothing is quoted by their city.

    Of two people who turn out to be one, the choice that was made last stays.
    """

    __tablename__ = "quote_consent"
    __table_args__ = (
        sa.UniqueConstraint("participant_id"),
        same_workshop("participant_id", "participant"),
        sa.Index("ix_quote_consent_workshop_id", "workshop_id"),
    )

    participant_id: Mapped[int]
    quoted_as: Mapped[QuotedAs] = mapped_column(term(QuotedAs))
    answered_at: Mapped[datetime] = mapped_column(default=now)


class SignOff(Belongs, Model):
    """The last day on which cities decide what is quoted of them; none where they are not asked."""

    __tablename__ = "sign_off"
    __table_args__ = (sa.UniqueConstraint("workshop_id"),)

    closes_on: Mapped[date]


class QuoteChoice(Term):
    """What a city decided on a text that is quoted of it."""

    AGREED = "agreed", N_("Agreed")
    EDITED = "edited", N_("Edited")
    WITHHELD = "withheld", N_("Not quoted")


class QuoteDecision(Belongs, Model):
    """What a city decided last on one text, wherever that stands; a text that changes is another.

    Of the text its SHA-256 is kept, so that nothing of it stays where it is deleted; `wording` is printed in
    its place where the city edited it.
    """

    __tablename__ = "quote_decision"
    __table_args__ = (
        sa.UniqueConstraint("city_id", "digest"),
        same_workshop("city_id", "city"),
        sa.CheckConstraint("(choice = 'edited') = (length(wording) > 0)", name="has_a_wording_if_edited"),
        length("wording", 2000),
        sa.Index("ix_quote_decision_workshop_id", "workshop_id"),
    )

    city_id: Mapped[int]
    digest: Mapped[str]
    choice: Mapped[QuoteChoice] = mapped_column(term(QuoteChoice))
    wording: Mapped[str] = mapped_column(Prose, default="")
    decided_at: Mapped[datetime] = mapped_column(default=now)
