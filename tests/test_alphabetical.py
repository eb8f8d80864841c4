"""Names stand in the order of the alphabet wherever they are listed, also those that begin with an accent."""

import re
from collections.abc import Callable

import pytest

from facilitator.workshops.models import Part
from facilitator.workshops.operations import add_city, add_organisation
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.validation.table import Table

pytestmark = pytest.mark.one_database
BrowserOf = Callable[[str], Browser]
IN_ORDER = [
    "Cádiz", "Čakovec", "Dole", "Éghezée", "Fano", "Ødense", "Oslo", "Šibenik", "Tartu", "Žilina", "Zwolle",
]  # fmt: skip
NAMES = tuple(IN_ORDER[at * 4 % 11] for at in range(11))
PAGES = (
    "people", "setup/cities", "console", "groups", "city-votes", "results/RET", "report.html", "report.json",
    "report.csv", "people/list.csv",
)  # fmt: skip


@pytest.fixture
def organiser(workshop: SmallWorkshop, browser_of: BrowserOf) -> Browser:
    """Cities whose first letters have accents, each with a delegate who has answered in the one group."""
    with workshop.change():
        by = workshop.actor("organiser")
        for name in NAMES:
            city = add_city(workshop.row, name=name, country="FR", part=Part.INTERESTED, project=None, by=by)
            workshop.let_in(workshop.row, add_organisation(workshop.row, name=name, city=city, by=by), name)
            workshop.cities[name] = city.id
    table = Table(workshop, seated=NAMES)
    for name in NAMES:
        typed = table.typed(verdict="right", comment="So it is", relevance=7)
        assert browser_of(name).send(table.page, typed).status_code < 400
    return browser_of("organiser")


@pytest.mark.parametrize("page", PAGES)
def test_names_stand_in_the_order_of_the_alphabet_on_pages_and_in_files(
    workshop: SmallWorkshop, organiser: Browser, page: str
) -> None:
    said = organiser.read(workshop.path(page)).get_data(as_text=True)
    found = list(dict.fromkeys(re.findall("|".join(NAMES), said)))
    assert found == IN_ORDER
