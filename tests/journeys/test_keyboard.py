"""A delegate without mouse and finger: Tab, arrows, Space and Enter must do."""

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.room import Room


@pytest.mark.parametrize("scene", ["capture"])
def test_a_delegate_joins_and_brings_up_an_issue_by_the_keyboard_alone(room: Room) -> None:
    facilitator = room.team_member("facilitator")
    lyon = room.screens.phone(room.serving.base)
    keyboard, page = Keyboard(lyon), lyon.page
    lyon.open("/")
    keyboard.write("Code of the workshop", room.code)
    keyboard.press("Enter")
    lyon.read("Replication workshop")
    keyboard.pick("Which city or organisation do you represent?", "Lyon")
    keyboard.write("Your name", "Amélie")
    keyboard.press("Enter")
    lyon.read("Home")
    keyboard.tab_to(page.get_by_role("link", name="Add an issue"))
    keyboard.press("Enter")
    lyon.read("Add an issue")
    keyboard.write("What is the issue?", "Flats stand empty")
    keyboard.press("Enter")
    lyon.is_told("RET-01 was received")
    keyboard.choose(page.get_by_role("group", name="What is it about?"), "Social and communication")
    keyboard.choose(page.get_by_role("group", name="What about your city?"), "We expect this problem")
    keyboard.write("Description", "Their owners can't be reached.")
    keyboard.tab_to(page.get_by_role("button", name="Save"))
    keyboard.press("Space")
    lyon.is_told("Your details on RET-01 were saved.")
    facilitator.sees("Flats stand empty")


@pytest.mark.parametrize("scene", ["validation"])
def test_a_delegate_validates_an_issue_by_the_keyboard_alone(room: Room) -> None:
    antwerp = room.come_back("Antwerp")
    keyboard, page = Keyboard(antwerp), antwerp.page
    keyboard.tab_to(page.get_by_role("link", name="Answer the issues"))
    keyboard.press("Enter")
    antwerp.read("What do you think of these issues?")
    keyboard.choose(page.get_by_role("group", name="Is this the right issue"), "Right, with a change")
    keyboard.write("Which change do you suggest?", "Name the tenants too")
    keyboard.choose(page.get_by_role("group", name="Relevance"), "8")
    keyboard.choose(page.get_by_role("group", name="Urgency"), "Can't say")
    keyboard.choose(page.get_by_role("group", name="Own power to act"), "3")
    keyboard.write("What does your city need?", "A model contract")
    keyboard.tab_to(page.get_by_role("button", name="Save and continue"))
    keyboard.press("Enter")
    antwerp.sees("2 of 3")
    antwerp.follow("Back to Home")
    antwerp.follow("Show all on one page")
    first = page.get_by_role("region", name="RET-01")
    for kept in ("Right, with a change", "8", "3"):
        expect(
            first.get_by_role("radio", name=kept, exact=True).and_(page.locator(":checked"))
        ).to_have_count(1)
    expect(first.get_by_label("Which change do you suggest?")).to_have_value("Name the tenants too")
