"""A participant's own issue, with what it says now and what their city says of it."""

from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from facilitator.access.actor import Actor
from facilitator.capture.models import Card, Evidence, Kind, Wording
from facilitator.capture.queries import card_by_reference, evidence_of, with_wording
from facilitator.capture.sight import in_sight
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class OwnIssue:
    """An issue as whoever added it finds it again."""

    card: Card
    wording: Wording
    evidence: Evidence | None
    is_in_sight: bool

    @property
    def heard_at(self) -> str:
        """When their city gave its word, as a form carries it; empty while it has given none."""
        return self.evidence.given_at.isoformat() if self.evidence else ""


def own_issue(workshop: Workshop, actor: Actor, ref: str) -> OwnIssue:
    """An issue that the participant added; any other is not found."""
    called = card_by_reference(workshop, ref)
    own = Card.id == called.id, Card.kind == Kind.ISSUE, Card.participant_id == actor.participant_id
    found = db.session.execute(
        with_wording().add_columns(in_sight()).where(*own).options(joinedload(Card.session))
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This card was not found."))
    card, wording, is_seen = found
    return OwnIssue(card, wording, evidence_of(card.id, actor.city_id), bool(is_seen))
