"""What a workshop is made of can be changed and deleted: details, cities, organisations, measures."""

import json
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session
from facilitator.database import db
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.reading import check, read_workshop
from facilitator.workshops import queries
from tests.pages import complaints, fields, notices, plain, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database


@pytest.fixture
def organiser(browser_of: BrowserOf) -> Browser:
    """Who sets the workshop up."""
    return browser_of("organiser")


def names(workshop: SmallWorkshop) -> list[tuple[str, str, str]]:
    """Name, country and part of each city."""
    with workshop.look():
        return [(city.name, city.country, str(city.part)) for city in queries.cities(workshop.row)]


def prefixes(workshop: SmallWorkshop) -> list[tuple[str, str, int]]:
    """Prefix, title and colour of each measure."""
    with workshop.look():
        return [(each.prefix, each.title, each.accent) for each in queries.measures(workshop.row)]


def send(browser: Browser, path: str, typed: dict[str, str]) -> tuple[int, dict[str, list[str]]]:
    """How a form is answered, and what is said at its fields."""
    answer = browser.send(path, typed, to=path)
    return answer.status_code, complaints(answer.text)


def test_details_are_changed_and_the_agenda_keeps_its_days(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    page = workshop.path("setup/details")
    assert fields(organiser.read(page).text, page)["starts_on"] == ["2017-12-04"]
    typed = {"title": "Moved", "starts_on": "2018-01-10", "ends_on": "2018-01-11", "timezone": "vilnius"}
    assert send(organiser, page, typed) == (303, {})
    with workshop.look():
        row = workshop.row
        assert (row.title, row.starts_on, row.ends_on, row.timezone, row.place) == (
            "Moved", date(2018, 1, 10), date(2018, 1, 11), "Europe/Vilnius", "Brussels",
        )  # fmt: skip
    for ends_on, sentence in (
        ("2018-01-10", "The agenda has sessions on day 2. Enter a last day that leaves room for it."),
        ("2018-01-09", "The last day cannot be before the first day."),
    ):
        with workshop.nothing_changes():
            assert send(organiser, page, {"ends_on": ends_on}) == (422, {"ends_on": [sentence]})
    said = ["Enter a date in the years from 2000 to 2100."]
    for day in ("0001-01-01", "9999-12-31"):
        with workshop.nothing_changes():
            for typed in ({"starts_on": day, "ends_on": ""}, {"starts_on": day}):
                assert send(organiser, page, typed) == (422, {"starts_on": said})
            assert send(organiser, page, {"ends_on": day}) == (422, {"ends_on": said})


def test_other_days_suit_the_public_page_so_that_its_file_can_be_read_again(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    page, public = workshop.path("setup/details"), workshop.path("setup/page")
    typed = {"registration_until": "2017-12-05", "begins_at": "14:00", "ends_at": "12:00", "step": "save"}
    assert organiser.send(public, typed, to=public).status_code == 303
    with workshop.change():
        db.session.execute(sa.delete(Session).where(Session.day > 1))
    for days, sentence in (
        (
            {"starts_on": "2017-11-28", "ends_on": "2017-11-29"},
            "On the public page, registration is open until 5 December 2017. Choose a later last day, or"
            " change the public page first.",
        ),
        (
            {"starts_on": "2017-12-05", "ends_on": "2017-12-05"},
            "On the public page, the last day ends before the first one begins. Choose a later last day, or"
            " change the public page first.",
        ),
    ):
        with workshop.nothing_changes():
            assert send(organiser, page, days) == (422, {"ends_on": [sentence]})
    assert send(organiser, page, {"starts_on": "2017-12-04", "ends_on": "2017-12-06"}) == (303, {})
    file = organiser.read(workshop.path("setup.json")).data
    with workshop.change():
        again = check(json.loads(file)).with_facts(title="Again", slug="again")
        assert read_workshop(again, Loaded()).ends_on == date(2017, 12, 6)


def test_cities_are_added_and_each_can_be_joined_for(workshop: SmallWorkshop, organiser: Browser) -> None:
    page = workshop.path("setup/cities")
    assert send(organiser, page, {"part": "interested", "cities": "Bilbao\nTartu, Estonia"}) == (303, {})
    assert ("Bilbao", "ES", "interested") in names(workshop)
    assert ("Tartu", "EE", "interested") in names(workshop)
    join = texts(Browser(workshop.app).read(f"/join/{workshop.code}").text, "select")
    assert {"Bilbao", "Tartu"} <= set(join)
    for typed, sentence in (
        ("", "Enter a city."),
        ("Nowhere", "Line 1: add the country of Nowhere after a comma, as in “Lyon, FR”."),
        ("Graz\n\nBILBAO", "Line 3: This city is already in the workshop."),
    ):
        assert send(organiser, page, {"cities": typed}) == (422, {"cities": [sentence]})
    with workshop.nothing_changes():
        answer = organiser.send(page, {"cities": "Porto\nlyon"}, to=page)
    assert "This city is already in the workshop." in plain(answer.text)
    assert fields(answer.text, page)["cities"] == ["Porto\nlyon"]


def test_a_city_is_changed_with_the_organisation_of_its_name(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    send(organiser, workshop.path("setup/cities"), {"part": "interested", "cities": "Wien"})
    with workshop.look():
        (added,) = (city.id for city in queries.cities(workshop.row) if city.name == "Wien")
    page = workshop.path(f"setup/cities/{added}")
    assert send(organiser, page, {"name": "vienna"})[0] == 422
    assert send(organiser, page, {"country": "Atlantis"}) == (
        422,
        {"country": ["Enter the country as code or name, for example FR or France."]},
    )
    typed = {"name": "Graz", "country": "Autriche", "part": "lighthouse", "other_names": "Gradec"}
    assert send(organiser, page, typed) == (303, {})
    assert ("Graz", "AT", "lighthouse") in names(workshop)
    assert texts(organiser.read(page).text, "ul")[-1] == "Graz", "whom people speak for can be renamed"
    with workshop.look():
        assert "Graz" in [each.name for each in queries.organisations(workshop.row)]
    workshop.go_to(Phase.DAY_ONE)
    assert send(organiser, page, {"part": "interested"}) == (
        422,
        {"part": ["The workshop has begun, so a city stays a lighthouse or an interested city."]},
    )


def test_a_city_is_deleted_unless_something_belongs_to_it(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    send(organiser, workshop.path("setup/cities"), {"part": "interested", "cities": "Bilbao"})
    with workshop.look():
        ids = {city.name: city.id for city in queries.cities(workshop.row)}
    lyon = workshop.path(f"setup/cities/{ids['Lyon']}/removal")
    page = organiser.read(lyon).text
    assert texts(page, "dl") == ["People", "1"]
    with workshop.nothing_changes():
        answer = organiser.client.post(lyon, data=organiser.signature(lyon))
    assert "Something belongs to Lyon, so it cannot be deleted." in plain(answer.text)
    assert send(organiser, workshop.path(f"setup/cities/{ids['Bilbao']}/removal"), {}) == (303, {})
    assert "Bilbao" not in {name for name, *_ in names(workshop)}
    assert notices(organiser.read(workshop.path("setup/cities")).text) == ["Bilbao was deleted."]


def test_organisations_that_are_no_city_are_added_renamed_and_deleted(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    add = workshop.path("setup/organisations")
    answer = organiser.send(workshop.path("setup/cities"), {"organisations": "Network\nInstitute"}, to=add)
    assert answer.status_code == 303
    empty = organiser.send(workshop.path("setup/cities"), {"organisations": " "}, to=add)
    assert complaints(empty.text) == {"organisations": ["Enter an organisation."]}
    twice = organiser.send(workshop.path("setup/cities"), {"organisations": "Fund\nFund"}, to=add)
    assert complaints(twice.text) == {
        "organisations": ["Line 2: This organisation is already in the workshop."]
    }
    with workshop.look():
        ids = {each.name: each.id for each in queries.organisations(workshop.row)}
    page = workshop.path(f"setup/organisations/{ids['Network']}")
    assert send(organiser, page, {"name": "institute"}) == (
        422,
        {"name": ["This organisation is already in the workshop."]},
    )
    assert send(organiser, page, {"name": "Networks"}) == (303, {})
    assert send(organiser, f"{page}/removal", {}) == (303, {})
    with workshop.look():
        left = {each.name for each in queries.organisations(workshop.row)}
    assert "Institute" in left
    assert not {"Network", "Networks"} & left


def test_measures_are_added_changed_moved_and_deleted(workshop: SmallWorkshop, organiser: Browser) -> None:
    page = workshop.path("setup/measures")
    assert send(organiser, page, {"measures": "Retrofit of schools\nMOB: E-mobility"}) == (303, {})
    assert prefixes(workshop) == [
        ("RET", "Retrofit", 1), ("ENG", "Citizen engagement", 2),
        ("SCH", "Retrofit of schools", 3), ("MOB", "E-mobility", 4),
    ]  # fmt: skip
    assert send(organiser, page, {"measures": "RET: Again"}) == (
        422,
        {"measures": ["Line 1: another measure already has the prefix RET."]},
    )
    assert send(organiser, f"{page}/SCH", {"prefix": "sco", "title": "Schools"}) == (303, {})
    for prefix, sentence in (
        ("S1", "Enter two to five letters from A to Z, for example RET."),
        ("RET", "Another measure already has this prefix."),
    ):
        assert send(organiser, f"{page}/SCO", {"prefix": prefix}) == (422, {"prefix": [sentence]})
    organiser.send(page, {}, to=f"{page}/MOB/earlier")
    organiser.send(page, {}, to=f"{page}/RET/later")
    assert [prefix for prefix, *_ in prefixes(workshop)] == ["ENG", "RET", "MOB", "SCO"]
    assert send(organiser, f"{page}/MOB/removal", {}) == (303, {})
    assert send(organiser, page, {"measures": "Water"}) == (303, {})
    assert [(prefix, place) for prefix, _, place in prefixes(workshop)] == [
        ("ENG", 1), ("RET", 2), ("SCO", 3), ("WAT", 4),
    ]  # fmt: skip


def test_a_measure_that_something_belongs_to_stays_and_keeps_its_prefix(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    with workshop.change():
        workshop.add_issue()
    page = workshop.path("setup/measures/RET")
    assert texts(organiser.read(f"{page}/removal").text, "dl") == ["Sessions", "1", "Cards", "1"]
    with workshop.nothing_changes():
        organiser.client.post(f"{page}/removal", data=organiser.signature(page))
        assert send(organiser, page, {"prefix": "HOM"}) == (
            422,
            {"prefix": ["There are cards with this prefix already, so it stays."]},
        )
    assert send(organiser, page, {"title": "Homes", "prompts": "Owners\nTenants"}) == (303, {})
    assert prefixes(workshop)[0][:2] == ("RET", "Homes")
