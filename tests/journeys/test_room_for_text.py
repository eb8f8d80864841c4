"""No page is wider than its screen, whatever people call things and however large they set their text."""

import pytest
from playwright.sync_api import Page

from tests.journeys.room import UNBREAKABLE, Room

WIDTHS = (390, 1280)
# How far a page can be pushed sideways, in pixels.
PUSHED = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE = "document.documentElement.style.fontSize = '32px'"


def pages(room: Room) -> list[tuple[str, Page]]:
    """The pages that show what people named, each opened."""
    found = []
    team_pages = (
        "console", "groups/1", "groups/1/answers", "groups", "capture/RET/issue", "cards/RET-01", "desk/RET",
        "people", "notes/RET", "matrix/RET", "results/RET", "activity", f"wall/{room.code}",
    )  # fmt: skip
    own_pages = ("home", *(f"groups/1/replies{which}" for which in ("", "?issue=1", "/check")))
    team = room.screens.laptop(room.serving.base)
    team.open(room.links["facilitator"])
    delegate = room.screens.phone(room.serving.base)
    delegate.open(f"{room.workshop.path('back')}/{room.workshop.tokens['Antwerp']}")
    for person, paths in ((team, team_pages), (delegate, own_pages)):
        for path in paths:
            page = person.page.context.new_page()
            answer = page.goto(person.base + room.workshop.path(path))
            assert answer
            assert answer.status == 200, path
            found.append((path, page))
    return found


def pushed(page: Page, width: int) -> int:
    page.set_viewport_size({"width": width, "height": 844})
    return int(page.evaluate(PUSHED))


@pytest.mark.parametrize("scene", UNBREAKABLE)
def test_no_page_is_wider_than_its_screen_whatever_people_call_things(room: Room) -> None:
    found = {(path, width): pushed(page, width) for path, page in pages(room) for width in WIDTHS}
    assert {where: by for where, by in found.items() if by > 0} == {}


@pytest.mark.parametrize("scene", ["rooms"])
def test_with_text_twice_as_large_no_page_is_wider_and_no_column_narrower_than_its_words(room: Room) -> None:
    narrow = {}
    for path, page in pages(room):
        page.evaluate(TWICE)
        for width in WIDTHS:
            if pushed(page, width) > 0:
                narrow[path, width] = "is too wide"
            columns = page.locator(".console > *, .aside > *, .group-page > *").all()
            boxes = [box for each in columns if (box := each.bounding_box())]
            # A dozen letters at least, and on a phone all there is.
            if any(box["width"] < min(width - 80, 400) for box in boxes):
                narrow[path, width] = str([box["width"] for box in boxes])
    assert narrow == {}
