"""A delegate joins a workshop of many cities by typing what their city is called."""

from playwright.sync_api import expect

from facilitator.access.actor import NOBODY
from facilitator.workshops.models import Part
from facilitator.workshops.operations import add_city, add_organisation
from tests.journeys.room import Room

CITIES = {"Gdańsk": ("Danzig",), "Munich": ("München",), "Sofia": ("София",), "Málaga": (), "Malmö": ()}
# Each is the only one that fits; "Vi" is Vienna, of the small workshop.
TYPED = (
    ("muenchen", "Munich"),
    ("соф", "Sofia"),
    ("malag", "Málaga"),
    ("gdansk", "Gdańsk"),
    ("Vi", "Vienna"),
)


def test_a_city_is_found_in_a_long_list_by_any_name_in_any_spelling(room: Room) -> None:
    with room.workshop.change():
        for name, others in CITIES.items():
            of_city = {"country": "EU", "part": Part.INTERESTED, "project": None, "other_names": others}
            city = add_city(room.workshop.row, name=name, by=NOBODY, **of_city)
            add_organisation(room.workshop.row, name=f"Office of {name}", city=city, by=NOBODY)
    newcomer = room.screens.phone(room.serving.base)
    newcomer.open(f"/join/{room.code}")
    chosen = newcomer.page.get_by_label("Which city or organisation do you represent?").locator(
        "option:checked"
    )
    for typed, city in TYPED:
        newcomer.fill("Type its name to find it in the list", typed)
        expect(chosen).to_have_text(city)
    newcomer.fill("Your name", "Ognyana")
    newcomer.press("Join")
    newcomer.read("Home")
    expect(newcomer.page.get_by_text("Ognyana · Vienna")).to_be_visible()
