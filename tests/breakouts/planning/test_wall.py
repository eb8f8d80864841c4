"""The wall of seats: everybody finds their group by name; who has none is told whom to ask."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.breakouts.models import Group, Seat
from facilitator.breakouts.planning import plans
from facilitator.breakouts.planning.rules import share_of
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.breakouts.planning.views import wall
from facilitator.database import db
from tests.breakouts.planning.planned import EVERYBODY, latest, make_plan, table_of, two_rounds
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


@pytest.fixture
def published(workshop: SmallWorkshop) -> dict[str, int]:
    """A published plan for two rounds; tables by name."""
    tables = two_rounds(workshop)
    with workshop.change():
        for group in db.session.scalars(sa.select(Group)):
            group.room_id = workshop.room().id
        make_plan(workshop)
        plans.publish_plan(workshop.row, latest(workshop), take_snapshot(workshop.row), by=workshop.actor())
    return tables


def rows(browser: Browser, page: str) -> list[list[str]]:
    """For each name on the wall all that stands beside it."""
    said = [words for words in texts(browser.read(page).text, "li") if words != "·"]
    starts = [place for place, words in enumerate(said) if words.startswith("Delegate of")]
    return [said[start:end] for start, end in zip(starts, [*starts[1:], len(said)], strict=True)]


def test_names_stand_in_the_order_of_the_alphabet_with_city_group_and_room(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    with workshop.look():
        room = workshop.room().name
    found = rows(browser_of("viewer"), workshop.path("seating/wall"))
    assert found == [
        [f"Delegate of {who}", who, table_of(workshop, who, 1), room] for who in sorted(EVERYBODY)
    ]
    later = rows(browser_of("viewer"), workshop.path(f"seating/wall?round={workshop.sessions['Round two']}"))
    assert [row[2] for row in later] == [table_of(workshop, who, 2) for who in sorted(EVERYBODY)]
    assert len(published) == 4


def test_a_change_of_seats_is_on_the_wall_at_once_and_who_has_none_is_told_whom_to_ask(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("facilitator"), workshop.path("seating/wall/live")
    tag = browser.read(page).headers["ETag"]
    assert browser.client.get(page, headers={"If-None-Match": tag}).status_code == 304
    undo = workshop.path("seating/undo")
    assert browser.send(undo, {}, to=undo).status_code == 303
    answer = browser.client.get(page, headers={"If-None-Match": tag})
    assert (answer.status_code, "The seats are not published yet." in answer.text) == (200, True)
    with workshop.change():
        person, group = workshop.participants["Lyon"], published["RET 1"]
        seat = {"round_id": workshop.sessions["round"], "group_id": group, "participant_id": person}
        db.session.add(Seat(workshop_id=workshop.id, **seat))
    told = {row[0].removeprefix("Delegate of "): row[2] for row in rows(browser, page)}
    assert told == dict.fromkeys(EVERYBODY, "Please ask the team") | {"Lyon": "RET 1"}


def test_of_many_names_each_takes_little_room_and_only_namesakes_are_told_apart(
    workshop: SmallWorkshop,
    published: dict[str, int],
    browser_of: Callable[[str], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wall, "DENSE", len(EVERYBODY) - 1)
    with workshop.change():
        workshop.participant("Lyon").display_name = "Delegate of Antwerp"
    found = rows(browser_of("facilitator"), workshop.path("seating/wall"))
    assert [row[:-1] for row in found if row[0] == "Delegate of Antwerp"] == [
        ["Delegate of Antwerp", "Antwerp"], ["Delegate of Antwerp", "Lyon"]
    ]  # fmt: skip
    assert {len(row) for row in found if row[0] != "Delegate of Antwerp"} == {2}
    assert len(published) == 4


def test_several_projectors_share_the_alphabet(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("facilitator"), workshop.path("seating/wall")
    parts = [rows(browser, f"{page}?screen={number}&screens=3") for number in (1, 2, 3)]
    assert [row for part in parts for row in part] == rows(browser, page)
    assert all(parts)
    assert [len(share_of(range(1000), number, 3)) for number in (1, 2, 3)] == [333, 333, 334]
    assert len(published) == 4


def test_the_wall_of_names_is_for_the_team(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page = workshop.path("seating/wall")
    assert browser_of("viewer").read(page).status_code == 200
    answer = browser_of("Lyon").read(page)
    assert (answer.status_code, "Delegate of Antwerp" in answer.text) == (403, False)
    assert len(published) == 4
