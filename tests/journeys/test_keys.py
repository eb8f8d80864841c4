"""The console by keyboard: keys are shown, and anything is found by typing."""

import pytest
from playwright.sync_api import expect

from tests.journeys.room import Room


@pytest.mark.parametrize("scene", ["rooms"])
def test_a_facilitator_finds_a_group_without_touching_the_mouse(room: Room) -> None:
    facilitator = room.team_member("facilitator")
    facilitator.open(room.workshop.path("console"))
    page = facilitator.page
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys on the console")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Keys on the console")).to_be_hidden()
    page.keyboard.type("second tab")
    expect(page.get_by_role("link", name="Group Second table")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second table", level=1)).to_be_visible()


@pytest.mark.parametrize("scene", ["rooms"])
def test_keys_lead_to_a_place_and_are_letters_in_a_field(room: Room) -> None:
    facilitator = room.team_member("facilitator")
    facilitator.open(room.workshop.path("console"))
    page = facilitator.page
    page.keyboard.press("m")
    expect(page.get_by_label("To", exact=True)).to_be_focused()
    page.get_by_label("Message").fill("")
    page.get_by_label("Message").press("w")
    expect(page.get_by_label("Message")).to_have_value("w")


@pytest.mark.parametrize("has_script", [False], ids=["no script"])
@pytest.mark.parametrize("scene", ["rooms"])
def test_without_script_the_same_is_found_on_a_page(room: Room) -> None:
    facilitator = room.team_member("facilitator")
    facilitator.open(room.workshop.path("console"))
    facilitator.page.get_by_role("link", name="Find and keys").click()
    facilitator.page.get_by_label("Find a page, measure, card, group or person").fill("second")
    facilitator.page.get_by_role("button", name="Find").click()
    expect(facilitator.page.get_by_role("link", name="Group Second table")).to_be_visible()
