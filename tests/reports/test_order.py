"""What the report says of how sure the results are: ranks, the matrix, both sides, the annex."""

from collections.abc import Callable

import pytest

from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from tests.people import Browser
from tests.reports.test_export import as_docx, as_json, rows, text_of
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel, panel_of

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Six cities who rate the first issue high and the second low, and one city the third."""
    panel, keys = panel_of(workshop, *SIX_CITIES, issues=3), workshop.criteria
    for city in SIX_CITIES:
        for issue, score in ((1, 9), (2, 2)):
            scores = {keys["relevance"]: score, keys["urgency"]: score, keys["power"]: 8}
            panel.reply(panel.people[city][0], issue, Reply(Verdict.RIGHT, scores=scores))
    panel.answer("Graz", 3, relevance=9)
    return panel


def test_ranks_stand_with_the_rule_and_none_of_two_issues_is_said_to_be_in_the_top_three(
    panel: Panel, browser_of: BrowserOf
) -> None:
    document = as_docx(browser_of("viewer"), panel.workshop)
    assert rows(document, "Order of the issues") == [
        ["RET-01", "Issue number 1", "1", "–", "–", "1"],
        ["RET-02", "Issue number 2", "2", "–", "–", "2"],
    ]
    assert (
        "Issues that enough cities rated: 2 (cities needed: 5). The bar is the likely range of ranks"
        in text_of(document)
    )


def test_where_more_than_three_issues_are_ranked_their_chances_of_the_top_stand_beside_them(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel, keys = panel_of(workshop, *SIX_CITIES, issues=4), workshop.criteria
    for city in SIX_CITIES:
        for issue, score in enumerate((9, 8, 7, 1), start=1):
            scores = dict.fromkeys(keys.values(), score)
            panel.reply(panel.people[city][0], issue, Reply(Verdict.RIGHT, scores=scores))
    browser = browser_of("viewer")
    document = as_docx(browser, workshop)
    chances = [row[3:] for row in rows(document, "Order of the issues")]
    assert chances == [
        ["99 %", "100 %", "1"],
        ["100 %", "100 %", "2"],
        ["99 %", "100 %", "3"],
        ["1 %", "0 %", "4"],
    ]
    said = " · In the top 3 in 99 % of the draws · In the top 3 whatever the weights · Place 1 of 4 by"
    assert said in text_of(document)
    first = as_json(browser, workshop)["measures"][0]["issues"][0]
    assert (first["rank"]["chance_of_top_3"], first["top_3_of_weightings"]) == (
        pytest.approx(0.99, abs=0.01),
        1,
    )


def test_the_matrix_stands_as_a_table(panel: Panel, browser_of: BrowserOf) -> None:
    assert rows(as_docx(browser_of("viewer"), panel.workshop), "Priorities") == [
        ["RET-01", "Issue number 1", "9 (9–9)", "8 (8–8)", "Needed, and we can act"],
        ["RET-02", "Issue number 2", "2 (2–2)", "8 (8–8)", "Less needed, and we can act"],
    ]


def test_the_annex_names_each_statistic_with_its_seed_and_source(panel: Panel, browser_of: BrowserOf) -> None:
    annex = text_of(as_docx(browser_of("viewer"), panel.workshop)).rpartition("Annex: Statistics")[2]
    for words in ("seed: 20171204", "Wilson", "Welch", "Group-informed consensus", "Kendall's W", "by proxy"):
        assert words in annex


def test_how_sure_a_share_is_stands_under_its_issue(panel: Panel, browser_of: BrowserOf) -> None:
    text = text_of(as_docx(browser_of("viewer"), panel.workshop))
    assert "Estimate for “Right”: 60–100 % of similar cities." in text
    assert "Rank 1 of 2 · Place 1 of 2 by all weighted criteria" in text


def test_the_json_holds_every_figure_behind_it(panel: Panel, browser_of: BrowserOf) -> None:
    data = as_json(browser_of("viewer"), panel.workshop)
    first, second, third = data["measures"][0]["issues"]
    assert data["statistics"] == {"level": 0.95, "draws": 10_000, "seed": 20171204, "pseudo_cities": 2}
    mean = pytest.approx(1, abs=0.01)
    assert first["rank"] == {"low": 1, "high": 1, "mean": mean, "chance_of_top_3": None}
    assert first["top_3_of_weightings"] is None
    assert (first["priority"]["quadrant"], second["priority"]["quadrant"]) == ("act", "along_the_way")
    assert first["intervals"]["right"] == {"low": pytest.approx(0.61, abs=0.01), "high": 1}
    assert (first["ratings"][0]["ipr"], first["ratings"][0]["ipras"]) == (0, pytest.approx(8.35))
    assert data["measures"][0]["concordance"]["w"] == 1
    assert (third["rank"], third["priority"], third["intervals"]) == (None, None, None)
    assert (first["side_by_side"], first["moves"], first["spoken_as_one"]) == (None, [], [])


def test_below_five_cities_the_report_claims_no_order(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:4], issues=2)
    for city in SIX_CITIES[:4]:
        panel.answer(city, 1, relevance=9, verdict=Verdict.RIGHT)
    text = text_of(as_docx(browser_of("viewer"), workshop)).partition("Annex: Statistics")[2]
    body = text.partition("Annex: Statistics")[0]
    for claim in ("Rank 1", "of similar cities", "Order of the issues"):
        assert claim not in body


def test_the_weights_of_the_criteria_give_each_issue_its_place(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel, keys = panel_of(workshop, *SIX_CITIES, issues=2), workshop.criteria
    for city in SIX_CITIES:
        for issue, relevance, urgency in ((1, 9, 5), (2, 6, 7)):
            scores = {keys["relevance"]: relevance, keys["urgency"]: urgency, keys["power"]: 5}
            panel.reply(panel.people[city][0], issue, Reply(Verdict.RIGHT, scores=scores))
    for weight, places in ((1, [1, 2]), (3, [2, 1])):
        with workshop.change():
            workshop.criterion("urgency").weight = weight
        issues = as_json(browser_of("viewer"), workshop)["measures"][0]["issues"]
        assert [issue["place_at_weights"] for issue in issues] == places
        page = browser_of("viewer").read(workshop.path("results/RET")).text
        assert f"Place {places[0]} of 2 by all weighted criteria" in page
