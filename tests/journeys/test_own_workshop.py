"""Who has never seen it sets up a workshop of their own, from an empty server to the first who joins."""

import re
from io import BytesIO
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.room import Screens
from tests.journeys.serving import Serving
from tests.journeys.team_at_screens import TeamMember
from tests.journeys.test_new_team import CODE, PASSWORD

TITLE = "Heat for all"
CITIES = ("Antwerp", "Bilbao", "Graz", "Cork", "Turku")
PEOPLE = [(f"Delegate Number{number}", CITIES[number % len(CITIES)]) for number in range(40)]
AS_PASTED = "\n".join(["Name\tCity", *("\t".join(person) for person in PEOPLE)])


def make_first_account(ines: TeamMember, server: Serving) -> None:
    """By the code that the server printed."""
    found = CODE.search(server.printed)
    assert found, server.printed
    ines.open("/")
    for label, typed in (
        ("Code", found[1]), ("Your name", "Ines"), ("E-mail", "ines@example.org"), ("Password", PASSWORD),
    ):  # fmt: skip
        ines.fill(label, typed)
    ines.press("Make the account")
    ines.is_told("Your account is ready.")


def create_workshop(ines: TeamMember) -> None:
    """From a template, on one page."""
    ines.follow("New workshop")
    ines.fill("Title", TITLE)
    ines.fill("First day", "2030-05-06")
    ines.fill("Place", "Vienna, town hall")
    ines.fill("Lighthouse cities", "Lyon, FR\nVienna, AT")
    ines.fill("Interested cities", "Antwerp, BE\nBilbao, ES\nGraz, AT\nCork, IE\nTurku, FI")
    ines.fill("Measures optional", "Building retrofit\nE-mobility services")
    ines.press("Create workshop")
    ines.is_told("The workshop was created. People can join it with its code.")


def import_people(ines: TeamMember) -> None:
    """Forty, pasted from a spreadsheet."""
    ines.go_to("People")
    ines.follow("Import a list")
    ines.fill("Or paste the list", AS_PASTED)
    ines.press("Show preview")
    ines.sees("New: 40. Changed: 0. No change: 0. Not imported: 0.")
    ines.press("Import 40 people")
    ines.is_told(re.compile("40"))


def publish_call(ines: TeamMember) -> None:
    """Open from today on."""
    ines.go_to("Set-up")
    ines.follow("Call for interested cities")
    ines.page.get_by_label("Publish the call").check()
    ines.press("Save call")


def apply(city: TeamMember, name: str, country: str, delegate: str) -> None:
    """As somebody of a city does, who has found the call."""
    city.open("/w/heat-for-all/apply")
    city.fill("City", name)
    city.fill("Country", country)
    city.pick("First choice", "Building retrofit")
    city.fill("What do you do or plan?", "A district of 900 flats.")
    city.fill("Delegates optional", delegate)
    city.fill("Name of the contact person", delegate)
    city.fill("E-mail address of the contact person", f"{name.lower()}@example.org")
    city.press("Send application")
    city.sees(name)


def decide(ines: TeamMember, city: str, decision: str, reason: str = "") -> None:
    """On one application."""
    ines.open("/w/heat-for-all/applications")
    ines.page.get_by_role("link", name=city).first.click()
    ines.page.get_by_role("group", name="Decision").get_by_role("radio", name=re.compile(decision)).check()
    ines.fill("Reason or note", reason)
    ines.press("Save decision")


def words_of_badges(ines: TeamMember) -> str:
    """All that the PDF of the badges says, read by another program."""
    ines.go_to("Set-up")
    ines.follow("Badges and posters")
    with ines.page.expect_download() as arriving:
        ines.press("Download badges")
    pages = PdfReader(BytesIO(Path(arriving.value.path()).read_bytes())).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_workshop_of_ones_own_stands_without_a_manual(empty_server: Serving, screens: Screens) -> None:
    screens.expect("409")  # who is on the list is asked whether it is them
    ines = screens.laptop(empty_server.base)
    make_first_account(ines, empty_server)
    create_workshop(ines)
    import_people(ines)
    publish_call(ines)
    for name, country, delegate in (("Tartu", "Estonia", "Mari Kask"), ("Nantes", "France", "Luc Petit")):
        apply(screens.laptop(empty_server.base), name, country, delegate)
    decide(ines, "Tartu", "Accept")
    ines.sees("Mari Kask")
    decide(ines, "Nantes", "Decline", "All places are taken.")
    said = words_of_badges(ines)
    for name, city in (*PEOPLE, ("Mari Kask", "Tartu")):
        assert f"{name}" in said, name
        assert city in said
    assert "Luc Petit" not in said

    ines.go_to("Set-up")
    code = ines.page.locator("a[href*='/join/']").first.get_attribute("href")
    mari = screens.phone(empty_server.base)
    assert code
    mari.open(code)
    mari.pick("Which city or organisation do you represent?", "Tartu")
    mari.fill("Your name", "mari kask")
    mari.press("Join")
    mari.read("Is this you?")
    mari.press("Join")
    mari.read("Home")
    ines.go_to("People")
    expect(ines.page.get_by_role("main")).to_contain_text("Mari Kask")
