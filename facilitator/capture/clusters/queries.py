"""Reads of clusters, and of the pairs that somebody has judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.capture.families import families
from facilitator.capture.models import Card, Cluster, ClusteredCard, Distinction
from facilitator.capture.queries import BoardCard, with_wording
from facilitator.capture.sight import in_sight
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class Gathered:
    """A cluster with its cards in sight, by measure and number; `own` stand in it themselves.

    The others are there for a card that was merged into them.
    """

    id: int
    name: str
    cards: tuple[BoardCard, ...]
    own: frozenset[int]


def clusters(workshop: Workshop) -> list[Gathered]:
    """The clusters that stand, the newest first, with each card where it counts now; in five statements."""
    named = db.session.execute(
        sa.select(Cluster.id, Cluster.name)
        .where(Cluster.workshop_id == workshop.id, Cluster.dissolved_at.is_(None))
        .order_by(Cluster.id.desc())
    ).all()
    members, own = _members(workshop.id), _own(workshop.id)
    ids = set().union(*members.values())
    rows = with_wording().where(Card.workshop_id == workshop.id, Card.id.in_(ids), in_sight())
    cards = [
        BoardCard(card, wording)
        for card, wording in db.session.execute(rows.order_by(Card.measure_id, Card.number))
    ]
    return [
        Gathered(
            id_,
            name,
            tuple(card for card in cards if card.id in members.get(id_, ())),
            own.get(id_, frozenset()),
        )
        for id_, name in named
    ]


def _members(workshop_id: int) -> Mapping[int, set[int]]:
    """By cluster: the ids of the cards that its members are now; a hidden one that went elsewhere is none."""
    steps = families(workshop_id)
    members: dict[int, set[int]] = {}
    for cluster_id, card_id in db.session.execute(_standing(workshop_id)):
        if card_id not in steps.hidden:
            members.setdefault(cluster_id, set()).update(steps.ends(card_id))
    return members


def _own(workshop_id: int) -> Mapping[int, frozenset[int]]:
    own: dict[int, frozenset[int]] = {}
    for cluster_id, card_id in db.session.execute(_standing(workshop_id)):
        own[cluster_id] = own.get(cluster_id, frozenset()) | {card_id}
    return own


def _standing(workshop_id: int) -> sa.Select[int, int]:
    return (
        sa.select(ClusteredCard.cluster_id, ClusteredCard.card_id)
        .join(Cluster, Cluster.id == ClusteredCard.cluster_id)
        .where(
            Cluster.workshop_id == workshop_id,
            Cluster.dissolved_at.is_(None),
            ClusteredCard.taken_at.is_(None),
        )
    )


def related_pairs(workshop_id: int) -> set[tuple[int, int]]:
    """The pairs of cards that stand in one cluster, the lower id first."""
    return {
        (first, second)
        for members in _members(workshop_id).values()
        for first in members
        for second in members
        if first < second
    }


def different_pairs(workshop_id: int) -> set[tuple[int, int]]:
    """The pairs that were told apart, the lower id first, wherever their words count now."""
    steps = families(workshop_id)
    apart = sa.select(Distinction.first_id, Distinction.second_id).where(
        Distinction.workshop_id == workshop_id, Distinction.undone_at.is_(None)
    )
    return {
        (min(one, other), max(one, other))
        for first, second in db.session.execute(apart)
        for one in steps.ends(first)
        for other in steps.ends(second)
    }


def cluster_of(workshop: Workshop, cluster_id: int) -> Cluster:
    """A cluster of the workshop."""
    found = db.session.scalars(
        sa.select(Cluster).filter_by(workshop_id=workshop.id, id=cluster_id)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This cluster was not found."))
    return found


def distinction_of(workshop: Workshop, distinction_id: int) -> Distinction:
    """Where two cards of the workshop were told apart."""
    found = db.session.scalars(
        sa.select(Distinction).filter_by(workshop_id=workshop.id, id=distinction_id)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This step was not found."))
    return found


def place_in(cluster: Cluster, card: Card) -> ClusteredCard | None:
    """Where a card stands in a cluster, if it does."""
    wanted = sa.select(ClusteredCard).filter_by(cluster_id=cluster.id, card_id=card.id, taken_at=None)
    return db.session.scalars(wanted).one_or_none()


def newest_cluster_of(card: Card) -> Cluster | None:
    """The cluster that stands and that the card was put into last."""
    wanted = (
        sa.select(Cluster)
        .join(ClusteredCard, ClusteredCard.cluster_id == Cluster.id)
        .where(
            ClusteredCard.card_id == card.id,
            ClusteredCard.taken_at.is_(None),
            Cluster.dissolved_at.is_(None),
        )
    )
    return db.session.scalars(wanted.order_by(ClusteredCard.id.desc()).limit(1)).one_or_none()


def names_of_clusters(workshop: Workshop) -> Mapping[int, Sequence[tuple[str, tuple[str, ...]]]]:
    """By card: each cluster it stands in, and what the others there are called; for pages and the report."""
    found: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
    for cluster in clusters(workshop):
        for card in cluster.cards:
            others = tuple(other.ref for other in cluster.cards if other.id != card.id)
            found.setdefault(card.id, []).append((cluster.name, others))
    return found
