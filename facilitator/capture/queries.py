"""Reads of day one: cards with what they say now, their history, the chain, the handover."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.util import AliasedClass

from facilitator.access.actor import Actor
from facilitator.capture.families import families
from facilitator.capture.links import linked_to
from facilitator.capture.models import (
    Card,
    Evidence,
    HandedCard,
    Handover,
    Hiding,
    Kind,
    Wording,
    reference,
)
from facilitator.capture.rules import parse_reference
from facilitator.capture.sight import hidden, in_sight, is_missing, seen_by
from facilitator.database import ask, db
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.workshops.models import Measure, Workshop

MOST = 1_000
"""Cards of one person, more than which nobody brings up."""


@dataclass(frozen=True)
class BoardCard:
    """A card as a list shows it: what it says now, and whether it is out of sight."""

    card: Card
    wording: Wording
    hiding: Hiding | None = None
    helps: list[str] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The card's."""
        return self.card.id

    @property
    def ref(self) -> str:
        """RET-07."""
        return self.card.ref

    @property
    def label(self) -> str:
        """Reference and title, as a list to choose from shows them."""
        return f"{self.ref} {self.wording.title}"


class OwnCard(NamedTuple):
    """A card as whoever brought it up finds it again; `of` is how many they have brought up in all."""

    kind: Kind
    prefix: str
    position: int
    number: int
    created_at: datetime
    title: str
    of: int

    @property
    def ref(self) -> str:
        """RET-07."""
        return reference(self.prefix, self.kind, self.number)

    @property
    def accent(self) -> int:
        """The colour of its measure."""
        return Measure.accent_at(self.position)


@dataclass(frozen=True)
class HandedIssue:
    """An issue as day two reads it, and whether it has been reworded since."""

    issue_id: int
    ref: str
    wording: Wording
    measure: Measure
    version_now: int

    @property
    def reworded_since(self) -> bool:
        """Whether the text beside the frozen one has moved on."""
        return self.version_now > self.wording.version


def _latest_version(card_id: sa.ColumnElement[int] | sa.orm.Mapped[int]) -> sa.ScalarSelect[int]:
    """The number of the version that counts now, for the card of the surrounding statement."""
    newer = aliased(Wording)
    return sa.select(sa.func.max(newer.version)).where(newer.card_id == card_id).scalar_subquery()


@cache
def with_wording() -> sa.Select[Card, Wording]:
    """Cards with their present wording, to be narrowed down."""
    # Put together once: that takes longer than to ask it.
    return sa.select(Card, Wording).select_from(Card).join(Wording, says_now())


def says_now(card: type[Card] | AliasedClass[Card] = Card) -> sa.ColumnElement[bool]:
    """That a wording is what its card of the surrounding statement says at present."""
    return sa.and_(Wording.card_id == card.id, Wording.version == _latest_version(card.id))


@cache
def with_hiding() -> sa.Select[Card, Wording, Hiding | None]:
    """Cards with their present wordings, the hidden ones marked, for those who may see them."""
    hides = sa.and_(Hiding.card_id == Card.id, Hiding.restored_at.is_(None))
    return with_wording().outerjoin(Hiding, hides).add_columns(Hiding)


def cards_in_sight(workshop: Workshop) -> list[tuple[Card, Wording]]:
    """Every card in sight, with its present wording, by measure and number."""
    seen = with_wording().where(Card.workshop_id == workshop.id, in_sight())
    return [
        (card, wording) for card, wording in db.session.execute(seen.order_by(Card.measure_id, Card.number))
    ]


def missing_issues_of(workshop: Workshop) -> Set[int]:
    """The ids of the issues in sight that were added on day two as missing."""
    added = sa.select(Card.id).where(Card.workshop_id == workshop.id, in_sight(), is_missing())
    return set(db.session.execute(added).scalars())


def card_by_reference(workshop: Workshop, ref: str) -> Card:
    """The card that people call RET-07."""
    prefix, kind, number = parse_reference(ref)
    card = db.session.scalars(
        sa.select(Card)
        .join(Measure, Measure.id == Card.measure_id)
        .where(
            Card.workshop_id == workshop.id,
            Measure.prefix == prefix,
            Card.kind == kind,
            Card.number == number,
        )
        .options(joinedload(Card.city))
    ).one_or_none()
    if card is None:
        raise NotFound(N_("This card was not found."))
    return card


def card_named(workshop: Workshop, typed: str) -> Card:
    """The card in sight whose number stands first in what was typed: `RET-07 Flats stand empty`."""
    try:
        card = card_by_reference(workshop, typed.split()[0])
    except NotFound as unknown:
        raise RuleBroken(unknown.sentence, field="other") from None
    if db.session.execute(sa.select(Card.id).where(Card.id == card.id, in_sight())).first() is None:
        sentence = N_("%(ref)s is hidden, merged or split, so nothing can be linked to it.")
        raise RuleBroken(sentence, field="other", ref=card.ref)
    return card


