"""The report says of an issue what it was merged from, split from, and what it belongs together with."""

from collections.abc import Callable

import pytest

from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, hide_card, link_cards, unlink_cards
from tests.capture.clusters.test_clusters import gather
from tests.capture.lineage.test_merging import SOLUTION, card, contribute, merge
from tests.capture.lineage.test_splitting import split
from tests.people import Browser
from tests.reports.test_export import as_docx, as_json, text_of
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]


def hand_over(workshop: SmallWorkshop) -> None:
    """RET-01 of three, one of them hidden; RET-05 and RET-06 out of RET-04; RET-01 and RET-05 related."""
    contribute(workshop, 4)
    merge(workshop, "RET-01", "RET-02", "RET-03")
    split(workshop, "RET-04")
    gather(workshop, "RET-01", "RET-05", name="Owners")
    with workshop.change():
        hide_card(card(workshop, "RET-03"), reason="an insult", by=workshop.actor())
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())


def test_the_json_has_the_lineage_of_each_issue(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    hand_over(workshop)
    [measure, _] = as_json(browser_of("facilitator"), workshop)["measures"]
    told = {
        issue["ref"]: (issue["merged_from"], issue["split_from"], issue["related"])
        for issue in measure["issues"]
    }
    assert told == {
        "RET-01": (["RET-02"], [], [{"cluster": "Owners", "refs": ["RET-05"]}]),
        "RET-05": ([], ["RET-04"], [{"cluster": "Owners", "refs": ["RET-01"]}]),
        "RET-06": ([], ["RET-04"], []),
    }


def test_the_document_has_the_lineage_of_each_issue(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    hand_over(workshop)
    text = text_of(as_docx(browser_of("facilitator"), workshop))
    assert "Merged from RET-02 · Related to RET-05 (Owners)" in text
    assert "Split from RET-04 · Related to RET-01 (Owners)" in text
    assert "RET-03" not in text


def test_what_was_linked_since_the_handover_is_told_apart(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    contribute(workshop, 1)

    def add(title: str) -> None:
        words = SOLUTION | {"title": title}
        solution = add_card(workshop.measure(), Kind.SOLUTION, words, by=workshop.actor())
        link_cards(card(workshop, "RET-01"), solution, by=workshop.actor())

    with workshop.change():
        add("Stays")
        add("Is taken out")
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
    with workshop.change():
        add("Comes later")
        unlink_cards(card(workshop, "RET-01"), card(workshop, "RET-S02"), by=workshop.actor())
    facilitator = browser_of("facilitator")
    [issue] = as_json(facilitator, workshop)["measures"][0]["issues"]
    assert issue["helped_by"] == ["RET-S01", "RET-S03"]
    assert issue["helped_by_when_handed_over"] == ["RET-S01", "RET-S02"]
    told = (
        "Solutions and enablers: RET-S01 and RET-S03 · Linked since the handover: RET-S03"
        " · No longer linked: RET-S02"
    )
    assert told in text_of(as_docx(facilitator, workshop))
