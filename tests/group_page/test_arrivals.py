"""Somebody is at a table and not on its list: they are searched for, and get their seat."""

from collections.abc import Callable

import pytest

from facilitator.access.actor import NOBODY
from facilitator.group_page.queries import MOST_FOUND, find_elsewhere
from facilitator.workshops.models import Part
from facilitator.workshops.operations import add_city, add_organisation, join_workshop
from tests.pages import summary, texts
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
MORE = "There are more results. Please type more letters."


@pytest.fixture
def group(workshop: SmallWorkshop) -> int:
    return workshop.begin_validation(seated=("Antwerp",))


def let_in(workshop: SmallWorkshop, *names: str, city: str = "Győr", other_names: str = "Raab") -> None:
    """These people speak for a city."""
    with workshop.change():
        row = add_city(workshop.row, name=city, country="HU", part=Part.INTERESTED, project=None, by=NOBODY)
        row.other_names = other_names
        office = add_organisation(workshop.row, name=f"City of {city}", city=row, by=NOBODY)
        for name in names:
            join_workshop(
                workshop.row, organisation=office, display_name=name, submission=f"form of {name}",
                secret=SECRET, by=NOBODY,
            )  # fmt: skip


def found(workshop: SmallWorkshop, group: int, typed: str) -> list[str]:
    with workshop.look():
        return [person.name for person in find_elsewhere(workshop.row, group, typed).people]


@pytest.mark.parametrize(
    "typed",
    [
        "Łukasz Müller",
        "lukasz",
        "LUKASZ MULLER",
        "muller łuk",
        "Mu\u0308ller",
        "gyor",
        "GYŐR",
        "raab",
        "uller",
    ],
)
def test_a_person_is_found_by_name_or_city_in_any_spelling(
    workshop: SmallWorkshop, group: int, typed: str
) -> None:
    let_in(workshop, "Łukasz Müller")
    assert found(workshop, group, typed) == ["Łukasz Müller"]


@pytest.mark.parametrize("typed", ["", "  ", "!", "\u200b", "Muller Lyon", "Nobody of that name"])
def test_what_fits_nobody_finds_nobody(workshop: SmallWorkshop, group: int, typed: str) -> None:
    let_in(workshop, "Łukasz Müller")
    assert found(workshop, group, typed) == []


def test_who_sits_at_the_table_is_not_among_them(workshop: SmallWorkshop, group: int) -> None:
    assert found(workshop, group, "delegate of antwerp") == []
    assert found(workshop, group, "delegate of lyon") == ["Delegate of Lyon"]


def test_of_many_the_first_are_shown_and_more_letters_are_asked_for(
    workshop: SmallWorkshop, group: int, browser_of: BrowserOf
) -> None:
    names = [f"Anna {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTU"]
    let_in(workshop, *names)
    assert found(workshop, group, "anna") == names[:MOST_FOUND]
    rapporteur, page = browser_of("rapporteur"), workshop.path(f"groups/{group}/arrivals")
    assert MORE in texts(rapporteur.read(f"{page}?q=anna").text)
    assert MORE not in texts(rapporteur.read(f"{page}?q=anna+u").text)


def test_where_all_who_fit_are_shown_no_more_letters_are_asked_for(
    workshop: SmallWorkshop, group: int, browser_of: BrowserOf
) -> None:
    names = [f"Anna {number:02}" for number in range(MOST_FOUND)]
    let_in(workshop, *names)
    assert found(workshop, group, "anna") == names
    assert MORE not in texts(
        browser_of("rapporteur").read(workshop.path(f"groups/{group}/arrivals?q=anna")).text
    )


def test_without_script_a_rapporteur_types_a_name_and_gives_a_seat_with_one_button(
    workshop: SmallWorkshop, group: int, browser_of: BrowserOf
) -> None:
    rapporteur, page = browser_of("rapporteur"), workshop.path(f"groups/{group}")
    here = rapporteur.read(page).text
    assert f'action="{page}/arrivals" method="get"' in " ".join(here.split())
    assert "Delegate of Lyon" not in here
    lyon = workshop.participants["Lyon"]
    searched = rapporteur.read(f"{page}/arrivals?q=LYON").text
    assert f'name="participant" value="{lyon}"' in searched
    alone = rapporteur.read(f"{page}/arrivals/found?q=LYON").text
    assert f'name="participant" value="{lyon}"' in alone
    assert "<html" not in alone
    sent = rapporteur.send(f"{page}/arrivals?q=LYON", {"participant": lyon}, to=f"{page}/arrivals?q=LYON")
    assert sent.status_code == 303
    assert "Delegate of Lyon" in rapporteur.read(page).text


@pytest.mark.parametrize("chosen", ["", "0", "77777", "everybody"])
def test_who_is_not_in_the_workshop_gets_no_seat_and_the_search_stays(
    workshop: SmallWorkshop, group: int, browser_of: BrowserOf, chosen: str
) -> None:
    rapporteur, page = browser_of("rapporteur"), workshop.path(f"groups/{group}/arrivals?q=lyon")
    with workshop.nothing_changes():
        refused = rapporteur.send(page, {"participant": chosen}, to=page)
    assert refused.status_code == 422
    assert len(summary(refused.text)) == 1
    assert 'value="lyon"' in refused.text


def test_what_a_group_page_asks_for_every_few_seconds_names_nobody_who_sits_elsewhere(
    workshop: SmallWorkshop, group: int, browser_of: BrowserOf
) -> None:
    let_in(workshop, *(f"Person {number}" for number in range(40)))
    polled = browser_of("rapporteur").read(workshop.path(f"groups/{group}/live")).text
    assert "Delegate of Antwerp" in polled
    assert "Person" not in polled
