"""An agenda is pasted from a spreadsheet: shown row by row first, then imported whole or not at all."""

from collections.abc import Callable
from datetime import date, time

import pytest
from werkzeug.test import TestResponse

from facilitator.agenda.draft import SessionPlan
from facilitator.agenda.editing.pasted import PasteContext, PastedSession, read_agenda
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import plan_sessions
from tests.agenda.editing.days import plan, programme
from tests.pages import complaints, texts
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop
from tests.statements import asked

pytestmark = pytest.mark.one_database
KNOWN = PasteContext(date(2019, 10, 8), 2, {"attic": 1}, {"ret": 2})
LIST = """Day\tTime\tTitle\tKind\tMeasure\tRoom\tMinutes
1\t9:00\tWelcome\tplenary\t\tAttic\t45
\t\tCoffee\tBreak\t\t\t15
\t10.00-11.00\tRetrofit\tcapture\tRET\tAttic\t
\t10:00\tWalk\tfree\t\t\t1h30
2019-10-09\t2:30 pm\tClosing\t\t\t\t90 min"""


def shown(session: PastedSession) -> tuple[object, ...]:
    starts = f"{session.starts_at:%H:%M}" if session.starts_at else ""
    return session.row, session.day, starts, session.minutes, session.kind.value, session.track


def test_a_table_is_read_with_its_headings_days_from_above_and_tracks_for_what_overlaps() -> None:
    found = read_agenda(LIST, KNOWN)
    assert [each.problems for each in found] == [[]] * 5
    assert [shown(each) for each in found] == [
        (2, 1, "09:00", 45, "plenary", None),
        (3, 1, "", 15, "break", None),
        (4, 1, "10:00", 60, "capture", 1),
        (5, 1, "10:00", 90, "free", 2),
        (6, 2, "14:30", 90, "plenary", None),
    ]
    assert (found[2].room_id, found[2].measure_id) == (1, 2)


# a row: day, time, title, kind, room, minutes → what is said of it
ROWS = {
    "1,9:00,Welcome,,,45": [],
    "3,9:00,Welcome,,,45": ["“3” is not a day of the workshop."],
    "soon,9:00,Welcome,,,45": ["“soon” is not a day. Enter 1, 2 or a date like 2018-06-30."],
    "1,25:00,Welcome,,,45": ["“25:00” is not a time. Enter it like 14:05."],
    "1,9:00,Welcome,,,0": ["Enter a length in minutes, from 1 to 1440, or an end."],
    "1,9:00,Welcome,,,": ["Enter a length in minutes, from 1 to 1440, or an end."],
    "1,9:00,Welcome,,,long": ["“long” is not a length. Enter the minutes."],
    "1,9:00,Welcome,dance,,45": ["“dance” is not a kind of session."],
    "1,9:00,Welcome,,Cellar,45": ["There is no room “Cellar”. Add it to the rooms first."],
    "1,9:00,,,,45": ["Enter a title."],
    "1,9:00,Welcome,capture,,45": ["A capture session needs a measure, and no other session has one."],
}


@pytest.mark.parametrize("row", ROWS)
def test_what_is_wrong_with_a_row_is_said(row: str) -> None:
    (found,) = read_agenda(row, KNOWN)
    assert [str(problem) for problem in found.problems] == ROWS[row]


def test_an_end_after_midnight_and_a_typed_time_zone_are_understood() -> None:
    late, summer = read_agenda("1,23:00-0:30,Dinner,,,\n1,14:30 to 17:00 CET,Visit,,,", KNOWN)
    assert (late.minutes, late.remarks) == (90, [])
    assert shown(summer)[2:4] == ("14:30", 150)
    assert [str(remark) for remark in summer.remarks] == [
        "“CET” is not read: times are those of the clocks at the place of the workshop."
    ]


