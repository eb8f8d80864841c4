"""A rapporteur catches what a room says, by the keyboard alone, as fast as it is said."""

import re
from collections import Counter

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, Route, expect

from facilitator.capture.desk.queries import just_caught
from facilitator.capture.models import Card, Evidence, Kind, Link, Stance
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.database import db
from tests.journeys.keyboard import Keyboard
from tests.journeys.room import Room
from tests.journeys.team_at_screens import TeamMember

# twenty cards, as they are typed; after some of them it is said what they lead to
LINES = (
    "Several owners must agree on one renovation #governance @Lyon met @Vienna solved",
    "+s A mediator who sees every owner before the vote @Vienna proved >",
    "+e A renewal office in the district #inside #communication >",
    "+p Ask the district council before the budget is made #inner >",
    'Flats stand empty, so nobody opens #social @ly met "one in nine" // Letters come back.',
    "+e A register of empty flats #outside #legal >RET-02",
    "+s One letter a year from the tax office >2",
    "Who pays is not who saves #f @Lyon @Vienna met",
    "+s A loan that runs with the house @lyon proved >3",
    "+e A grant of the region #out #fin >3",
    "+p Win the housing associations first #external >3 >1",
    "Listed fronts can't be insulated #legal @Vienna met",
    "+s A book of details agreed with the heritage office >",
    "ENG The same people are asked again and again #social @Lyon met",
    "ENG +s One calendar for all who ask >1",
    "Tenants have to move out for the works #social @Vienna expects",
    "+s Work staircase by staircase >",
    "Metering each flat meets privacy worries #legal @Lyon met @Antwerp expects",
    "+e A ruling of the data office #outside #legal >",
    "Savings promised are not the savings measured #technical @Heerlen expect",
)
KINDS = {Kind.ISSUE: 8, Kind.ENABLER: 4, Kind.STRATEGY: 2, Kind.SOLUTION: 6}


@pytest.fixture
def scene() -> str:
    """A capture session is open."""
    return "capture"


def at_the_desk(room: Room, role: str = "rapporteur", *, has_script: bool = True) -> TeamMember:
    """Somebody who has gone to the desk, and waited for its script if there is one."""
    rapporteur = room.team_member(role)
    rapporteur.go_to("Desk")
    rapporteur.read("Desk")
    if has_script:
        expect(rapporteur.page.locator("#reading .chips")).to_be_visible()
    return rapporteur


def newest(page: Page, title: str) -> None:
    """Wait until a title stands on top of what was caught."""
    expect(page.locator("#caught .issue-title").first).to_have_text(title)


def is_read(page: Page) -> None:
    """Wait until the chips are those of the line as it stands."""
    expect(page.locator("#reading:not([aria-busy]) .chips")).to_be_visible()


def test_twenty_cards_are_caught_by_the_keyboard_alone(room: Room) -> None:
    rapporteur = at_the_desk(room)
    page, keys = rapporteur.page, rapporteur.page.keyboard
    expect(page.get_by_label("New entry")).to_be_focused()
    for line in LINES:
        keys.type(line)
        keys.press("Enter")
    newest(page, "Savings promised are not the savings measured")
    expect(page.get_by_label("New entry")).to_be_focused()
    expect(page.locator("#unkept")).to_be_hidden()
    with room.workshop.look():
        assert Counter(db.session.scalars(sa.select(Card.kind))) == KINDS
        assert spoken(room, "RET-01") == {"Lyon": "met", "Vienna": "solved"}
        assert spoken(room, "RET-02") == {"Lyon": "met: one in nine"}
        assert spoken(room, "RET-03") == {"Lyon": "met", "Vienna": "met"}
        assert spoken(room, "RET-06") == {"Lyon": "met", "Antwerp": "expect"}
        assert helps(room, "RET-01") == ["RET-E01", "RET-P01", "RET-P02", "RET-S01"]
        assert helps(room, "RET-02") == ["RET-E02", "RET-S02"]
        assert helps(room, "RET-03") == ["RET-E03", "RET-P02", "RET-S03"]
        assert [helps(room, ref) for ref in ("RET-04", "RET-05", "RET-06", "ENG-01")] == [
            ["RET-S04"], ["RET-S05"], ["RET-E04"], ["ENG-S01"],
        ]  # fmt: skip
        assert current_wording(card_by_reference(room.workshop.row, "RET-02")).text == "Letters come back."
        proved = current_wording(card_by_reference(room.workshop.row, "RET-S03")).proven_by_id
        assert proved == room.workshop.cities["Lyon"]


