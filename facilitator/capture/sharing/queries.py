"""What somebody in the room sees of what others brought up: nothing that is hidden, nothing still blind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.access.actor import Actor
from facilitator.agenda.models import Authors, Session, SessionKind
from facilitator.agenda.queries import open_sessions
from facilitator.capture.evidence import Tally, tallies
from facilitator.capture.lineage.queries import present_card
from facilitator.capture.links import links_counted
from facilitator.capture.models import Card, Kind, Stance, Wording
from facilitator.capture.queries import card_by_reference, with_wording
from facilitator.capture.sight import seen_by, seen_by_all
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Organisation, Participant, Workshop

AT_A_PLACE = 5
ON_THE_WALL = 3
ON_A_PAGE = 20


@dataclass(frozen=True)
class SharedCard:
    """Somebody's card as others see it: its author as its session allows.

    Of an issue also what cities said of it and what helps with it; of another card, with which of the
    reader's own issues it helps.
    """

    card: Card
    wording: Wording
    author: str = ""
    tally: Tally | None = None
    own_stance: Stance | None = None
    helps: Sequence["SharedCard"] = ()
    helps_with: Sequence[str] = ()

    @property
    def ref(self) -> str:
        """RET-07."""
        return self.card.ref


@dataclass(frozen=True)
class Shared:
    """Some of what others brought up, and how much there is in all."""

    cards: Sequence[SharedCard]
    total: int

    @property
    def issues(self) -> Sequence[SharedCard]:
        """The issues among them."""
        return [card for card in self.cards if card.card.kind is Kind.ISSUE]

    @property
    def helping(self) -> Sequence[SharedCard]:
        """What helps, but with none of the issues of others."""
        return [card for card in self.cards if card.card.kind is not Kind.ISSUE]


class Known(NamedTuple):
    """A card that a participant may see, as far as its place on the page hangs on it."""

    id: int
    kind: Kind
    is_own: bool


def newest_of_others(session: Session, actor: Actor) -> Shared:
    """The newest issues of others for a place, and how much others brought up in all; in two statements."""
    wanted = (Card.measure_id == session.measure_id, seen_by_all(), ~_own(actor))
    total = db.session.execute(sa.select(sa.func.count()).select_from(Card).where(*wanted)).scalar_one()
    rows = _with_authors().where(*wanted, Card.kind == Kind.ISSUE).order_by(Card.id.desc()).limit(AT_A_PLACE)
    return Shared([_shared(*row) for row in db.session.execute(rows)], total)


def others_cards(workshop: Workshop, session: Session, actor: Actor, *, page: int) -> Shared:
    """A page of what others brought up for the session's measure, in a fixed number of statements.

    First the issues, newest first, each with what helps with it, also the participant's own; then what helps
    with none of these, with the participant's own issues that it helps with.
    """
    known = _known(session, actor)
    helps = _helps(workshop, [card.id for card in known if card.kind is Kind.ISSUE])
    own = [card.id for card in known if card.is_own and card.kind is Kind.ISSUE]
    listed = _listed(known, helps)
    shown = listed[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    beneath = {help_id for card_id in shown for help_id in helps.get(card_id, ())}
    cards, counted = _cards(actor, {*shown, *beneath, *own}), tallies(workshop, among=shown)
    return Shared(
        [
            replace(
                _counted(cards[card_id], counted[card_id], actor.speaks_for),
                helps=[cards[help_id] for help_id in helps.get(card_id, ()) if help_id in cards],
                helps_with=[cards[issue].ref for issue in own if card_id in helps.get(issue, ())],
            )
            for card_id in shown
        ],
        len(listed),
    )


def _known(session: Session, actor: Actor) -> list[Known]:
    rows = (
        sa.select(Card.id, Card.kind, _own(actor))
        .where(Card.measure_id == session.measure_id, seen_by(actor))
        .order_by(Card.kind != Kind.ISSUE, Card.id.desc())
    )
    return [Known(*row) for row in db.session.execute(rows)]


def _helps(workshop: Workshop, issues: Collection[int]) -> Mapping[int, list[int]]:
    """By issue: what helps with it, in the order in which it came in."""
    found: dict[int, list[int]] = {issue: [] for issue in issues}
    for issue, help_id in sorted(links_counted(workshop.id)):
        if issue in found:
            found[issue].append(help_id)
    return found


def _listed(known: Sequence[Known], helps: Mapping[int, list[int]]) -> list[int]:
    """What stands on the page on its own: all of others but what stands beneath one of their issues."""
    others = [card for card in known if not card.is_own]
    beneath = {help_id for card in others for help_id in helps.get(card.id, ())}
    return [card.id for card in others if card.id not in beneath]


def _cards(actor: Actor, ids: Collection[int]) -> Mapping[int, SharedCard]:
    rows = db.session.execute(_with_authors().where(Card.id.in_(ids), seen_by(actor)))
    return {(shared := _shared(*row)).card.id: shared for row in rows}


def _own(actor: Actor) -> sa.ColumnElement[bool]:
    # What the team entered has no participant, and is nobody's own.
    return sa.func.coalesce(Card.participant_id, 0) == actor.participant_id


def shared_issue(workshop: Workshop, actor: Actor, ref: str) -> SharedCard:
    """An issue that the participant may see, of any measure; one that was merged, where it went.

    Any other is not found.
    """
    called = card_by_reference(workshop, ref)
    present = present_card(workshop.id, called.id)
    rows = _with_authors().where(Card.id == present, Card.kind == Kind.ISSUE, seen_by(actor))
    found = next((_shared(*row) for row in db.session.execute(rows)), None)
    if found is None:
        raise NotFound(N_("There is no such card in this workshop."))
    tally = tallies(workshop, among=[found.card.id])[found.card.id]
    return _counted(found, tally, actor.speaks_for)


def on_the_wall(workshop: Workshop) -> list[SharedCard]:
    """The newest issues of the capture sessions that are open, as far as they are revealed; no names."""
    open_measures = [session.measure_id for session in open_sessions(workshop, SessionKind.CAPTURE)]
    rows = _with_authors().where(Card.measure_id.in_(open_measures), Card.kind == Kind.ISSUE, seen_by_all())
    found = db.session.execute(rows.order_by(Card.id.desc()).limit(ON_THE_WALL))
    return [_shared(*row, by_name=False) for row in found]


def _with_authors() -> sa.Select[Card, Wording, Authors | None, Participant | None]:
    return (
        with_wording()
        .add_columns(Session.authors, Participant)
        .outerjoin(Session, Session.id == Card.session_id)
        .outerjoin(Participant, Participant.id == Card.participant_id)
        .options(joinedload(Card.city), joinedload(Participant.organisation).joinedload(Organisation.city))
    )


def _shared(
    card: Card,
    wording: Wording,
    authors: Authors | None,
    person: Participant | None,
    *,
    by_name: bool = True,
) -> SharedCard:
    if authors is Authors.NOBODY:
        return SharedCard(card, wording)
    if authors is Authors.PERSON and person and by_name:
        return SharedCard(card, wording, person.introduction)
    spoken = person.organisation.spoken_name if person else ""
    return SharedCard(card, wording, card.city.name if card.city else spoken)


def _counted(issue: SharedCard, tally: Tally, city: str) -> SharedCard:
    own = next((voice.stance for voice in tally.voices if voice.city == city), None)
    return replace(issue, tally=tally, own_stance=own)
