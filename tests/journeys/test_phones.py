"""Phones on day one: what helps, and what to do, a question at a time or all on one page."""

import pytest
from playwright.sync_api import expect

from tests.journeys.counting import Counted
from tests.journeys.inspection import Inspection
from tests.journeys.people_at_screens import Delegate, Issue
from tests.journeys.room import Room

OWNERS = Issue("Several owners must agree", "", "Governance and organisation", "We had this problem")
RENEWAL = "Wohnungseigentümergemeinschaft and renewal office under one roof"


@pytest.fixture
def scene() -> str:
    """A capture session is open, and blind."""
    return "capture"


@pytest.fixture
def looks_closely(*, has_script: bool) -> bool:
    """Every page is looked at in both themes, and at 320 px; what looks is a script."""
    return has_script


def say_what_helps(delegate: Delegate, helps_with: str) -> None:
    """An enabler, with the issue that it helps with."""
    delegate.unfold("Add something that helps")
    delegate.follow("Add an enabler")
    delegate.read("Add an enabler", state=helps_with)
    delegate.fill("What helped, or would help?", RENEWAL)
    delegate.go_on()
    delegate.go_on()
    delegate.choose("Where is it?", "Inside the city")
    delegate.go_on()
    delegate.choose("What kind of help is it?", "Communication")
    delegate.go_on()
    delegate.pick("Which issue does it help with?", helps_with)
    delegate.press("Send")
    delegate.read("Home", state=f"gave what helps with {helps_with}")


def say_what_to_do(delegate: Delegate) -> None:
    """A solution of which nothing but its title is known."""
    delegate.unfold("Add something that helps")
    delegate.follow("Add a solution")
    delegate.read("Add a solution")
    delegate.fill("What should be done?", "One contact person")
    delegate.go_on()
    delegate.go_on()
    delegate.choose("Has your city shown that it works?", "Yes, in Lyon")
    delegate.go_on()
    delegate.go_on()
    delegate.glance(delegate.page, "the rest on one step")
    delegate.press("Send")
    delegate.read("Home", state="gave what to do")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_what_helps_comes_from_phones_and_goes_to_the_issue_that_it_helps_with(
    room: Room, inspection: Inspection
) -> None:
    lyon = room.come_back("Lyon")
    lyon.contribute(OWNERS)
    say_what_helps(lyon, f"RET-01 {OWNERS.title}")
    say_what_to_do(lyon)
    for ref in ("RET-01", "RET-E01", "RET-S01"):
        lyon.sees(ref)
    facilitator = room.team_member("facilitator")
    facilitator.sees(RENEWAL)
    facilitator.press("Show to everyone")
    vienna = room.come_back("Vienna")
    vienna.follow("Show all 3 cards")
    vienna.read("What others added", state="revealed")
    vienna.sees(RENEWAL)
    vienna.sees("Other things that help")
    vienna.follow("Add what helps")
    vienna.read("Add an enabler", state="with its issue")
    vienna.sees(OWNERS.title)
    expect(vienna.page.get_by_label("Which issue does it help with?")).to_have_value("1")
    assert sorted(row.title for row in Counted(room.url).rows["cards"]) == [
        "One contact person", OWNERS.title, RENEWAL,
    ]  # fmt: skip
    assert not inspection.faults, "\n".join(inspection.faults)