def spoken(room: Room, ref: str) -> dict[str, str]:
    """What the cities said of an issue, with their words."""
    issue = card_by_reference(room.workshop.row, ref)
    given = db.session.scalars(sa.select(Evidence).filter_by(issue_id=issue.id))
    return {each.city.name: ": ".join(filter(None, (each.stance.value, each.note))) for each in given}


def helps(room: Room, ref: str) -> list[str]:
    """What is linked to an issue."""
    issue = card_by_reference(room.workshop.row, ref)
    linked = sa.select(Card).join(Link, Link.helps_id == Card.id).where(Link.issue_id == issue.id)
    return sorted(card.ref for card in db.session.scalars(linked))


def test_a_slip_is_put_right_without_leaving_the_line(room: Room) -> None:
    rapporteur = at_the_desk(room)
    page, keys = rapporteur.page, rapporteur.page.keyboard
    keys.type("Flats stand emty")
    expect(page.get_by_text("Which aspect?")).to_be_visible()
    keys.press("Enter")
    expect(page.locator("#to-complete")).to_contain_text("Which aspect is it?")
    keys.press("ArrowUp")
    expect(page.get_by_label("Complete the line")).to_have_value("Flats stand emty")
    keys.type(" #social @Vienna met")
    keys.press("Enter")
    newest(page, "Flats stand emty")
    expect(page.locator("#to-complete")).to_have_count(0)
    keys.press("ArrowUp")
    expect(page.get_by_label("Edit RET-01")).to_have_value("Flats stand emty #social @Vienna met")
    keys.press("Control+A")
    keys.type("Flats stand empty #social @Lyon solved")
    keys.press("Enter")
    newest(page, "Flats stand empty")
    with room.workshop.look():
        assert spoken(room, "RET-01") == {"Lyon": Stance.SOLVED.value}


def test_a_chip_is_put_right_by_clicking(room: Room) -> None:
    rapporteur = at_the_desk(room)
    page, keys = rapporteur.page, rapporteur.page.keyboard
    keys.type("Owners disagree #legal @Lyon met")
    is_read(page)
    page.locator("summary", has_text="Legal and regulatory").click()
    page.get_by_role("button", name=re.compile("Governance")).click()
    expect(page.get_by_label("New entry")).to_have_value(re.compile("#governance"))
    keys.press("Enter")
    newest(page, "Owners disagree")
    with room.workshop.look():
        assert current_wording(card_by_reference(room.workshop.row, "RET-01")).aspect == "governance"


def test_kind_aspect_city_and_evidence_are_chosen_by_keys_in_place_of_marks(room: Room) -> None:
    rapporteur = at_the_desk(room)
    page, keyboard = rapporteur.page, Keyboard(rapporteur)
    line = page.get_by_label("New entry")

    def choose(chip: str, choice: str) -> None:
        is_read(page)
        keyboard.tab_to(page.locator("#reading summary", has_text=chip))
        keyboard.press("Enter")
        keyboard.tab_to(page.get_by_role("button", name=re.compile(f"^{choice}")))
        keyboard.press("Enter")
        expect(line).to_be_focused()

    keyboard.type("Owners disagree")
    choose("Which aspect?", "Governance")
    choose("City …", "Lyon")
    choose("Lyon", "Lyon solved it")
    keyboard.press("Enter")
    newest(page, "Owners disagree")
    choose("Issue", "Solution")
    keyboard.press("Enter")
    expect(page.locator("#stays")).to_contain_text("Solution")
    for number in (1, 2):
        keyboard.type(f"A way out, number {number}")
        keyboard.press("Enter")
        newest(page, f"A way out, number {number}")
    with room.workshop.look():
        assert spoken(room, "RET-01") == {"Lyon": "solved"}
        assert current_wording(card_by_reference(room.workshop.row, "RET-01")).aspect == "governance"
        assert card_by_reference(room.workshop.row, "RET-S02").kind is Kind.SOLUTION


