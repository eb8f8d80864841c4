"""From an empty server to a team of two: whoever starts it needs nothing but a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import Inspection
from tests.journeys.room import Screens
from tests.journeys.serving import Serving

CODE = re.compile(r"/first-account \(.*\) and enter this code: ([A-Z2-7 ]+)\n")
PASSWORD = "a sentence is easy to remember"
WORKSHOP = "Ten cities on heat in summer"


@pytest.fixture
def looks_closely() -> bool:
    """Every page on the way is looked at."""
    return True


def test_an_empty_server_gets_its_first_account_a_workshop_and_a_facilitator_who_accepts(
    empty_server: Serving, screens: Screens, inspection: Inspection
) -> None:
    screens.expect("410")  # the answer to an invitation that was used
    found = CODE.search(empty_server.printed)
    assert found, empty_server.printed
    ana = screens.laptop(empty_server.base)
    ana.open("/")
    ana.read("Set up this server")
    ana.fill("Code", found[1])
    ana.fill("Your name", "Ana")
    ana.fill("E-mail", "ana@example.org")
    ana.fill("Password", PASSWORD)
    ana.press("Make the account")
    ana.is_told("Your account is ready. You are signed in.")
    ana.open("/workshops/new")
    ana.fill("Title", WORKSHOP)
    ana.fill("First day", "2030-05-06")
    ana.press("Create workshop")
    ana.read("Set-up")
    ana.follow("Team")
    ana.read("Team", state="alone")
    ana.choose("Role", "Facilitator: runs the days, opens sessions, and leads groups")
    ana.fill("E-mail", "bruno@example.org")
    ana.press("Make the link")
    ana.read("The invitation is ready")
    link = ana.page.locator(".to-copy").inner_text()
    ana.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.page.get_by_role("button", name="Copy").first.click()
    ana.is_told("Copied")
    assert ana.page.evaluate("navigator.clipboard.readText()") == link
    ana.follow("Back to the team")
    ana.read("Team", state="with an invitation")

    bruno = screens.handheld(empty_server.base)
    bruno.open(link)
    bruno.read(WORKSHOP, state="invited")
    bruno.fill("Your name", "Bruno")
    bruno.fill("Password", PASSWORD)
    bruno.press("Accept the invitation")
    bruno.is_told(f"Welcome to the team of {WORKSHOP}. Your role: Facilitator.")
    bruno.read("Console")

    ana.page.reload()
    ana.sees_no("Invitations that nobody has used yet")
    ana.page.get_by_role("row", name="Bruno").get_by_role("link", name="Edit").click()
    ana.read("Bruno")
    ana.press("Make a sign-in link")
    ana.read("A new sign-in link for Bruno")
    tablet = screens.laptop(empty_server.base)
    tablet.open(ana.page.locator(".to-copy").inner_text())
    tablet.read("Console", state="by the link")
    tablet.open(link)
    expect(tablet.page.get_by_role("main")).to_contain_text("This invitation was already used.")
    assert not inspection.faults, "\n".join(inspection.faults)
