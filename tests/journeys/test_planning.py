"""Who sits where: plan, move, pin, reshuffle, publish, somebody late; on a phone and on paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people_at_screens import Delegate
from tests.journeys.printed import pages_of
from tests.journeys.room import Screens
from tests.journeys.serving import Serving
from tests.journeys.team_at_screens import TeamMember

ANTWERP, MUNICH = "Liesbet Moerkens", "Annegret Wiesinger"
ROUND = re.compile("Round 3")


@dataclass
class Brussels:
    """The demo on day one: forty people, three rounds to be planned."""

    serving: Serving
    screens: Screens

    @property
    def links(self) -> list[str]:
        """Console, join page, projector, two delegates."""
        return re.findall(r"http://\S+", self.serving.printed)

    def facilitator(self) -> TeamMember:
        """The facilitator, signed in."""
        member = self.screens.laptop(self.serving.base)
        member.sign_in(self.links[0])
        return member


@pytest.fixture
def brussels(tmp_path: Path, screens: Screens) -> Iterator[Brussels]:
    """The demo, served."""
    serving = Serving(tmp_path / "instance", "demo", "--at", "day-one")
    serving.start()
    yield Brussels(serving, screens)
    screens.close()
    serving.stop()


def plans(member: TeamMember) -> Locator:
    """The table in which plans stand beside each other."""
    return member.page.get_by_role("region", name="Compare plans")


def tab(member: TeamMember, name: str) -> None:
    member.go_to("Groups")
    if name != "Rounds and groups":
        member.follow(name, member.page.get_by_role("navigation", name="Planning"))


def heading_of_table(member: TeamMember, who: str) -> Locator:
    """What the page calls the table at which somebody sits in the third round."""
    tables = member.page.get_by_role("region", name=ROUND).locator("section.table-plan")
    mine = tables.filter(has=member.page.get_by_role("link", name=who, exact=True))
    return mine.get_by_role("heading", level=3)


def table_of(member: TeamMember, who: str) -> str:
    """The table at which somebody sits now."""
    return str(heading_of_table(member, who).inner_text())


def search(member: TeamMember) -> None:
    """Search for another plan and wait until it is there."""
    tab(member, "Plans")
    member.choose("How thorough?", "Quick")
    member.press("Create plan")
    expect(member.page.get_by_role("button", name="Publish plan")).to_be_visible(timeout=90_000)


def open_person(member: TeamMember, who: str) -> None:
    region = member.page.get_by_role("region", name=ROUND)
    region.get_by_role("link", name=who, exact=True).click()
    member.read(re.compile(who))  # type: ignore[arg-type]


def test_a_facilitator_plans_moves_pins_reshuffles_and_publishes_and_everybody_knows_their_table(
    brussels: Brussels,
) -> None:
    facilitator = brussels.facilitator()
    search(facilitator)
    facilitator.read("Plan 3")
    move_antwerp(facilitator)
    table = table_of(facilitator, ANTWERP)
    open_person(facilitator, ANTWERP)
    facilitator.press("Pin to this group")
    facilitator.is_told(f"{ANTWERP} was pinned to {table}.")
    search(facilitator)
    facilitator.read("Plan 4")
    assert table_of(facilitator, ANTWERP) == table
    facilitator.press("Publish plan")
    facilitator.is_told("Plan 4 was published. Everybody can now see their groups.")
    seen_on_a_phone(brussels, table)
    somebody_comes_late(brussels, facilitator)
    printed_on_paper(facilitator, table)


def move_antwerp(facilitator: TeamMember) -> None:
    """Choose a person, choose a table, see what it costs, confirm."""
    before = table_of(facilitator, ANTWERP)
    open_person(facilitator, ANTWERP)
    row = facilitator.page.get_by_role("row").filter(has_text="Choose").first
    row.get_by_role("link").click()
    expect(facilitator.page.get_by_role("group", name="How?")).to_be_visible()
    facilitator.press("Move")
    facilitator.read("Plan 3", state="moved")
    expect(heading_of_table(facilitator, ANTWERP)).not_to_have_text(before)


def seen_on_a_phone(brussels: Brussels, table: str) -> None:
    """Antwerp's delegate reads the table, with whom, and why not all wishes."""
    antwerp: Delegate = brussels.screens.phone(brussels.serving.base)
    antwerp.open(brussels.links[-1])
    antwerp.read("Home", state="with tables")
    antwerp.sees(table)
    assert antwerp.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    antwerp.follow("Which of my preferences were met?")
    antwerp.read("Which of your preferences were met?")


def somebody_comes_late(brussels: Brussels, facilitator: TeamMember) -> None:
    """A delegate joins after the seats are published, and gets one while nobody moves."""
    late = brussels.screens.phone(brussels.serving.base)
    late.open(brussels.links[1])
    late.pick("Which city or organisation do you represent?", "Sofia")
    late.fill("Your name", "Ognyana")
    late.press("Join")
    late.read("Home")
    tab(facilitator, "Seats")
    facilitator.sees("One person has no seat in this round.")
    open_person(facilitator, "Ognyana")
    facilitator.follow("Find seats in all later rounds")
    facilitator.sees("Nobody moves.")
    facilitator.press("Confirm")
    facilitator.is_told("Ognyana has a seat now.")
    late.finds_news("Your groups")


def printed_on_paper(facilitator: TeamMember, table: str) -> None:
    """Everybody's card, as the printer gets it."""
    facilitator.follow("Print seat cards")
    facilitator.read("Cards")
    text = "\n".join(pages_of(facilitator.page.pdf(format="A4")))
    assert [name for name in (ANTWERP, MUNICH, "Ognyana", table) if name not in text] == []
    assert "Back" not in text
    assert text.count("14:50") == 42


def test_a_name_is_dragged_to_a_table_and_nothing_moves_before_it_is_confirmed(brussels: Brussels) -> None:
    facilitator = brussels.facilitator()
    tab(facilitator, "Plans")
    facilitator.follow("Plan 1", plans(facilitator))
    before = table_of(facilitator, ANTWERP)
    region = facilitator.page.get_by_role("region", name=ROUND)
    tables = region.locator("section.table-plan").filter(has_not_text=ANTWERP)
    facilitator.waits_for_the_rest()
    region.get_by_role("link", name=ANTWERP, exact=True).drag_to(tables.first)
    dialog = facilitator.page.get_by_role("dialog")
    expect(dialog.get_by_role("group", name="How?")).to_be_visible()
    assert table_of(facilitator, ANTWERP) == before
    facilitator.press("Move", dialog)
    facilitator.read("Plan 1", state="moved")
    expect(heading_of_table(facilitator, ANTWERP)).not_to_have_text(before)


@pytest.mark.parametrize("has_script", [False])
def test_somebody_is_moved_without_script(brussels: Brussels) -> None:
    facilitator = brussels.facilitator()
    tab(facilitator, "Plans")
    facilitator.follow("Plan 2", plans(facilitator))
    before = table_of(facilitator, MUNICH)
    open_person(facilitator, MUNICH)
    facilitator.page.get_by_role("row").filter(has_text="Choose").first.get_by_role("link").click()
    facilitator.press("Move")
    facilitator.read("Plan 2", state="moved")
    expect(heading_of_table(facilitator, MUNICH)).not_to_have_text(before)
