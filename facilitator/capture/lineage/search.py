"""Cards by their number or by words of their titles, to be merged, split or gathered."""

from collections.abc import Collection

import sqlalchemy as sa

from facilitator.capture.models import Card, Wording
from facilitator.capture.queries import BoardCard, with_wording
from facilitator.capture.sight import in_sight
from facilitator.database import db
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
    prefix, _, number = word.rpartition("-")
    digits = number.lstrip("EPSeps").lstrip("0")
    called = sa.and_(Measure.prefix == (prefix or word).upper(), Card.number == int(digits or 0))
    if not (prefix and digits.isascii() and digits.isdecimal() and len(digits) <= 6):
        called = sa.and_(Measure.prefix == word.upper())
    return sa.or_(Wording.title.icontains(word, autoescape=True), called)
