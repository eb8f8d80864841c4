"""Reads of how people and cities may be quoted."""

from collections.abc import Mapping

import sqlalchemy as sa

from facilitator.database import db
from facilitator.quotes.models import QuoteConsent, QuotedAs, QuoteDecision, SignOff
from facilitator.quotes.rules import USUALLY, DecidedQuote, QuoteKey, Quoting
from facilitator.workshops.models import City, Participant, Workshop


def quoting_in(workshop: Workshop) -> Quoting:
    """How everybody in a workshop may be quoted; in two statements."""
    rows = db.session.execute(
        sa.select(QuoteConsent.participant_id, QuoteConsent.quoted_as, Participant.display_name)
        .join(Participant, Participant.id == QuoteConsent.participant_id)
        .where(QuoteConsent.workshop_id == workshop.id)
    ).all()
    return Quoting(
        {row.participant_id: row.quoted_as for row in rows},
        {row.participant_id: row.display_name for row in rows if row.quoted_as is QuotedAs.BY_NAME},
        decisions(workshop),
    )


def decisions(workshop: Workshop) -> Mapping[QuoteKey, DecidedQuote]:
    """What the cities decided on the texts that are quoted of them."""
    rows = db.session.execute(
        sa.select(City.name, QuoteDecision.digest, QuoteDecision.choice, QuoteDecision.wording)
        .join(City, City.id == QuoteDecision.city_id)
        .where(QuoteDecision.workshop_id == workshop.id)
    )
    return {(row.name, row.digest): DecidedQuote(row.choice, row.wording) for row in rows}


def decision_on(city: City, digest: str) -> QuoteDecision | None:
    """What a city decided on one text."""
    return db.session.scalars(
        sa.select(QuoteDecision).filter_by(city_id=city.id, digest=digest)
    ).one_or_none()


def sign_off_of(workshop: Workshop) -> SignOff | None:
    """Until when the cities decide, if they are asked."""
    return db.session.scalars(sa.select(SignOff).filter_by(workshop_id=workshop.id)).one_or_none()


def consent_of(participant_id: int) -> QuoteConsent | None:
    """What a participant chose; nothing where they have not."""
    return db.session.scalars(sa.select(QuoteConsent).filter_by(participant_id=participant_id)).one_or_none()


def quoted_as(participant_id: int) -> QuotedAs:
    """How a participant is quoted."""
    consent = consent_of(participant_id)
    return consent.quoted_as if consent else USUALLY
