"""Every address asks the gate first: whoever knocks, in whichever phase."""

from collections.abc import Iterator
from functools import update_wrapper
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from facilitator.access.decorators import requires
from facilitator.access.policy import Action, Phase, Role
from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.web.cookies import participant_cookie
from facilitator.web.gate import guard
from facilitator.workshops import entrance
from tests.access.spec import (
    FOR_EVERYBODY,
    FOR_THE_SIGNED_IN,
    FOR_WHO_HAS_THE_RIGHT,
    TEAM_ONLY,
    WHO_MAY,
)
from tests.people import Browser, forms_on
from tests.small_workshop import INTERESTED, LIGHTHOUSE, PARTNER, TEAM, SmallWorkshop

IN, TO_SIGN_IN, HOME, REFUSED = "in", "to sign in", "to where a code is typed", "refused"
NOBODY, STRANGER, OTHER_TEAM, OTHER_ROOM = (
    "nobody",
    "an account without a role here",
    "a facilitator of another workshop",
    "a participant of another workshop",
)
ROLES: dict[str, Role] = {
    **{role.value: role for role in TEAM},
    LIGHTHOUSE[0]: Role.LIGHTHOUSE,
    INTERESTED[0]: Role.INTERESTED,
    PARTNER: Role.PARTNER,
}
PEOPLE = (*ROLES, NOBODY, STRANGER, OTHER_TEAM, OTHER_ROOM)
# What stands in an address where nothing is known of the workshop; a row has a number.
ANY = {"kind": "enabler"}
Door = tuple[Rule, str, Action]
"""An address, with a method and what it lets people do."""
SIGNED_IN = {role.value for role in TEAM} | {STRANGER, OTHER_TEAM}


def routes(app: Flask) -> Iterator[Door]:
    """Every address with each of its methods, and the action that it declares."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method, app.view_functions[rule.endpoint].requires  # type: ignore[attr-defined]


def address(app: Flask, rule: Rule, **known: Any) -> str:
    """An address that fits a rule, with what is known of the workshop."""
    values = {name: known.get(name, ANY.get(name, 1)) for name in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **values)


def put_probes(app: Flask) -> None:
    """Behind each door a voice that says "in": what is tested is the door."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static":
            app.view_functions[endpoint] = update_wrapper(lambda **_: IN, view)


def browser_of_person(person: str, workshop: SmallWorkshop, sister: SmallWorkshop) -> Browser:
    """Somebody's browser, with whatever could open this workshop's doors by mistake."""
    if person in ROLES:
        return Browser(workshop.app, workshop.way_in(person))
    if person in (OTHER_TEAM, STRANGER):
        return Browser(workshop.app, sister.way_in("facilitator" if person == OTHER_TEAM else "nowhere"))
    browser = Browser(workshop.app)
    if person == OTHER_ROOM:
        with workshop.app.test_request_context():
            name = participant_cookie(workshop.slug)
        browser.client.set_cookie(name, sister.tokens[LIGHTHOUSE[0]])
    return browser


def expected(person: str, action: Action, phase: Phase, method: str = "GET") -> str:
    """What the signed table says of this person before this door."""
    if action in FOR_EVERYBODY:
        return IN
    if action in FOR_THE_SIGNED_IN:
        return IN if person in SIGNED_IN else TO_SIGN_IN
    if action in FOR_WHO_HAS_THE_RIGHT:
        return REFUSED if person in SIGNED_IN or method == "POST" else TO_SIGN_IN
    if person in ROLES:
        return IN if phase in WHO_MAY[action][ROLES[person]] else REFUSED
    if method == "POST":
        return REFUSED  # what they typed would be lost on the way to another page
    return TO_SIGN_IN if action in TEAM_ONLY else HOME


def outcome(answer: TestResponse) -> str:
    """What somebody met at the door."""
    if answer.status_code == 302:
        return {"/sign-in": TO_SIGN_IN, "/": HOME}[answer.location.partition("?")[0]]
    return {200: answer.text, 403: REFUSED}[answer.status_code]


