"""What is hidden goes out of sight with a reason, keeps its number, and can come back."""

from collections.abc import Callable

from facilitator.access.policy import Phase
from facilitator.capture.boards import Filter, board_page
from facilitator.capture.models import Kind
from facilitator.capture.operations import hide_card, restore_card
from facilitator.capture.queries import active_hiding, card_by_reference, cards_in_sight, own_cards
from tests.pages import summary
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


def in_sight(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        return [card.ref for card, _ in cards_in_sight(workshop.row)]


def test_a_hidden_issue_is_out_of_sight_and_its_reason_is_kept(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_issue()
        hide_card(workshop.add_issue(), reason="said twice", by=workshop.actor())
    assert in_sight(workshop) == ["RET-01"]
    with workshop.look():
        hiding = active_hiding(card_by_reference(workshop.row, "RET-02"))
        assert hiding is not None
        assert (hiding.reason, hiding.hidden_by) == ("said twice", workshop.accounts["facilitator"])


def test_a_restored_issue_is_in_sight_again(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = workshop.add_issue()
        hide_card(issue, reason="said twice", by=workshop.actor())
        restore_card(issue, by=workshop.actor())
        assert active_hiding(issue) is None
    assert in_sight(workshop) == ["RET-01"]
    assert workshop.happened()[-2:] == ["issue.hidden", "issue.restored"]


def test_an_issue_can_be_hidden_again_after_it_came_back(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = workshop.add_issue()
        for _ in range(2):
            hide_card(issue, reason="said twice", by=workshop.actor())
            restore_card(issue, by=workshop.actor())
        hide_card(issue, reason="said twice", by=workshop.actor())
    assert in_sight(workshop) == []


def test_what_is_hidden_already_is_not_hidden_twice(workshop: SmallWorkshop) -> None:
    with workshop.change():
        hide_card(workshop.add_issue(), reason="said twice", by=workshop.actor())
    with workshop.refuses("This is already hidden."):
        hide_card(card_by_reference(workshop.row, "RET-01"), reason="off topic", by=workshop.actor())


def test_what_everybody_sees_is_not_restored(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_issue()
    with workshop.refuses("This is not hidden."):
        restore_card(card_by_reference(workshop.row, "RET-01"), by=workshop.actor())


def test_the_team_sees_hidden_issues_marked_and_their_author_still_finds_them(
    workshop: SmallWorkshop,
) -> None:
    with workshop.change():
        issue = workshop.add_issue()
        issue.account_id, issue.participant_id = None, workshop.participants["Lyon"]
        hide_card(issue, reason="said twice", by=workshop.actor())
    with workshop.look():
        shown = board_page(workshop.row, workshop.measure(), Kind.ISSUE, Filter()).cards
        assert [(card.ref, bool(card.hiding)) for card in shown] == [("RET-01", True)]
        assert [card.ref for card in own_cards(workshop.participants["Lyon"])] == ["RET-01"]


def test_who_hides_what_a_colleague_has_just_hidden_is_told_so(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue()
    card, hiding = workshop.path("cards/RET-01"), workshop.path("cards/RET-01/hiding")
    browser = browser_of("facilitator")
    form = browser.form(card, hiding) | {"reason": "off topic"}
    with workshop.change():
        hide_card(card_by_reference(workshop.row, "RET-01"), reason="said twice", by=workshop.actor())
    with workshop.nothing_changes():
        answer = browser.client.post(hiding, data=form)
        assert answer.status_code == 422
        assert summary(answer.text) == ["This is already hidden."]
        assert "off topic" in answer.text
