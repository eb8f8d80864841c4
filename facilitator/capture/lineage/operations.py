"""Merge and split cards, and take either step back: nothing is copied, so nothing that came since is lost."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda.models import Session
from facilitator.capture import queries as capture
from facilitator.capture.families import families
from facilitator.capture.lineage import queries, rules
from facilitator.capture.models import Card, MergedCard, Merging, SplitPart, Splitting, Wording
from facilitator.capture.operations import add_card, reword_card
from facilitator.database import db, now
from facilitator.live.activity import record, record_each
from facilitator.live.events import Event

Words = Mapping[str, Any]


def merge_cards(
    into: Card, origins: Sequence[Card], *, wording: Words | None = None, based_on: int = 0, by: Actor
) -> Merging:
    """Make several cards into one of them, which keeps its number; `wording` is what it says from now on.

    `based_on` is the version that the new wording was written from.
    """
    standing = queries.standings(into.workshop_id, [into.id, *(origin.id for origin in origins)])
    rules.check_may_merge(standing[into.id], [standing[origin.id] for origin in origins])
    written = reword_card(into, wording, based_on=based_on, by=by) if wording else None
    is_new = written is not None and written.version > based_on
    merging = Merging(
        workshop_id=into.workshop_id,
        into_id=into.id,
        kind=into.kind,
        wording_id=written.id if written and is_new else None,
        merged_by=by.account_id,
    )
    db.session.add(merging)
    db.session.flush()
    key = {"workshop_id": into.workshop_id, "merging_id": merging.id, "into_id": into.id, "kind": into.kind}
    ids = dict.fromkeys(origin.id for origin in origins)
    db.session.execute(sa.insert(MergedCard), [{**key, "card_id": origin_id} for origin_id in ids])
    _record(Event.CARD_MERGED, into, ids, merging, by)
    return merging


def undo_merging(merging: Merging, *, by: Actor) -> bool:
    """Take the origins back out; returns whether the card says again what it said before.

    A wording written for the merge stays if somebody has reworded since, so that their words are not lost.
    """
    rules.check_not_undone(**queries.undone(merging))
    into = db.session.get_one(Card, merging.into_id)
    ids = db.session.scalars(
        sa.update(MergedCard)
        .where(MergedCard.merging_id == merging.id, MergedCard.undone_at.is_(None))
        .values(undone_at=now(), undone_by=by.account_id)
        .returning(MergedCard.card_id)
    ).all()
    _check_nothing_is_lost(into)
    _record(Event.CARD_UNMERGED, into, sorted(ids), merging, by)
    return _put_words_back(into, merging, by)


def split_card(card: Card, parts: Sequence[Words], *, by: Actor) -> Splitting:
    """Make a card into several of its kind, with numbers of their own; what was said on it counts at each."""
    rules.check_may_split(queries.standings(card.workshop_id, [card.id])[card.id], len(parts))
    session = db.session.get(Session, card.session_id) if card.session_id else None
    new = [add_card(card.measure, card.kind, part, city=card.city, session=session, by=by) for part in parts]
    splitting = Splitting(
        workshop_id=card.workshop_id, card_id=card.id, kind=card.kind, split_by=by.account_id
    )
    db.session.add(splitting)
    db.session.flush()
    key = {"workshop_id": card.workshop_id, "splitting_id": splitting.id, "origin_id": card.id}
    db.session.execute(sa.insert(SplitPart), [{**key, "part_id": part.id, "kind": card.kind} for part in new])
    made = [part.id for part in new]
    record(Event.CARD_SPLIT, card, by=by, splitting=splitting.id, parts=made)
    return splitting


def undo_splitting(splitting: Splitting, *, by: Actor) -> None:
    """Bring the card back and fold its parts into it: what was said on them counts there."""
    rules.check_not_undone(**queries.undone(splitting))
    card = db.session.get_one(Card, splitting.card_id)
    parts = db.session.scalars(sa.select(SplitPart.part_id).filter_by(splitting_id=splitting.id)).all()
    rules.check_parts_may_go(queries.standings(card.workshop_id, parts).values())
    splitting.undone_at, splitting.undone_by = now(), by.account_id
    db.session.flush()
    _check_nothing_is_lost(card)
    record(Event.CARD_UNSPLIT, card, by=by, splitting=splitting.id, parts=list(parts))


def _record(happened: Event, into: Card, origins: Collection[int], merging: Merging, by: Actor) -> None:
    detail = {"other": into.id, "merging": merging.id}
    cards = db.session.scalars(sa.select(Card).where(Card.id.in_(origins))).all()
    record_each(happened, dict.fromkeys(origins, detail), into, *cards, by=by)


def _check_nothing_is_lost(card: Card) -> None:
    # A part folded back into a card that was itself merged into another part would have no end.
    rules.check_nothing_is_lost(goes_in_a_circle=families(card.workshop_id).go_in_a_circle())


def _put_words_back(card: Card, merging: Merging, by: Actor) -> bool:
    """Say again what the card said before the merge, unless somebody has reworded since."""
    if merging.wording_id is None:
        return True
    written = db.session.get_one(Wording, merging.wording_id)
    current = capture.current_wording(card)
    if queries.words_of(current) != queries.words_of(written):
        return False
    before = queries.wording_before(written)
    reword_card(card, queries.words_of(before), based_on=current.version, by=by)
    return True
