"""What a workshop still needs stands on one page, with the way to each."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.database import db
from facilitator.validation.models import Criterion
from tests.pages import lead, plain, texts
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
