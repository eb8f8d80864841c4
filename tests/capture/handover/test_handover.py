"""Closing day one freezes a numbered set with its texts; what changes later stands beside it."""

import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.capture.briefing.content import BriefedIssue
from facilitator.capture.briefing.queries import stated
from facilitator.capture.evidence import CityEvidence, tallies
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.links import helped_by, links_handed_over
from facilitator.capture.models import Card, HandedCard, Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards, reword_card
from facilitator.capture.queries import active_handover, card_by_reference, handed_issues, handovers
from facilitator.database import db
from facilitator.workshops.models import Part
from facilitator.workshops.operations import move_workshop
from tests.full_workshop import WORDINGS
from tests.small_workshop import AN_ISSUE, SmallWorkshop

NOT_NOW = "Day one is already finished, or has not started."
NOTHING_TO_REOPEN = "There is no handover to reopen."


def handed(workshop: SmallWorkshop) -> list[tuple[str, str, bool]]:
    """What day two reads: reference, title, and whether the issue was reworded since."""
    with workshop.look():
        handover = active_handover(workshop.row)
        assert handover is not None
        return [(issue.ref, issue.wording.title, issue.reworded_since) for issue in handed_issues(handover)]


def hand_over(workshop: SmallWorkshop) -> None:
    with workshop.change():
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())


def day_one(workshop: SmallWorkshop, issues: int = 1) -> None:
    with workshop.change():
        move_workshop(workshop.row, Phase.DAY_ONE, by=workshop.actor())
        for number in range(1, issues + 1):
            workshop.add_issue(title=f"Issue {number}")


def test_the_handover_holds_every_card_in_sight_in_its_present_wording(workshop: SmallWorkshop) -> None:
    day_one(workshop, issues=3)
    with workshop.change():
        reword_card(
            card_by_reference(workshop.row, "RET-02"),
            AN_ISSUE | {"title": "Better"},
            based_on=1,
            by=workshop.actor(),
        )
        hide_card(card_by_reference(workshop.row, "RET-03"), reason="said twice", by=workshop.actor())
        add_card(workshop.measure("ENG"), Kind.ENABLER, WORDINGS[Kind.ENABLER], by=workshop.actor())
    hand_over(workshop)
    assert handed(workshop) == [("RET-01", "Issue 1", False), ("RET-02", "Better", False)]
    with workshop.look():
        frozen = db.session.scalars(
            sa.select(Card).join(HandedCard, HandedCard.card_id == Card.id).order_by(Card.id)
        )
        assert [card.ref for card in frozen] == ["RET-01", "RET-02", "ENG-E01"]
        assert workshop.row.phase is Phase.HANDED_OVER


def test_a_later_rewording_stands_beside_the_frozen_text(workshop: SmallWorkshop) -> None:
    day_one(workshop)
    hand_over(workshop)
    with workshop.change():
        issue = card_by_reference(workshop.row, "RET-01")
        reword_card(issue, AN_ISSUE | {"title": "Said anew"}, based_on=1, by=workshop.actor())
    assert handed(workshop) == [("RET-01", "Issue 1", True)]


def test_later_evidence_stands_beside_what_was_handed_over(workshop: SmallWorkshop) -> None:
    day_one(workshop)
    with workshop.change():
        issue = card_by_reference(workshop.row, "RET-01")
        give_evidence(issue, workshop.city("Lyon"), Stance.EXPECT, note="we fear it", by=workshop.actor())
    hand_over(workshop)
    with workshop.change():
        issue = card_by_reference(workshop.row, "RET-01")
        give_evidence(issue, workshop.city("Lyon"), Stance.SOLVED, by=workshop.actor())
        give_evidence(issue, workshop.city("Vienna"), Stance.MET, by=workshop.actor())
    with workshop.look():
        handover = active_handover(workshop.row)
        assert handover is not None
        issue_id = card_by_reference(workshop.row, "RET-01").id
        frozen = tallies(workshop.row, handover_id=handover.id)[issue_id]
        now = tallies(workshop.row)[issue_id]
        assert frozen.voices == (CityEvidence("Lyon", Part.LIGHTHOUSE, Stance.EXPECT, ("we fear it",)),)
        assert (now.met, now.solved) == (2, 1)


