"""Who sits where, on the projector: whatever screen there is, each name has its turn, and none is cut."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import ViewportSize

from facilitator.breakouts.models import Group
from facilitator.database import db
from tests.journeys.inspection import WALL
from tests.journeys.room import Room
from tests.summary.panel import Panel

pytestmark = pytest.mark.parametrize("scene", ["long ballot"])

CITIES = 60
SCREENS = (
    WALL,
    ViewportSize(width=1280, height=720),
    ViewportSize(width=1024, height=768),
    ViewportSize(width=1080, height=1920),
)
WHOLE = """() => {
    const turns = document.querySelector('.turns'), around = turns.getBoundingClientRect();
    const isIn = (box) => box.left >= around.left - 1 && box.right <= around.right + 1
        && box.top >= around.top - 1 && box.bottom <= Math.min(around.bottom, innerHeight) + 1;
    return [...turns.children].map((row, number) => [number, row])
        .filter(([, row]) => [row, ...row.querySelectorAll('*')]
            .every(part => isIn(part.getBoundingClientRect())))
        .map(([number]) => number);
}"""


def test_each_name_has_its_turn_on_any_screen(room: Room) -> None:
    with room.workshop.look():
        group_id = db.session.scalars(sa.select(Group.id).filter_by(workshop_id=room.workshop.id)).one()
    Panel(room.workshop, group_id).seat(
        *(f"Santiago de Compostela {number}" for number in range(CITIES)), people=2
    )
    facilitator = room.team_member("facilitator")
    page = facilitator.page
    for screen in SCREENS:
        page.set_viewport_size(screen)
        facilitator.open(room.workshop.path("seating/wall"))
        page.wait_for_function("document.querySelector('.turns').style.height")
        seen: set[int] = set()
        for _ in range(40):
            seen |= set(page.evaluate(WHOLE))
            page.keyboard.press("ArrowRight")
        assert seen == set(range(page.locator(".turns > li").count()))
        assert len(seen) > 2 * CITIES
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        last = page.locator(".turns > li").last
        page.keyboard.press((last.get_attribute("data-letter") or "").lower())
        assert page.locator("[data-turns-place]").inner_text()
