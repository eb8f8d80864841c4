"""From an issue to what helps with it: enablers, strategies and solutions."""

import pytest

from facilitator.capture.links import chain
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, hide_card, link_cards, unlink_cards
from facilitator.capture.queries import card_by_reference, linked_cards
from facilitator.capture.rules import check_chain
from facilitator.errors import RuleBroken
from tests.full_workshop import WORDINGS
from tests.small_workshop import SmallWorkshop

HELPS = (Kind.ENABLER, Kind.STRATEGY, Kind.SOLUTION)
ALLOWED = {(Kind.ISSUE, kind) for kind in HELPS}


@pytest.mark.parametrize("helps", Kind, ids=str)
@pytest.mark.parametrize("issue", Kind, ids=str)
def test_only_an_enabler_a_strategy_or_a_solution_helps_and_only_with_an_issue(
    issue: Kind, helps: Kind
) -> None:
    if (issue, helps) in ALLOWED:
        check_chain(issue, helps)
        return
    with pytest.raises(RuleBroken, match=r"^Link an enabler, a strategy or a solution to an issue\.$"):
        check_chain(issue, helps)


def make(workshop: SmallWorkshop) -> None:
    """Two issues, one of each other kind, all of them linked to the first issue."""
    with workshop.change():
        issue, _ = workshop.add_issue(), workshop.add_issue()
        for kind in HELPS:
            link_cards(
                issue,
                add_card(workshop.measure(), kind, WORDINGS[kind], by=workshop.actor()),
                by=workshop.actor(),
            )


def test_a_link_is_seen_from_both_ends(workshop: SmallWorkshop) -> None:
    make(workshop)
    with workshop.look():
        ends = {ref: [card.ref for card in linked_cards(card_by_reference(workshop.row, ref))] for ref in
                ("RET-01", "RET-02", "RET-E01", "RET-P01", "RET-S01")}  # fmt: skip
    assert ends == {
        "RET-01": ["RET-E01", "RET-P01", "RET-S01"], "RET-02": [],
        "RET-E01": ["RET-01"], "RET-P01": ["RET-01"], "RET-S01": ["RET-01"],
    }  # fmt: skip


def test_linking_twice_changes_nothing(workshop: SmallWorkshop) -> None:
    make(workshop)
    with workshop.nothing_changes(), workshop.change():
        link_cards(
            *(card_by_reference(workshop.row, ref) for ref in ("RET-01", "RET-S01")), by=workshop.actor()
        )


def test_a_link_can_be_taken_back_and_it_is_on_record(workshop: SmallWorkshop) -> None:
    make(workshop)
    with workshop.change():
        unlink_cards(
            *(card_by_reference(workshop.row, ref) for ref in ("RET-01", "RET-S01")), by=workshop.actor()
        )
    with workshop.look():
        assert linked_cards(card_by_reference(workshop.row, "RET-S01")) == []
    assert workshop.happened()[-1] == "cards.unlinked"


def test_what_is_hidden_is_no_end_of_a_link(workshop: SmallWorkshop) -> None:
    make(workshop)
    with workshop.change():
        hide_card(card_by_reference(workshop.row, "RET-01"), reason="said twice", by=workshop.actor())
    with workshop.look():
        assert linked_cards(card_by_reference(workshop.row, "RET-S01")) == []
        assert dict(chain(workshop.id)) == {}
