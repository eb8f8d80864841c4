"""Choose how one is quoted."""

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.quotes import queries
from facilitator.quotes.models import QuoteConsent, QuotedAs
from facilitator.workshops.models import Participant


def choose_how_quoted(participant: Participant, chosen: QuotedAs, *, by: Actor) -> None:
    """Quote what a participant wrote in this way from now on."""
    consent = queries.consent_of(participant.id)
    if consent is None:
        consent = QuoteConsent(workshop_id=participant.workshop_id, participant_id=participant.id)
        db.session.add(consent)
    elif consent.quoted_as is chosen:
        return
    consent.quoted_as, consent.answered_at = chosen, now()
    db.session.flush()
    record(Event.PARTICIPANT_QUOTED, participant, by=by)
