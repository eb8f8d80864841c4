"""What a facilitator chooses is on the wall, on one or on all; what nobody chose goes by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.editing.operations import remove_room
from facilitator.agenda.models import Room
from facilitator.agenda.operations import add_room
from facilitator.breakouts.group_work.operations import send_message
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.capture.operations import hide_card
from facilitator.capture.queries import active_handover, card_by_reference
from facilitator.database import db
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.operations import show_picture
from facilitator.walls.models import WallChoice, WallContent
from facilitator.walls.queries import MAIN, Chosen, offered, offered_issues, walls
from tests.full_workshop import answer, fill
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

OfSomebody = Callable[[str], Browser]


def address(workshop: SmallWorkshop, room: str = "") -> str:
    """Where the main wall is shown, or that of a room."""
    return workshop.path(f"wall/{workshop.code}{f'/{room}' if room else ''}")


def on(workshop: SmallWorkshop, room: str = "") -> list[str]:
    """What is read on a wall."""
    answer_ = Browser(workshop.app).read(address(workshop, room))
    assert answer_.status_code == 200
    return texts(answer_.text)


def choose(workshop: SmallWorkshop, browser: Browser, content: str, wall: str = MAIN) -> int:
    page = workshop.path(f"walls/{wall}")
    return browser.send(page, {"content": content}, to=page).status_code


def attic(workshop: SmallWorkshop) -> str:
    with workshop.look():
        return str(workshop.room().id)


def second_room(workshop: SmallWorkshop) -> str:
    with workshop.change():
        made = add_room(workshop.row, name="Cellar", seats=9, accessible=True, by=workshop.actor())
        return str(made.id)


def test_what_is_chosen_is_on_the_wall_until_it_goes_by_itself_again(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    facilitator, title = browser_of("facilitator"), "Retrofit"
    assert "Break." in on(workshop)
    assert choose(workshop, facilitator, "matrix:RET") == 303
    assert ("Break." in on(workshop), title in on(workshop)) == (False, True)
    assert choose(workshop, facilitator, "automatic") == 303
    assert ("Break." in on(workshop), title in on(workshop)) == (True, False)


def test_an_open_wall_hears_of_a_choice_and_of_nothing_chosen_for_phones(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    wall, live = Browser(workshop.app).client, f"{address(workshop)}/live"
    home = workshop.path("home/live")
    phone = browser_of("Antwerp").client
    known = {"If-None-Match": wall.get(live).headers["ETag"]}
    own = {"If-None-Match": phone.get(home).headers["ETag"]}
    assert wall.get(live, headers=known).status_code == 304
    choose(workshop, browser_of("facilitator"), "clock")
    assert wall.get(live, headers=known).status_code == 200
    assert phone.get(home, headers=own).status_code == 304


@pytest.mark.slow
def test_everything_that_is_offered_can_be_shown_and_names_nobody(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    fill(workshop)
    facilitator = browser_of("facilitator")
    with workshop.look():
        keys = [each.key for each in offered(workshop.row)]
        cards = [each.about for each in offered_issues(workshop.row)]
    of_cards = (WallContent.ISSUE, WallContent.ISSUE_RESULTS, WallContent.SIDES)
    keys += [Chosen(content, ref).key for content in of_cards for ref in cards[:1]]
    assert {key.partition(":")[0] for key in keys} == set(WallContent) - {WallContent.MESSAGE}
    for key in keys:
        assert choose(workshop, facilitator, key) == 303, key
        html = Browser(workshop.app).read(address(workshop)).text
        named = [name for name in workshop.participants if f"Delegate of {name}" in html]
        assert named == [], key


@pytest.mark.parametrize("content", ["matrix:XXX", "issue:RET-99", "nothing", "group:99999", ""])
def test_what_is_not_offered_is_refused(
    workshop: SmallWorkshop, browser_of: OfSomebody, content: str
) -> None:
    facilitator = browser_of("facilitator")
    facilitator.read(workshop.path("walls/main"))
    with workshop.nothing_changes():
        assert choose(workshop, facilitator, content) == 422


@pytest.mark.parametrize("who", ["rapporteur", "viewer"])
def test_only_who_leads_chooses(workshop: SmallWorkshop, browser_of: OfSomebody, who: str) -> None:
    browser, page = browser_of(who), workshop.path("walls/main")
    assert browser.read(page).status_code == 200
    sent = {"content": "join", **browser.signature(page)}
    assert browser.client.post(page, data=sent).status_code == 403
    assert "What is on now (automatic)" in texts(browser.read(workshop.path("console")).text)


def test_each_room_has_a_wall_of_its_own(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    room, other = attic(workshop), second_room(workshop)
    choose(workshop, browser_of("facilitator"), "matrix:ENG", room)
    shown = {wall: "Citizen engagement" in on(workshop, wall) for wall in ("", room, other)}
    assert shown == {"": False, room: True, other: False}


def test_the_wall_of_a_room_shows_the_group_that_is_there_by_itself(workshop: SmallWorkshop) -> None:
    room = attic(workshop)
    group = workshop.begin_validation()
    with workshop.change():
        db.session.get_one(Group, group).room_id = int(room)
    assert "Retrofit table" in on(workshop)
    assert {"Retrofit table", "What stands in the way?"} <= set(on(workshop, room))
    assert "Join with your phone" not in on(workshop, room)


def test_all_walls_are_brought_to_one_thing_and_each_has_its_own_again_when_they_are_let_go(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    room, facilitator = attic(workshop), browser_of("facilitator")
    choose(workshop, facilitator, "matrix:ENG", room)
    choose(workshop, facilitator, "cards:RET", "all")
    assert ["Retrofit" in on(workshop, wall) for wall in ("", room)] == [True, True]
    console = texts(facilitator.read(workshop.path("console")).text)
    assert "Let go" in console
    choose(workshop, facilitator, "automatic", "all")
    assert ["Citizen engagement" in on(workshop, wall) for wall in ("", room)] == [False, True]


def test_a_change_is_undone_with_one_press(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    facilitator, undo = browser_of("facilitator"), workshop.path("walls/main/undo")
    choose(workshop, facilitator, "matrix:ENG")
    choose(workshop, facilitator, "join")
    facilitator.send(workshop.path("console"), {}, to=undo)
    with workshop.look():
        assert walls(workshop.row)[0].own == Chosen(WallContent.MATRIX, "ENG")


def test_what_was_changed_long_ago_is_not_undone(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    facilitator, undo = browser_of("facilitator"), workshop.path("walls/main/undo")
    choose(workshop, facilitator, "join")
    sent = facilitator.form(workshop.path("console"), undo)
    with workshop.change():
        for choice in db.session.scalars(sa.select(WallChoice)):
            choice.chosen_at -= timedelta(minutes=11)
    assert undo not in facilitator.read(workshop.path("console")).text
    answer_ = facilitator.client.post(undo, data=sent)
    assert "This wall was changed some time ago. Choose what it shows." in answer_.text


def test_a_facilitator_goes_through_the_pages_and_not_beyond_the_last(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    for number in range(6):
        with workshop.change():
            workshop.add_issue(title=f"Issue number {number}")
    facilitator, turning = browser_of("facilitator"), workshop.path("walls/main/page")
    choose(workshop, facilitator, "matrix:RET")
    assert "1 of 2" in on(workshop)
    for _ in range(3):
        facilitator.send(workshop.path("console"), {"page": "2"}, to=turning)
    assert {"2 of 2", "Issue number 5"} <= set(on(workshop))
    assert "Issue number 0" not in on(workshop)


def test_a_message_fills_the_wall_and_an_empty_one_is_asked_for(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    facilitator, page = browser_of("facilitator"), workshop.path("walls/main")
    assert "Enter a message." in facilitator.send(page, {}, to=f"{page}/message").text
    facilitator.send(page, {"words": "Lunch is in the garden"}, to=f"{page}/message")
    assert "Lunch is in the garden" in on(workshop)


def test_what_is_said_to_everybody_stands_above_whatever_a_wall_shows(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    choose(workshop, browser_of("facilitator"), "matrix:RET")
    with workshop.change():
        send_message(workshop.row, "The bus leaves at six", by=workshop.actor())
    assert "The bus leaves at six" in on(workshop)


def test_an_issue_that_is_hidden_after_it_was_chosen_is_on_no_wall(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue(title="Nobody may read this")
    choose(workshop, browser_of("facilitator"), "issue:RET-01")
    assert "Nobody may read this" in on(workshop)
    with workshop.change():
        hide_card(card_by_reference(workshop.row, "RET-01"), reason="Rude", by=workshop.actor())
    assert "Nobody may read this" not in on(workshop)
    assert "This issue is not shown to everyone yet." in on(workshop)


def test_results_are_on_the_wall_as_soon_as_the_group_has_seen_its_own(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT))
    wall, live = Browser(workshop.app).client, f"{address(workshop)}/live"
    choose(workshop, browser_of("facilitator"), "issue-results:RET-01")
    hidden = wall.get(live)
    assert "Answers are still hidden" in hidden.text
    with workshop.change():
        handover, issue = active_handover(workshop.row), card_by_reference(workshop.row, "RET-01")
        assert handover
        show_picture(db.session.get_one(Group, group), handover, issue.id, by=workshop.actor())
    shown = wall.get(live, headers={"If-None-Match": hidden.headers["ETag"]})
    assert shown.status_code == 200
    assert "Answers are still hidden" not in shown.text


def test_results_come_in_steps_the_same_on_each_wall(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    room, facilitator = attic(workshop), browser_of("facilitator")
    group = workshop.begin_validation()
    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT))
        close_group(workshop.row, db.session.get_one(Group, group), by=workshop.actor())
    choose(workshop, facilitator, "issue-results:RET-01", "all")
    page, told = workshop.path("walls/all"), []
    for step in (1, 2, 3, 4):
        facilitator.send(workshop.path("console"), {"page": step}, to=f"{page}/page")
        main, other = set(on(workshop)), set(on(workshop, room))
        assert main >= other - {"Attic"}
        assert f"{min(step, 3)} of 3" in main
        told.append(main - {f"{step} of 3"})
    question, answers, meaning, beyond = told
    assert ("Antwerp" in question, "Antwerp" in answers) == (False, True)
    assert answers < meaning
    assert beyond - {"3 of 3"} == meaning


def test_a_room_that_is_deleted_takes_its_wall_along(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    room = second_room(workshop)
    choose(workshop, browser_of("facilitator"), "join", room)
    with workshop.change():
        remove_room(db.session.get_one(Room, int(room)), by=workshop.actor())
    assert Browser(workshop.app).read(address(workshop, room)).status_code == 404


def test_the_log_says_who_changed_which_wall(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    facilitator = browser_of("facilitator")
    choose(workshop, facilitator, "join")
    choose(workshop, facilitator, "clock", attic(workshop))
    choose(workshop, facilitator, "matrix:RET", "all")
    choose(workshop, facilitator, "automatic", "all")
    assert workshop.happened()[-4:] == [
        "wall.changed", "wall.of_room_changed", "walls.brought", "walls.released",
    ]  # fmt: skip
    log = texts(facilitator.read(workshop.path("activity")).text)
    said = " ".join(log)
    for sentence in (
        "The facilitator changed the main wall. It shows: How to join",
        "The facilitator changed the wall of Attic. It shows: The clock",
        "The facilitator changed all walls. They show: The matrix",
        "The facilitator let each wall show again what was chosen for it",
    ):
        assert sentence in said
