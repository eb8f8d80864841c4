"""The database finds what a page shows by an index: it never reads a table from end to end.

Every table grows with the workshops of an installation. What is looked for among all its rows costs the
room of today what all those before it have left behind.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator import create_app
from facilitator.access.policy import Phase
from facilitator.capture.models import Kind
from facilitator.database import db
from facilitator.workshops.models import Organisation
from tests.databases import BACKENDS, Databases, settings
from tests.full_workshop import WORDINGS
from tests.people import Browser
from tests.query_plans import every_row_is_found_by_an_index
from tests.small_workshop import AN_ISSUE, SmallWorkshop
from tests.test_statements import PAGES, Sized
from tests.validation.table import Table

pytestmark = pytest.mark.slow

BrowserOf = Callable[[str], Browser]


@pytest.fixture(scope="module", params=BACKENDS)
def sized(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sized]:
    """A workshop on day two with one of everything."""
    folder = tmp_path_factory.mktemp("sized")
    with databases.copy(request.param, folder) as url:
        app = create_app(settings(folder, url))
        yield Sized(app, 1)
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(("who", "page"), PAGES)
def test_a_page_is_found_by_indexes(sized: Sized, who: str, page: str) -> None:
    with every_row_is_found_by_an_index(sized.workshop.app):
        assert sized.browsers[who].read(sized.path(page)).status_code == 200


def test_every_page_that_asks_again_is_among_them(sized: Sized) -> None:
    pages = sized.workshop.app.url_map.bind("localhost")
    looked_at = {pages.match(sized.path(page).partition("?")[0])[0] for _, page in PAGES}
    asks_again = {rule.endpoint for rule in pages.map.iter_rules() if rule.rule.endswith(("/live", "/check"))}
    assert asks_again - looked_at == set()


def test_what_a_room_does_on_day_one_goes_by_indexes(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    with workshop.change():
        workshop.add_issue()
        organisation = db.session.scalars(sa.select(Organisation.id).filter_by(name="City of Lyon")).one()
    at, desk = workshop.path(f"sessions/{workshop.sessions['RET']}"), workshop.path("desk/RET")
    board, card = workshop.path("capture/RET/issue"), workshop.path("cards/RET-01")
    newcomer = {"organisation": organisation, "display_name": "Newcomer"}
    lyon, vienna, team = browser_of("Lyon"), browser_of("Vienna"), browser_of("facilitator")
    with every_row_is_found_by_an_index(workshop.app):
        _send(Browser(workshop.app), f"/join/{workshop.code}", newcomer)
        _send(lyon, f"{at}/issue", {**AN_ISSUE, "stance": "met"})
        _send(lyon, f"{at}/solution", WORDINGS[Kind.SOLUTION])
        _send(team, board, AN_ISSUE, to=f"{board}/cards")
        _send(team, desk, {"line": "Flats stand empty #social @Lyon met"}, to=f"{desk}/lines")
        _send(team, desk, {"line": "Flats stand empty >"}, to=f"{desk}/lines")
        typed = team.form(f"{desk}?complete=1", "/lines")
        assert team.client.post(f"{desk}/reading", data=typed).status_code == 200
        _send(team, f"{desk}?complete=1", {"line": "Flats stand empty #legal"}, to=f"{desk}/lines")
        _send(team, card, {"city": workshop.cities["Lyon"], "stance": "met"}, to=f"{card}/evidence")
        _send(team, workshop.path("console"), {}, to=f"{at}/reveal")
        _send(vienna, f"{at}/issues/RET-02/voice", {"stance": "solved", "note": "by a register"})
        for who, page in (
            (lyon, f"{at}/issues"),
            (lyon, workshop.path("home")),
            (vienna, f"{at}/similar?title=Flats"),
        ):
            assert who.read(page).status_code == 200


def test_what_a_room_does_on_day_two_goes_by_indexes(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    table = Table(workshop)
    at, console = workshop.path(f"groups/{table.group}"), workshop.path("console")
    missing = {**AN_ISSUE, "title": "Nobody counts"}
    antwerp, lyon, team = browser_of("Antwerp"), browser_of("Lyon"), browser_of("facilitator")
    delegate = workshop.participants["Antwerp"]
    with every_row_is_found_by_an_index(workshop.app):
        _send(antwerp, table.page, table.typed(verdict="right", comment="So it is", relevance=7))
        _send(antwerp, table.page, table.typed(verdict="not_for_us", relevance=3))
        _send(antwerp, f"{at}/missing", missing)
        _send(lyon, table.page, table.typed(verdict="right", relevance=2))
        _send(team, at, {"text": "They all see it so."}, to=f"{at}/notes/RET-01")
        _send(team, at, {"mark": "present"}, to=f"{at}/attendance/{delegate}")
        _send(team, console, {"to": table.group, "text": "Come to an end"}, to=f"{console}/messages")
        _send(team, at, {}, to=f"{at}/closing")


def _send(browser: Browser, page: str, typed: Mapping[str, Any], *, to: str = "") -> None:
    answer = browser.send(page, dict(typed), to=to)
    assert answer.status_code == 303, (page, answer.status_code, answer.text)
