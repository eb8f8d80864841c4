"""What all walls show leads the phones: a line with the way there, on every page of a participant."""

import re
from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.walls.operations import choose_for_wall
from facilitator.walls.queries import Chosen, all_as_one, walls
from tests.full_workshop import answer
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

OfSomebody = Callable[[str], Browser]
ASKED = "The team asks everybody to do this now."


def bring(workshop: SmallWorkshop, key: str) -> None:
    """Bring everybody to something, or let them go."""
    with workshop.change():
        everywhere = all_as_one(walls(workshop.row))
        choose_for_wall(workshop.row, everywhere, Chosen.said(key), by=workshop.actor())


def way(workshop: SmallWorkshop, browser: Browser) -> str | None:
    """Where the line on a place leads: nowhere where it names the wall alone; nothing where there is none."""
    _, line, rest = browser.read(workshop.path("home")).text.partition('id="way-')
    there = re.search(r'href="([^"]+)"', rest.partition("</div>")[0])
    return (there[1].removeprefix(workshop.path("")) if there else "") if line else None


def test_a_phone_is_led_to_what_an_open_session_asks_and_is_let_go(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    lyon, session = browser_of("Lyon"), workshop.sessions["RET"]
    assert way(workshop, lyon) is None
    bring(workshop, "cards:RET")
    assert way(workshop, lyon) == f"sessions/{session}/issue"
    bring(workshop, "cards:ENG")
    assert way(workshop, lyon) == ""
    bring(workshop, "automatic")
    assert way(workshop, lyon) is None


def test_on_day_two_a_delegate_is_led_to_the_ballot_to_the_issue_and_to_the_own_group(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation()
    antwerp = browser_of("Antwerp")
    ballot = f"groups/{group}/replies?issue=1"
    for key, led in (
        ("clock", ballot),
        ("issue-results:RET-01", ballot),
        ("seats", f"home/groups/{group}"),
        ("matrix:RET", ""),
        ("join", None),
    ):
        bring(workshop, key)
        assert way(workshop, antwerp) == led, key
    bring(workshop, "message::Lunch")
    assert "Lunch" in texts(antwerp.read(workshop.path("home")).text)


def test_a_page_with_a_form_learns_of_it_by_itself_and_says_nothing_once_one_is_there(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation()
    phone, live = browser_of("Antwerp").client, workshop.path("home/way/live")
    first = phone.get(live)
    known = {"If-None-Match": first.headers["ETag"]}
    with workshop.change():
        answer(workshop, "Heerlen", group, Reply(Verdict.RIGHT))
    assert phone.get(live, headers=known).status_code == 304
    bring(workshop, "clock")
    told = phone.get(live, headers=known)
    assert (first.text.strip(), told.status_code, ASKED in told.text) == ("", 200, True)
    at = {"at": workshop.path(f"groups/{group}/replies?issue=1")}
    assert phone.get(live, query_string=at).text.strip() == ""