def test_the_chain_is_handed_over_and_what_is_linked_later_stands_beside_it(workshop: SmallWorkshop) -> None:
    day_one(workshop, issues=2)

    def helps(number: int) -> None:
        words = WORDINGS[Kind.SOLUTION] | {"title": f"Solution {number}"}
        solution = add_card(workshop.measure(), Kind.SOLUTION, words, by=workshop.actor())
        link_cards(card_by_reference(workshop.row, "RET-01"), solution, by=workshop.actor())

    with workshop.change():
        helps(1)
        first, second = (card_by_reference(workshop.row, ref) for ref in ("RET-01", "RET-02"))
        merge_cards(second, [first], by=workshop.actor())
    hand_over(workshop)
    with workshop.change():
        helps(2)
    with workshop.look():
        handover = active_handover(workshop.row)
        assert handover is not None
        frozen = helped_by(workshop.id, links_handed_over(handover.id))
        assert frozen == {card_by_reference(workshop.row, "RET-02").id: ["RET-S01"]}
        [briefed] = [issue for issue in briefing_of(workshop) if issue.card.ref == "RET-02"]
        assert [solution.ref for solution in briefed.solutions] == ["RET-S01"]


def briefing_of(workshop: SmallWorkshop) -> list[BriefedIssue]:
    return stated(workshop.row).briefing(None, [workshop.measure()]).issues


def test_an_issue_that_comes_later_is_not_part_of_the_handover(workshop: SmallWorkshop) -> None:
    day_one(workshop)
    hand_over(workshop)
    with workshop.change():
        workshop.add_issue(title="Too late")
    assert handed(workshop) == [("RET-01", "Issue 1", False)]


def test_an_issue_that_is_hidden_later_is_no_longer_shown(workshop: SmallWorkshop) -> None:
    day_one(workshop, issues=2)
    hand_over(workshop)
    with workshop.change():
        hide_card(card_by_reference(workshop.row, "RET-01"), reason="names a person", by=workshop.actor())
    assert handed(workshop) == [("RET-02", "Issue 2", False)]


def test_day_one_is_not_handed_over_while_a_capture_session_is_open(workshop: SmallWorkshop) -> None:
    day_one(workshop)
    workshop.open("RET")
    workshop.open("ENG")
    with workshop.refuses("Close these sessions first: Capture Retrofit, Capture Citizen engagement."):
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())


def test_day_one_is_not_handed_over_with_nothing_in_it(workshop: SmallWorkshop) -> None:
    day_one(workshop, issues=0)
    with workshop.refuses("There are no issues for the handover yet."):
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())


def test_day_one_is_handed_over_on_day_one_only(workshop: SmallWorkshop) -> None:
    with workshop.refuses(NOT_NOW):
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
    day_one(workshop)
    hand_over(workshop)
    with workshop.refuses(NOT_NOW):
        freeze_handover(workshop.row, name="Again", by=workshop.actor())


def test_day_one_can_be_opened_again_with_a_reason_and_handed_over_anew(workshop: SmallWorkshop) -> None:
    day_one(workshop)
    hand_over(workshop)
    with workshop.change():
        reopen_handover(workshop.row, reason="Vienna came late", by=workshop.actor("organiser"))
        assert active_handover(workshop.row) is None
        assert workshop.row.phase is Phase.DAY_ONE
        workshop.add_issue(title="Vienna's own")
    hand_over(workshop)
    assert [ref for ref, _, _ in handed(workshop)] == ["RET-01", "RET-02"]
    with workshop.look():
        _, first = handovers(workshop.row)
        assert (first.reason, first.reopened_by) == ("Vienna came late", workshop.accounts["organiser"])
        assert [issue.ref for issue in handed_issues(first)] == ["RET-01"]


def test_there_is_nothing_to_open_again_before_the_handover(workshop: SmallWorkshop) -> None:
    day_one(workshop)
    with workshop.refuses(NOTHING_TO_REOPEN):
        reopen_handover(workshop.row, reason="because", by=workshop.actor())


def test_a_closed_workshop_is_not_opened_again_at_day_one(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.CLOSED)
    with workshop.refuses(NOTHING_TO_REOPEN):
        reopen_handover(workshop.row, reason="because", by=workshop.actor())


def test_day_one_is_not_opened_again_while_people_answer(workshop: SmallWorkshop) -> None:
    workshop.begin_validation()
    with workshop.refuses("Close the breakout round first. People are answering these issues."):
        reopen_handover(workshop.row, reason="because", by=workshop.actor())
