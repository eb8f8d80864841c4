"""What is given to others begins with an address that others reach, or the page says that it is none."""

from collections.abc import Callable

import pytest
from flask import Flask

from facilitator.web.origins import address_in_network
from tests.applications.applying import send, set_days
from tests.pages import reach
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

GIVEN = ("the console", "invitation", "sign-in link", "new link", "list", "entry", "call", "home", "badges")


@pytest.fixture
def give(own_app: Flask, workshop: SmallWorkshop) -> Callable[[str], str]:
    """The page on which something stands that is given to others."""
    with workshop.change():
        set_days(workshop)
        _, token = send(workshop)
    organiser, lyon = (Browser(own_app, workshop.way_in(who)) for who in ("organiser", "Lyon"))
    team, person = workshop.path("setup/team"), workshop.path(f"people/{workshop.participants['Lyon']}")
    member = next(
        path for path in (f"{team}/{number}" for number in (2, 3)) if organiser.read(path).status_code == 200
    )
    pages = {
        "the console": lambda: organiser.read(workshop.path("console")),
        "invitation": lambda: organiser.send(team, {"role": "viewer"}),
        "sign-in link": lambda: organiser.send(member, {}, to=f"{member}/sign-in-link"),
        "new link": lambda: organiser.send(f"{person}/personal-link", {}),
        "list": lambda: organiser.read(workshop.path("people")),
        "entry": lambda: organiser.read(person),
        "call": lambda: organiser.read(workshop.path("setup/call")),
        "application": lambda: organiser.read(workshop.path(f"apply/{token}")),
        "home": lambda: lyon.read(workshop.path("home")),
        "badges": lambda: organiser.read(workshop.path("setup/badges")),
    }
    return lambda what: pages[what]().text


@pytest.mark.parametrize("what", GIVEN)
def test_what_is_given_to_others_at_this_computers_own_address_says_that_no_phone_comes_by_it(
    give: Callable[[str], str], what: str
) -> None:
    [said] = [said for said in reach(give(what)) if "this computer" in said]
    assert said.startswith("No phone can reach this address You opened this page at http://localhost.")
    assert f"is http://{address_in_network()}." in said
    assert said.endswith("only if the server was started with --host 0.0.0.0 .")


@pytest.mark.parametrize("what", GIVEN)
def test_where_the_network_is_served_its_address_is_given_to_others(
    own_app: Flask, give: Callable[[str], str], what: str
) -> None:
    html, given = give(what), f"http://{address_in_network()}"
    own_app.config["TRUSTED_HOSTS"] = [*own_app.config["TRUSTED_HOSTS"], address_in_network()]
    html = give(what)
    [said] = [said for said in reach(html) if "this computer" in said]
    assert f"phones reach this server at {given}." in said
    if what not in ("list", "badges"):
        assert f"{given}/".partition("://")[2] in html.replace(said, "").replace("<wbr>", "")
    assert "http://localhost/" not in html


def test_a_city_that_applies_is_given_the_address_that_others_reach_and_told_nothing_of_the_server(
    own_app: Flask, give: Callable[[str], str]
) -> None:
    assert reach(give("application")) == []
    own_app.config["TRUSTED_HOSTS"] = [*own_app.config["TRUSTED_HOSTS"], address_in_network()]
    html = give("application")
    assert reach(html) == []
    assert f"{address_in_network()}/" in html.replace("<wbr>", "")


def test_the_wall_has_the_address_that_phones_reach_or_says_in_few_words_that_there_is_none(
    own_app: Flask, workshop: SmallWorkshop
) -> None:
    wall, page = Browser(own_app), workshop.path(f"wall/{workshop.code}")
    none = "No phone can reach this address. Start the server with --host 0.0.0.0 ."
    assert reach(wall.read(page).text) == [none]
    own_app.config["TRUSTED_HOSTS"] = [*own_app.config["TRUSTED_HOSTS"], address_in_network()]
    html = wall.read(page).text
    assert reach(html) == []
    assert f"{address_in_network()}/join/{workshop.code}" in html.replace("\n", "").replace("<wbr>", "")


def test_the_links_of_a_list_that_is_downloaded_begin_with_the_address_in_the_network(
    own_app: Flask, workshop: SmallWorkshop
) -> None:
    own_app.config["TRUSTED_HOSTS"] = [*own_app.config["TRUSTED_HOSTS"], address_in_network()]
    organiser = Browser(own_app, workshop.way_in("organiser"))
    listed = organiser.read(workshop.path("people/list.csv?links=yes")).text
    back = workshop.path(f"back/{workshop.tokens['Lyon']}")
    assert f"http://{address_in_network()}{back}" in listed
