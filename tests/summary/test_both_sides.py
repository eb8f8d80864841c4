"""Lighthouse and interested cities side by side, where a lighthouse city has rated at all."""

from collections.abc import Callable
from typing import Any

import pytest

from facilitator.summary import uncertainty
from facilitator.summary.results import SideBySide
from facilitator.validation.models import Verdict
from facilitator.workshops.models import Part
from tests.pages import texts
from tests.people import Browser
from tests.reports.test_export import as_docx, as_json, text_of
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel, panel_of

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
LIGHTHOUSES = ("Lisbon", "London", "Milan", "Munich")


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Six interested cities and four lighthouse cities at one table."""
    panel = panel_of(workshop, *SIX_CITIES, issues=1)
    panel.seat(*LIGHTHOUSES, part=Part.LIGHTHOUSE)
    for city, score in zip(SIX_CITIES, (8, 9, 8, 7, 9, 8), strict=True):
        panel.answer(city, relevance=score, verdict=Verdict.RIGHT)
    return panel


def sides(panel: Panel) -> SideBySide:
    found = panel.result().side_by_side
    assert found is not None
    return found


@pytest.mark.slow
def test_where_no_lighthouse_city_has_rated_nothing_is_shown_and_the_page_says_why(
    panel: Panel, browser_of: BrowserOf
) -> None:
    page = browser_of("viewer").read(panel.workshop.path("results/RET")).text
    assert panel.result().side_by_side is None
    assert "Lighthouse and interested cities side by side" not in page
    assert "The answers of lighthouse cities are shown separately" in page


def test_from_four_cities_a_side_the_gap_has_an_interval_and_a_delta(
    panel: Panel, browser_of: BrowserOf
) -> None:
    for city, score in zip(LIGHTHOUSES, (3, 4, 2, 3), strict=True):
        panel.answer(city, relevance=score, verdict=Verdict.NOT_FOR_US)
    found = sides(panel)
    assert found.gap.few is False
    assert found.gap.is_clear
    assert found.gap.pairs.delta == 1
    assert found.panels.few is False
    assert (found.panels.smaller, found.panels.share_of_smaller) == (Part.LIGHTHOUSE, 0)
    page = browser_of("viewer").read(panel.workshop.path("results/RET")).text
    assert "Interested cities rate “Relevance” higher by 5.17 points." in page
    assert "Pairs of one interested and one lighthouse city: 24." in page
    assert "(Cliff&#39;s delta 1)" in page
    said = (
        "“Right” in both panels together: 0.15, with a maximum of 0.73 (group-informed"
        " consensus). Interested cities: 6. Lighthouse cities: 4."
        " Agreement in the smaller panel: 0 of 4 (Lighthouse cities)."
    )
    assert said in page


def test_a_gap_of_one_is_one_point_on_the_page_and_the_consensus_stands_in_the_report(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:4], issues=1)
    panel.seat(*LIGHTHOUSES, part=Part.LIGHTHOUSE)
    for cities, score in ((SIX_CITIES[:4], 5), (LIGHTHOUSES, 4)):
        for city in cities:
            panel.answer(city, relevance=score, verdict=Verdict.RIGHT)
    page = browser_of("viewer").read(workshop.path("results/RET")).text
    assert "Interested cities rate “Relevance” higher by 1 point." in page
    written = text_of(as_docx(browser_of("viewer"), workshop))
    assert "higher by 1 point." in written
    assert "Both panels: “Right” in both panels together: 0.69" in written


def test_below_four_cities_a_side_each_stands_with_its_name(panel: Panel, browser_of: BrowserOf) -> None:
    panel.answer("Lisbon", relevance=3)
    assert sides(panel).gap.few is True
    with panel.workshop.app.test_request_context():
        said = uncertainty.gap(sides(panel), "Relevance")
    assert said == "There are too few cities for a comparison. Lighthouse cities: Lisbon 3."
    page = browser_of("viewer").read(panel.workshop.path("results/RET")).text
    assert "Cliff" not in page.partition("How to read the results")[0]


def test_a_verdict_without_a_rating_is_shown_and_no_dot_is_made_up(
    panel: Panel, browser_of: BrowserOf
) -> None:
    panel.answer("Lisbon", verdict=Verdict.NOT_FOR_US, comment="It was the money")
    page = browser_of("viewer").read(panel.workshop.path("results/RET")).text
    shown = ("No lighthouse city has rated “Relevance”.", "Answers of lighthouse cities: Lisbon: Not for us")
    assert [words for words in (*shown, "It was the money") if words not in page] == []


@pytest.mark.slow
def test_what_lighthouse_cities_answer_changes_nothing_that_is_said_of_the_interested_ones(
    panel: Panel, browser_of: BrowserOf
) -> None:
    facilitator, workshop = browser_of("facilitator"), panel.workshop
    group = workshop.path(f"groups/{panel.group_id}/answers")

    def said() -> tuple[Any, ...]:
        issue = (report := as_json(facilitator, workshop))["measures"][0]["issues"][0]
        theirs = issue.pop("side_by_side")
        progress = [text for text in texts(facilitator.read(group).text) if text.endswith(" answers")]
        return report | {"drawn_up_at": None}, panel.results().order.ranks, progress, theirs

    before = said()
    for city in LIGHTHOUSES:
        panel.answer(city, relevance=1, verdict=Verdict.NOT_FOR_US, comment="Otherwise", need="Time")
    after = said()
    assert after[:-1] == before[:-1]
    assert before[-1] is None
    assert after[-1]["remarks"][0] == {
        "topic": "comment", "city": "Lisbon", "person": None, "text": "Otherwise", "is_edited": False,
    }  # fmt: skip


def test_both_sides_stand_on_the_wall_where_a_lighthouse_city_has_rated(
    panel: Panel, browser_of: BrowserOf
) -> None:
    facilitator, wall = browser_of("facilitator"), panel.workshop.path("results/issues/RET-01/sides/wall")
    missing = facilitator.read(wall)
    assert missing.status_code == 404
    assert "No lighthouse city has rated this issue" in missing.text
    for city, score in zip(LIGHTHOUSES, (3, 4, 2, 3), strict=True):
        panel.answer(city, relevance=score, verdict=Verdict.RIGHT)
    shown = facilitator.read(wall).text
    assert "Interested cities rate “Relevance” higher by 5.17 points." in shown
    assert "Agreement in the smaller panel: 4 of 4 (Lighthouse cities)." in shown
