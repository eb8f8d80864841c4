"""The report says of an issue what it was merged from, split from, and what it belongs together with."""

from collections.abc import Callable

from facilitator.capture.handing.operations import freeze_handover
from facilitator.capture.operations import hide_card
from tests.capture.clusters.test_clusters import gather
from tests.capture.lineage.test_merging import bring_up, card, merge
from tests.capture.lineage.test_splitting import split
from tests.people import Browser
from tests.reports.test_export import as_docx, as_json, text_of
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]


def hand_over(workshop: SmallWorkshop) -> None:
    """RET-01 of three, one of them hidden; RET-05 and RET-06 out of RET-04; RET-01 and RET-05 related."""
    bring_up(workshop, 4)
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
    assert "merged from RET-02 · related to RET-05 (Owners)" in text
    assert "split from RET-04 · related to RET-01 (Owners)" in text
    assert "RET-03" not in text
