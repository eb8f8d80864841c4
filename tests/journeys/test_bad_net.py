"""A bad net, a nervous finger, a server that is gone for a while: nothing is doubled, nothing is lost."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Request, Route, expect

from tests.databases import Databases
from tests.journeys.counting import Counted
from tests.journeys.people_at_screens import Delegate, Issue
from tests.journeys.room import Room, Screens, Served, served


@pytest.fixture(scope="module")
def capture(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A capture session is open; one server for all, as each journey has an issue of its own."""
    with served(databases, "sqlite", tmp_path_factory.mktemp("bad_net"), "capture") as workshop:
        yield workshop


@pytest.fixture
def room(capture: Served, screens: Screens) -> Room:
    """The room with its open session."""
    return Room(capture, screens)


def before_the_form(room: Room, title: str) -> Delegate:
    """A delegate with an issue on the tip of the tongue."""
    delegate = room.come_back("Lyon")
    delegate.follow("Add an issue")
    delegate.write(issue(title))
    return delegate


def issue(title: str) -> Issue:
    """An issue with this title."""
    return Issue(title, "Their owners can't be reached.", "Social and communication", "We had this problem")


def issues(room: Room, title: str) -> list[str]:
    """The titles of all issues there are that begin like this."""
    titles = [row.title for row in Counted(room.url).rows["cards"]]
    return sorted(each for each in titles if each.startswith(title))


RECEIVED = re.compile(r"RET-\d+ was received")


def test_two_taps_on_send_make_one_issue(room: Room) -> None:
    lyon = before_the_form(room, "Flats stand empty")
    on_the_way: list[Route] = []
    lyon.page.route("**/issue", lambda route: on_the_way.append(route))
    with lyon.page.expect_request("**/issue"):
        lyon.page.get_by_role("button", name="Send").dblclick()
    for route in on_the_way:
        route.continue_()
    lyon.page.unroute("**/issue")
    lyon.is_told(RECEIVED)
    assert issues(room, "Flats stand empty") == ["Flats stand empty"]


def test_the_same_form_arriving_three_times_makes_one_issue(room: Room) -> None:
    lyon = before_the_form(room, "No baseline")
    with lyon.page.expect_request(lambda request: request.method == "POST") as sending:
        lyon.press("Send")
    lyon.is_told(RECEIVED)
    answers = [again(lyon, sending.value) for _ in range(2)]
    assert answers == [(303, urlsplit(lyon.page.url).path)] * 2
    assert issues(room, "No baseline") == ["No baseline"]


def again(delegate: Delegate, request: Request) -> tuple[int, str]:
    """Send the very same bytes once more, as a net does that has lost the answer."""
    headers = {"content-type": request.headers["content-type"], "referer": request.url}
    answer = delegate.page.request.post(
        request.url, data=request.post_data_buffer, headers=headers, max_redirects=0
    )
    return answer.status, answer.headers["location"]


WAITING = re.compile(r"Saved on this device. Waiting to be sent: \d")
ON_ITS_WAY = "**/issue"


def status(delegate: Delegate) -> Locator:
    """The line that says what becomes of what was sent."""
    return delegate.page.locator("[data-outbox-line]")


def test_an_issue_whose_answer_was_lost_is_sent_again_and_counts_once(room: Room) -> None:
    room.screens.expect("ERR_FAILED")
    lyon = before_the_form(room, "Tenants move out")

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    lyon.page.route(ON_ITS_WAY, lose_the_answer, times=1)
    lyon.press("Send")
    lyon.is_told(RECEIVED)
    assert issues(room, "Tenants move out") == ["Tenants move out"]


