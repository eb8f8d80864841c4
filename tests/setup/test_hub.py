"""What a workshop still needs stands on one page, with the way to each."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.database import db, now
from facilitator.validation.models import Criterion
from facilitator.workshops.models import Workshop
from facilitator.workshops.team.models import Invitation
from facilitator.workshops.team.rules import INVITED_FOR
from tests.pages import lead, notices, plain, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database


def steps(html: str) -> dict[str, str]:
    """What is said of each step, by its title."""
    items = [texts(item, "li") for item in re.findall(r"<li>.*?</li>", html[html.index("<ol") :], re.DOTALL)]
    return {title: state for state, title, *_ in items}


def test_the_hub_says_what_is_there_and_what_is_missing(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page = browser_of("organiser").read(workshop.path("setup")).text
    said = steps(page)
    assert (said["Criteria"], said["Groups"]) == ("Done", "Missing")
    with workshop.change():
        db.session.execute(sa.delete(Criterion).filter_by(workshop_id=workshop.id))
        workshop.add_group()
    page = browser_of("organiser").read(workshop.path("setup")).text
    said = steps(page)
    assert (said["Criteria"], said["Groups"]) == ("Missing", "Done")
    missing = sum(state == "Missing" for state in said.values())
    assert lead(page).startswith(
        "One step is not done yet." if missing == 1 else f"{missing} steps are not done yet."
    )


def test_the_agenda_is_not_done_while_a_measure_has_no_session(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, hub = browser_of("organiser"), workshop.path("setup")
    assert steps(organiser.read(hub).text)["Agenda"] == "Done"
    measures = workshop.path("setup/measures")
    organiser.send(measures, {"measures": "Water\nHeat"}, to=measures)
    page = organiser.read(hub).text
    assert steps(page)["Agenda"] == "Missing"
    assert "Water and Heat have no capture session yet." in plain(page)
    for prefix in ("WAT", "HEA"):
        organiser.client.post(f"{measures}/{prefix}/retirement", data=organiser.signature(measures))
    assert steps(organiser.read(hub).text)["Agenda"] == "Done", "nobody is asked of what is hidden"


def test_the_step_of_the_team_says_that_somebody_has_been_invited(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, hub, team = browser_of("organiser"), workshop.path("setup"), workshop.path("setup/team")
    assert "invitation" not in organiser.read(hub).text
    for said in ("One invitation is waiting.", "2 invitations are waiting."):
        assert organiser.send(team, {"role": "viewer"}, to=team).status_code == 200
        assert said in texts(organiser.read(hub).text, "ol")
    with workshop.change():
        made_at = now() - INVITED_FOR - timedelta(minutes=1)
        first = db.session.scalars(sa.select(Invitation).order_by(Invitation.id)).first()
        assert first
        first.made_at = made_at
    assert "One invitation is waiting." in texts(organiser.read(hub).text, "ol")


def test_the_set_up_is_the_organisers_until_the_workshop_is_closed(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, facilitator = browser_of("organiser"), browser_of("facilitator")
    assert "Set-up" in texts(organiser.read(workshop.path("console")).text, "nav")
    assert "Set-up" not in texts(facilitator.read(workshop.path("console")).text, "nav")
    assert facilitator.read(workshop.path("setup")).status_code == 403
    workshop.go_to(Phase.CLOSED)
    assert organiser.read(workshop.path("setup")).status_code == 403
    assert "Set-up" not in texts(organiser.read(workshop.path("console")).text, "nav")


def way_on(browser: Browser, page: str) -> str:
    """Which step the page of another one leads to, if any."""
    found = re.search(r"<p>Next step: <a href=\"([^\"]+)\">([^<]+)</a></p>", browser.read(page).text)
    return f"{found[2]} ({found[1]})" if found else ""


def test_the_page_of_a_step_leads_to_the_next_that_is_missing(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    groups = f"Groups ({workshop.path('groups')})"
    for page in ("setup/details", "setup/measures", "setup/agenda", "people"):
        assert way_on(organiser, workshop.path(page)) == groups
    assert way_on(organiser, workshop.path("groups")) == "", "nothing else is missing"
    with workshop.change():
        db.session.execute(sa.update(Workshop).where(Workshop.id == workshop.id).values(place=""))
    assert way_on(organiser, workshop.path("groups")) == f"Details ({workshop.path('setup/details')})"
    assert way_on(browser_of("facilitator"), workshop.path("people")) == "", "who does not set it up"
    assert way_on(organiser, workshop.path("console")) == ""
    workshop.go_to(Phase.DAY_ONE)
    assert way_on(organiser, workshop.path("people")) == "", "it has begun"


def test_each_round_without_groups_gets_one_for_each_measure_at_a_press(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page, to = workshop.path("groups"), workshop.path("groups/of-measures")
    assert to not in browser_of("viewer").read(page).text
    organiser = browser_of("organiser")
    assert organiser.send(page, {}, to=to).location == page
    shown = organiser.read(page).text
    assert notices(shown) == ["2 groups were added."]
    assert texts(shown, "h3") == ["Retrofit", "Citizen engagement"]
    assert to not in shown, "no round is without groups"
    assert organiser.client.post(to, data=organiser.signature(page)).status_code == 303
    assert texts(organiser.read(page).text, "h3") == ["Retrofit", "Citizen engagement"], (
        "a stale page adds none"
    )
