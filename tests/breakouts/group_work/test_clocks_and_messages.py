"""Time that is given reaches every clock; what the console says reaches whom it is meant for."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from facilitator.agenda.clocks import Clock, Clocks, Opening, Sitting
from facilitator.breakouts.group_work import operations
from facilitator.breakouts.group_work.queries import messages_now
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.breakouts.queries import seated_group
from facilitator.database import db
from tests.pages import complaints, texts
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop

OPENED = datetime(2017, 12, 5, 9, tzinfo=UTC)
NOT_OPEN = "This is not open now, so you cannot give it more time."


def now_running(workshop: SmallWorkshop) -> Clocks:
    with workshop.look():
        return workshop.clocks_now()


def minutes(clocks: Clocks, workshop: SmallWorkshop, group_id: int | None = None) -> int:
    clock = clocks.of_session(workshop.sessions["round"], group_id)
    assert clock is not None
    return clock.minutes


@pytest.mark.parametrize(
    ("given", "group", "until"),
    [
        ({}, 1, 45),
        ({None: 5}, 1, 50),
        ({None: 5, 1: 10}, 1, 60),
        ({None: 5, 1: 10}, 2, 50),
        ({1: 10}, None, 45),
    ],
)
def test_a_group_ends_as_planned_with_what_was_given_to_all_and_to_it(
    given: dict[int | None, int], group: int | None, until: int
) -> None:
    sitting = Sitting(45, [Opening(OPENED, None, Counter(given))])
    assert sitting.clock(group) == Clock(OPENED, OPENED + timedelta(minutes=until))


def test_more_time_for_one_group_moves_its_clock_alone_and_for_all_moves_every_one(
    workshop: SmallWorkshop,
) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        other = workshop.add_group(name="Other table").id
    planned = minutes(now_running(workshop), workshop)
    with workshop.change():
        round_ = workshop.session("round")
        operations.give_time(round_, 5, table=seated_group(workshop.row, group), by=workshop.actor())
        operations.give_time(round_, 3, by=workshop.actor())
    found = now_running(workshop)
    assert [minutes(found, workshop, id_) - planned for id_ in (None, group, other)] == [3, 8, 3]


def test_minutes_that_were_given_are_taken_back_once(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation()
    planned = minutes(now_running(workshop), workshop)
    with workshop.change():
        round_ = workshop.session("round")
        operations.give_time(round_, 3, by=workshop.actor())
        operations.give_time(round_, 50, table=seated_group(workshop.row, group), by=workshop.actor())
    browser = browser_of("facilitator")
    page = browser.read(workshop.path("console")).text
    assert "3 minutes" in page
    take_back = next(action for action, _ in forms_on(page) if "/console/time/" in action)
    assert browser.send(workshop.path("console"), {}, to=take_back).status_code == 303
    found = now_running(workshop)
    assert [minutes(found, workshop, id_) - planned for id_ in (None, group)] == [3, 3]
    assert workshop.happened()[-1] == "group.lost_time"
    with workshop.refuses("These minutes were already removed, or the session is over."):
        operations.take_time_back(workshop.row, int(take_back.split("/")[-2]), by=workshop.actor())


def test_what_is_not_open_gets_no_minutes(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, group), by=workshop.actor())
    with workshop.refuses(NOT_OPEN):
        operations.give_time(
            workshop.session("round"), 5, table=seated_group(workshop.row, group), by=workshop.actor()
        )
    workshop.close("round")
    with workshop.refuses(NOT_OPEN):
        operations.give_time(workshop.session("round"), 5, by=workshop.actor())


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "Enter 1 to 60 minutes. You entered -5."),
        ("0", "Enter 1 to 60 minutes. You entered 0."),
        ("500", "Enter 1 to 60 minutes. You entered 500."),
        ("", "Enter the minutes as a whole number from 1 to 60."),
        ("five", "Enter the minutes as a whole number from 1 to 60."),
        ("2.5", "Enter the minutes as a whole number from 1 to 60."),
    ],
)
def test_minutes_that_can_not_be_given_are_refused_with_the_numbers(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], typed: str, said: str
) -> None:
    group = workshop.begin_validation()
    browser = browser_of("facilitator")
    with workshop.nothing_changes():
        answer = browser.send(
            workshop.path("console"), {"whom": group, "minutes": typed}, to=workshop.path("console/time")
        )
    assert answer.status_code == 422
    assert complaints(answer.text) == {"minutes": [said]}


def read_by(workshop: SmallWorkshop, browser_of: Callable[[str], Browser], who: str) -> set[str]:
    return {text for text in texts(browser_of(who).read(workshop.path("home")).text) if text[:3] == "To "}


def test_a_message_is_read_by_whom_it_is_meant_for(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(seated=("Antwerp",))
    with workshop.change():
        other = workshop.add_group("Heerlen", name="Other table")
        by, round_ = workshop.actor(), workshop.session("round")
        operations.send_message(workshop.row, "To table one", group=db.session.get_one(Group, group), by=by)
        operations.send_message(workshop.row, "To table two", group=other, by=by)
        operations.send_message(workshop.row, "To both tables", round_=round_, by=by)
        operations.send_message(workshop.row, "To all", by=by)
    both = {"To both tables", "To all"}
    assert read_by(workshop, browser_of, "Antwerp") == both | {"To table one"}
    assert read_by(workshop, browser_of, "Heerlen") == both | {"To table two"}
    assert read_by(workshop, browser_of, "Lyon") == {"To all"}


def test_the_wall_shows_the_last_word_to_all_and_none_to_a_single_group(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation()
    wall = workshop.path(f"wall/{workshop.code}")
    with workshop.change():
        by = workshop.actor()
        operations.send_message(workshop.row, "To all", by=by)
        operations.send_message(workshop.row, "To table one", group=db.session.get_one(Group, group), by=by)
    shown = browser_of("facilitator").read(wall).text
    assert ("To all" in shown, "To table one" in shown) == (True, False)


def test_what_was_said_to_a_round_is_gone_once_it_is_closed_and_does_not_come_back(
    workshop: SmallWorkshop,
) -> None:
    workshop.begin_validation()
    with workshop.change():
        operations.send_message(
            workshop.row, "Two minutes left", round_=workshop.session("round"), by=workshop.actor()
        )
        operations.send_message(workshop.row, "Coffee is ready", by=workshop.actor())
    workshop.close("round")
    workshop.open("round")
    with workshop.look():
        assert [message.text for message in messages_now(workshop.id, workshop.clocks_now())] == [
            "Coffee is ready"
        ]


def test_a_message_that_is_taken_down_is_read_no_more(workshop: SmallWorkshop) -> None:
    with workshop.change():
        message = operations.send_message(workshop.row, "A slip", by=workshop.actor()).id
    with workshop.change():
        operations.take_message_down(workshop.row, message, by=workshop.actor())
    with workshop.look():
        assert list(messages_now(workshop.id, workshop.clocks_now())) == []
    with workshop.refuses("This message has already been removed."):
        operations.take_message_down(workshop.row, message, by=workshop.actor())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please fill this in."),
        (" \x00 ", "Please fill this in."),
        ("x" * 281, "This has 281 characters. The limit is 280."),
    ],
)
def test_a_message_of_nothing_or_of_too_much_is_refused_at_its_field(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], typed: str, said: str
) -> None:
    browser = browser_of("facilitator")
    with workshop.nothing_changes():
        answer = browser.send(
            workshop.path("console"), {"to": "0", "text": typed}, to=workshop.path("console/messages")
        )
    assert answer.status_code == 422
    assert complaints(answer.text) == {"text": [said]}


def test_a_group_that_is_not_open_is_not_offered_and_refused(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation()
    workshop.close("round")
    answer = browser_of("facilitator").send(
        workshop.path("console"), {"to": group, "text": "Hello"}, to=workshop.path("console/messages")
    )
    assert complaints(answer.text) == {"to": ["This is not in the list. Please choose again."]}
