"""What interested cities want from a lighthouse city, and how days could be spread over it."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.operations import open_session
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, link_cards
from facilitator.capture.queries import card_by_reference
from facilitator.summary.demand.queries import Demand, demand
from facilitator.workshops.operations import move_workshop
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import Panel
from tests.summary.test_results import add_missing

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
STANCES = (Stance.SOLVED, Stance.MET, Stance.EXPECT, Stance.MET)


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Lyon has solved the first of five issues, met the second and fourth, and expects the third.

    The second has a solution; nobody has met the fifth.
    """
    with workshop.change():
        move_workshop(workshop.row, Phase.DAY_ONE, by=workshop.actor())
        issues = [workshop.add_issue(title=f"Issue number {number}") for number in range(1, 6)]
        for issue, stance in zip(issues, STANCES, strict=False):
            give_evidence(issue, workshop.city("Lyon"), stance, note="Ours", by=workshop.actor())
        wording = {"title": "A mediator sees every owner"}
        solution = add_card(workshop.measure(), Kind.SOLUTION, wording, by=workshop.actor())
        link_cards(issues[1], solution, by=workshop.actor())
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        move_workshop(workshop.row, Phase.DAY_TWO, by=workshop.actor())
        group = workshop.add_group("Lyon")
        open_session(workshop.row, workshop.session("round"), by=workshop.actor())
        panel = Panel(workshop, group.id)
    panel.seat("Graz", "Sofia", "Venice")
    return panel


def wanted_of(panel: Panel, city: str = "Lyon") -> list[tuple[str, tuple[str, ...]]]:
    """The references of what is wanted of a city, and by whom."""
    with panel.workshop.look():
        found: Demand = demand(panel.workshop.row)
        return [(each.ref, each.cities) for each in found.of(panel.workshop.city(city))]


def page_of(panel: Panel, query: str = "") -> str:
    with panel.workshop.look():
        return panel.workshop.path(f"demand/{panel.workshop.city('Lyon').id}{query}")


def test_a_city_wants_what_it_rates_high_or_says_it_needs(panel: Panel) -> None:
    panel.answer("Graz", 1, relevance=7)
    panel.answer("Sofia", 1, relevance=6)
    panel.answer("Venice", 1, relevance=2, need="A model contract")
    assert wanted_of(panel) == [("RET-01", ("Graz", "Venice"))]


def test_it_is_wanted_of_those_who_have_met_or_solved_it(panel: Panel) -> None:
    for issue in (1, 3, 4, 5):
        panel.answer("Graz", issue, relevance=9)
    assert [ref for ref, _ in wanted_of(panel)] == ["RET-01", "RET-04"]
    assert wanted_of(panel, "Vienna") == []


def test_what_no_solution_answers_comes_first(panel: Panel) -> None:
    for city in ("Graz", "Sofia", "Venice"):
        panel.answer(city, 2, relevance=9)
    panel.answer("Graz", 4, relevance=9)
    assert [ref for ref, _ in wanted_of(panel)] == ["RET-04", "RET-02"]


def test_what_no_lighthouse_city_has_met_stands_apart(panel: Panel) -> None:
    panel.answer("Graz", 5, relevance=9)
    with panel.workshop.look():
        assert [each.ref for each in demand(panel.workshop.row).of_nobody] == ["RET-05"]


def test_an_issue_that_a_city_added_is_wanted_of_whoever_met_it(panel: Panel) -> None:
    with panel.workshop.change():
        add_missing(panel, "Nobody pays for the first step")
    assert wanted_of(panel) == []
    with panel.workshop.change():
        card = card_by_reference(panel.workshop.row, "RET-06")
        give_evidence(card, panel.workshop.city("Lyon"), Stance.MET, by=panel.workshop.actor())
    assert wanted_of(panel) == [("RET-06", ("Antwerp",))]


def test_the_page_spreads_as_many_days_as_are_asked_for(panel: Panel, browser_of: BrowserOf) -> None:
    for city in ("Graz", "Sofia", "Venice"):
        panel.answer(city, 1, relevance=9)
    panel.answer("Graz", 4, need="A model contract")
    page = browser_of("viewer").read(page_of(panel, "?days=4")).text
    assert page.index("Issue number 1") < page.index("Issue number 4")
    assert "3 days" in page
    assert "1 day<" in page
    assert "A model contract" in page
    assert "Person" not in page


@pytest.mark.parametrize("typed", ["0", "-3", "5.5", "five", "61", "", "99999999999", "\u0665"])
def test_days_that_are_none_are_answered_in_a_sentence_and_what_was_typed_stays(
    panel: Panel, browser_of: BrowserOf, typed: str
) -> None:
    panel.answer("Graz", 1, relevance=9)
    answer = browser_of("viewer").read(page_of(panel, f"?days={typed}"))
    assert answer.status_code == 422
    assert "Enter a whole number of days from 1 to 60." in answer.text
    assert f'value="{typed}"' in answer.text


def test_the_sheet_holds_the_same_days_for_paper(panel: Panel, browser_of: BrowserOf) -> None:
    panel.answer("Graz", 1, relevance=9, need="A model contract")
    sheet = browser_of("viewer").read(page_of(panel, "/sheet?days=7")).text
    for words in ("7 days, distributed over", "Issue number 1", "A model contract"):
        assert words in sheet


@pytest.mark.parametrize("who", ["viewer", "facilitator"])
def test_before_anybody_answers_the_pages_say_who_will(panel: Panel, browser_of: BrowserOf, who: str) -> None:
    browser = browser_of(who)
    assert "No requests yet" in browser.read(panel.workshop.path("demand")).text
    for page in (page_of(panel), page_of(panel, "/sheet")):
        assert "No requests to this city yet" in browser.read(page).text


def test_an_interested_city_and_one_of_another_workshop_are_not_found(
    panel: Panel, browser_of: BrowserOf
) -> None:
    with panel.workshop.look():
        antwerp = panel.workshop.city("Antwerp").id
    for city in (antwerp, 9999):
        assert browser_of("viewer").read(panel.workshop.path(f"demand/{city}")).status_code == 404


def test_a_delegate_does_not_see_what_the_team_sees(panel: Panel, browser_of: BrowserOf) -> None:
    assert browser_of("Lyon").read(panel.workshop.path("demand")).status_code == 403
