"""Codes, tokens and links can be guessed: the right one is always let in, and guesses are hopeless."""

from datetime import timedelta

import pytest
from flask import Flask

from facilitator.access.decorators import requires
from facilitator.access.policy import Action, Role
from facilitator.matches.queries import token_of_city as token_of_meetings
from facilitator.sign_off.operations import ask_cities
from facilitator.sign_off.queries import existing_sign_off, token_of_city
from facilitator.web import budget
from facilitator.web.budget import Budget
from facilitator.web.gate import guard
from facilitator.web.guessing import guessable, warnings, wrong_ones
from facilitator.workshops import entrance
from facilitator.workshops.operations import CODE_LENGTH, TOKEN_LENGTH, badge_code
from facilitator.workshops.queries import today
from facilitator.workshops.rules import LEGIBLE
from facilitator.workshops.team.operations import invite
from tests.applications.applying import send, set_days
from tests.pages import lead
from tests.people import Browser, forms_on
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.one_database

# What opens a page, by the page's endpoint: what comes before it in the address, and what is right.
DOORS = {
    "workshops.join_by_code": ("/join?code=", "code"),
    "workshops.join": ("/join/", "code"),
    "workshops.come_back": ("/w/brussels/back/", "token"),
    "workshops.come_back_by_code": ("/w/brussels/back?code=", "token"),
    "walls.wall": ("/w/brussels/wall/", "code"),
    "walls.live_wall": ("/w/brussels/wall/{}/live", "code"),
    "walls.wall_of_room": ("/w/brussels/wall/{}/1", "code"),
    "walls.live_wall_of_room": ("/w/brussels/wall/{}/1/live", "code"),
    "accounts.sign_in_by_link": ("/sign-in/", "link"),
    "team.invitation": ("/invitations/", "invitation"),
    "reception.badge": ("/w/brussels/badge/", "badge"),
    "sign_off.city": ("/w/brussels/sign-off/", "city"),
    "reports.take_home": ("/w/brussels/sign-off/{}/take-home.pdf", "city"),
    "matches.city": ("/w/brussels/matches/", "meetings"),
    "matches.calendar_of_city": ("/w/brussels/matches/{}/meetings.ics", "meetings"),
    "applications.sent": ("/w/brussels/apply/", "application"),
    "applications.change": ("/w/brussels/apply/{}/changes", "application"),
}
MANY = "This was not found. Many wrong codes are being tried now. Please check your code."
WRONG = "WRONGONE"


def address(endpoint: str, opens: str) -> str:
    before, _ = DOORS[endpoint]
    return before.format(opens) if "{}" in before else before + opens


def right(workshop: SmallWorkshop, endpoint: str) -> str:
    with workshop.change():
        invitation = invite(workshop.row, Role.VIEWER, email="", by=workshop.actor("organiser"))
        set_days(workshop)
        _, application = send(workshop)
        ask_cities(workshop.row, today(workshop.row), by=workshop.actor())
        city = token_of_city(existing_sign_off(workshop.row), workshop.city("Lyon"), SECRET)
        meetings = token_of_meetings(workshop.city("Lyon"), SECRET)
    known = {
        "meetings": meetings,
        "invitation": invitation,
        "application": application,
        "city": city,
        "code": workshop.code,
        "badge": badge_code(workshop.id, workshop.participants["Lyon"], SECRET),
        "token": workshop.tokens["Lyon"],
        "link": workshop.way_in("facilitator").rpartition("/")[2],
    }
    return address(endpoint, known[DOORS[endpoint][1]])


def test_these_are_all_the_pages_that_can_be_guessed(app: Flask) -> None:
    counted = {name for name, view in app.view_functions.items() if hasattr(view, "guessable")}
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if {"code", "token"} & rule.arguments}
    typed = {"workshops.join_by_code", "workshops.come_back_by_code"}
    assert counted - {"accounts.first_account"} == opened | typed == set(DOORS)


