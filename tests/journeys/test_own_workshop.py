"""Who has never seen it sets up a workshop: from an empty server to the report of its rehearsal."""

import re
from contextlib import closing
from io import BytesIO
from pathlib import Path
from sqlite3 import connect

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.docx_reopened import Reopened
from tests.journeys.room import Screens
from tests.journeys.serving import Serving
from tests.journeys.team_at_screens import TeamMember
from tests.journeys.test_new_team import CODE, PASSWORD

TITLE = "Heat for all"
Row = tuple[object, ...]
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
    # Enter in a line does not send a page of which half is still to be filled in.
    ines.page.get_by_label("Place").press("Enter")
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


def make_room_for_lunch(ines: TeamMember) -> None:
    """In the agenda that came with the template."""
    ines.go_to("Set-up")
    ines.follow("Agenda", ines.page.get_by_role("main"))
    ines.follow("Add a session to day 1")
    ines.fill("Title", "Soup and bread")
    ines.choose("Kind", "Break")
    ines.fill("Length in minutes", "45")
    ines.press("Add session")
    ines.is_told("“Soup and bread” was added.")


def invite(ines: TeamMember, bruno: TeamMember) -> None:
    """A facilitator, by a link that is sent by hand."""
    ines.go_to("Set-up")
    ines.follow("Team", ines.page.get_by_role("main"))
    ines.choose("Role", "Facilitator: runs the days, opens sessions, and leads groups")
    ines.fill("E-mail", "bruno@example.org")
    ines.press("Make the link")
    bruno.open(ines.page.locator(".to-copy").inner_text())
    bruno.fill("Your name", "Bruno")
    bruno.fill("Password", PASSWORD)
    bruno.press("Accept the invitation")
    bruno.is_told(f"Welcome to the team of {TITLE}. Your role: Facilitator.")


def rehearse(ines: TeamMember) -> None:
    """Both days, step by step, as the page offers them."""
    ines.go_to("Set-up")
    ines.follow("Rehearsal", ines.page.get_by_role("main"))
    ines.fill("Invented people", "40")
    ines.press("Create the rehearsal")
    for step in (
        "Fill day one", "Finish day one (handover)", "Plan groups", "Fill day two", "Close the workshop",
    ):  # fmt: skip
        ines.press(step)
    ines.is_told("Both days have been played.")


def read_report_of_rehearsal(ines: TeamMember, folder: Path) -> None:
    """As a file to edit, opened again: it says on its title page what it is."""
    ines.follow("Its report")
    report = Reopened(ines.download("Document to edit (DOCX)", folder))
    assert f"Rehearsal: {TITLE}" in report.paragraphs[:5]
    assert "The workshop is closed. These are its results." in report.text
    cities = {row[0].partition(" (")[0] for row in report.rows("City", "Role")}
    assert cities == {"Lyon", "Vienna", *CITIES, "Tartu"}
    for name in ("Mari Kask", "Delegate Number1", "Nantes"):
        assert name not in report.text


def delete_rehearsal(ines: TeamMember) -> None:
    """When all have seen enough."""
    ines.open("/w/heat-for-all/rehearsal")
    ines.follow("Delete the rehearsal")
    ines.press("Delete the rehearsal")
    ines.is_told("The rehearsal was deleted. Nothing else was changed.")


def rows_of_workshops(instance: Path) -> dict[tuple[str, int], list[Row]]:
    """All that is kept of each workshop, by table and workshop, but for forms that were sent."""
    found: dict[tuple[str, int], list[Row]] = {}
    with closing(connect(f"file:{instance / 'facilitator.sqlite3'}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in set(tables) - {"submission"}:
            columns = [column[1] for column in database.execute(f'PRAGMA table_info("{table}")')]
            if "workshop_id" in columns:
                at = columns.index("workshop_id")
                for row in database.execute(f'SELECT * FROM "{table}" ORDER BY 1'):  # noqa: S608
                    found.setdefault((table, row[at]), []).append(row)
    return found


def test_a_workshop_of_ones_own_runs_from_an_empty_server_to_the_report_of_its_rehearsal(
    empty_server: Serving, screens: Screens, tmp_path: Path
) -> None:
    screens.expect("409")  # who is on the list is asked whether it is them
    ines = screens.laptop(empty_server.base)
    make_first_account(ines, empty_server)
    create_workshop(ines)
    import_people(ines)
    make_room_for_lunch(ines)
    invite(ines, screens.laptop(empty_server.base))
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

    before = rows_of_workshops(empty_server.instance)
    rehearse(ines)
    assert len(rows_of_workshops(empty_server.instance)) > len(before)
    read_report_of_rehearsal(ines, tmp_path)
    delete_rehearsal(ines)
    assert rows_of_workshops(empty_server.instance) == before
