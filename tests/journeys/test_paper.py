"""Ballots leave on paper and come back by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.printed import pages_of
from tests.journeys.room import Room

LAST_LINE = "Comment and what your city needs"


@pytest.mark.parametrize("scene", ["long ballot"])
def test_no_issue_of_a_long_ballot_is_torn_apart_between_two_pages(room: Room) -> None:
    rapporteur = room.team_member("rapporteur")
    rapporteur.open(room.workshop.path("groups/1/paper?blank=1"))
    pages = pages_of(rapporteur.page.pdf(format="A4", prefer_css_page_size=True))
    for page in pages:
        assert len(re.findall(r"RET-\d\d", page)) == page.count(LAST_LINE)
    assert sum(page.count(LAST_LINE) for page in pages) == 3 * 10
    # Each ballot begins a page of its own, with the name of whose it is or a line for one.
    beginnings = [page for page in pages if "RET-01" in page]
    assert len(beginnings) == 3
    assert "Delegate of Antwerp" in beginnings[0]
    assert "Name" in beginnings[2]
    # A page that got separated still says whose it is.
    assert all("Delegate of Antwerp" in page for page in pages[: pages.index(beginnings[1])])


@pytest.mark.parametrize("scene", ["validation"])
def test_a_rapporteur_enters_a_ballot_without_touching_the_mouse(room: Room) -> None:
    rapporteur = room.team_member("rapporteur")
    antwerp = room.workshop.participants["Antwerp"]
    rapporteur.open(room.workshop.path(f"groups/1/entry/people/{antwerp}"))
    page, keys = rapporteur.page, rapporteur.page.keyboard
    expect(page.get_by_label("RET-01: Verdict")).to_be_focused()
    keys.type("r")
    keys.press("Tab")
    keys.type("795")
    keys.press("Enter")
    expect(page.get_by_label("RET-02: Verdict")).to_be_focused()
    for typed, key in (("c", "Tab"), ("8-_", "Tab"), ("Say tenants", "Enter")):
        keys.type(typed)
        keys.press(key)
    expect(page.get_by_label("RET-03: Verdict")).to_be_focused()
    keys.type("n")
    keys.press("Enter")
    rapporteur.is_told("3 answers of Delegate of Antwerp were saved.")
    page.get_by_role("link", name="Delegate of Antwerp").press("Enter")
    expect(page.get_by_label("RET-02: Scores")).to_have_value("8-_")
    expect(page.get_by_label("RET-02: Which change do you suggest?")).to_have_value("Say tenants")
    expect(page.get_by_label("RET-03: Verdict")).to_have_value("N")


@pytest.mark.parametrize("scene", ["validation"])
def test_a_speaker_is_named_and_sets_the_word_of_the_city_on_a_phone(room: Room) -> None:
    facilitator, antwerp = room.team_member("facilitator"), room.come_back("Antwerp")
    facilitator.open(room.workshop.path(f"city-votes/{room.workshop.cities['Antwerp']}"))
    facilitator.pick("Delegate", "Delegate of Antwerp")
    facilitator.press("Make speaker")
    facilitator.is_told("Delegate of Antwerp now speaks for Antwerp.")
    antwerp.page.get_by_role("link", name="Set city votes").click()
    antwerp.page.get_by_role("link", name="Set city vote RET-01").click()
    antwerp.page.get_by_role("radio", name="Right", exact=True).check()
    antwerp.press("Save city vote")
    antwerp.is_told("The city vote of Antwerp on RET-01 was saved.")
    expect(antwerp.page.get_by_text("City vote", exact=True)).to_be_visible()
