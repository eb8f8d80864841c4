"""Gather related cards under a name, and tell apart those that only look alike."""

from collections.abc import Iterable

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.capture.clusters import queries, rules
from facilitator.capture.lineage import queries as lineage
from facilitator.capture.lineage.rules import check_is_in_sight
from facilitator.capture.models import Card, Cluster, ClusteredCard, Distinction
from facilitator.database import db, now
from facilitator.live.activity import record, record_each
from facilitator.live.events import Event
from facilitator.workshops.models import Workshop


def gather_cards(workshop: Workshop, cards: Iterable[Card], *, name: str, by: Actor) -> Cluster:
    """A cluster of cards, of whatever kind and measure."""
    gathered = list(cards)
    rules.check_may_gather(len(gathered))
    cluster = Cluster(workshop_id=workshop.id, name=name, made_by=by.account_id)
    db.session.add(cluster)
    db.session.flush()
    record(Event.CLUSTER_MADE, cluster, by=by)
    for card in gathered:
        put_into_cluster(cluster, card, by=by)
    return cluster


def put_into_cluster(cluster: Cluster, card: Card, *, by: Actor) -> None:
    """Add a card in sight to a cluster; adding it twice changes nothing."""
    rules.check_stands(is_dissolved=cluster.dissolved_at is not None)
    check_is_in_sight(lineage.standings(cluster.workshop_id, [card.id])[card.id])
    if queries.place_in(cluster, card) is None:
        db.session.add(
            ClusteredCard(
                workshop_id=cluster.workshop_id,
                cluster_id=cluster.id,
                card_id=card.id,
                put_by=by.account_id,
            )
        )
        db.session.flush()
        _record(Event.CARD_CLUSTERED, cluster, card, by)


def take_out_of_cluster(cluster: Cluster, card: Card, *, by: Actor) -> None:
    """Take a card out of a cluster again."""
    place = queries.place_in(cluster, card)
    rules.check_holds(is_in=place is not None)
    if place is not None:
        place.taken_at, place.taken_by = now(), by.account_id
    _record(Event.CARD_UNCLUSTERED, cluster, card, by)


def rename_cluster(cluster: Cluster, *, name: str, by: Actor) -> None:
    """Give a cluster another name."""
    rules.check_stands(is_dissolved=cluster.dissolved_at is not None)
    if name != cluster.name:
        before, cluster.name = cluster.name, name
        db.session.flush()
        record(Event.CLUSTER_RENAMED, cluster, by=by, before=before)


def dissolve_cluster(cluster: Cluster, *, by: Actor) -> None:
    """Let a cluster go; its cards stay as they are."""
    rules.check_stands(is_dissolved=cluster.dissolved_at is not None)
    cluster.dissolved_at, cluster.dissolved_by = now(), by.account_id
    record(Event.CLUSTER_DISSOLVED, cluster, by=by)


def restore_cluster(cluster: Cluster, *, by: Actor) -> None:
    """Bring a dissolved cluster back, with the cards that stood in it."""
    rules.check_is_dissolved(is_dissolved=cluster.dissolved_at is not None)
    cluster.dissolved_at = cluster.dissolved_by = None
    record(Event.CLUSTER_RESTORED, cluster, by=by)


def relate_cards(workshop: Workshop, first: Card, second: Card, *, name: str, by: Actor) -> Cluster:
    """Put two cards into one cluster: the one that either stands in, else a new one of this name."""
    rules.check_is_a_pair(first.id, second.id)
    cluster = queries.newest_cluster_of(first) or queries.newest_cluster_of(second)
    if cluster is None:
        return gather_cards(workshop, (first, second), name=name, by=by)
    for card in (first, second):
        put_into_cluster(cluster, card, by=by)
    return cluster


def tell_apart(first: Card, second: Card, *, by: Actor) -> Distinction:
    """Say that two cards are different, so that nobody is asked again; saying it twice changes nothing."""
    rules.check_is_a_pair(first.id, second.id)
    lower, higher = sorted((first, second), key=lambda card: card.id)
    found = db.session.scalars(
        sa.select(Distinction).filter_by(first_id=lower.id, second_id=higher.id, undone_at=None)
    ).one_or_none()
    if found is not None:
        return found
    distinction = Distinction(
        workshop_id=lower.workshop_id, first_id=lower.id, second_id=higher.id, found_by=by.account_id
    )
    db.session.add(distinction)
    db.session.flush()
    _record_pair(Event.CARD_DISTINGUISHED, distinction, by)
    return distinction


def undo_distinction(distinction: Distinction, *, by: Actor) -> None:
    """Take back that two cards are different: if they look alike, they are offered again."""
    rules.check_is_told_apart(is_undone=distinction.undone_at is not None)
    distinction.undone_at, distinction.undone_by = now(), by.account_id
    db.session.flush()
    _record_pair(Event.CARD_UNDISTINGUISHED, distinction, by)


def _record(happened: Event, cluster: Cluster, card: Card, by: Actor) -> None:
    record(happened, card, by=by, cluster=cluster)


def _record_pair(happened: Event, distinction: Distinction, by: Actor) -> None:
    detail = {distinction.first_id: {"other": distinction.second_id}}
    record_each(happened, detail, distinction, by=by)
