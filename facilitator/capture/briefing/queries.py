"""Day one as a briefing reads it: as it was handed over, else as it is; in a fixed number of statements."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.queries import still_blind
from facilitator.capture.briefing.content import Stated, StatedCard
from facilitator.capture.evidence import tallies
from facilitator.capture.links import chain, links_handed_over
from facilitator.capture.models import Card, HandedCard, Handover, Wording
from facilitator.capture.queries import active_handover, with_wording
from facilitator.capture.remarks.queries import remarks_by_issue
from facilitator.capture.sight import hidden, in_sight
from facilitator.database import db
from facilitator.workshops.models import Workshop


def stated(workshop: Workshop) -> Stated:
    """All that briefings tell of, in the texts and with the evidence that count."""
    handover = active_handover(workshop)
    return Stated(
        handover=handover,
        cards=_cards(workshop, handover),
        tallies=tallies(workshop, handover_id=handover.id if handover else None),
        remarks=remarks_by_issue(workshop),
    )


def _cards(workshop: Workshop, handover: Handover | None) -> list[StatedCard]:
    # Before the handover only what the room may see is presented: blind cards wait for their reveal.
    shown = with_wording().where(in_sight(), ~still_blind(Card.session_id))
    chosen = shown if handover is None else _handed(handover)
    rows = db.session.execute(
        chosen.where(Card.workshop_id == workshop.id)
        .options(joinedload(Wording.proven_by), joinedload(Card.city), joinedload(Card.session))
        .order_by(Card.measure_id, Card.kind, Card.number)
    )
    helps = chain(workshop.id, links_handed_over(handover.id) if handover else None)
    return [_stated(card, wording, helps) for card, wording in rows]


def _handed(handover: Handover) -> sa.Select[Card, Wording]:
    return (
        sa.select(Card, Wording)
        .join(HandedCard, HandedCard.card_id == Card.id)
        .join(Wording, Wording.id == HandedCard.wording_id)
        .where(HandedCard.handover_id == handover.id, ~hidden())
    )


def _stated(card: Card, wording: Wording, helps: Mapping[int, list[str]]) -> StatedCard:
    author, helped = card.author_city, tuple(helps.get(card.id, ()))
    return StatedCard(
        card.id, card.ref, card.kind, card.measure, author.id if author else None, wording, helped
    )
