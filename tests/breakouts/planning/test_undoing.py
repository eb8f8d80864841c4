"""The publication of a plan is undone: the seats of before, and what was changed by hand since stays."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.group_work.models import Mark
from facilitator.breakouts.group_work.operations import mark_attendance
from facilitator.breakouts.models import Absence, Group, Seat
from facilitator.breakouts.operations import reactivate_group, seat_participant, withdraw_group
from facilitator.breakouts.planning import operations, plans, queries
from facilitator.breakouts.planning.models import Publication, ReplacedSeat
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.breakouts.queries import seated_group
from facilitator.database import db
from tests.breakouts.planning.planned import EVERYBODY, latest, make_plan, table_of, two_rounds
from tests.pages import notices, texts
from tests.people import Browser
from tests.query_plans import every_row_is_found_by_an_index
from tests.small_workshop import SmallWorkshop

Seats = dict[tuple[int, int], int]


def publish_another(workshop: SmallWorkshop, seed: int = 1) -> None:
    with workshop.change():
        make_plan(workshop, seed=seed)
        plans.publish_plan(workshop.row, latest(workshop), take_snapshot(workshop.row), by=workshop.actor())


def read(browser: Browser, page: str, status: int = 200) -> str:
    """All that a page says."""
    answer = browser.read(page)
    assert answer.status_code == status
    return " ".join(texts(answer.text))


def seats(workshop: SmallWorkshop) -> Seats:
    """The group of each round and person."""
    with workshop.look():
        rows = db.session.execute(sa.select(Seat.round_id, Seat.participant_id, Seat.group_id))
        return {(round_id, person): group for round_id, person, group in rows}


def published_plans(workshop: SmallWorkshop) -> list[int]:
    with workshop.look():
        return [draft.plan.number for draft in queries.drafts(workshop.row) if draft.is_published]


@pytest.fixture
def tables(workshop: SmallWorkshop) -> dict[str, int]:
    """Day two with plan 1, then plan 2 published, in which Lyon is pinned elsewhere; tables by name."""
    found = two_rounds(workshop)
    workshop.go_to(Phase.DAY_TWO)
    publish_another(workshop)
    return found


def publish_with_lyon_elsewhere(workshop: SmallWorkshop, tables: dict[str, int]) -> tuple[str, str]:
    """Plan 2, in which Lyon has another group in round two; the group of before, and the new one."""
    sat = table_of(workshop, "Lyon", 2)
    other = "ENG 2" if sat == "RET 2" else "RET 2"
    with workshop.change():
        group = db.session.get_one(Group, tables[other])
        operations.pin_participant(group, workshop.participant("Lyon"), by=workshop.actor())
    publish_another(workshop, seed=2)
    assert table_of(workshop, "Lyon", 2) == other
    return sat, other


def test_undo_gives_everybody_the_seat_of_before_and_publishes_the_plan_before_again(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    before = seats(workshop)
    sat, other = publish_with_lyon_elsewhere(workshop, tables)
    seating, browser, lyon = workshop.path("seating"), browser_of("facilitator"), browser_of("Lyon")
    page, home, cards = workshop.path("seating/undo"), workshop.path("home"), workshop.path("seating/cards")
    assert f'href="{page}"' in browser.read(seating).text
    with every_row_is_found_by_an_index(workshop.app):
        shown = read(browser, page)
    assert "Plan 1 will be published again, with the seats as they were." in shown
    assert f"Moves from {other} to {sat}" in shown
    assert seats(workshop) != before
    assert (other in lyon.read(home).text, other in browser.read(cards).text) == (True, True)
    assert browser.send(page, {}, to=page).location == seating
    assert (seats(workshop), published_plans(workshop)) == (before, [1])
    assert workshop.happened()[-1] == "plan.unpublished"
    assert sat in lyon.read(home).text
    assert notices(browser.read(seating).text)[0] == "The publication of plan 2 was undone."
    assert "The facilitator undid the publication of a plan." in read(browser, seating)


def test_undo_of_the_first_plan_leaves_nobody_with_a_seat_and_says_so_before(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    shown = read(browser, page)
    assert "No plan will be published. The seats will be as they were before." in shown
    for number in (1, 2):
        told = f"Round {number}: {len(EVERYBODY)} people had no seat before and will have none."
        assert told in shown
    assert browser.send(page, {}, to=page).status_code == 303
    assert (seats(workshop), published_plans(workshop)) == ({}, [])
    assert page not in browser.read(workshop.path("seating")).text
    assert "No plan is published, so there is nothing to undo." in read(browser, page, 404)
    assert len(tables) == 4


def test_undo_goes_back_step_by_step(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    before = seats(workshop)
    publish_with_lyon_elsewhere(workshop, tables)
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    for left, numbers in ((before, [1]), ({}, [])):
        assert browser.send(page, {}, to=page).status_code == 303
        assert (seats(workshop), published_plans(workshop)) == (left, numbers)


def test_who_was_moved_by_hand_since_stays_there(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    sat, other = publish_with_lyon_elsewhere(workshop, tables)
    who = next(name for name in EVERYBODY if name != "Lyon" and table_of(workshop, name, 1) == "RET 1")
    with workshop.change():
        group = db.session.get_one(Group, tables["ENG 1"])
        group.capacity = len(EVERYBODY)
        seat_participant(workshop.row, group, workshop.participant(who), by=workshop.actor())
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    shown = read(browser, page)
    assert "One person was moved by hand since and stays in the new group." in shown
    assert f"Delegate of {who}" in shown
    assert browser.send(page, {}, to=page).status_code == 303
    assert (table_of(workshop, who, 1), table_of(workshop, "Lyon", 2)) == ("ENG 1", sat)
    assert other != sat


def test_who_has_left_since_gets_no_seat_back(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    publish_with_lyon_elsewhere(workshop, tables)
    with workshop.change():
        person, round_id = workshop.participants["Lyon"], workshop.sessions["Round two"]
        db.session.execute(sa.delete(Seat).filter_by(participant_id=person, round_id=round_id))
        db.session.add(Absence(workshop_id=workshop.id, round_id=round_id, participant_id=person))
    page = workshop.path("seating/undo")
    assert browser_of("facilitator").send(page, {}, to=page).status_code == 303
    assert table_of(workshop, "Lyon", 2) == ""


def test_a_round_that_has_started_with_the_new_seats_is_not_undone(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    shown = browser.form(page, page)
    workshop.open("round")
    said = "has started with the seats of plan 1, so they can no longer be undone."
    assert said in read(browser, page, 409)
    assert page not in browser.read(workshop.path("seating")).text
    with workshop.nothing_changes():
        assert browser.client.post(page, data=shown).status_code == 409
    assert len(tables) == 4


def test_a_group_that_has_begun_to_work_is_not_undone(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    with workshop.change():
        group = seated_group(workshop.row, tables["RET 2"])
        mark_attendance(group, group.people[0], Mark.PRESENT, by=workshop.actor())
    said = "RET 2 has started to work with the seats of plan 1, so they can no longer be undone."
    assert said in read(browser, page, 409)
    assert page not in browser.read(workshop.path("seating")).text


def test_nobody_goes_back_to_a_group_that_was_deactivated_since(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    sat, other = publish_with_lyon_elsewhere(workshop, tables)
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    shown = browser.form(page, page)
    with workshop.change():
        kept, lost = (db.session.get_one(Group, tables[name]) for name in (other, sat))
        kept.capacity = len(EVERYBODY)
        for person in seated_group(workshop.row, lost.id).people:
            seat_participant(workshop.row, kept, person, by=workshop.actor())
        withdraw_group(workshop.row, lost, reason="The room is flooded", by=workshop.actor())
    said = f"{sat} is deactivated, but people would go back to it. Reactivate it first."
    assert said in read(browser, page)
    with workshop.nothing_changes():
        assert browser.client.post(page, data=shown).status_code == 422
    with workshop.change():
        reactivate_group(workshop.row, db.session.get_one(Group, tables[sat]), by=workshop.actor())
    assert browser.send(page, {}, to=page).status_code == 303
    assert table_of(workshop, "Lyon", 2) == sat


def test_what_is_undone_is_what_was_shown_or_nothing(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    shown = browser.form(page, page)
    publish_with_lyon_elsewhere(workshop, tables)
    with workshop.nothing_changes():
        answer = browser.client.post(page, data=shown)
    said = "The seats have changed since you opened this page. Please check again, then confirm."
    assert (answer.status_code, said in texts(answer.text)) == (422, True)


def test_a_publication_of_which_the_seats_before_are_not_known_is_not_undone(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        db.session.execute(sa.update(Publication).values(keeps_seats=False))
    page, browser = workshop.path("seating/undo"), browser_of("facilitator")
    said = "The seats before plan 1 are not known, so it cannot be undone."
    assert said in read(browser, page, 409)
    assert page not in browser.read(workshop.path("seating")).text
    assert len(tables) == 4


def test_a_plan_that_another_replaced_can_be_deleted_and_its_seats_come_back_all_the_same(
    workshop: SmallWorkshop, tables: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    before = seats(workshop)
    publish_with_lyon_elsewhere(workshop, tables)
    with workshop.change():
        plans.delete_plan(queries.draft(workshop.row, 1), by=workshop.actor())
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ReplacedSeat)) == len(before)
    page = workshop.path("seating/undo")
    assert browser_of("facilitator").send(page, {}, to=page).status_code == 303
    assert (seats(workshop), published_plans(workshop)) == (before, [])