def test_who_has_no_net_writes_on_and_all_of_it_arrives_once(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED")
    lyon = before_the_form(room, "No net one")
    lyon.page.context.set_offline(True)
    lyon.press("Send")
    expect(status(lyon)).to_have_text("Saved on this device. Waiting to be sent: 1")
    expect(lyon.page.get_by_label("What is the issue?")).to_have_value("")
    lyon.write(issue("No net two"))
    lyon.press("Send")
    expect(status(lyon)).to_have_text("Saved on this device. Waiting to be sent: 2")
    assert issues(room, "No net") == []
    lyon.page.context.set_offline(False)
    lyon.page.wait_for_function("() => Object.keys(localStorage).every(key => !key.startsWith('outbox'))")
    expect(status(lyon)).to_have_text(re.compile(r"Received \d\d:\d\d"))
    assert issues(room, "No net") == ["No net one", "No net two"]


def test_two_tabs_that_go_on_with_one_draft_send_two_issues(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    lyon = before_the_form(room, "Two tabs one")
    second = room.screens.delegate(lyon.page.context.new_page(), room.serving.base)
    second.page.goto(lyon.page.url)
    expect(second.page.get_by_label("What is the issue?")).to_have_value("Two tabs one")
    second.write(issue("Two tabs two"))
    lyon.page.context.set_offline(True)
    for tab in (lyon, second):
        tab.press("Send")
        expect(status(tab)).to_have_text(WAITING)
    lyon.page.context.set_offline(False)
    expect(status(lyon)).to_have_text(re.compile("Received"))
    lyon.page.wait_for_function("() => Object.keys(localStorage).every(key => !key.startsWith('outbox'))")
    assert issues(room, "Two tabs") == ["Two tabs one", "Two tabs two"]


def test_what_waits_is_sent_from_another_page_after_the_browser_was_closed(room: Room) -> None:
    room.screens.expect("ERR_FAILED")
    lyon = before_the_form(room, "Closed lid")
    lyon.page.route(ON_ITS_WAY, lambda route: route.abort())
    lyon.press("Send")
    expect(status(lyon)).to_have_text(WAITING)
    other = lyon.page.context.new_page()
    lyon.page.close()
    other.goto(room.serving.base + room.workshop.path("home"))
    expect(other.locator("[data-outbox-line]")).to_have_text(re.compile("Received"))
    assert issues(room, "Closed lid") == ["Closed lid"]


def test_the_page_of_a_hotel_is_no_answer(room: Room) -> None:
    lyon = before_the_form(room, "Captive portal")
    lyon.page.route(ON_ITS_WAY, lambda route: route.fulfill(body="<h1>Welcome to our Wi-Fi</h1>"), times=1)
    lyon.press("Send")
    lyon.is_told(RECEIVED)
    assert issues(room, "Captive portal") == ["Captive portal"]


def test_what_is_typed_is_there_again_after_the_page_was_left(room: Room) -> None:
    lyon = before_the_form(room, "Half a thought")
    lyon.follow("Back to Home")
    lyon.follow("Add an issue")
    expect(lyon.page.get_by_label("What is the issue?")).to_have_value("Half a thought")
    lyon.press("Send")
    lyon.is_told(RECEIVED)
    lyon.follow("Add another issue")
    expect(lyon.page.get_by_label("What is the issue?")).to_have_value("")
    assert issues(room, "Half a thought") == ["Half a thought"]


def test_what_is_refused_after_a_wait_says_why_and_keeps_what_was_typed(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED", "403", "422", "409")
    lyon = before_the_form(room, "Too late")
    lyon.page.context.set_offline(True)
    lyon.press("Send")
    expect(status(lyon)).to_have_text(WAITING)
    facilitator = room.team_member("facilitator")
    facilitator.close_session("Capture Retrofit")
    lyon.page.context.set_offline(False)
    lyon.press("See why", status(lyon))
    lyon.sees("This session is closed. Your text is still here.")
    expect(lyon.page.get_by_label("What is the issue?")).to_have_value("Too late")
    assert issues(room, "Too late") == []
    facilitator.open_session("Capture Retrofit")


def test_who_asks_why_while_the_net_is_gone_loses_no_word(room: Room) -> None:
    room.screens.expect("ERR_INTERNET_DISCONNECTED", "403", "422", "409")
    lyon = before_the_form(room, "Why not")
    lyon.page.context.set_offline(True)
    lyon.press("Send")
    expect(status(lyon)).to_have_text(WAITING)
    facilitator = room.team_member("facilitator")
    facilitator.close_session("Capture Retrofit")
    lyon.page.context.set_offline(False)
    why = status(lyon).get_by_role("button", name="See why")
    expect(why).to_be_visible()
    lyon.page.context.set_offline(True)
    why.click()
    expect(status(lyon)).to_have_text("Saved on this device. Waiting to be sent: 1")
    lyon.page.context.set_offline(False)
    why.click()
    lyon.sees("This session is closed. Your text is still here.")
    expect(lyon.page.get_by_label("What is the issue?")).to_have_value("Why not")
    lyon.page.wait_for_function("() => Object.keys(localStorage).every(key => !key.startsWith('outbox'))")
    facilitator.open_session("Capture Retrofit")
    assert issues(room, "Why not") == []


def test_the_back_button_and_send_again_make_no_second_issue(room: Room) -> None:
    lyon = before_the_form(room, "Savings fall short")
    lyon.press("Send")
    lyon.is_told(RECEIVED)
    lyon.page.go_back()
    lyon.read("Add an issue")
    expect(lyon.page.get_by_label("What is the issue?")).to_have_value("Savings fall short")
    lyon.press("Send")
    lyon.page.wait_for_url("**/contributions/*")
    assert issues(room, "Savings fall short") == ["Savings fall short"]


def test_another_text_under_the_same_form_is_shown_beside_the_first_and_sent_on_demand(room: Room) -> None:
    room.screens.expect("409")
    lyon = before_the_form(room, "Who pays")
    lyon.press("Send")
    lyon.is_told(RECEIVED)
    lyon.page.go_back()
    lyon.fill("What is the issue?", "Who pays is not who saves")
    lyon.press("Send")
    lyon.read("Two versions of one form")
    lyon.sees("Who pays is not who saves")
    assert issues(room, "Who pays") == ["Who pays"]
    lyon.press("Send the second text too")
    lyon.is_told(RECEIVED)
    assert issues(room, "Who pays") == ["Who pays", "Who pays is not who saves"]


def test_the_console_says_that_it_is_not_connected_and_catches_up_by_itself(room: Room) -> None:
    room.screens.expect("net::ERR_")  # whichever it is that a server leaves behind as it goes
    facilitator = room.team_member("facilitator")
    connection = facilitator.page.get_by_role("status").filter(has_text="Not connected")
    expect(connection).to_have_count(0)
    room.serving.stop()
    expect(connection).to_be_visible()
    room.serving.start()
    room.come_back("Lyon").contribute(issue("Listed fronts"))
    facilitator.sees("Listed fronts")
    expect(connection).to_have_count(0)
