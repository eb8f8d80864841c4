"""On a phone, two issues that say the same are found, made one, and taken apart again without a loss."""

import pytest
from playwright.sync_api import Page, expect

from facilitator.capture.evidence import tallies
from facilitator.capture.queries import card_by_reference, cards_in_sight
from tests.journeys.inspection import Inspection
from tests.journeys.keyboard import Keyboard
from tests.journeys.people_at_screens import Person
from tests.journeys.room import Room

LINES = (
    "Several owners must agree on one renovation #governance @Lyon met",
    "On one renovation several owners have to agree #governance @Antwerp expects",
    "Metering each flat meets privacy worries #legal @Lyon met",
    "Privacy worries meet the metering of each flat #legal @Lyon solved",
)


@pytest.fixture
def scene() -> str:
    """A capture session is open."""
    return "capture"


def said(room: Room, ref: str) -> dict[str, str]:
    """What the cities say of an issue, wherever they said it."""
    heard = tallies(room.workshop.row)[card_by_reference(room.workshop.row, ref).id]
    return {voice.city: ": ".join(filter(None, (voice.stance.value, voice.note))) for voice in heard.voices}


def in_sight(room: Room) -> list[str]:
    return [card.ref for card, _ in cards_in_sight(room.workshop.row)]


def catch(keyboard: Keyboard, *lines: str) -> None:
    """At the desk, a line after the other."""
    expect(keyboard.page.get_by_label("New entry")).to_be_focused()
    for line in lines:
        keyboard.type(line)
        keyboard.press("Enter")
        expect(keyboard.page.locator("#caught .issue-title").first).to_have_text(line.partition(" #")[0])


def go_to_merge_desk(facilitator: Person) -> Page:
    facilitator.go_to("Merge")
    facilitator.read("Merge desk")
    return facilitator.page


def way_back(page: Page, ref: str) -> str:
    """What the button is called that takes a merge back."""
    name = f"Undo {ref} merged"
    expect(page.get_by_role("button", name=name)).to_have_count(1)
    return name


def test_what_was_merged_is_taken_apart_an_hour_later_and_nothing_that_came_since_is_lost(
    room: Room, inspection: Inspection
) -> None:
    facilitator = room.screens.handheld(room.serving.base)
    facilitator.sign_in(room.links["facilitator"])
    facilitator.press("Show to everyone")
    facilitator.go_to("Desk")
    keyboard = Keyboard(facilitator)
    catch(keyboard, *LINES)

    page = go_to_merge_desk(facilitator)
    inspection.glance(page, "with a pair")
    why = page.locator(".why")
    expect(page.get_by_role("article").first).to_contain_text("RET-0")
    for reason in ("both say", "same aspect", "same measure"):
        expect(why).to_contain_text(reason)
    first, second = (("RET-01", "RET-02"), ("RET-03", "RET-04"))
    if "metering" in why.inner_text().lower():
        first, second = second, first
    into = f"Same: keep {first[0]}"
    keyboard.tab_to(page.get_by_role("button", name=into))
    keyboard.press("Enter")
    facilitator.is_told(f"{first[1]} was merged into {first[0]}.")
    page.get_by_role("button", name=f"Same: keep {second[0]}").tap()
    facilitator.is_told(f"{second[1]} was merged into {second[0]}.")
    facilitator.sees("No similar issues now")

    vienna = room.come_back("Vienna")
    vienna.row("RET-01").get_by_role("button", name="Our city too").click()
    vienna.choose("What about your city?", "We solved this problem")
    vienna.fill("In your own words", "With a mediator")
    vienna.press("Send")
    vienna.read("Home")
    with room.workshop.look():
        assert in_sight(room) == ["RET-01", "RET-03"]
        assert said(room, "RET-01") == {
            "Antwerp": "expect", "Lyon": "met", "Vienna": "solved: With a mediator",
        }  # fmt: skip
        assert said(room, "RET-03") == {"Lyon": "solved"}

    page.reload()
    inspection.glance(page, "with steps")
    keyboard.tab_to(page.get_by_role("button", name=way_back(page, "RET-02")))
    keyboard.press("Enter")
    facilitator.is_told("The merge was undone.")
    page.get_by_role("button", name=way_back(page, "RET-04")).tap()
    facilitator.is_told("The merge was undone.")
    expect(page.get_by_text("Undone by The facilitator")).to_have_count(2)
    with room.workshop.look():
        assert in_sight(room) == ["RET-01", "RET-02", "RET-03", "RET-04"]
        assert said(room, "RET-01") == {"Lyon": "met", "Vienna": "solved: With a mediator"}
        assert said(room, "RET-02") == {"Antwerp": "expect"}
        assert (said(room, "RET-03"), said(room, "RET-04")) == ({"Lyon": "met"}, {"Lyon": "solved"})
    assert not inspection.faults
