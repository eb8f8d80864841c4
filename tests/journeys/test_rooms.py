"""A round that runs in three rooms: notes, a call, more time, the last two minutes, and back to plenary."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.inspection import Inspection
from tests.journeys.people_at_screens import Person
from tests.journeys.room import Room
from tests.journeys.team_at_screens import TeamMember

NOTE, OTHERS, GENERAL = "They all see it so.", "Heerlen sees it otherwise.", "A good hour, and too short."
TWO_MINUTES = "Two minutes left. Please finish now."
MINE, THEIRS = "All but two see it so.", "Only Antwerp sees it so."


@pytest.fixture
def scene() -> str:
    """A round is open, with three groups; it has three minutes left."""
    return "last minutes"


def note_field(person: Person, ref: str) -> Locator:
    """The field of a note on the page of a group."""
    return person.page.get_by_label(f"Note on {ref}" if ref else "General note of this group")


def write(person: TeamMember, ref: str, text: str) -> None:
    """Write a note: where there is script, it saves itself."""
    field = note_field(person, ref)
    field.fill(text)
    form = person.page.locator("form.note").filter(has=field)
    if not person.has_script:
        person.press("Save", form)
    place = person.page.locator(f"#note-{ref or 'general'}")
    expect(place.locator(".note-state")).to_contain_text("Saved")


def ends_at(page: Page) -> str:
    """The moment at which the clock of a page ends."""
    return str(page.locator(".clock-until time").first.get_attribute("datetime"))


def comes(person: Person, is_there: Callable[[], bool]) -> None:
    """Wait until something has come by itself, or by loading the page again where there is no script."""
    for _ in range(60):
        if not person.has_script:
            person.page.reload()
        if is_there():
            return
        person.page.wait_for_timeout(500)
    raise AssertionError("it did not come")


def at_table(room: Room, role: str, table: str) -> TeamMember:
    """Somebody of the team at the page of a group."""
    member = room.team_member(role)
    member.page.get_by_role("link", name=table, exact=True).first.click()
    member.read(table, state="a round runs")
    return member


def take_seats(rapporteur: TeamMember) -> None:
    """Who is there is ticked off, and who is not on the list gets a seat."""
    antwerp = rapporteur.row("Delegate of Antwerp")
    rapporteur.press("Late", antwerp)
    expect(antwerp.get_by_role("button", name="Late")).to_have_attribute("aria-pressed", "true")
    rapporteur.press("Mark all others as present")
    rapporteur.sees("2 of 2 present")
    rapporteur.fill("Add a person who is here", "STANDARDS")
    rapporteur.press("Search")
    rapporteur.press("Delegate of Standards body Standards body · Add to this group")
    rapporteur.sees("3 of 3 present")


def get_help(rapporteur: TeamMember, facilitator: TeamMember) -> None:
    """A call, and somebody who says that they come."""
    rapporteur.fill("What is it about?", "The projector stays dark")
    rapporteur.press("Call the facilitator")
    rapporteur.sees("Facilitator called")
    facilitator.finds_news("The projector stays dark")
    facilitator.glance(facilitator.page, "a group calls")
    facilitator.press("I am on my way")
    rapporteur.finds_news("The facilitator is on the way")
    rapporteur.press("Done")
    rapporteur.sees_no("The facilitator is on the way")


def hear_that_it_ends(facilitator: TeamMember, others: list[Person]) -> None:
    """Two minutes are left, and all are told so."""
    facilitator.press("Two minutes left")
    for person in others:
        person.finds_news(TWO_MINUTES)
    others[0].glance(others[0].page, "with a message")


def run_the_round(room: Room) -> None:
    """From the first note to the ready mark, and what of it comes back to plenary."""
    facilitator, antwerp = room.team_member("facilitator"), room.come_back("Antwerp")
    facilitator.sees("Engagement table")
    rapporteur = at_table(room, "rapporteur", "Retrofit table")
    colleague = at_table(room, "organiser", "Second table")
    hear_that_it_ends(facilitator, [antwerp, rapporteur, colleague])
    take_seats(rapporteur)
    get_help(rapporteur, facilitator)
    write(rapporteur, "RET-01", NOTE)
    write(rapporteur, "", GENERAL)
    write(colleague, "RET-01", OTHERS)
    planned = {person: ends_at(person.page) for person in (antwerp, rapporteur, colleague)}
    facilitator.press("5 more minutes for all")
    for person, end in planned.items():
        comes(person, lambda person=person, end=end: ends_at(person.page) > end)  # type: ignore[misc]
        person.sees_no(TWO_MINUTES)
    rapporteur.press("We are ready")
    rapporteur.sees(re.compile("Ready since"))
    facilitator.finds_news("3 of 3 present")
    expect(facilitator.page.locator(".rooms").get_by_text("Ready", exact=True)).to_be_visible()
    facilitator.glance(facilitator.page, "a round runs")
    in_plenary(facilitator)


def in_plenary(facilitator: TeamMember) -> None:
    """Notes of all groups, side by side, and on the wall."""
    facilitator.follow("Show the notes")
    facilitator.read("Retrofit", state="notes")
    for words in (GENERAL, NOTE, OTHERS, "Second table"):
        facilitator.sees(words)
    facilitator.follow("Show on the wall")
    facilitator.sees(GENERAL)
    facilitator.follow("Next →")
    for words in (NOTE, OTHERS):
        facilitator.sees(words)
    facilitator.glance(facilitator.page, "notes on the wall")


@pytest.mark.parametrize("looks_closely", [True], ids=["closely"])
def test_a_round_runs_in_three_rooms_and_its_notes_come_back_to_plenary(
    room: Room, inspection: Inspection
) -> None:
    run_the_round(room)
    assert not inspection.faults, "\n".join(inspection.faults)


@pytest.mark.parametrize("has_script", [False], ids=["no script"])
def test_a_round_runs_without_script_too(room: Room) -> None:
    run_the_round(room)


def test_two_who_write_on_the_same_note_see_both_texts_and_lose_neither(room: Room) -> None:
    room.screens.expect("422")
    one = at_table(room, "rapporteur", "Retrofit table")
    other = at_table(room, "organiser", "Retrofit table")
    field = note_field(one, "RET-01")
    field.click()  # whoever is in a field is not disturbed by what arrives
    write(other, "RET-01", THEIRS)
    field.press_sequentially(MINE)
    refused = one.page.locator("form.note", has=field)
    expect(refused.get_by_text(THEIRS)).to_be_visible()
    expect(field).to_have_value(MINE)
    one.press("Save", refused)
    expect(refused.get_by_text(THEIRS)).to_have_count(0)
    note_field(other, "RET-01").blur()  # only now, as nobody's text changes under their hands
    expect(note_field(other, "RET-01")).to_have_value(MINE)
    one.page.locator("#note-RET-01").get_by_role("link", name="2 versions").click()
    one.read("Note on RET-01")
    one.sees(THEIRS)


def test_what_was_typed_a_moment_before_leaving_is_not_lost(room: Room) -> None:
    rapporteur = at_table(room, "rapporteur", "Retrofit table")
    note_field(rapporteur, "RET-01").fill(NOTE)
    rapporteur.press("Late", rapporteur.row("Delegate of Antwerp"))
    expect(rapporteur.page.locator("#note-RET-01 .note-state")).to_contain_text("Saved")
    expect(note_field(rapporteur, "RET-01")).to_have_value(NOTE)


def test_a_note_that_could_not_be_saved_is_there_when_the_group_is_opened_again(room: Room) -> None:
    room.screens.expect("ERR_FAILED")
    rapporteur = at_table(room, "rapporteur", "Retrofit table")
    page = rapporteur.page
    page.context.route("**/notes/**", lambda route: route.abort())
    note_field(rapporteur, "RET-01").fill(NOTE)
    expect(page.locator("form.note").filter(has_text="Not saved yet").first).to_be_visible()
    address, other = page.url, page.context.new_page()
    page.close()
    other.context.unroute("**/notes/**")
    other.goto(address)
    expect(other.get_by_label("Note on RET-01")).to_have_value(NOTE)
    expect(other.locator("#note-RET-01 .note-state")).to_contain_text("Saved")
    assert other.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('note')).length") == 0


def test_a_note_that_arrived_as_the_page_went_is_no_longer_kept_on_the_device(room: Room) -> None:
    room.screens.expect("ERR_FAILED")
    rapporteur = at_table(room, "rapporteur", "Retrofit table")
    page = rapporteur.page
    requests: list[Route] = []
    page.context.route("**/notes/**", lambda route: requests.append(route))
    with page.expect_request("**/notes/**"):
        note_field(rapporteur, "RET-01").fill(NOTE)
    expect(page.locator("form.note").filter(has_text="Saving").first).to_be_visible()
    requests[0].fetch()
    address, other = page.url, page.context.new_page()
    page.close()
    other.context.unroute("**/notes/**")
    other.goto(address)
    expect(other.locator("#note-RET-01 .note-state")).to_contain_text("Saved")
    expect(other.get_by_label("Note on RET-01")).to_have_value(NOTE)
    kept = "() => Object.keys(localStorage).filter(key => key.startsWith('note')).length"
    assert other.evaluate(kept) == 0
