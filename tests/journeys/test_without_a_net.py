"""A phone whose net is gone has the pages that it has seen, and what is written there arrives once."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.counting import Counted
from tests.journeys.people_at_screens import Delegate, Issue
from tests.journeys.room import Room

ISSUE = Issue("Written in a cellar", "No net there.", "Social and communication", "We had this problem")
WAITING = "Saved on this device. Waiting to be sent: 1"


@pytest.fixture
def scene() -> str:
    """A capture session is open."""
    return "capture"


def with_worker(room: Room, who: str) -> Delegate:
    """Somebody who has seen their home page, in a browser that keeps pages."""
    room.screens.has_worker = True
    room.screens.expect("net::ERR_", "503", "Failed to fetch")
    delegate = room.come_back(who)
    delegate.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    delegate.page.reload()
    return delegate


@pytest.fixture
def lyon(room: Room) -> Delegate:
    """A delegate who has seen a form."""
    lyon = with_worker(room, "Lyon")
    lyon.follow("Add an issue")
    lyon.read("Add an issue")
    keeps(lyon, room.workshop.path("home"), urlsplit(lyon.page.url).path)
    return lyon


# A worker puts a page away behind its answer.
KEPT = """async (pages) => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pages of "));
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => new URL(url).pathname).sort().join() === pages.sort().join();
}"""


def keeps(delegate: Delegate, *pages: str) -> None:
    """Wait until the phone has these pages on itself, and no other."""
    delegate.page.wait_for_function(KEPT, arg=list(pages))


def test_pages_that_were_seen_open_without_a_net_and_what_is_written_there_arrives_once(
    room: Room, lyon: Delegate
) -> None:
    form, home = lyon.page.url, room.serving.base + room.workshop.path("home")
    room.serving.stop()
    lyon.page.goto(home)
    lyon.read("Home")
    lyon.page.goto(form)
    lyon.write(ISSUE)
    lyon.press("Send")
    status = lyon.page.locator("[data-outbox-line]")
    expect(status).to_have_text(WAITING)
    lyon.follow("Back to Home")
    lyon.follow("Add an issue")
    expect(lyon.page.get_by_label("What is the issue?")).to_have_value("")
    lyon.write(replace(ISSUE, title="Another one from there"))
    lyon.press("Send")
    expect(status).to_have_text("Saved on this device. Waiting to be sent: 2")
    room.serving.start()
    lyon.page.goto(home)
    expect(status).to_have_text(re.compile("Received"))
    lyon.page.wait_for_function("() => Object.keys(localStorage).every((key) => !key.startsWith('outbox'))")
    titles = sorted(row.title for row in Counted(room.url).rows["cards"])
    assert titles == ["Another one from there", "Written in a cellar"]


def test_a_page_that_was_never_seen_says_so_and_is_no_error_of_the_browser(
    room: Room, lyon: Delegate
) -> None:
    room.serving.stop()
    lyon.page.goto(room.serving.base + room.workshop.path("home/programme"))
    lyon.read("No connection")
    lyon.sees("What you sent without a connection is saved on this device.")
    room.serving.start()
    lyon.page.get_by_role("link", name="Try again").click()
    lyon.read("Programme")


def test_who_signs_out_leaves_no_page_on_the_device(room: Room, lyon: Delegate) -> None:
    lyon.page.goto(room.serving.base)
    lyon.page.context.clear_cookies()
    lyon.page.goto(room.serving.base)
    keeps(lyon)


@pytest.mark.parametrize("scene", ["validation"])
def test_answers_that_were_saved_stand_on_the_page_that_opens_without_a_net(room: Room) -> None:
    antwerp = with_worker(room, "Antwerp")
    antwerp.follow("Answer the issues")
    antwerp.choose("Is this the right issue", "Right, with a change")
    antwerp.fill("Comment", "Said in the cellar")
    antwerp.page.keyboard.press("Tab")
    antwerp.page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('sent '))")
    antwerp.is_told("Received")
    keeps(antwerp, room.workshop.path("home"), urlsplit(antwerp.page.url).path)
    room.serving.stop()
    antwerp.page.reload()
    expect(antwerp.page.get_by_role("radio", name="Right, with a change")).to_be_checked()
    expect(antwerp.page.get_by_label("Comment")).to_have_value("Said in the cellar")
