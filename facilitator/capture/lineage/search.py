"""Cards by their number or by words of their titles, to be merged, split or gathered."""

from collections.abc import Collection

import sqlalchemy as sa

from facilitator.capture.models import Card, Wording
from facilitator.capture.queries import BoardCard, with_wording
from facilitator.capture.rules import parse_reference
from facilitator.capture.sight import in_sight
from facilitator.capture.words import has_word
from facilitator.database import db
from facilitator.errors import NotFound
from facilitator.workshops.models import Measure, Workshop

MOST = 30


def found_cards(workshop: Workshop, typed: str, chosen: Collection[Card] = ()) -> list[BoardCard]:
    """The cards in sight with all that was typed in number or title, the newest first; one statement.

    Where some are chosen already, those of the same kind, without them.
    """
    rows = with_wording().join(Measure, Measure.id == Card.measure_id)
    rows = rows.where(Card.workshop_id == workshop.id, in_sight(), Card.id.not_in([c.id for c in chosen]))
    for card in list(chosen)[:1]:
        rows = rows.where(Card.kind == card.kind)
    for word in typed.split()[:8]:
        rows = rows.where(_has(word))
    newest = rows.order_by(Card.id.desc()).limit(MOST)
    return [BoardCard(card, wording) for card, wording in db.session.execute(newest)]


def _has(word: str) -> sa.ColumnElement[bool]:
    """That a card has a word in its title, or is called by it: RET, RET-07, RET-S05."""
    titled = has_word(Wording.title, word)
    try:
        prefix, kind, number = parse_reference(word)
    except NotFound:
        return sa.or_(titled, Measure.prefix == word.upper())
    return sa.or_(titled, sa.and_(Measure.prefix == prefix, Card.kind == kind, Card.number == number))
