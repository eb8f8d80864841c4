"""Cards that belong together stand in a cluster; pairs that only look alike are told apart."""

from collections.abc import Callable

import pytest

from facilitator.capture.clusters.operations import (
    dissolve_cluster,
    gather_cards,
    put_into_cluster,
    relate_cards,
    rename_cluster,
    restore_cluster,
    take_out_of_cluster,
    tell_apart,
    undo_distinction,
)
from facilitator.capture.clusters.queries import (
    cluster_of,
    clusters,
    different_pairs,
    distinction_of,
    names_of_clusters,
    related_pairs,
)
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, hide_card
from facilitator.errors import NotFound
from tests.capture.lineage.test_merging import SOLUTION, card, contribute, merge, undo
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


def gather(workshop: SmallWorkshop, *refs: str, name: str = "Owners") -> int:
    with workshop.change():
        cards = [card(workshop, ref) for ref in refs]
        return gather_cards(workshop.row, cards, name=name, by=workshop.actor()).id


def gathered(workshop: SmallWorkshop) -> dict[str, list[str]]:
    with workshop.look():
        return {cluster.name: [card.ref for card in cluster.cards] for cluster in clusters(workshop.row)}


def test_a_cluster_gathers_cards_of_any_kind_under_a_name(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    with workshop.change():
        add_card(workshop.measure(), Kind.SOLUTION, SOLUTION, by=workshop.actor())
    gather(workshop, "RET-02", "RET-S01")
    assert gathered(workshop) == {"Owners": ["RET-S01", "RET-02"]}
    assert workshop.happened()[-3:] == ["cluster.made", "card.clustered", "card.clustered"]
    with workshop.look():
        assert names_of_clusters(workshop.row)[card(workshop, "RET-02").id] == [("Owners", ("RET-S01",))]


def test_a_card_is_put_in_and_taken_out_and_the_cluster_renamed_and_dissolved(
    workshop: SmallWorkshop,
) -> None:
    contribute(workshop, 2)
    id_ = gather(workshop, "RET-01")
    with workshop.change():
        cluster = cluster_of(workshop.row, id_)
        put_into_cluster(cluster, card(workshop, "RET-02"), by=workshop.actor())
        put_into_cluster(cluster, card(workshop, "RET-02"), by=workshop.actor())
        rename_cluster(cluster, name="Flats", by=workshop.actor())
    assert gathered(workshop) == {"Flats": ["RET-01", "RET-02"]}
    with workshop.change():
        take_out_of_cluster(cluster_of(workshop.row, id_), card(workshop, "RET-01"), by=workshop.actor())
    assert gathered(workshop) == {"Flats": ["RET-02"]}
    with workshop.change():
        dissolve_cluster(cluster_of(workshop.row, id_), by=workshop.actor())
    assert gathered(workshop) == {}
    assert workshop.happened()[-4:] == [
        "card.clustered", "cluster.renamed", "card.unclustered", "cluster.dissolved",
    ]  # fmt: skip


def test_related_cards_join_the_cluster_that_either_stands_in(workshop: SmallWorkshop) -> None:
    contribute(workshop, 3)
    with workshop.change():
        for first, second in (("RET-01", "RET-02"), ("RET-03", "RET-02")):
            pair = card(workshop, first), card(workshop, second)
            relate_cards(workshop.row, *pair, name="Owners agree", by=workshop.actor())
    assert gathered(workshop) == {"Owners agree": ["RET-01", "RET-02", "RET-03"]}
    with workshop.look():
        assert len(related_pairs(workshop.id)) == 3


def test_a_card_that_was_merged_and_hidden_brings_nothing_into_its_cluster(workshop: SmallWorkshop) -> None:
    contribute(workshop, 3)
    gather(workshop, "RET-02", "RET-03")
    merge(workshop, "RET-01", "RET-02")
    with workshop.change():
        hide_card(card(workshop, "RET-02"), reason="off topic", by=workshop.actor())
    assert gathered(workshop) == {"Owners": ["RET-03"]}


def test_a_merged_card_stands_in_its_cluster_as_what_it_was_merged_into(workshop: SmallWorkshop) -> None:
    contribute(workshop, 3)
    gather(workshop, "RET-02", "RET-03")
    merging = merge(workshop, "RET-01", "RET-02")
    assert gathered(workshop) == {"Owners": ["RET-01", "RET-03"]}
    undo(workshop, merging)
    assert gathered(workshop) == {"Owners": ["RET-02", "RET-03"]}


def test_a_hidden_card_is_not_shown_in_its_cluster(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    gather(workshop, "RET-01", "RET-02")
    with workshop.change():
        hide_card(card(workshop, "RET-01"), reason="twice", by=workshop.actor())
    assert gathered(workshop) == {"Owners": ["RET-02"]}
    with workshop.refuses("RET-01 is hidden. Restore it first."):
        gather_cards(workshop.row, [card(workshop, "RET-01")], name="Two", by=workshop.actor())


def test_different_cards_are_told_apart_until_it_is_taken_back(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    with workshop.change():
        pair = card(workshop, "RET-02"), card(workshop, "RET-01")
        first = tell_apart(*pair, by=workshop.actor())
        assert tell_apart(*reversed(pair), by=workshop.actor()) is first
        ids, id_ = (pair[1].id, pair[0].id), first.id
    with workshop.look():
        assert different_pairs(workshop.id) == {ids}
    with workshop.change():
        undo_distinction(distinction_of(workshop.row, id_), by=workshop.actor())
    with workshop.look():
        assert different_pairs(workshop.id) == set()
    assert workshop.happened()[-2:] == ["card.distinguished", "card.undistinguished"]
    with workshop.refuses("This has already been undone."):
        undo_distinction(distinction_of(workshop.row, id_), by=workshop.actor())


def test_a_card_is_neither_related_to_itself_nor_told_apart_from_itself(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    with workshop.refuses("Choose two different cards."):
        tell_apart(card(workshop, "RET-01"), card(workshop, "RET-01"), by=workshop.actor())
    with workshop.refuses("Choose two different cards."):
        relate_cards(
            workshop.row, card(workshop, "RET-01"), card(workshop, "RET-01"), name="?", by=workshop.actor()
        )


def test_a_cluster_of_nothing_is_not_made(workshop: SmallWorkshop) -> None:
    with workshop.refuses("Choose at least one card for the cluster."):
        gather_cards(workshop.row, [], name="Nothing", by=workshop.actor())


def test_a_dissolved_cluster_takes_nothing_in(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    id_ = gather(workshop, "RET-01")
    with workshop.change():
        dissolve_cluster(cluster_of(workshop.row, id_), by=workshop.actor())
    with workshop.refuses("Somebody has already deleted this cluster."):
        put_into_cluster(cluster_of(workshop.row, id_), card(workshop, "RET-02"), by=workshop.actor())
    with workshop.refuses("Somebody has already deleted this cluster."):
        dissolve_cluster(cluster_of(workshop.row, id_), by=workshop.actor())


def test_a_dissolved_cluster_comes_back_with_its_cards(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    contribute(workshop, 3)
    id_ = gather(workshop, "RET-01", "RET-02", name="The money & the owners")
    facilitator, log = browser_of("facilitator"), workshop.path("merge")
    for step, standing in (
        ("dissolution", {}),
        ("restoration", {"The money & the owners": ["RET-01", "RET-02"]}),
    ):
        way = workshop.path(f"clusters/{id_}/{step}")
        assert facilitator.send(log, {}, to=way).status_code == 303
        assert gathered(workshop) == standing
    assert workshop.happened()[-2:] == ["cluster.dissolved", "cluster.restored"]
    with workshop.refuses("This cluster has already been restored."):
        restore_cluster(cluster_of(workshop.row, id_), by=workshop.actor())


def test_what_is_not_in_a_cluster_is_not_taken_out(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    id_ = gather(workshop, "RET-01")
    with workshop.refuses("This card is no longer in the cluster."):
        take_out_of_cluster(cluster_of(workshop.row, id_), card(workshop, "RET-02"), by=workshop.actor())


def test_another_workshop_s_clusters_are_not_found(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    id_ = gather(workshop, "RET-01")
    sister = SmallWorkshop(workshop.app, slug="sister")
    with sister.look(), pytest.raises(NotFound):
        cluster_of(sister.row, id_)