def test_a_choice_made_while_the_line_is_still_being_read_splits_no_word(room: Room) -> None:
    page = at_the_desk(room).page
    line = page.get_by_label("New entry")
    page.keyboard.type("Own")
    expect(page.locator("#reading .understood")).to_have_text("Own")
    page.route("**/reading", never_answered, times=1)
    with page.expect_request("**/reading"):
        page.keyboard.insert_text("ers disagree")  # at once, or half of it would be read
    page.locator("#reading summary", has_text="Which aspect?").click()
    page.get_by_role("button", name=re.compile("^Governance")).click()
    expect(line).to_have_value("Owners disagree #governance ")


def never_answered(route: Route) -> None:
    assert "Owners" in (route.request.post_data or "")


def test_marks_alone_stay_and_are_seen_to_stay_until_a_dash_takes_them_away(room: Room) -> None:
    rapporteur = at_the_desk(room)
    page, keys = rapporteur.page, rapporteur.page.keyboard
    for line in ("#legal @Lyon", "A rule stands in the way", "-", "Nobody comes #social"):
        keys.type(line)
        keys.press("Enter")
        if line == "A rule stands in the way":
            newest(page, line)
            expect(page.get_by_text("Applies to every line")).to_be_visible()
    newest(page, "Nobody comes")
    expect(page.get_by_text("Applies to every line")).to_have_count(0)
    with room.workshop.look():
        first, second = (card_by_reference(room.workshop.row, ref) for ref in ("RET-01", "RET-02"))
        assert first.city_id == room.workshop.cities["Lyon"]
        assert second.city_id is None


def test_three_people_at_one_desk_see_each_others_cards_and_lose_none(room: Room) -> None:
    people = {role: at_the_desk(room, role) for role in ("rapporteur", "facilitator", "organiser")}
    for number in range(4):
        for role, person in people.items():
            person.page.keyboard.type(f"Heard by the {role}, number {number} #social")
            person.page.keyboard.press("Enter")
    for person in people.values():
        expect(person.page.locator("#caught .issue-title")).to_have_count(12)
    with room.workshop.look():
        caught = just_caught(room.workshop.row, room.workshop.measure())
        assert sorted(card.card.number for card in caught) == list(range(1, 13))


def test_a_line_whose_answer_was_lost_is_sent_again_and_counts_once(room: Room) -> None:
    room.screens.expect("net::ERR_FAILED")
    page = at_the_desk(room).page
    page.keyboard.type("Several owners must agree #governance")
    page.keyboard.press("Enter")
    newest(page, "Several owners must agree")
    page.route("**/lines", arrives_and_is_not_answered, times=1)
    page.keyboard.type("+s A mediator >")
    page.keyboard.press("Enter")
    newest(page, "A mediator")
    expect(page.locator("#unkept")).to_be_hidden()
    page.keyboard.type("Flats stand empty #social")
    page.keyboard.press("Enter")
    newest(page, "Flats stand empty")
    with room.workshop.look():
        titles = sorted(caught.wording.title for caught in just_caught(room.workshop.row))
        assert titles == ["A mediator", "Flats stand empty", "Several owners must agree"]


