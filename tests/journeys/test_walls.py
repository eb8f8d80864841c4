"""Walls in a browser: they follow what is chosen, and nothing is cut at any size."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, link_cards
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from tests.full_workshop import WORDINGS
from tests.journeys.inspection import FARTHEST, SMALLEST
from tests.journeys.room import Room
from tests.journeys.test_results_on_the_wall import seat_and_answer

SIZES = ((1280, 720), (1920, 1080), (1024, 768), (3840, 2160), (1080, 1920))
OVER = """() => {
    const page = document.documentElement;
    return [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth];
}"""
# Once a screen of another size has been heard of, and drawn.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
# What holds text and shows less than it has.
CLIPPED = """() => [...document.querySelectorAll('main *')]
    .filter(each => getComputedStyle(each).overflow !== 'visible' && !each.closest('.unseen, svg, caption')
        && (each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1))
    .map(each => each.outerHTML.slice(0, 120))"""
TITLE = (
    "{}. Wohnungseigentümergemeinschaften und Bezirksschornsteinfegermeister müssen vor Beginn der"
    " Gebäudesanierungsmaßnahmen zustimmen"
)
CHOICES = (
    "automatic", "join", "clock", "seats", "group:1", "cards:RET", "issue:RET-01", "matrix:RET",
    "briefing:RET", "ranking:RET", "first:RET", "issue-results:RET-01", "sides:RET-01", "demand:1",
)  # fmt: skip


def fill_with_long_titles(room: Room) -> None:
    """Thirty issues more, and what helps with the first, each under a title that fills what it may."""
    workshop, by = room.workshop, room.workshop.actor()
    with workshop.change():
        first = card_by_reference(workshop.row, "RET-01")
        for number in range(30):
            workshop.add_issue(title=TITLE.format(number))
        for kind in (Kind.ENABLER, Kind.STRATEGY, Kind.SOLUTION, Kind.SOLUTION):
            wording = WORDINGS[kind] | {"title": TITLE.format(kind)}
            link_cards(first, add_card(workshop.measure(), kind, wording, by=by), by=by)
        db.session.get_one(Group, 1).name = "Gruppe der Wohnungseigentümergemeinschaften und Stadtwerke"


def at_each_size(page: Page, content: str) -> dict[str, str]:
    """What is wrong with a wall, by what it shows and its size."""
    faults = {}
    page.reload()
    page.evaluate("document.fonts.ready.then(() => true)")
    for width, height in SIZES:
        page.set_viewport_size(ViewportSize(width=width, height=height))
        page.evaluate(DRAWN)
        over, clipped = page.evaluate(OVER), page.evaluate(CLIPPED)
        smallest = page.evaluate(SMALLEST) / min(width, height) * FARTHEST
        if max(over) > 0 or clipped or smallest < 1:
            found = f"over {over}, clipped {clipped}, smallest {smallest:.2f}"
            faults[f"{content} at {width}x{height}"] = found
    return faults


@pytest.mark.parametrize("scene", ["long ballot"])
def test_no_wall_scrolls_or_cuts_a_title_at_any_size(room: Room) -> None:
    fill_with_long_titles(room)
    seat_and_answer(room, cities=12)
    with room.workshop.change():
        close_group(room.workshop.row, db.session.get_one(Group, 1), by=room.workshop.actor())
    facilitator, wall = room.team_member("facilitator"), room.screens.laptop(room.serving.base)
    wall.open(room.workshop.path(f"wall/{room.code}"))
    faults: dict[str, str] = {}
    for content in CHOICES:
        facilitator.open(room.workshop.path("walls/main"))
        button = facilitator.page.locator(f'button[name=content][value="{content}"]')
        button.evaluate("each => { each.closest('details')?.setAttribute('open', ''); each.click(); }")
        expect(facilitator.page).to_have_url(f"{room.serving.base}{room.workshop.path('console')}#walls")
        faults |= at_each_size(wall.page, content)
    assert faults == {}


@pytest.mark.parametrize("scene", ["rooms"])
def test_open_walls_follow_within_a_moment_what_is_chosen_for_one_or_for_all(room: Room) -> None:
    facilitator, main, attic = (room.screens.laptop(room.serving.base) for _ in range(3))
    facilitator.open(room.links["facilitator"])
    with room.workshop.look():
        room_id = room.workshop.room().id
    main.open(room.workshop.path(f"wall/{room.code}"))
    attic.open(room.workshop.path(f"wall/{room.code}/{room_id}"))
    facilitator.open(room.workshop.path("console"))
    facilitator.page.locator("#wall-main").get_by_role("button", name="Clock").click()
    expect(main.page.locator(".wall-clock")).to_be_visible()
    expect(main.page.get_by_role("heading", name="Join with your phone")).to_have_count(0)
    facilitator.page.locator("#bring").get_by_role("link", name="More to show").click()
    facilitator.page.get_by_role("button", name="The matrix").first.click()
    for wall in (main, attic):
        expect(wall.page.get_by_role("heading", name="Citizen engagement", level=1)).to_be_visible()
    facilitator.page.get_by_role("button", name="Let go").click()
    expect(main.page.locator(".wall-clock")).to_be_visible()
    expect(attic.page.get_by_role("heading", name="Citizen engagement", level=1)).to_have_count(0)
    facilitator.page.locator("#wall-main").get_by_role("button", name="Undo").click()
    expect(main.page.get_by_role("heading", name="Join with your phone")).to_be_visible()
