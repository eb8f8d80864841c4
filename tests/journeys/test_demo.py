"""The demo, as a visitor starts it: its links work, its data stay, `--fresh` starts over."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.counting import Counted
from tests.journeys.docx_reopened import check_docx
from tests.journeys.json_reopened import check_json
from tests.journeys.room import Screens
from tests.journeys.serving import Serving

WORKSHOP = "Joint replication workshop of Smarter Together and Sharing Cities"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The Brussels workshop after its two days; nobody can change it any more."""
    demo = Serving(tmp_path_factory.mktemp("demo") / "instance", "demo", "--at", "closed")
    demo.start()
    yield demo
    demo.stop()


def links(demo: Serving) -> list[str]:
    """The addresses that it prints: console, join page, projector, organiser, two delegates."""
    found = re.findall(r"http://\S+", demo.printed)
    assert len(found) == 6
    return found


def test_each_link_that_the_demo_prints_leads_to_its_screen(demo: Serving, screens: Screens) -> None:
    console, join, wall, set_up, *places = links(demo)
    facilitator = screens.laptop(demo.base)
    facilitator.sign_in(console)
    facilitator.sees("Retrofit")
    facilitator.open(wall)
    facilitator.read("Join with your phone")
    guest = screens.phone(demo.base)
    guest.open(join)
    guest.read(WORKSHOP)
    organiser = screens.laptop(demo.base)
    organiser.sign_in(set_up)
    organiser.sees("Open the workshop again")
    for place in places:
        delegate = screens.phone(demo.base)
        delegate.open(place)
        delegate.read("Home")
    screens.close()


def test_the_report_of_the_demo_says_what_its_database_holds(
    demo: Serving, screens: Screens, tmp_path: Path
) -> None:
    facilitator = screens.laptop(demo.base)
    facilitator.sign_in(links(demo)[0])
    facilitator.go_to("Report")
    document = facilitator.download("Document to edit (DOCX)", tmp_path)
    data = facilitator.download("Data for other programs (JSON)", tmp_path)
    screens.close()
    counted = Counted(f"sqlite:///{demo.instance / 'facilitator.sqlite3'}")
    check_json(data, counted)
    check_docx(document, counted)
    report = json.loads(data.read_text(encoding="utf-8"))
    words = {issue["word"] for measure in report["measures"] for issue in measure["issues"]}
    # An issue that nobody has answered has no word.
    assert words == {"agreed", "agreed_not", "split", "open", None}


@pytest.fixture
def day_two(tmp_path: Path) -> Iterator[Serving]:
    """The same on its second day."""
    demo = Serving(tmp_path / "instance", "demo", "--at", "day-two")
    demo.start()
    yield demo
    demo.stop()


def test_a_second_start_keeps_the_data_and_a_fresh_one_starts_over(
    day_two: Serving, screens: Screens
) -> None:
    join_as(screens, day_two, "Wanda")
    day_two.stop()
    day_two.start()
    assert names(screens, day_two).count("Wanda") == 1
    day_two.stop()
    day_two.start("--fresh")
    assert names(screens, day_two).count("Wanda") == 0


def join_as(screens: Screens, demo: Serving, name: str) -> None:
    """Somebody of Sofia joins."""
    guest = screens.phone(demo.base)
    guest.open(links(demo)[1])
    guest.pick("Which city or organisation do you represent?", "Sofia")
    guest.fill("Your name", name)
    guest.press("Join")
    guest.read("Home")
    screens.close()


def names(screens: Screens, demo: Serving) -> str:
    """Show all people, by a new link to the console."""
    facilitator = screens.laptop(demo.base)
    facilitator.sign_in(links(demo)[0])
    facilitator.go_to("People")
    facilitator.read("People")
    facilitator.page.wait_for_load_state()
    room = facilitator.page.get_by_role("main").inner_text()
    screens.close()
    return room