def test_lines_typed_without_a_net_go_in_their_order_when_it_is_back_also_after_a_reload(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
    page = at_the_desk(room).page
    waiting = page.get_by_role("status").filter(has_text="Waiting to be sent: 2")
    page.context.set_offline(True)
    for line in ("Nobody reads the letters #social", "+s Letters in five languages >"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    expect(waiting).to_be_visible()
    page.context.set_offline(False)
    page.route("**/lines", lambda route: route.abort())
    page.reload()
    expect(waiting).to_be_visible()
    page.unroute("**/lines")
    newest(page, "Letters in five languages")
    expect(waiting).to_have_count(0)
    page.wait_for_function("() => Object.keys(localStorage).every(key => !key.startsWith('desk'))")
    with room.workshop.look():
        assert helps(room, "RET-01") == ["RET-S01"]


def test_two_tabs_of_one_desk_lose_no_line_of_each_other(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
    first = at_the_desk(room).page
    second = first.context.new_page()
    second.goto(first.url)
    first.context.set_offline(True)
    for page, line in ((first, "From the first tab #social"), (second, "From the second tab #social")):
        page.bring_to_front()
        page.locator("#line").fill(line)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="Waiting to be sent: 1")).to_be_visible()
    first.context.set_offline(False)
    address, context = first.url, first.context
    first.close()
    second.close()
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#caught .issue-title")).to_have_count(2)
    with room.workshop.look():
        titles = sorted(caught.wording.title for caught in just_caught(room.workshop.row))
        assert titles == ["From the first tab", "From the second tab"]


def arrives_and_is_not_answered(route: Route) -> None:
    assert route.fetch(max_redirects=0).status == 303
    route.abort()


def test_lines_that_lack_something_wait_apart_and_outlast_a_reload(room: Room) -> None:
    rapporteur = at_the_desk(room)
    page, keys = rapporteur.page, rapporteur.page.keyboard
    lines = [f"Said without a mark, number {number}" for number in range(8)]
    for line in lines:
        keys.type(line)
        keys.press("Enter")
    keys.type("And one with it #social")
    keys.press("Enter")
    newest(page, "And one with it")
    page.reload()
    expect(page.locator("#to-complete .typed")).to_have_text(lines[::-1])
    page.locator("#to-complete > li", has_text="number 3").get_by_role("link", name="Complete").click()
    expect(page.get_by_label("Complete the line")).to_have_value(lines[3])
    is_read(page)
    page.locator("#reading summary", has_text="Which aspect?").click()
    page.get_by_role("button", name=re.compile("Governance")).click()
    keys.press("Enter")
    newest(page, lines[3])
    expect(page.locator("#to-complete .typed")).to_have_count(7)
    with room.workshop.look():
        assert current_wording(card_by_reference(room.workshop.row, "RET-02")).aspect == "governance"


def test_a_line_that_an_address_could_not_hold_is_understood_while_it_is_typed(room: Room) -> None:
    page = at_the_desk(room).page
    page.get_by_label("New entry").fill("\N{CYRILLIC SMALL LETTER ZHE}" * 700 + " #social")
    expect(page.locator("#reading")).to_contain_text("Social and communication")


def test_chips_that_could_not_be_asked_for_say_so_in_place_of_an_earlier_text(room: Room) -> None:
    room.screens.expect("net::ERR_FAILED")
    page = at_the_desk(room).page
    page.keyboard.type("Owners disagree #legal")
    expect(page.locator("#reading")).to_contain_text("Legal and regulatory")
    page.route("**/reading", lambda route: route.abort(), times=1)
    page.keyboard.insert_text(" always")  # at once, or half of it would be asked for
    expect(page.locator("#reading")).to_contain_text("is not available now")
    expect(page.locator("#reading .chips")).to_have_count(0)
    page.keyboard.type("!")
    expect(page.locator("#reading .understood")).to_have_text("Owners disagree always!")


def test_what_two_people_make_of_one_card_is_shown_to_the_second_and_neither_is_lost(room: Room) -> None:
    first, second = at_the_desk(room), at_the_desk(room, "facilitator")
    first.page.keyboard.type("Flats stand empty #social")
    first.page.keyboard.press("Enter")
    for person in (first, second):
        newest(person.page, "Flats stand empty")
        person.page.keyboard.press("ArrowUp")
    first.page.keyboard.press("Control+A")
    first.page.keyboard.type("Houses stand empty #social")
    first.page.keyboard.press("Enter")
    newest(first.page, "Houses stand empty")
    second.page.keyboard.press("Control+A")
    second.page.keyboard.type("Nobody lives there #social")
    second.page.keyboard.press("Enter")
    expect(second.page.locator("#to-complete")).to_contain_text("Houses stand empty #social")
    second.page.keyboard.press("ArrowUp")
    expect(second.page.get_by_label("Edit RET-01")).to_have_value("Nobody lives there #social")
    second.page.keyboard.press("Enter")
    newest(second.page, "Nobody lives there")


@pytest.mark.parametrize("has_script", [False])
def test_without_script_the_desk_is_a_form(room: Room, has_script: bool) -> None:
    rapporteur = at_the_desk(room, has_script=has_script)
    for line in ("Flats stand empty #social @Lyon met", "+e An office >", "+s A register >"):
        rapporteur.fill("New entry", line)
        rapporteur.press("Save")
    rapporteur.is_told("RET-S01 was added.")
    rapporteur.follow("Complete +e An office >")
    rapporteur.fill("Complete the line", "+e An office #inside #legal >")
    rapporteur.press("Save")
    rapporteur.is_told("RET-E01 was added.")
    with room.workshop.look():
        assert helps(room, "RET-01") == ["RET-E01", "RET-S01"]