def test_the_app_refuses_to_start_with_a_page_that_a_code_opens_and_that_counts_no_guesses() -> None:
    house = Flask("house")
    for name, mark in (("counted", guessable), ("forgotten", lambda view: view)):
        house.add_url_rule(f"/{name}/<code>", name, mark(requires(Action.VISIT)(lambda code: code)))
    said = r"^These routes are opened by what can be guessed, and don't count it: forgotten$"
    with pytest.raises(RuntimeError, match=said):
        guard(house, entrance)


def test_every_form_that_asks_for_a_code_leads_to_such_a_page(workshop: SmallWorkshop, app: Flask) -> None:
    asking = [
        action
        for page in ("/", f"/join/{workshop.code}", address("workshops.come_back_by_code", WRONG))
        for action, fields in forms_on(Browser(app).read(page).text)
        if "code" in fields
    ]
    adapter = app.url_map.bind("localhost")
    ends = [adapter.match(action)[0] for action in asking]
    assert sorted(ends) == ["workshops.come_back_by_code"] * 2 + ["workshops.join_by_code"]


@pytest.mark.parametrize("endpoint", DOORS)
def test_wrong_ones_are_counted_together_and_the_right_one_is_let_in_however_many_there_were(
    workshop: SmallWorkshop, endpoint: str
) -> None:
    person = Browser(workshop.app)
    assert wrong_ones.take(wrong_ones.most - 1)
    statuses = [person.read(address(endpoint, WRONG)).status_code for _ in range(3)]
    assert statuses == [404, 429, 429]
    assert lead(person.read(address(endpoint, WRONG)).text) == MANY
    assert person.read(right(workshop, endpoint)).status_code in (200, 302, 303)


@pytest.mark.parametrize("endpoint", DOORS)
def test_right_ones_are_not_counted(workshop: SmallWorkshop, endpoint: str) -> None:
    assert wrong_ones.take(wrong_ones.most - 1)
    for _ in range(3):
        Browser(workshop.app).read(right(workshop, endpoint))
    assert Browser(workshop.app).read(address(endpoint, WRONG)).status_code == 404


def test_who_keeps_the_server_reads_of_many_guesses_once_a_minute(
    workshop: SmallWorkshop, caplog: pytest.LogCaptureFixture
) -> None:
    warnings.forget()
    assert wrong_ones.take(wrong_ones.most)
    for _ in range(3):
        Browser(workshop.app).read(f"/join/{WRONG}")
    assert caplog.messages == ["more than 300 wrong codes and links within a minute"]


def test_what_the_wall_said_last_opens_it_no_more_than_nothing(workshop: SmallWorkshop) -> None:
    """A page that has nothing new to say must not say even that to who doesn't know the code."""
    person = Browser(workshop.app)
    known = person.read(right(workshop, "walls.live_wall")).headers["ETag"]
    answer = person.client.get(address("walls.live_wall", WRONG), headers={"If-None-Match": known})
    assert answer.status_code == 404


def test_guesses_at_a_thousand_a_second_take_ten_years_to_find_a_code() -> None:
    guesses_to_find = len(set(LEGIBLE)) ** CODE_LENGTH / 2
    assert timedelta(seconds=guesses_to_find / 1000) > timedelta(days=3652)
    assert len(set(LEGIBLE)) ** TOKEN_LENGTH > 2**78


def test_a_budget_is_each_ones_own_and_new_with_the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(budget.time, "monotonic", lambda: clock[0])
    three = Budget(3)
    assert [three.take(2, whose="Anna"), three.take(2, whose="Anna"), three.take(whose="Anna")] == [
        True, False, True,
    ]  # fmt: skip
    assert three.take(3, whose="Bruno")
    clock[0] += 59.9
    assert not three.take(whose="Anna")
    clock[0] += 0.1
    assert three.take(3, whose="Anna")