@pytest.fixture
def sister(app: Flask) -> SmallWorkshop:
    """Another workshop in the same house, with an account that serves in none."""
    sister = SmallWorkshop(app, slug="sister")
    sister.add_account("nowhere")
    return sister


def test_every_address_declares_what_it_lets_people_do(app: Flask) -> None:
    undeclared = [name for name, view in app.view_functions.items() if not hasattr(view, "requires")]
    assert undeclared == ["static"]


def test_the_app_refuses_to_start_with_an_address_that_declares_nothing() -> None:
    house = Flask(__name__)
    house.add_url_rule("/declared", view_func=requires(Action.VISIT)(lambda: ""), endpoint="declared")
    house.add_url_rule("/forgotten", view_func=lambda: "", endpoint="forgotten")
    with pytest.raises(RuntimeError, match=r"^These routes declare no permission: forgotten$"):
        guard(house, entrance)


def test_the_app_refuses_to_start_with_a_role_that_nobody_can_have_there() -> None:
    house = Flask(__name__)
    house.add_url_rule("/w/<slug>/board", view_func=requires(Action.WATCH)(lambda: ""), endpoint="board")
    house.add_url_rule("/boards", view_func=requires(Action.WATCH)(lambda: ""), endpoint="boards")
    with pytest.raises(RuntimeError, match=r"^These routes ask for a role outside any workshop: boards$"):
        guard(house, entrance)


def test_the_app_refuses_to_start_with_a_right_of_the_account_inside_a_workshop() -> None:
    house = Flask(__name__)
    view = requires(Action.CREATE_WORKSHOP)(lambda: "")
    house.add_url_rule("/workshops/new", view_func=view, endpoint="new")
    house.add_url_rule("/w/<slug>/new", view_func=view, endpoint="inside")
    said = r"^These routes ask for a right of the account inside a workshop: inside$"
    with pytest.raises(RuntimeError, match=said):
        guard(house, entrance)


def test_who_may_create_workshops_is_let_in_where_one_is_created_and_nobody_else(
    workshop: SmallWorkshop, own_app: Flask
) -> None:
    """Whatever their roles: it is a right of the account."""
    if "/created" not in {rule.rule for rule in own_app.url_map.iter_rules()}:
        own_app._got_first_request = False  # noqa: SLF001 - an address for this test alone
        view = requires(Action.CREATE_WORKSHOP)(lambda: IN)
        own_app.add_url_rule("/created", "created", view, methods=["GET", "POST"])
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["viewer"]).may_create_workshops = True
    met = {
        who: [
            outcome(browser.read("/created")),
            outcome(browser.client.post("/created", data=browser.signature("/workshops"))),
        ]
        for who in ("organiser", "viewer", "Lyon")
        for browser in [Browser(own_app, workshop.way_in(who))]
    }
    assert met == {"organiser": [REFUSED] * 2, "viewer": [IN] * 2, "Lyon": [TO_SIGN_IN, REFUSED]}


def one_for_each_action(app: Flask) -> list[Door]:
    """An address for each action and method; the door knows no more of an address than these."""
    return list({(action, method): (rule, method, action) for rule, method, action in routes(app)}.values())


@pytest.mark.slow
@pytest.mark.usefixtures("own_app")
def test_for_each_action_an_address_lets_in_whom_the_table_names(
    workshop: SmallWorkshop, sister: SmallWorkshop
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    doors = one_for_each_action(workshop.app)
    assert {action for *_, action in doors} | FOR_WHO_HAS_THE_RIGHT == set(Action)
    knock_everywhere(workshop, sister, doors, Phase.DAY_ONE)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.usefixtures("own_app")
@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.DAY_ONE], ids=str)
def test_in_every_phase_each_action_is_open_to_whom_the_table_names(
    workshop: SmallWorkshop, sister: SmallWorkshop, phase: Phase
) -> None:
    workshop.go_to(phase)
    knock_everywhere(workshop, sister, one_for_each_action(workshop.app), phase)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.usefixtures("own_app")
