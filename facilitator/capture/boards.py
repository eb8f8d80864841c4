"""A board a page at a time: the cards of one kind of a measure, as somebody filters and searches them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.capture.evidence import Tally, spoken_on, tallies
from facilitator.capture.links import chain_among
from facilitator.capture.models import Aspect, Card, Cost, Field, Kind, Reach, Side, Wording
from facilitator.capture.queries import BoardCard, says_now, with_hiding, with_wording
from facilitator.capture.sight import hidden, in_sight, moved_on
from facilitator.capture.words import has_word
from facilitator.database import db
from facilitator.vocabulary import Term
from facilitator.workshops.models import Measure, Workshop

ON_A_PAGE = 25
LINKABLE = 60

# What the cards of each kind can be filtered by: columns of their wording.
FILTERS: Mapping[Kind, Mapping[str, type[Term]]] = {
    Kind.ISSUE: {"aspect": Aspect},
    Kind.ENABLER: {"reach": Reach, "field": Field},
    Kind.STRATEGY: {"side": Side},
    Kind.SOLUTION: {"cost": Cost},
}


@dataclass(frozen=True)
class Filter:
    """What somebody looks for on a board; empty values look for everything."""

    words: str = ""
    terms: Mapping[str, Term] = field(default_factory=dict)
    city_id: int | None = None
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it leaves nothing out but what is always left out."""
        return not any(asdict(self).values())


@dataclass(frozen=True)
class BoardPage:
    """One page of a board, newest first."""

    cards: Sequence[BoardCard]
    tallies: Mapping[int, Tally]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many there are."""
        return max(1, -(-self.total // ON_A_PAGE))


def board_page(
    workshop: Workshop, measure: Measure, kind: Kind, wanted: Filter, *, page: int = 1
) -> BoardPage:
    """A page of a board in a fixed number of statements, whose cost does not grow with the board."""
    found = _found(measure, kind, wanted)
    total = _count(found, wanted)
    page = min(page, max(1, -(-total // ON_A_PAGE)))
    rows = db.session.execute(
        with_hiding()
        .where(*found)
        .options(joinedload(Card.city), joinedload(Wording.proven_by))
        .order_by(Card.number.desc())
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    ).all()
    ids = [card.id for card, *_ in rows]
    helps = chain_among(workshop.id, ids) if kind is not Kind.ISSUE else {}
    cards = [BoardCard(card, wording, hiding, helps.get(card.id, [])) for card, wording, hiding in rows]
    return BoardPage(cards, tallies(workshop, among=ids) if kind is Kind.ISSUE else {}, total, page)


def _found(measure: Measure, kind: Kind, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    found = [Card.measure_id == measure.id, Card.kind == kind, ~moved_on()]
    found += [hidden()] if wanted.is_hidden else []
    found += [getattr(Wording, column) == term for column, term in wanted.terms.items()]
    if wanted.words:
        found.append(_says(wanted.words))
    if wanted.city_id:
        found.append(_is_of(measure.workshop_id, wanted.city_id))
    return found


def _count(found: Sequence[sa.ColumnElement[bool]], wanted: Filter) -> int:
    """How many there are; the wordings are read only where they decide."""
    counted = sa.select(sa.func.count()).select_from(Card)
    if wanted.words or wanted.terms or wanted.city_id:
        counted = counted.join(Wording, says_now())
    return db.session.execute(counted.where(*found)).scalar_one()


def _says(words: str) -> sa.ColumnElement[bool]:
    """That a card has each of the words in its title or text, or is called by it."""
    return sa.and_(sa.true(), *(_has(word) for word in words.split()))


def _has(word: str) -> sa.ColumnElement[bool]:
    said = [has_word(column, word) for column in (Wording.title, Wording.text)]
    number = word.rpartition("-")[2].lstrip("EPSeps")
    called = [Card.number == int(number)] if number.isdecimal() and len(number) < 7 else []
    return sa.or_(*said, *called)


def _is_of(workshop_id: int, city_id: int) -> sa.ColumnElement[bool]:
    """That a city brought it up, proved it as it says now, or has spoken on it or on what went into it."""
    spoken = Card.id.in_(spoken_on(workshop_id, city_id))
    return sa.or_(Card.city_id == city_id, spoken, Wording.proven_by_id == city_id)


def linkable_cards(card: Card) -> list[BoardCard]:
    """The newest cards in sight that the chain of a card can go on with, for a list to choose from."""
    kinds = [Kind.ISSUE] if card.kind is not Kind.ISSUE else [kind for kind in Kind if kind is not Kind.ISSUE]
    rows = with_wording().where(Card.measure_id == card.measure_id, Card.kind.in_(kinds), in_sight())
    found = db.session.execute(rows.order_by(Card.id.desc()).limit(LINKABLE))
    return [BoardCard(other, wording) for other, wording in found]
