"""A gap of the matrix is filled without a mouse, and a briefing is shown by the keys of a presenter."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import WALL, check_wall
from tests.journeys.room import Room

pytestmark = pytest.mark.parametrize("scene", ["validation"])


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def walk_to_gap(page: Page, ref: str) -> None:
    """From the issue, by the arrows, over four columns to the place of its solutions."""
    page.locator(f"#{ref} th a.reference").focus()
    press(page, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    expect(page.locator(f"#{ref} a.gap", has_text="No solution yet")).to_be_focused()


def test_gap_are_filled_by_the_keyboard_alone(room: Room) -> None:
    rapporteur = room.team_member("rapporteur")
    page, matrix = rapporteur.page, room.workshop.path("matrix/RET")
    rapporteur.open(matrix)
    walk_to_gap(page, "RET-01")
    press(page, "Enter")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    page.keyboard.type("mediator")
    page.get_by_label("Title").focus()
    page.keyboard.type("A mediator who sees every owner")
    press(page, "Enter")
    expect(page.locator("#RET-01")).to_contain_text("A mediator who sees every owner")
    walk_to_gap(page, "RET-02")
    press(page, "Enter")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    page.keyboard.type("nobody writes this")
    rapporteur.sees("Nothing found")
    press(page, *["Backspace"] * len("nobody writes this"))
    page.keyboard.type("MEDIATOR")
    expect(page.locator(".found-card")).to_have_count(1)
    press(page, "ArrowDown")
    expect(page.locator(".found-card")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#RET-02")).to_contain_text("RET-S01")
    expect(page.locator("#RET-03 a.gap", has_text="No solution yet")).to_be_visible()


def test_a_briefing_is_shown_one_screen_after_the_other_by_keys(room: Room) -> None:
    facilitator = room.team_member("facilitator")
    page = facilitator.page
    facilitator.open(room.workshop.path("briefing/measures/RET/wall"))
    here = page.locator(".pager-here")
    for key, number in (
        ("PageDown", 2), ("ArrowRight", 3), ("Space", 4), ("PageUp", 3), ("ArrowLeft", 2), ("End", 5),
        ("ArrowRight", 5), ("Home", 1), ("ArrowLeft", 1),
    ):  # fmt: skip
        press(page, key)
        expect(here).to_have_text(f"{number} of 5")
    page.go_back()
    expect(here).to_have_count(0)


def test_a_screen_can_be_read_from_ten_metres_and_has_nothing_below_its_edge(room: Room) -> None:
    facilitator = room.team_member("facilitator")
    page = facilitator.page
    page.set_viewport_size(WALL)
    for path in ("briefing/measures/RET/wall", "matrix/RET/wall"):
        facilitator.open(room.workshop.path(path))
        for _ in range(20):
            check_wall(page)
            following = page.locator("[rel~=next]")
            if not following.count():
                break
            following.click()
