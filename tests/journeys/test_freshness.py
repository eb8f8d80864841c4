"""Pages promise to stay fresh only where a script does it; elsewhere they offer to be loaded again."""

import pytest
from playwright.sync_api import expect

from facilitator.access.policy import Phase
from facilitator.breakouts.group_work.operations import send_message
from tests.journeys.room import Room

PROMISE, OFFER = "This page updates by itself.", "Reload this page to see what is new"


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_page_promises_to_stay_fresh_where_a_script_does_it(room: Room, *, has_script: bool) -> None:
    page = room.come_back("Antwerp").page
    if has_script:
        expect(page.get_by_text(PROMISE)).to_be_visible()
        expect(page.get_by_role("link", name=OFFER)).to_have_count(0)
        return
    expect(page.get_by_text(PROMISE)).to_be_hidden()
    page.get_by_role("link", name=OFFER).click()
    expect(page).to_have_url(room.serving.base + room.workshop.path("home"))


@pytest.mark.parametrize("has_script", [False], ids=["no script"])
def test_what_does_not_change_offers_nothing_and_the_wall_loads_itself_again(room: Room) -> None:
    viewer = room.screens.laptop(room.serving.base)
    viewer.open(f"/join/{room.code}")
    expect(viewer.page.get_by_role("link", name=OFFER)).to_be_hidden()
    viewer.open(room.workshop.path(f"wall/{room.code}"))
    expect(viewer.page.locator("meta[http-equiv=refresh]")).to_have_count(1)


@pytest.mark.parametrize("has_script", [True], ids=["script"])
def test_a_phone_that_nobody_looks_at_says_what_opens_and_that_there_is_a_message(room: Room) -> None:
    page = room.come_back("Lyon").page
    title, told = page.title(), page.locator("[data-news-line]")
    room.workshop.go_to(Phase.DAY_ONE)
    room.workshop.open("RET")
    expect(told).to_have_text("Now: Retrofit")
    expect(page).to_have_title("● Now: Retrofit")
    with room.workshop.change():
        send_message(room.workshop.row, "Please come to the Garden room", by=room.workshop.actor())
    expect(told).to_have_text("New message")
    expect(page.get_by_text("Please come to the Garden room")).to_be_visible()
    page.get_by_role("heading", name="Retrofit").click()
    expect(told).to_be_hidden()
    expect(page).to_have_title(title)
