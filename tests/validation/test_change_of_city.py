"""A delegate who had joined for the wrong city: their answers count for the city that they speak for now."""

from collections.abc import Callable

import sqlalchemy as sa

from facilitator.database import db
from facilitator.summary.queries import results
from facilitator.validation.second_round.queries import pictures
from facilitator.workshops.models import Organisation
from tests.people import Browser
from tests.validation.table import Table


def move(table: Table, who: str, city: str, facilitator: Browser) -> None:
    """Put right for which city somebody speaks, on the page of the people."""
    with table.workshop.look():
        wanted = sa.select(Organisation.id).filter_by(city_id=table.workshop.cities[city])
        organisation = db.session.execute(wanted).scalar_one()
    page = table.workshop.path(f"people/{table.workshop.participants[who]}/organisation")
    moved = facilitator.send(page, {"organisation": organisation})
    assert (moved.status_code, moved.location) == (303, table.workshop.path("people"))


def cities_in(table: Table) -> tuple[list[str], list[str]]:
    """Whose answers the first issue has, in the results and in the picture of the group."""
    with table.workshop.look():
        found = results(table.workshop.row, table.workshop.measure()).measures[0].issues
        first = next(each for each in found if each.issue.id == table.issues[0])
        picture = pictures(table.group, table.handover().id, [table.issues[0]])[table.issues[0]]
        return [dot.city for dot in first.dots], [city.city for city in picture.cities]


def test_what_was_said_counts_for_the_city_that_they_speak_for_now(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=8))
    assert cities_in(table) == (["Antwerp"], ["Antwerp"])
    move(table, "Antwerp", "Heerlen", browser_of("facilitator"))
    assert cities_in(table) == (["Heerlen"], ["Heerlen"])
    antwerp.send(table.page, table.typed(verdict="not_for_us", relevance=2))
    assert len(table.answers()) == 1


def test_whoever_moves_to_a_lighthouse_city_is_no_longer_counted_among_the_interested(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=8))
    browser_of("Heerlen").send(table.page, table.typed(verdict="right", relevance=3))
    move(table, "Antwerp", "Lyon", browser_of("facilitator"))
    assert cities_in(table) == (["Heerlen"], ["Heerlen"])
    assert "You represent a lighthouse city." in antwerp.read(table.page).text