def test_an_organiser_pastes_a_list_checks_it_corrects_it_and_imports_it(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("organiser"), workshop.path("setup/agenda/paste")
    text = "2\t8:30\tWelcome\t\tCellar\t30\n2\t\tCoffee\tbreak\t\t15"
    with workshop.nothing_changes():
        answer = browser.send(page, {"text": text}, to=f"{page}/preview")
        assert answer.status_code == 200
        assert "There is no room “Cellar”. Add it to the rooms first." in texts(answer.text)
        unseen = browser.send(page, {"text": text.replace("Cellar", "Attic")}, to=f"{page}/preview")
        assert "Import 2 sessions" in texts(unseen.text)
        form = {"text": text, "shown": "something else"}
        assert browser.client.post(page, data=browser.signature(page) | form).status_code == 200
    (fields,) = (fields for action, fields in forms_on(unseen.text) if action == page)
    assert browser.client.post(page, data=fields).location == workshop.path("setup/agenda")
    assert programme(workshop) == ["08:30 Welcome", "09:00 Coffee", "10:30 Round one"]


LATE = (
    "“Night walk” would then start after midnight. Make the sessions before it shorter, or move it to the"
    " next day."
)


def previewed(workshop: SmallWorkshop, browser: Browser, text: str) -> TestResponse:
    """What is shown of a list before it is imported; nothing is written."""
    page = workshop.path("setup/agenda/paste")
    with workshop.nothing_changes():
        return browser.send(page, {"text": text}, to=f"{page}/preview")


def test_a_row_that_the_agenda_has_no_place_for_is_named_before_anything_can_be_imported(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    text = "2\t22:00\tDinner\t\t\t150\n2\t\tNight walk\t\t\t30\n1\t8:00\tWelcome\t\t\t30"
    answer = previewed(workshop, browser_of("organiser"), text)
    assert (answer.status_code, LATE in texts(answer.text, "td")) == (200, True)
    assert "One row cannot be imported. Correct it below, then check the list again." in texts(answer.text)
    assert "Import 3 sessions" not in texts(answer.text)


def test_a_row_that_moves_what_is_planned_already_past_midnight_is_refused_for_that(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        plan(workshop, "Night walk", starts_at=time(23, 30), is_fixed=False)
    answer = previewed(workshop, browser_of("organiser"), "2\t9:00\tWelcome\t\t\t1000")
    assert LATE in texts(answer.text, "td")


def test_a_list_has_no_more_rows_than_an_agenda_and_no_more_tracks(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    organiser = browser_of("organiser")
    answer = previewed(workshop, organiser, "2\t8:00\tWelcome\t\t\t30\n" * 1002)
    assert (answer.status_code, complaints(answer.text)) == (
        422,
        {"text": ["This list has more than 1000 rows, and a workshop has at most 1000 sessions."]},
    )
    answer = previewed(workshop, organiser, "2\t8:00\tWelcome\t\t\t30\n" * 21)
    said = "At most 20 sessions can take place at the same time."
    assert texts(answer.text, "td").count(said) == 1
    with workshop.change():
        rows = [SessionPlan(SessionKind.PLENARY, 1, "A session", time(8), 1)] * 996
        plan_sessions(workshop.row, rows, by=workshop.actor("organiser"))
    answer = previewed(workshop, organiser, "2\t8:00\tWelcome\t\t\t30\n2\t\tOne more\t\t\t30")
    assert texts(answer.text, "td").count("A workshop has at most 1000 sessions.") == 1


def test_a_long_list_is_imported_without_asking_for_each_of_its_rows(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("setup/agenda/paste")
    numbers = []
    for day, rows in ((1, 3), (2, 60)):
        shown = previewed(
            workshop, organiser, f"{day}\t7:00\tA session\t\t\t2\n" + "\t\tNext\t\t\t2\n" * rows
        )
        (fields,) = (fields for action, fields in forms_on(shown.text) if action == page)
        with asked(workshop.app) as statements:
            assert organiser.client.post(page, data=fields).status_code == 303
        numbers.append(sum(not each.startswith("INSERT") for each in statements))
    assert numbers[0] == numbers[1]
