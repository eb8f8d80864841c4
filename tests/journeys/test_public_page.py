"""An organiser publishes the page of the event with a photo as a phone takes it, and a stranger reads it."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.inspection import Inspection
from tests.journeys.room import Room


@pytest.fixture
def looks_closely() -> bool:
    """Every page on the way is looked at."""
    return True


def test_a_photo_of_several_megabytes_is_made_smaller_on_the_way_and_shown_to_strangers(
    room: Room, inspection: Inspection, tmp_path: Path
) -> None:
    photo = tmp_path / "town-hall.jpg"
    Image.effect_noise((2400, 1600), 60).convert("RGB").save(photo, quality=95)
    assert photo.stat().st_size > 2_000_000
    organiser = room.team_member("organiser")
    organiser.open(room.workshop.path("setup/page"))
    organiser.read("Public page")
    organiser.fill("Summary in one sentence", "Six cities show what they learned.")
    organiser.press("Save and publish")
    organiser.is_told("The page is published.")
    organiser.fill("Summary in one sentence", "Six cities show what they have learned.")
    organiser.press("Copy")
    expect(organiser.page.get_by_text("Copied", exact=True)).to_be_visible()
    organiser.press("Save and add a picture")
    organiser.read("Picture of the public page", state="none yet")
    organiser.page.locator("#file").set_input_files(photo)
    organiser.fill("What the picture shows", "The town hall in the evening")
    organiser.press("Save")
    organiser.is_told("The picture was saved.")
    organiser.read("Picture of the public page", state="with one")

    stranger = room.screens.phone(room.serving.base)
    stranger.open(room.workshop.path("about"))
    stranger.read("Replication workshop")
    picture = stranger.page.get_by_role("img", name="The town hall in the evening")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 1600)
    stranger.sees("Add to calendar")
    assert not inspection.faults, "\n".join(inspection.faults)
