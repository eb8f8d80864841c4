"""An organiser puts the agenda in order, by dragging, by keyboard and by touch, and prints it."""

import re
from unicodedata import normalize

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.inspection import Inspection
from tests.journeys.keyboard import Keyboard
from tests.journeys.printed import pages_of
from tests.journeys.room import Room
from tests.journeys.team_at_screens import TeamMember

RETROFIT, ENGAGEMENT, ROUND, LUNCH = "Capture Retrofit", "Capture Citizen engagement", "Round one", "Lunch"


@pytest.fixture
def looks_closely() -> bool:
    """Every page on the way is looked at."""
    return True


def session(member: TeamMember, title: str) -> Locator:
    return member.page.locator("[data-session]").filter(has_text=title)


def finds_in_order(member: TeamMember, *titles: str) -> None:
    expect(member.page.locator("[data-session] .agenda-title")).to_have_text(titles)


def add_lunch(member: TeamMember) -> None:
    member.follow("Add a session to day 1")
    member.read("Add a session")
    member.fill("Title", LUNCH)
    member.choose("Kind", "Break")
    member.fill("Length in minutes", "45")
    member.press("Add session")
    member.is_told(f"“{LUNCH}” was added.")
    member.read("Agenda", state="with lunch")


def test_sessions_are_moved_by_dragging_by_keyboard_and_by_touch_and_the_agenda_is_printed(
    room: Room, inspection: Inspection
) -> None:
    organiser = room.team_member("organiser")
    organiser.go_to("Set-up")
    organiser.follow("Agenda", organiser.page.get_by_role("main"))
    organiser.read("Agenda")
    add_lunch(organiser)
    finds_in_order(organiser, RETROFIT, ENGAGEMENT, LUNCH, ROUND)

    session(organiser, LUNCH).drag_to(session(organiser, RETROFIT))
    organiser.is_told(re.compile(f"“{LUNCH}” now starts on day 1 at"))
    finds_in_order(organiser, LUNCH, RETROFIT, ENGAGEMENT, ROUND)

    keyboard = Keyboard(organiser)
    keyboard.tab_to(organiser.page.get_by_role("button", name=f"Move down: {LUNCH}"))
    keyboard.press("Enter")
    finds_in_order(organiser, RETROFIT, LUNCH, ENGAGEMENT, ROUND)
    organiser.is_told(re.compile(f"“{LUNCH}” now starts on day 1 at"))

    walking = room.screens.handheld(room.serving.base)
    walking.sign_in(room.workshop.way_in("organiser"))
    walking.open(room.workshop.path("setup/agenda"))
    walking.read("Agenda", state="on a phone")
    walking.page.get_by_role("button", name=f"Move down: {LUNCH}").tap()
    walking.is_told(re.compile(f"“{LUNCH}” now starts on day 1 at"))
    finds_in_order(walking, RETROFIT, ENGAGEMENT, LUNCH, ROUND)

    notice = walking.page.get_by_role("status").filter(has_text="Please check")
    expect(notice).to_contain_text(
        f"“{RETROFIT}” and “{ENGAGEMENT}” overlap on 4 Dec 10:30, but the same people attend both."
    )
    walking.follow(ENGAGEMENT, notice)
    walking.read(ENGAGEMENT)

    organiser.page.reload()
    organiser.follow("Print agenda")
    organiser.read("Agenda", state="to print")
    # What stands on paper as one sign for two letters, fi, is read as these.
    printed = normalize("NFKC", "\n".join(pages_of(organiser.page.pdf(format="A4"))))
    assert [name for name in (RETROFIT, ENGAGEMENT, LUNCH, ROUND) if name not in printed] == []
    assert "Move" not in printed
    assert not inspection.faults, "\n".join(inspection.faults)
