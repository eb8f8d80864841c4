"""Two people at one browser: what the first one typed is never the second one's, and never lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.counting import Counted
from tests.journeys.room import Room

OPENED_BY = "This was not saved, because Delegate of Antwerp · Antwerp opened this page"


def but_for_the_clock(text: str) -> str:
    return re.sub(r"\d+(:\d\d)+", "", text)


@pytest.mark.parametrize("scene", ["validation"])
def test_the_draft_of_a_ballot_stays_its_writers_until_it_is_taken(room: Room) -> None:
    room.screens.expect("409")
    antwerp = room.come_back("Antwerp")
    antwerp.follow("Answer the issues")
    ballot = antwerp.page.url
    other = antwerp.page.context.new_page()
    other.goto(f"{room.serving.base}{room.workshop.way_in('Heerlen')}")
    antwerp.fill("Comment", "Said by Antwerp")
    antwerp.is_told(OPENED_BY)
    antwerp.press("Save and continue")
    antwerp.sees("This was not saved")
    antwerp.sees("Said by Antwerp")
    # Heerlen's own ballot, in the same browser, knows nothing of it.
    other.goto(ballot)
    other.wait_for_load_state("networkidle")
    expect(other.get_by_label("Comment")).to_have_value("")
    assert Counted(room.url).rows["answers"] == []
    other.goto(f"{room.serving.base}{room.workshop.way_in('Antwerp')}")
    antwerp.press("Send as Delegate of Antwerp · Antwerp")
    antwerp.sees("2 of 3")
    assert [row.comment for row in Counted(room.url).rows["answers"]] == ["Said by Antwerp"]


@pytest.mark.parametrize("scene", ["validation"])
def test_a_page_that_keeps_itself_fresh_says_that_somebody_else_is_there(room: Room) -> None:
    room.screens.expect("409")
    antwerp = room.come_back("Antwerp")
    before = but_for_the_clock(antwerp.page.locator("[data-live]").inner_text())
    antwerp.page.context.new_page().goto(f"{room.serving.base}{room.workshop.way_in('Heerlen')}")
    antwerp.is_told("Somebody else now uses this browser")
    assert but_for_the_clock(antwerp.page.locator("[data-live]").inner_text()) == before


@pytest.mark.parametrize("scene", ["validation"])
def test_the_note_of_one_account_is_not_signed_by_the_next(room: Room) -> None:
    room.screens.expect("409")
    rapporteur = room.team_member("rapporteur")
    rapporteur.open(room.workshop.path("groups/1"))
    other = rapporteur.page.context.new_page()
    other.goto(f"{room.serving.base}{room.links['organiser']}")
    note = rapporteur.page.locator("#text-general")
    note.fill("Written by the rapporteur")
    expect(rapporteur.page.locator("#text-general-form [data-refusal]")).to_contain_text(
        "because The rapporteur opened this page"
    )
    expect(note).to_have_value("Written by the rapporteur")
    rapporteur.page.locator("#text-general-form").get_by_role("button", name="Save").click()
    rapporteur.sees("This was not saved")
    rapporteur.press("Send as The organiser")
    rapporteur.sees("Written by the rapporteur")


@pytest.mark.parametrize("scene", ["capture"])
def test_a_line_of_one_account_is_not_entered_by_the_next(room: Room) -> None:
    room.screens.expect("409")
    rapporteur = room.team_member("rapporteur")
    rapporteur.open(room.workshop.path("desk/RET"))
    other = rapporteur.page.context.new_page()
    other.goto(f"{room.serving.base}{room.links['organiser']}")
    rapporteur.page.locator("#line").fill("Flats stand empty #social")
    rapporteur.page.locator("#line").press("Enter")
    unkept = rapporteur.page.locator("#unkept")
    expect(unkept).to_contain_text("because The rapporteur opened this page")
    expect(unkept).to_contain_text("Flats stand empty #social")
    assert Counted(room.url).rows["cards"] == []
