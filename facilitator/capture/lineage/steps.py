"""Who merged, split, gathered and told apart what, the newest first: each step with its way back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from facilitator.accounts.models import Account
from facilitator.capture.models import (
    Card,
    Cluster,
    ClusteredCard,
    Distinction,
    MergedCard,
    Merging,
    SplitPart,
    Splitting,
)
from facilitator.capture.queries import BoardCard, with_hiding
from facilitator.database import db
from facilitator.errors import N_
from facilitator.vocabulary import Term
from facilitator.workshops.models import Workshop

ON_A_PAGE = 30


class Done(Term):
    """What a step did."""

    MERGED = "merged", N_("merged")
    SPLIT = "split", N_("split")
    GATHERED = "gathered", N_("grouped")
    TOLD_APART = "told-apart", N_("marked as different")


@dataclass(frozen=True)
class MergeStep:
    """One step: `cards` went into or came out of `into`; the last two once it was taken back."""

    done: Done
    id: int
    at: datetime
    by: str
    cards: tuple[BoardCard, ...]
    into: BoardCard | None = None
    name: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True)
class _Row:
    done: Done
    id: int
    at: datetime
    by: str
    card_ids: tuple[int, ...]
    into_id: int | None = None
    name: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


_By, _Undoer = aliased(Account), aliased(Account)


@dataclass(frozen=True)
class Log:
    """A page of the steps, the newest first, and whether older ones follow."""

    steps: list[MergeStep]
    page: int
    goes_on: bool


def log(workshop: Workshop, page: int = 1) -> Log:
    """A page of all steps that were made; in a fixed number of statements."""
    before, most = (page - 1) * ON_A_PAGE, page * ON_A_PAGE
    rows = [*_mergings(workshop, most + 1), *_splittings(workshop, most + 1)]
    rows += [*_clusters(workshop, most + 1), *_distinctions(workshop, most + 1)]
    newest = sorted(rows, key=lambda row: row.at, reverse=True)
    shown = newest[before:most]
    cards = _cards(id_ for row in shown for id_ in (row.into_id, *row.card_ids) if id_)
    return Log([_step(row, cards) for row in shown], page, len(newest) > most)


def _step(row: _Row, cards: Mapping[int, BoardCard]) -> MergeStep:
    return MergeStep(
        row.done, row.id, row.at, row.by,
        tuple(cards[id_] for id_ in row.card_ids),
        cards[row.into_id] if row.into_id else None,
        row.name, row.undone_at, row.undone_by,
    )  # fmt: skip


def _cards(ids: Iterable[int]) -> dict[int, BoardCard]:
    found = db.session.execute(with_hiding().where(Card.id.in_(set(ids))))
    return {card.id: BoardCard(card, wording, hiding) for card, wording, hiding in found}


def _mergings(workshop: Workshop, most: int) -> list[_Row]:
    made = _newest(Merging, Merging.merged_at, Merging.merged_by, workshop, most)
    found = db.session.execute(made.add_columns(Merging.into_id)).all()
    origins: dict[int, list[int]] = defaultdict(list)
    undone: dict[int, tuple[datetime | None, str]] = {}
    taken = (
        sa.select(MergedCard.merging_id, MergedCard.card_id, MergedCard.undone_at, Account.name)
        .outerjoin(Account, Account.id == MergedCard.undone_by)
        .where(MergedCard.merging_id.in_([row[0] for row in found]))
        .order_by(MergedCard.card_id)
    )
    for merging_id, card_id, at, name in db.session.execute(taken):
        origins[merging_id].append(card_id)
        undone[merging_id] = (at, name or "")
    return [
        _Row(Done.MERGED, id_, at, by or "", tuple(origins[id_]), into, "", *undone[id_])
        for id_, at, by, into in found
    ]


def _splittings(workshop: Workshop, most: int) -> list[_Row]:
    made = _newest(Splitting, Splitting.split_at, Splitting.split_by, workshop, most)
    undoing = made.outerjoin(_Undoer, _Undoer.id == Splitting.undone_by)
    found = db.session.execute(
        undoing.add_columns(Splitting.card_id, Splitting.undone_at, _Undoer.name)
    ).all()
    of = SplitPart.splitting_id
    parts = _by_step(sa.select(of, SplitPart.part_id).order_by(SplitPart.part_id), of, found)
    return [
        _Row(Done.SPLIT, id_, at, by or "", parts[id_], into, "", undone_at, undoer or "")
        for id_, at, by, into, undone_at, undoer in found
    ]


def _clusters(workshop: Workshop, most: int) -> list[_Row]:
    made = _newest(Cluster, Cluster.made_at, Cluster.made_by, workshop, most)
    undoing = made.outerjoin(_Undoer, _Undoer.id == Cluster.dissolved_by)
    found = db.session.execute(undoing.add_columns(Cluster.name, Cluster.dissolved_at, _Undoer.name)).all()
    of = ClusteredCard.cluster_id
    standing = sa.select(of, ClusteredCard.card_id).where(ClusteredCard.taken_at.is_(None))
    cards = _by_step(standing.order_by(ClusteredCard.id), of, found)
    return [
        _Row(Done.GATHERED, id_, at, by or "", cards[id_], None, name, undone_at, undoer or "")
        for id_, at, by, name, undone_at, undoer in found
    ]


def _distinctions(workshop: Workshop, most: int) -> list[_Row]:
    made = _newest(Distinction, Distinction.found_at, Distinction.found_by, workshop, most)
    undoing = made.outerjoin(_Undoer, _Undoer.id == Distinction.undone_by).add_columns(
        Distinction.first_id, Distinction.second_id, Distinction.undone_at, _Undoer.name
    )
    return [
        _Row(Done.TOLD_APART, id_, at, by or "", (first, second), None, "", undone_at, undoer or "")
        for id_, at, by, first, second, undone_at, undoer in db.session.execute(undoing)
    ]


def _newest(table: Any, at: Any, by: Any, workshop: Workshop, most: int) -> Any:
    return (
        sa.select(table.id, at, _By.name)
        .outerjoin(_By, _By.id == by)
        .where(table.workshop_id == workshop.id)
        .order_by(table.id.desc())
        .limit(most)
    )


def _by_step(
    cards: sa.Select[int, int], of: Any, found: Collection[Sequence[Any]]
) -> Mapping[int, tuple[int, ...]]:
    ids: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for step_id, card_id in db.session.execute(cards.where(of.in_([row[0] for row in found]))):
        ids[step_id] += (card_id,)
    return ids
