"""Who meets whom: proposed with reasons, planned and dated by the team, agreed or refused by both cities."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import icalendar
import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, link_cards
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.matches.models import Match, MatchState
from facilitator.matches.operations import plan_match
from facilitator.matches.queries import token_of_city
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from tests.full_workshop import WORDINGS, answer
from tests.pages import complaints, plain
from tests.people import Browser
from tests.reports.test_export import as_json
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
PAGE = "report/matches"
WHEN = {"meets_on": "2018-01-15", "meets_at": "10:00", "place": "Town hall"}


def prove(workshop: SmallWorkshop, city: str, ref: str) -> None:
    """A city has a proven solution that helps with an issue; inside of `change`."""
    words = WORDINGS[Kind.SOLUTION] | {"proven_by_id": workshop.cities[city]}
    solution = add_card(workshop.measure(), Kind.SOLUTION, words, by=workshop.actor())
    link_cards(card_by_reference(workshop.row, ref), solution, by=workshop.actor())


@pytest.fixture
def asked(workshop: SmallWorkshop) -> SmallWorkshop:
    """Antwerp needs help with two issues: Lyon has a proven solution for one, nobody has solved the other."""
    group = workshop.begin_validation(2, seated=("Antwerp", "Heerlen"))
    with workshop.change():
        prove(workshop, "Lyon", "RET-01")
        reply = Reply(Verdict.RIGHT, need="Show us")
        answer(workshop, "Antwerp", group, reply, reply)
    return workshop


@pytest.fixture
def city(workshop: SmallWorkshop) -> Browser:
    """A browser of somebody who has nothing but the link of a city."""
    return Browser(workshop.app)


def link(workshop: SmallWorkshop, name: str) -> str:
    with workshop.look():
        return workshop.path(f"matches/{token_of_city(workshop.city(name), SECRET)}")


def planned(workshop: SmallWorkshop) -> str:
    """Antwerp meets Lyon on a day; returns the address of the meeting."""
    with workshop.change():
        pair = workshop.city("Antwerp"), workshop.city("Lyon")
        match = plan_match(workshop.row, *pair, by=workshop.actor())
        return workshop.path(f"{PAGE}/{match.id}")


def dated(workshop: SmallWorkshop, browser_of: BrowserOf) -> str:
    page = planned(workshop)
    assert browser_of("facilitator").send(page, WHEN, to=page).status_code == 303
    return page


def found(workshop: SmallWorkshop) -> list[tuple[MatchState, bool, bool, str]]:
    """Every meeting: its state, whether each city has agreed, and the reason."""
    with workshop.look():
        return [
            (each.state, bool(each.interested_agreed_at), bool(each.lighthouse_agreed_at), each.reason)
            for each in db.session.scalars(sa.select(Match).order_by(Match.id))
        ]


def press(browser: Browser, page: str, choice: str, **typed: str) -> TestResponse:
    """Press a button on the page of a city."""
    return browser.send(page, {"choice": choice, **typed}, to=page)


def test_what_nobody_answers_stands_on_top_then_proposals_with_their_reasons(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    said = plain(browser_of("viewer").read(asked.path(PAGE)).text)
    top, proposed = said.index("One issue that no lighthouse city has an answer to"), said.index("Proposed")
    assert top < said.index("RET-02") < proposed < said.index("Antwerp meets Lyon")
    assert "Antwerp asks for help with one issue: RET-01." in said
    assert "Lyon has proven one solution for it: RET-S01." in said
    with asked.change():
        prove(asked, "Vienna", "RET-02")
    said = plain(browser_of("viewer").read(asked.path(PAGE)).text)
    assert "no lighthouse city has an answer" not in said
    assert "Antwerp meets Vienna" in said
    assert "Vienna has proven one solution for it: RET-S02." in said


def test_the_team_plans_a_proposal_and_adds_a_meeting_by_hand(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    team, page = browser_of("facilitator"), asked.path(PAGE)
    for interested, lighthouse in (("Antwerp", "Lyon"), ("Heerlen", "Vienna")):
        pair = {"interested": asked.cities[interested], "lighthouse": asked.cities[lighthouse]}
        assert team.send(page, pair, to=page).status_code == 303
    again = team.send(
        page, {"interested": asked.cities["Antwerp"], "lighthouse": asked.cities["Lyon"]}, to=page
    )
    assert (again.status_code, "This meeting is already planned." in again.text) == (422, True)
    assert found(asked) == [(MatchState.PLANNED, False, False, "")] * 2
    assert "No proposals now" in plain(team.read(page).text)


def test_who_refuses_says_why_and_undo_proposes_the_two_again(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    team, page, to = browser_of("facilitator"), asked.path(PAGE), asked.path(f"{PAGE}/refusals")
    pair = {"interested": asked.cities["Antwerp"], "lighthouse": asked.cities["Lyon"]}
    silent = team.send(page, pair | {"reason": ""}, to=to)
    assert (silent.status_code, complaints(silent.text)) == (422, {"reason": ["Please fill this in."]})
    assert team.send(page, pair | {"reason": "They met in May"}, to=to).status_code == 303
    said = plain(team.read(page).text)
    assert "They met in May" in said
    assert "No proposals now" in said
    with asked.look():
        [id_] = db.session.scalars(sa.select(Match.id))
    assert team.send(page, {}, to=asked.path(f"{PAGE}/{id_}/removal")).status_code == 303
    assert "Antwerp meets Lyon" in plain(team.read(page).text)


def test_both_cities_agree_by_their_links_and_another_day_is_agreed_anew(
    asked: SmallWorkshop, browser_of: BrowserOf, city: Browser
) -> None:
    page = dated(asked, browser_of)
    assert press(city, link(asked, "Antwerp"), "agree", contact="Berta Bosch").status_code == 303
    assert "Waits for Lyon" in plain(browser_of("viewer").read(asked.path(PAGE)).text)
    said = plain(city.read(link(asked, "Lyon")).text)
    assert "Berta Bosch" in said
    assert "15 January 2018, 10:00" in said
    assert press(city, link(asked, "Lyon"), "agree").status_code == 303
    assert found(asked) == [(MatchState.PLANNED, True, True, "")]
    file = icalendar.Calendar.from_ical(city.read(f"{link(asked, 'Lyon')}/meetings.ics").data)
    [event] = file.walk("VEVENT")
    assert (event["summary"], event["location"]) == ("Antwerp meets Lyon", "Town hall")
    assert event.decoded("dtstart").isoformat() == "2018-01-15T09:00:00+00:00"
    browser_of("facilitator").send(page, {"meets_at": "11:00"}, to=page)
    assert found(asked) == [(MatchState.PLANNED, False, False, "")]


def test_an_agreed_meeting_is_in_report_and_sheets_and_its_contacts_for_the_two_alone(
    asked: SmallWorkshop, browser_of: BrowserOf, city: Browser
) -> None:
    dated(asked, browser_of)
    assert "meetings" not in {sheet.casefold() for sheet in workbook(asked, browser_of).sheetnames}
    for name, contact in (("Antwerp", "Berta Bosch"), ("Lyon", "Carla Costa")):
        assert press(city, link(asked, name), "agree", contact=contact).status_code == 303
    said, viewer = as_json(browser_of("viewer"), asked)["meetings"], browser_of("viewer")
    issues = [{"ref": "RET-01", "solutions": ["RET-S01"]}]
    pair = {"interested": "Antwerp", "lighthouse": "Lyon"}
    assert said == [pair | {"day": "2018-01-15", "time": "10:00", "issues": issues}]
    whole = plain(viewer.read(asked.path("report.html")).text)
    assert "Antwerp Lyon 15 January 2018, 10:00 RET-01" in whole
    assert "No lighthouse city has an answer to these issues: RET-02" in whole
    assert "Carla Costa" not in whole
    [row] = workbook(asked, browser_of)["Meetings"].iter_rows(min_row=2, values_only=True)
    assert row == ("Antwerp", "Lyon", datetime.fromisoformat("2018-01-15T10:00"), "RET-01")
    for name, shown in (("Antwerp", True), ("Heerlen", False)):
        sheet = f"report/part?part=city-{asked.cities[name]}&format=html"
        assert ("Carla Costa" in plain(viewer.read(asked.path(sheet)).text)) is shown


def workbook(workshop: SmallWorkshop, browser_of: BrowserOf) -> Workbook:
    """The report as sheets."""
    return load_workbook(BytesIO(browser_of("viewer").read(workshop.path("report.xlsx")).data))


def test_a_city_agrees_to_the_day_that_it_saw_or_refuses_with_a_reason(
    asked: SmallWorkshop, browser_of: BrowserOf, city: Browser
) -> None:
    page, own = dated(asked, browser_of), link(asked, "Lyon")
    stale = city.form(own, own)
    browser_of("facilitator").send(page, {"meets_on": "2018-01-16"}, to=page)
    late = city.client.post(own, data=stale | {"choice": "agree"})
    assert (late.status_code, "The date was changed since you opened the page." in late.text) == (422, True)
    silent = press(city, own, "refuse")
    assert (silent.status_code, "Enter a reason." in silent.text) == (422, True)
    assert press(city, own, "refuse", reason="No time").status_code == 303
    assert found(asked) == [(MatchState.REFUSED, False, False, "No time")]
    assert "Refused by Lyon" in plain(browser_of("viewer").read(asked.path(PAGE)).text)


def test_the_team_notes_that_a_city_agrees_once_there_is_a_day(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page = dated(asked, browser_of)
    noted = browser_of("facilitator").send(page, {"city": asked.cities["Lyon"]}, to=f"{page}/agreements")
    assert noted.status_code == 303
    assert found(asked) == [(MatchState.PLANNED, False, True, "")]


def test_a_city_is_in_one_meeting_at_a_time_and_a_day_has_a_time(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    dated(asked, browser_of)
    team = browser_of("facilitator")
    with asked.change():
        pair = asked.city("Heerlen"), asked.city("Lyon")
        match = plan_match(asked.row, *pair, by=asked.actor())
        other = asked.path(f"{PAGE}/{match.id}")
    for typed, field, said in (
        (
            WHEN | {"meets_at": "10:15"},
            "meets_at",
            "Lyon has another meeting at that time. Choose another time.",
        ),
        (WHEN | {"meets_at": ""}, "meets_at", "Enter a time, for example 14:05."),
        (WHEN | {"meets_on": ""}, "meets_on", "Enter the day of the meeting."),
    ):
        refused = team.send(other, typed, to=other)
        assert (refused.status_code, complaints(refused.text)) == (422, {field: [said]})
        assert 'value="Town hall"' in refused.text
