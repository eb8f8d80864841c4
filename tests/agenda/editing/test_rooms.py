"""An organiser adds rooms, changes them, and deletes those in which nothing takes place."""

from collections.abc import Callable

import pytest

from facilitator.agenda.editing.operations import remove_room
from facilitator.agenda.queries import rooms
from tests.agenda.editing.days import change
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database
TWICE = "There is already a room with this name."


def named(workshop: SmallWorkshop) -> list[tuple[str, int, bool]]:
    with workshop.look():
        return [(room.name, room.seats, room.accessible) for room in rooms(workshop.row)]


def test_rooms_are_added_changed_and_deleted(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("organiser"), workshop.path("setup/rooms")
    assert browser.send(page, {"name": "Cellar", "seats": "12"}, to=page).status_code == 303
    assert named(workshop) == [("Attic", 4, False), ("Cellar", 12, False)]
    refused = browser.send(page, {"name": " ATTIC", "seats": "0"}, to=page)
    assert refused.status_code == 422
    with workshop.look():
        attic = workshop.path(f"setup/rooms/{next(room.id for room in rooms(workshop.row))}")
    assert TWICE in texts(browser.send(attic, {"name": "cellar"}, to=attic).text)
    browser.send(attic, {"name": "Attic, left", "accessible": "y"}, to=attic)
    assert named(workshop)[0] == ("Attic, left", 4, True)
    browser.send(attic, {}, to=f"{attic}/removal")
    assert named(workshop) == [("Cellar", 12, False)]
    assert workshop.happened()[-1] == "room.removed"


def test_a_room_that_is_used_is_not_deleted_and_the_page_says_by_what(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        attic = workshop.room().id
        change(workshop, "RET", room=workshop.room())
        change(workshop, "ENG", room=workshop.room())
    said = "Attic is used by sessions or groups. Give them another room first."
    with workshop.refuses(said):
        remove_room(workshop.room(), by=workshop.actor("organiser"))
    shown = browser_of("organiser").read(workshop.path(f"setup/rooms/{attic}")).text
    assert "Sessions: 2" in texts(shown)
    assert f"{attic}/removal" not in shown