def card_of(workshop: Workshop, card_id: int) -> Card:
    """A card of the workshop by its id."""
    card = db.session.scalars(sa.select(Card).filter_by(workshop_id=workshop.id, id=card_id)).one_or_none()
    if card is None:
        raise NotFound(N_("This card was not found."))
    return card


def current_wording(card: Card) -> Wording:
    """What the card says now."""
    return wordings(card)[0]


def wordings(card: Card) -> Sequence[Wording]:
    """All versions of what a card says, the newest first."""
    return db.session.scalars(
        sa.select(Wording).filter_by(card_id=card.id).order_by(Wording.version.desc())
    ).all()


def active_hiding(card: Card) -> Hiding | None:
    """Why the card is out of sight now, if it is."""
    return db.session.scalars(sa.select(Hiding).filter_by(card_id=card.id, restored_at=None)).one_or_none()


def evidence_of(issue_id: int, city_id: int | None) -> Evidence | None:
    """What a city said on this very issue, if it did."""
    return db.session.scalars(sa.select(Evidence).filter_by(issue_id=issue_id, city_id=city_id)).one_or_none()


def linked_cards(card: Card) -> list[BoardCard]:
    """The cards in sight at the other ends of the card's links; in three statements."""
    others = linked_to(card.id, families(card.workshop_id))
    rows = with_wording().where(Card.id.in_(others), in_sight()).order_by(Card.measure_id, Card.number)
    found = [BoardCard(linked, wording) for linked, wording in db.session.execute(rows)]
    return sorted(found, key=lambda linked: list(Kind).index(linked.card.kind))


def issues_seen(measure: Measure, actor: Actor) -> list[BoardCard]:
    """The issues of a measure that a participant may see, by number: others' once revealed, and their own."""
    rows = with_wording().where(*_issue_seen(measure, actor)).order_by(Card.number)
    return [BoardCard(card, wording) for card, wording in db.session.execute(rows)]


def issue_seen(measure: Measure, actor: Actor, card_id: int) -> Card:
    """An issue that the actor may see, by its id; what they may not see is said to be not there."""
    seen = sa.select(Card).where(*_issue_seen(measure, actor), Card.id == card_id)
    issue = db.session.scalars(seen).one_or_none()
    if issue is None:
        raise RuleBroken(N_("This issue was not found. Choose another issue, or none."), field="helps_with")
    return issue


def _issue_seen(measure: Measure, actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    return Card.measure_id == measure.id, Card.kind == Kind.ISSUE, seen_by(actor)


_OWN_CARDS = (
    sa.select(
        Card.kind,
        Measure.prefix,
        Measure.accent_place(),
        Card.number,
        Card.created_at,
        Wording.title,
        # Counted before the list is cut.
        sa.func.count().over(),
    )
    .select_from(Card)
    .join(Measure, Measure.id == Card.measure_id)
    .join(Wording, says_now())
    .where(Card.participant_id == sa.bindparam("participant"))
    .order_by(Card.id.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def own_cards(participant_id: int, most: int = MOST) -> list[OwnCard]:
    """What a participant brought up, newest first; also what was hidden, for it is theirs."""
    return [OwnCard(*row) for row in ask(_OWN_CARDS, {"participant": participant_id, "most": most})]


def active_handover(workshop: Workshop) -> Handover | None:
    """The handover that day two refers to, if day one is closed."""
    return db.session.scalars(
        sa.select(Handover).filter_by(workshop_id=workshop.id, reopened_at=None)
    ).one_or_none()


def handovers(workshop: Workshop) -> Sequence[Handover]:
    """All handovers of the workshop, the newest first."""
    return db.session.scalars(
        sa.select(Handover).filter_by(workshop_id=workshop.id).order_by(Handover.id.desc())
    ).all()


def handed_issues(handover: Handover, measure: Measure | None = None) -> list[HandedIssue]:
    """The issues of a handover in their frozen texts, without those hidden since; in one statement."""
    rows = (
        sa.select(Card, Wording, _latest_version(HandedCard.card_id))
        .join(HandedCard, HandedCard.card_id == Card.id)
        .join(Wording, Wording.id == HandedCard.wording_id)
        .where(HandedCard.handover_id == handover.id, Card.kind == Kind.ISSUE, ~hidden())
        .order_by(Card.measure_id, Card.number)
    )
    if measure is not None:
        rows = rows.where(Card.measure_id == measure.id)
    return [
        HandedIssue(card.id, card.ref, wording, card.measure, version)
        for card, wording, version in db.session.execute(rows)
    ]
