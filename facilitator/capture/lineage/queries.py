"""Reads of where cards come from and where they went."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from facilitator.accounts.models import Account
from facilitator.capture.clusters.queries import different_pairs, names_of_clusters, related_pairs
from facilitator.capture.families import Families, Way, families
from facilitator.capture.lineage.known import issues_known
from facilitator.capture.lineage.rules import CardStanding
from facilitator.capture.models import (
    Card,
    HandedCard,
    Handover,
    MergedCard,
    Merging,
    SplitPart,
    Splitting,
    Wording,
    reference,
)
from facilitator.capture.sight import hidden, in_sight
from facilitator.capture.similarity import SURE, SimilarPair
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Measure, Workshop

Row = TypeVar("Row")

NOBODY_SAYS = {"name": "", "time": ""}
# What of a wording is said, and not when, by whom and as which version.
_NOT_SAID = {"id", "workshop_id", "card_id", "kind", "version", "account_id", "participant_id", "written_at"}


@dataclass(frozen=True)
class Origins:
    """Where a card comes from and where it went, as references; what is hidden is left out."""

    merged_from: tuple[str, ...] = ()
    split_from: tuple[str, ...] = ()
    way: Way | None = None
    onward: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lineage:
    """A card's origins, and by cluster that it stands in: its name and what the others are called."""

    origins: Origins = Origins()
    clusters: Sequence[tuple[str, tuple[str, ...]]] = ()


def lineages(workshop: Workshop) -> Mapping[int, Lineage]:
    """By card that has any: its origins and its company; in a fixed number of statements."""
    origins, company = origins_of(workshop.id), names_of_clusters(workshop)
    return {
        card_id: Lineage(origins.get(card_id, Origins()), company.get(card_id, ()))
        for card_id in origins.keys() | company.keys()
    }


def present_cards(workshop_id: int, card_id: int) -> tuple[int, ...]:
    """Where a card's words count now: itself, where it was merged to, or its parts; only what is in sight."""
    ends = families(workshop_id).ends(card_id)
    seen = sa.select(Card.id).where(Card.workshop_id == workshop_id, Card.id.in_(ends), in_sight())
    return tuple(db.session.scalars(seen.order_by(Card.id)))


def present_card(workshop_id: int, card_id: int) -> int | None:
    """The one card where a card's words count now; none where it is hidden or was split into several."""
    present = present_cards(workshop_id, card_id)
    return present[0] if len(present) == 1 else None


def origins_of(workshop_id: int) -> Mapping[int, Origins]:
    """By card that has any: where it comes from and where it went, in two statements."""
    steps = families(workshop_id)
    refs = _references(steps.origins.keys() | steps.onward.keys()) if steps.onward else {}
    return {card_id: _origins(card_id, steps, refs) for card_id in refs}


def open_pairs(workshop: Workshop, at_least: float = SURE) -> list[SimilarPair]:
    """The pairs of issues in sight that look alike and that nobody has judged, the most alike first.

    Judged is what was merged, put into one cluster or told apart. By ids; scores as in
    `facilitator.capture.similarity`.
    """
    with issues_known(workshop.id) as index:
        likely = index.pairs.likely(at_least)
    judged = related_pairs(workshop.id) | different_pairs(workshop.id)
    return [pair for pair in likely if (pair.first, pair.second) not in judged]


def _origins(card_id: int, steps: Families, refs: Mapping[int, str]) -> Origins:
    came = [origin for origin in steps.origins.get(card_id, ()) if steps.ways[origin] is Way.SPLIT]
    return Origins(
        merged_from=_named(steps.merged_into(card_id), refs),
        split_from=_named(came, refs),
        way=steps.ways.get(card_id),
        onward=_named(steps.onward.get(card_id, ()), refs),
    )


def _named(ids: Iterable[int], refs: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted(refs[card_id] for card_id in ids if card_id in refs))


def _references(ids: Collection[int]) -> dict[int, str]:
    """What cards are called that are not hidden, by their ids."""
    rows = (
        sa.select(Card.id, Measure.prefix, Card.kind, Card.number)
        .join(Measure, Measure.id == Card.measure_id)
        .where(Card.id.in_(ids), ~hidden())
    )
    found = db.session.execute(rows)
    return {card_id: reference(prefix, kind, number) for card_id, prefix, kind, number in found}