def test_every_address_lets_in_whom_the_table_names(workshop: SmallWorkshop, sister: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    knock_everywhere(workshop, sister, list(routes(workshop.app)), Phase.DAY_TWO)


def knock_everywhere(workshop: SmallWorkshop, sister: SmallWorkshop, doors: list[Door], phase: Phase) -> None:
    """Send everybody to these doors, and compare what they meet with the table."""
    browsers = {person: browser_of_person(person, workshop, sister) for person in PEOPLE}
    signatures = {
        person: browser.signature(workshop.path("console" if person in SIGNED_IN else "home"))
        for person, browser in browsers.items()
    }
    put_probes(workshop.app)
    met, told = {}, {}
    for rule, method, action in doors:
        path = address(workshop.app, rule, slug=workshop.slug)
        for person, browser in browsers.items():
            data = signatures[person] if method == "POST" else None
            met[person, method, path] = outcome(browser.client.open(path, method=method, data=data))
            told[person, method, path] = expected(person, action, phase, method)
    assert met == told


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.DAY_TWO], ids=str)
def test_every_page_opens_in_every_phase(workshop: SmallWorkshop, phase: Phase) -> None:
    assert broken_pages(workshop, phase) == []


@pytest.mark.slow
def test_every_page_opens_on_either_database(workshop: SmallWorkshop) -> None:
    assert broken_pages(workshop, Phase.DAY_TWO) == []


def broken_pages(workshop: SmallWorkshop, phase: Phase) -> list[tuple[str, str, int | str]]:
    """Who meets what fault where, of those whose pages differ and who are let in."""
    workshop.go_to(phase)
    with workshop.change():
        group = workshop.add_group(*INTERESTED).id
    known = {
        "slug": workshop.slug, "code": workshop.code, "prefix": "RET", "kind": "enabler", "ref": "RET-01",
        "session_id": workshop.sessions["RET"], "round_id": workshop.sessions["round"], "group_id": group,
        "participant_id": workshop.participants[INTERESTED[0]], "token": "nothing",
    }  # fmt: skip
    broken = []
    for person in ("organiser", "viewer", LIGHTHOUSE[0], INTERESTED[0], PARTNER):
        browser = Browser(workshop.app, workshop.way_in(person))
        for rule, method, action in routes(workshop.app):
            if method == "GET" and expected(person, action, phase) == IN:
                path = address(workshop.app, rule, **known)
                answer = browser.read(path)
                if answer.status_code not in PAGES:
                    broken.append((person, path, answer.status_code))
                page = answer.text if answer.mimetype == "text/html" else ""
                broken += [(person, path, to) for to, form in forms_on(page) if not is_safe(to, form)]
    return broken


def is_safe(to: str, form: dict[str, list[str]]) -> bool:
    """Whether a form that changes something in a workshop says whom it was made for."""
    return not to.startswith("/w/") or "csrf_token" not in form or any(form.get("author", []))


# Behind the door a page may still know nothing of a card that nobody brought up yet.
PAGES = {200, 302, 303, 404, 409}


def test_who_comes_too_early_to_sign_in_is_led_back_afterwards(workshop: SmallWorkshop) -> None:
    answer = Browser(workshop.app).read(workshop.path("activity?before=7"))
    assert answer.location == "/sign-in?next=/w/brussels/activity?before%3D7"


def test_an_account_that_also_has_a_place_in_the_room_acts_in_the_role_that_fits(
    workshop: SmallWorkshop,
) -> None:
    browser = Browser(workshop.app, workshop.way_in("viewer"))
    assert browser.read(workshop.way_in("Lyon")).status_code == 303
    assert browser.read(workshop.path("home")).status_code == 200
    assert browser.read(workshop.path("console")).status_code == 200


def test_a_workshop_that_is_not_there_is_not_found_by_anybody(workshop: SmallWorkshop) -> None:
    for browser in (Browser(workshop.app), Browser(workshop.app, workshop.way_in("organiser"))):
        assert browser.read("/w/nowhere/console").status_code == 404
