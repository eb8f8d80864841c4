"""The page of a card tells every version of every text, with who wrote it and when, and each hiding."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.history import absences, earlier_words, versions
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import (
    add_card,
    give_evidence,
    hide_card,
    restore_card,
    reword_card,
    withdraw_evidence,
)
from facilitator.capture.queries import card_by_reference
from tests.pages import plain
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop

PLAN: dict[str, Any] = {"title": "A desk for owners", "text": "", "owner": "The mayor"}


@pytest.fixture
def told(workshop: SmallWorkshop) -> SmallWorkshop:
    """Lyon's issue, reworded, hidden and restored; a solution whose plan has changed."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        measure, by = workshop.measure(), workshop.actor()
        issue = add_card(measure, Kind.ISSUE, AN_ISSUE, by=workshop.actor("Lyon"))
        words = AN_ISSUE | {"title": "Owners can't agree", "text": "", "aspect": "legal"}
        reword_card(issue, words, based_on=1, by=workshop.actor("rapporteur"))
        hide_card(issue, reason="said twice", by=by)
        restore_card(issue, by=workshop.actor("organiser"))
        solution = add_card(measure, Kind.SOLUTION, PLAN, by=by)
        words = PLAN | {"owner": "The housing office", "by_when": date(2018, 6, 30)}
        reword_card(solution, words, based_on=1, by=by)
    return workshop


def test_each_version_says_who_wrote_it_and_what_the_next_one_says_otherwise(told: SmallWorkshop) -> None:
    with told.look():
        issue = versions(card_by_reference(told.row, "RET-01"))
        assert [(each.wording.title, each.author, each.unlike) for each in issue] == [
            ("Owners can't agree", "The rapporteur", {}),
            (AN_ISSUE["title"], "Delegate of Lyon", {"text": AN_ISSUE["text"], "aspect": "governance"}),
        ]
        solution = versions(card_by_reference(told.row, "RET-S01"))
        assert [each.unlike for each in solution] == [{}, {"owner": "The mayor", "by_when": None}]


def test_each_hiding_says_who_hid_and_who_restored(told: SmallWorkshop) -> None:
    with told.change():
        hide_card(card_by_reference(told.row, "RET-01"), reason="off topic", by=told.actor())
    with told.look():
        found = absences(card_by_reference(told.row, "RET-01"))
        assert [(each.hiding.reason, each.hidden_by, each.restored_by) for each in found] == [
            ("off topic", "The facilitator", ""),
            ("said twice", "The facilitator", "The organiser"),
        ]


def test_what_a_city_said_before_is_kept_with_who_said_it(told: SmallWorkshop) -> None:
    lyon, vienna, rapporteur = "Lyon", "Vienna", told.actor("rapporteur")
    with told.change():
        issue, other = card_by_reference(told.row, "RET-01"), told.add_issue()
        give_evidence(issue, told.city(lyon), Stance.EXPECT, note="in spring", by=told.actor(lyon))
        give_evidence(issue, told.city(lyon), Stance.MET, note="in June", by=rapporteur)
        give_evidence(issue, told.city(vienna), Stance.SOLVED, by=rapporteur)
        withdraw_evidence(issue, told.city(vienna), by=told.actor())
        give_evidence(issue, told.city(vienna), Stance.MET, by=told.actor(vienna))
        give_evidence(other, told.city(vienna), Stance.MET, note="elsewhere", by=rapporteur)
        give_evidence(other, told.city(vienna), Stance.MET, note="there", by=rapporteur)
    with told.look():
        found = earlier_words(card_by_reference(told.row, "RET-01"))
        assert [(each.city, each.stance, each.note, each.author) for each in found] == [
            (vienna, Stance.SOLVED, "", "The rapporteur"),
            (lyon, Stance.EXPECT, "in spring", "Delegate of Lyon"),
        ]


@pytest.mark.one_database
def test_the_page_of_a_card_tells_all_of_it(
    told: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with told.change():
        issue, lyon = card_by_reference(told.row, "RET-01"), told.city("Lyon")
        for stance, note in ((Stance.EXPECT, "in spring"), (Stance.MET, "in June")):
            give_evidence(issue, lyon, stance, note=note, by=told.actor("Lyon"))
    reader = browser_of("viewer")
    page = plain(reader.read(told.path("cards/RET-01")).text)
    for sentence in (
        f"{AN_ISSUE['text']} Aspect: Governance and organisation Delegate of Lyon",
        "said twice Hidden by The facilitator on",
        "Restored by The organiser on",
        "One earlier answer Lyon: We expect this problem in spring Delegate of Lyon",
    ):
        assert sentence in page
    page = plain(reader.read(told.path("cards/RET-S01")).text)
    assert "Owner: The mayor By when: – The facilitator" in page
