"""A ballot on a phone: saved as one goes, also by a phone that has no connection for a while."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.counting import Counted
from tests.journeys.people_at_screens import Delegate
from tests.journeys.room import Room

CRITERIA = "Relevance", "Urgency", "Own power to act"
KEPT_HERE = "Saved on this device. Waiting to be sent: 1"


def answers(room: Room) -> list[tuple[Any, str]]:
    """Verdict and comment of each answer there is."""
    return [(row.verdict, row.comment) for row in Counted(room.url).rows["answers"]]


def before_the_first_issue(room: Room) -> Delegate:
    """Antwerp before a blank page of the first issue, with the script that saves."""
    antwerp = room.come_back("Antwerp")
    antwerp.follow("Answer the issues")
    antwerp.read("What do you think of these issues?")
    antwerp.page.wait_for_load_state("load")
    return antwerp


@pytest.mark.parametrize("scene", ["validation"])
def test_what_is_tapped_and_typed_is_saved_without_a_button(room: Room) -> None:
    antwerp = before_the_first_issue(room)
    antwerp.page.set_viewport_size({"width": 320, "height": 640})
    verdict = antwerp.page.get_by_role("group", name="Is this the right issue")
    expect(verdict.get_by_role("radio").first).to_be_in_viewport()
    verdict.get_by_role("radio").first.click()
    for criterion in CRITERIA:
        keys = antwerp.page.get_by_role("group", name=criterion)
        expect(keys).to_be_in_viewport(ratio=0.99)  # without a swipe
        keys.get_by_role("radio", name="7", exact=True).click()
    expect(antwerp.page.get_by_role("button", name="Save and continue")).to_be_in_viewport(ratio=0.99)
    antwerp.fill("Comment", "So it is with us")
    antwerp.is_told("Received")
    expect(antwerp.page.get_by_role("status").filter(has_text="Received")).to_be_visible()
    antwerp.page.wait_for_function("() => localStorage.length === 0")
    assert answers(room) == [("right", "So it is with us")]


@pytest.mark.parametrize("scene", ["validation"])
def test_who_changes_their_words_again_and_again_is_in_nobodys_way(room: Room) -> None:
    antwerp = before_the_first_issue(room)
    for words in ("So it is with us", "Not so", ""):
        with antwerp.page.expect_response(lambda answer: answer.request.method == "POST") as saved:
            antwerp.fill("Comment", words)
        assert saved.value.status == 204
    antwerp.fill("Comment", "In the end")
    antwerp.press("Save and continue")
    antwerp.sees("2 of 3")
    assert answers(room) == [(None, "In the end")]


@pytest.mark.parametrize("scene", ["validation"])
def test_what_is_tapped_before_the_script_has_arrived_is_saved_too(room: Room) -> None:
    antwerp = room.come_back("Antwerp")
    held: list[Route] = []
    antwerp.page.route("**/ballot.js*", lambda route: held.append(route))
    with antwerp.page.expect_request("**/ballot.js*"):
        antwerp.page.get_by_role("link", name="Answer the issues").click(no_wait_after=True)
    antwerp.choose("Is this the right issue", "Not for us")
    antwerp.fill("Comment", "Quicker than the network")
    assert answers(room) == []
    held[0].continue_()
    antwerp.is_told("Received")
    assert answers(room) == [("not_for_us", "Quicker than the network")]


@pytest.mark.parametrize("scene", ["validation"])
def test_the_field_for_a_change_stands_there_for_whom_it_is(room: Room) -> None:
    antwerp = before_the_first_issue(room)
    change = antwerp.page.get_by_label("Which change do you suggest?")
    expect(change).to_be_hidden()
    antwerp.choose("Is this the right issue", "Right, with a change")
    expect(change).to_be_visible()
    change.fill("Only flats that are let")
    antwerp.choose("Is this the right issue", "Right")
    expect(change).to_have_value("Only flats that are let")
    expect(change).to_be_visible()


@pytest.mark.parametrize("scene", ["validation"])
def test_without_a_connection_nothing_is_lost_and_all_is_sent_when_there_is_one(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED")
    antwerp = before_the_first_issue(room)
    page = antwerp.page
    page.context.set_offline(True)
    antwerp.choose("Is this the right issue", "Not for us")
    antwerp.fill("Comment", "From the cellar")
    antwerp.is_told(KEPT_HERE)
    antwerp.press("Save and continue")
    expect(page.get_by_label("Comment")).to_have_value("From the cellar")
    assert answers(room) == []
    page.context.set_offline(False)
    antwerp.sees("2 of 3")  # the page was sent, so it leads on once it is taken
    assert answers(room) == [("not_for_us", "From the cellar")]


@pytest.mark.parametrize("scene", ["validation"])
def test_a_draft_that_a_phone_kept_is_sent_when_its_page_is_opened_again(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED")
    antwerp = before_the_first_issue(room)
    page = antwerp.page
    page.context.set_offline(True)
    antwerp.choose("Is this the right issue", "Right")
    antwerp.is_told(KEPT_HERE)
    address = page.url
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    other.goto(address)
    expect(other.get_by_role("radio", name="Right", exact=True)).to_be_checked()
    expect(other.get_by_role("status").filter(has_text="Received")).to_be_visible()
    assert answers(room) == [("right", "")]


@pytest.mark.parametrize("scene", ["validation"])
def test_the_page_of_a_hotel_is_no_answer_to_a_ballot(room: Room) -> None:
    antwerp = before_the_first_issue(room)
    welcome = "<h1>Welcome to our Wi-Fi</h1>"
    antwerp.page.route("**/replies**", lambda route: route.fulfill(body=welcome))
    antwerp.choose("Is this the right issue", "Right")
    antwerp.is_told(KEPT_HERE)
    antwerp.page.unroute("**/replies**")
    antwerp.is_told("Received")
    assert answers(room) == [("right", "")]


@pytest.mark.parametrize("scene", ["validation"])
def test_answers_that_wait_are_sent_from_any_other_page(room: Room) -> None:
    room.screens.expect("ERR_FAILED")
    antwerp = before_the_first_issue(room)
    page = antwerp.page
    page.route(
        "**/replies**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    antwerp.choose("Is this the right issue", "Not for us")
    antwerp.fill("Comment", "Sent from home")
    antwerp.is_told(KEPT_HERE)
    other = page.context.new_page()
    page.close()
    other.goto(room.serving.base + room.workshop.path("home"))
    expect(other.get_by_role("status").filter(has_text="Received")).to_be_visible()
    assert answers(room) == [("not_for_us", "Sent from home")]


@pytest.mark.parametrize("scene", ["validation"])
def test_a_page_that_was_sent_without_an_answer_is_there_again_and_leads_on_when_it_arrives(
    room: Room,
) -> None:
    room.screens.expect("ERR_FAILED")
    antwerp = before_the_first_issue(room)
    posts = "**/replies**"
    antwerp.page.route(
        posts, lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    antwerp.choose("Is this the right issue", "Right")
    antwerp.fill("Comment", "Behind a dead server")
    antwerp.press("Save and continue")
    antwerp.is_told(KEPT_HERE)
    antwerp.page.reload()
    expect(antwerp.page.get_by_label("Comment")).to_have_value("Behind a dead server")
    antwerp.page.unroute(posts)
    antwerp.press("Save and continue")
    antwerp.sees("2 of 3")
    assert answers(room) == [("right", "Behind a dead server")]


@pytest.mark.parametrize("scene", ["validation"])
def test_what_is_taken_back_while_it_travels_is_taken_back(room: Room) -> None:
    antwerp = before_the_first_issue(room)
    antwerp.choose("Is this the right issue", "Right")
    antwerp.fill("Comment", "Tenats")
    antwerp.page.keyboard.press("Tab")
    antwerp.is_told("Received")
    on_the_way: list[Route] = []
    antwerp.page.route("**/replies**", lambda route: on_the_way.append(route), times=1)
    with antwerp.page.expect_request("**/replies**"):
        antwerp.choose("Is this the right issue", "Right, with a change")
    antwerp.choose("Is this the right issue", "Right")
    antwerp.fill("Comment", "Tenants")
    antwerp.press("Save and continue")
    on_the_way[0].continue_()
    antwerp.sees("2 of 3")
    assert answers(room) == [("right", "Tenants")]