def standings(workshop_id: int, card_ids: Collection[int]) -> dict[int, CardStanding]:
    """Where cards stand when somebody wants to move them."""
    steps = families(workshop_id)
    handed = sa.exists().where(
        HandedCard.card_id == Card.id, Handover.id == HandedCard.handover_id, Handover.reopened_at.is_(None)
    )
    rows = (
        sa.select(Card.id, Measure.prefix, Card.kind, Card.number, hidden(), handed.correlate(Card))
        .join(Measure, Measure.id == Card.measure_id)
        .where(Card.id.in_(card_ids))
        .order_by(Card.id)
    )
    return {
        card_id: CardStanding(
            card_id, reference(prefix, kind, number), kind, is_hidden, is_handed, **_gone(card_id, steps)
        )
        for card_id, prefix, kind, number, is_hidden, is_handed in db.session.execute(rows).all()
    }


def _gone(card_id: int, steps: Families) -> dict[str, Any]:
    way = steps.ways.get(card_id)
    if way is None:
        return {}
    onward = tuple(_references(steps.onward[card_id]).values())
    who = db.session.execute(_LAST_STEP[way].where(_MOVED[way] == card_id).limit(1)).one()
    said = _said(*who)
    return {"way": way, "onward": onward, "by": said["name"], "at": said["time"]}


_LAST_STEP: dict[Way, sa.Select[*tuple[Any, ...]]] = {
    Way.MERGED: sa.select(Merging.workshop_id, Merging.merged_by, Merging.merged_at)
    .join(MergedCard, MergedCard.merging_id == Merging.id)
    .where(MergedCard.undone_at.is_(None)),
    Way.SPLIT: sa.select(Splitting.workshop_id, Splitting.split_by, Splitting.split_at).where(
        Splitting.undone_at.is_(None)
    ),
    Way.FOLDED: sa.select(Splitting.workshop_id, Splitting.undone_by, Splitting.undone_at).join(
        SplitPart, SplitPart.splitting_id == Splitting.id
    ),
}
_MOVED = {Way.MERGED: MergedCard.card_id, Way.SPLIT: Splitting.card_id, Way.FOLDED: SplitPart.part_id}


def way_back(card: Card) -> Merging | Splitting | None:
    """The step that took a card elsewhere, while it can be taken back."""
    merged = (
        sa.select(Merging)
        .join(MergedCard, MergedCard.merging_id == Merging.id)
        .where(MergedCard.card_id == card.id, MergedCard.undone_at.is_(None))
    )
    split = sa.select(Splitting).filter_by(card_id=card.id, undone_at=None)
    return db.session.scalars(merged).one_or_none() or db.session.scalars(split).one_or_none()


def undone(step: Merging | Splitting) -> dict[str, str]:
    """Who took a step back and at what time, for a sentence; nobody while it stands."""
    if isinstance(step, Splitting):
        return _said(step.workshop_id, step.undone_by, step.undone_at)
    taken_back = sa.select(MergedCard.undone_by, MergedCard.undone_at).filter_by(merging_id=step.id)
    by, at = db.session.execute(taken_back.order_by(MergedCard.undone_at.is_not(None)).limit(1)).one()
    return _said(step.workshop_id, by, at)


def _said(workshop_id: int, account_id: int | None, at: datetime | None) -> dict[str, str]:
    if at is None:
        return NOBODY_SAYS
    zone = ZoneInfo(db.session.get_one(Workshop, workshop_id).timezone)
    account = db.session.get(Account, account_id) if account_id else None
    return {"name": account.name if account else "–", "time": f"{at.astimezone(zone):%H:%M}"}


def merging_of(workshop: Workshop, merging_id: int) -> Merging:
    """A merging of the workshop."""
    wanted = sa.select(Merging).filter_by(workshop_id=workshop.id, id=merging_id)
    return _found(db.session.scalars(wanted).one_or_none())


def splitting_of(workshop: Workshop, splitting_id: int) -> Splitting:
    """A splitting of the workshop."""
    wanted = sa.select(Splitting).filter_by(workshop_id=workshop.id, id=splitting_id)
    return _found(db.session.scalars(wanted).one_or_none())


def _found(found: Row | None) -> Row:
    if found is None:
        raise NotFound(N_("This step was not found."))
    return found


def words_of(wording: Wording) -> dict[str, Any]:
    """What a wording says, without when, by whom and as which version."""
    names = (column.key for column in sa.inspect(Wording).column_attrs)
    return {name: getattr(wording, name) for name in names if name not in _NOT_SAID}


def wording_before(written: Wording) -> Wording:
    """What a card said before this wording, apart from what was written for merges that were taken back."""
    stands = sa.select(MergedCard.merging_id).where(MergedCard.undone_at.is_(None))
    taken_back = sa.select(Merging.wording_id).where(
        Merging.into_id == written.card_id, Merging.wording_id.is_not(None), Merging.id.not_in(stands)
    )
    earlier = sa.select(Wording).where(
        Wording.card_id == written.card_id, Wording.version < written.version, Wording.id.not_in(taken_back)
    )
    return db.session.scalars(earlier.order_by(Wording.version.desc()).limit(1)).one()
