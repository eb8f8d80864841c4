"""The organiser sets a call up: between which days cities apply, and what they read before they do."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from facilitator.access.policy import Phase
from facilitator.applications.queries import call_of
from facilitator.applications.rules import CallState, call_state
from facilitator.workshops.queries import today as today_at
from tests.applications.applying import send, set_days
from tests.daytime import zone_at_noon
from tests.pages import complaints, heading, lead
from tests.people import Browser
from tests.setup.test_hub import steps
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]

CALL = {
    "opens_on": "2017-06-01",
    "closes_on": "2017-06-30",
    "introduction": "Come & <b>learn</b>",
    "is_published": "y",
}
NOTICE = "To publish the call, say what you do with the data that people enter."


def test_a_call_is_open_from_its_first_to_its_last_day_unless_the_workshop_is_closed() -> None:
    days = {"opens_on": date(2017, 6, 1), "closes_on": date(2017, 6, 30), "is_published": True}

    def on(day: date, phase: Phase = Phase.PREPARATION, **otherwise: bool) -> CallState:
        return call_state(**(days | otherwise), today=day, phase=phase)  # type: ignore[arg-type]

    assert on(date(2017, 5, 31)) is CallState.NOT_OPEN_YET
    assert on(date(2017, 6, 1)) is on(date(2017, 6, 30)) is CallState.OPEN
    assert on(date(2017, 7, 1)) is CallState.OVER
    assert on(date(2017, 6, 1), Phase.CLOSED) is CallState.OVER
    assert on(date(2017, 6, 1), is_published=False) is CallState.DRAFT


def test_the_organiser_sets_the_call_up_and_changes_it(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("setup/call")
    assert steps(organiser.read(workshop.path("setup")).text)["Call for interested cities"] == "Optional"
    assert organiser.read(workshop.path("apply")).status_code == 404
    assert organiser.form(page, page)["privacy_notice"][0].startswith("We use what you enter to choose")
    assert organiser.send(page, CALL, to=page).status_code == 303
    assert steps(organiser.read(workshop.path("setup")).text)["Call for interested cities"] == "Done"
    assert organiser.send(page, {"closes_on": "2017-07-02"}, to=page).status_code == 303
    with workshop.look():
        call = call_of(workshop.row)
        assert call
        assert (call.opens_on, call.closes_on) == (date(2017, 6, 1), date(2017, 7, 2))
        assert (call.introduction, call.is_published) == ("Come & <b>learn</b>", True)
    assert workshop.happened()[-2:] == ["call.set", "call.set"]


def test_days_in_the_wrong_order_and_a_missing_notice_are_said_at_their_fields(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("setup/call")
    with workshop.nothing_changes():
        answer = organiser.send(page, CALL | {"closes_on": "2017-05-30"}, to=page)
        assert complaints(answer.text) == {"closes_on": ["The last day cannot be before the first day."]}
        assert "Come &amp; &lt;b&gt;learn&lt;/b&gt;" in answer.text
        answer = organiser.send(page, CALL | {"privacy_notice": " "}, to=page)
        assert complaints(answer.text) == {"privacy_notice": [NOTICE]}
        answer = organiser.send(page, CALL | {"opens_on": "", "closes_on": "soon"}, to=page)
        assert complaints(answer.text) == {
            "opens_on": ["Enter the first day to apply."],
            "closes_on": ["Enter the date like this: 2018-06-30."],
        }
        answer = organiser.send(page, CALL | {"closes_on": "9999-12-31"}, to=page)
        assert complaints(answer.text) == {"closes_on": ["Enter a date in the years from 2000 to 2100."]}


@pytest.mark.parametrize(
    ("days_ahead", "last_ahead"), [(100, 100 - 42), (30, 7), (4, 3), (0, 0)], ids=lambda days: f"{days}"
)
def test_a_call_that_is_published_as_it_stands_does_not_close_the_same_night(
    workshop: SmallWorkshop, browser_of: BrowserOf, days_ahead: int, last_ahead: int
) -> None:
    with workshop.change():
        workshop.row.timezone = zone_at_noon().key
        today = today_at(workshop.row)
        workshop.row.starts_on = today + timedelta(days=days_ahead)
        workshop.row.ends_on = workshop.row.starts_on + timedelta(days=1)
    page = workshop.path("setup/call")
    (last,) = browser_of("organiser").form(page, page)["closes_on"]
    assert date.fromisoformat(last) == today + timedelta(days=last_ahead)


def test_the_call_and_its_applications_are_the_organisers_alone(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with workshop.change():
        set_days(workshop)
        application = send(workshop)[0].id
    pages = (
        "setup/call",
        "applications",
        f"applications/{application}",
        f"applications/{application}/undoing",
    )
    for who, status in (("organiser", 200), ("facilitator", 403), ("viewer", 403), ("Antwerp", 403)):
        browser = browser_of(who)
        assert [browser.read(workshop.path(page)).status_code for page in pages] == [status] * len(pages), who
    stranger = Browser(workshop.app)
    assert {stranger.read(workshop.path(page)).status_code for page in pages} == {302}


def test_who_comes_too_early_or_too_late_reads_the_days(workshop: SmallWorkshop) -> None:
    visitor, page = Browser(workshop.app), workshop.path("apply")
    for opens, closes, said in ((2, 4, "The call is not open yet"), (-4, -2, "The call is closed")):
        with workshop.change():
            set_days(workshop, opens, closes)
        answer = visitor.read(page)
        assert (answer.status_code, heading(answer.text)) == (200, said)
        assert lead(answer.text).startswith("You can apply from" if opens > 0 else "The call was open from")
    with workshop.change():
        set_days(workshop, is_published=False)
    assert visitor.read(page).status_code == 404
