"""The page of the results: who may see it, what stands on it, and what stands there when nothing does."""

from collections.abc import Callable

import pytest

from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.capture.queries import active_handover
from facilitator.database import db
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.operations import show_picture
from tests.pages import plain
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, panel_of

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
HOSTILE = ("<script>alert(1)</script>", "=1+1", "\N{PARTY POPPER} fête", "\u05e9\u05dc\u05d5\u05dd")


def read(browser: Browser, workshop: SmallWorkshop, page: str = "results/RET") -> str:
    """The page, which must be there."""
    answer = browser.read(workshop.path(page))
    assert answer.status_code == 200
    return answer.text


def test_results_lead_to_those_of_the_first_measure(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    answer = browser_of("viewer").read(workshop.path("results"))
    assert (answer.status_code, answer.location) == (302, workshop.path("results/RET"))


def test_a_measure_that_does_not_exist_is_not_found(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    assert browser_of("viewer").read(workshop.path("results/XXX")).status_code == 404


def test_a_delegate_does_not_see_the_results_of_the_team(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    assert browser_of("Antwerp").read(workshop.path("results/RET")).status_code == 403


def test_before_the_handover_the_page_says_what_comes_here(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page = read(browser_of("viewer"), workshop)
    assert "No handover yet" in page
    assert "No solution yet" in page


def test_before_anybody_answers_the_page_says_who_will(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel_of(workshop, "Graz", issues=1)
    page = read(browser_of("viewer"), workshop)
    assert "Nobody has answered yet" in page
    assert "Issue number 1" in page
    assert "Rated by" not in page


def test_both_counts_and_the_rule_stand_beside_the_word(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=1)
    for city in SIX_CITIES[:5]:
        panel.answer(city, relevance=8, verdict=Verdict.RIGHT)
    page = read(browser_of("viewer"), workshop)
    assert "5 of 6 cities (5 of 6 people)" in page
    assert "Relevance. Median city: 8" in page
    assert "at least 75 % of the cities do the same" in page
    assert "all issues rated by fewer than 5 cities" in page


def test_of_few_cities_the_page_shows_names_and_no_middle(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:4], issues=1)
    for city in SIX_CITIES[:4]:
        panel.answer(city, relevance=8, verdict=Verdict.RIGHT)
    page = read(browser_of("viewer"), workshop)
    assert all(city in page for city in SIX_CITIES[:4])
    assert "Rated by fewer than five cities" in page
    assert "Median city:" not in page


def test_what_one_of_few_cities_says_as_one_stands_beside_its_name(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:3], issues=1)
    panel.answer("Aarhus", relevance=8, verdict=Verdict.RIGHT)
    panel.speak("Aarhus", 1, Reply(Verdict.NOT_FOR_US))
    panel.speak("Burgas", 1, Reply(Verdict.RIGHT))  # none of whose delegates has answered
    for page in ("results/RET", "results/issues/RET-01/wall"):
        said = plain(read(browser_of("viewer"), workshop, page))
        assert "Aarhus Not for us (city vote) 1" in said
        assert "Burgas Right (city vote) 0" in said


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_type_is_shown_and_never_run(
    workshop: SmallWorkshop, browser_of: BrowserOf, typed: str
) -> None:
    panel = panel_of(workshop, "Graz", issues=1)
    panel.answer("Graz", verdict=Verdict.RIGHT, comment=typed)
    page = read(browser_of("viewer"), workshop)
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in page
    assert "<script>alert" not in page


def test_five_cities_give_an_issue_a_rank_with_its_interval_and_fewer_none(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=3)
    for city in SIX_CITIES:
        panel.answer(city, 1, relevance=9, urgency=9)
        panel.answer(city, 2, relevance=2, urgency=8)
    panel.answer("Graz", 3, relevance=9)
    page = read(browser_of("viewer"), workshop)
    assert "Rank 1 of 2</span>" in page
    assert "Rank 2 of 2</span>" in page
    assert page.count('class="rank"') == 2
    assert "In the top 3" not in page
    assert "draws: 10,000" in page
    assert "Issues that enough cities rated: 2 (cities needed: 5)" in page


def test_below_five_cities_the_page_shows_no_interval_and_no_order(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:4], issues=2)
    for city in SIX_CITIES[:4]:
        panel.answer(city, 1, relevance=9, urgency=9, verdict=Verdict.RIGHT)
        panel.answer(city, 2, relevance=6, urgency=9, verdict=Verdict.NOT_FOR_US)
    page = read(browser_of("viewer"), workshop)
    for claim in ("Rank ", "of similar cities", "weights", "IPRAS)", "Order of the issues"):
        assert claim not in page.partition("How to read the results")[0]


def test_how_sure_a_share_is_stands_in_words(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=1)
    for city in SIX_CITIES:
        verdict = Verdict.NOT_FOR_US if city == "Venice" else Verdict.RIGHT
        panel.answer(city, relevance=8, verdict=verdict)
    assert "Estimate for “Right”: 40–100 % of similar cities." in read(browser_of("viewer"), workshop)


def test_verdicts_that_won_alike_are_named_alike(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=1)
    for place, city in enumerate(SIX_CITIES):
        panel.answer(city, verdict=Verdict.RIGHT if place % 2 else Verdict.NOT_FOR_US)
    said = "Estimate for “Right” and “Not for us”: 10–90 % of similar cities."
    assert said in read(browser_of("viewer"), workshop)


def test_a_single_issue_that_five_cities_rated_has_no_rank(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=2)
    for city in SIX_CITIES:
        panel.answer(city, 1, relevance=8)
    assert 'class="rank"' not in read(browser_of("viewer"), workshop)
    wall = read(browser_of("viewer"), workshop, "results/RET/wall")
    assert "Fewer than two issues were rated by five cities or more" in wall


def test_what_is_needed_stands_against_the_power_to_act(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=2)
    keys = workshop.criteria
    for city in SIX_CITIES:
        for issue, power in ((1, 8), (2, 5)):
            scores = {keys["relevance"]: 8, keys["urgency"]: 8, keys["power"]: power}
            panel.reply(panel.people[city][0], issue, Reply(scores=scores))
    page = read(browser_of("viewer"), workshop)
    assert "RET-01 Needed, and we can act" in page
    assert "RET-02 Not clear" in page
    wall = read(browser_of("viewer"), workshop, "results/RET/first/wall")
    assert "RET-01 Needed, and we can act and RET-02 Not clear" in wall
    assert "Issues that enough cities rated on all three criteria: 2 (cities needed: 5)." in wall


def test_one_issue_and_the_order_can_be_shown_on_the_wall(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=3)
    for city in SIX_CITIES:
        panel.answer(city, 1, relevance=9, verdict=Verdict.RIGHT, comment="Not for the wall")
        panel.answer(city, 2, relevance=4)
    viewer = browser_of("viewer")
    issue, order = (read(viewer, workshop, f"results/{page}/wall") for page in ("issues/RET-01", "RET"))
    assert "Rank 1 of 2" in issue
    assert "Issue number 1" in issue
    assert "6 of 6 cities" in order
    for page in (issue, order):
        assert "Not for the wall" not in page
        assert "Person" not in page


@pytest.mark.parametrize(
    "page",
    [
        "results/issues/RET-03/wall",
        "results/issues/RET-99/wall",
        "results/XXX/wall",
        "results/RET/first/wall",
        "results/XXX/first/wall",
    ],
)
def test_what_nobody_answered_is_not_on_the_wall(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    panel_of(workshop, "Graz", issues=3)
    assert browser_of("viewer").read(workshop.path(page)).status_code == 404


@pytest.mark.parametrize("page", ["results/RET/wall", "results/RET/first/wall", "results/issues/RET-01/wall"])
def test_a_delegate_does_not_choose_what_the_wall_shows(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    panel_of(workshop, "Graz", issues=1)
    assert browser_of("Antwerp").read(workshop.path(page)).status_code == 403


@pytest.mark.slow
def test_a_long_order_takes_several_screens(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:5], issues=12)
    for issue in range(1, 13):
        for city in SIX_CITIES[:5]:
            panel.answer(city, issue, relevance=9 - issue // 2)
    viewer = browser_of("viewer")
    first, second = (read(viewer, workshop, f"results/RET/wall?screen={screen}") for screen in (1, 2))
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (4, 4)
    assert "2 of 3" in second
    for screen in ("0", "-1", "99", "x", "9" * 30):
        assert viewer.read(workshop.path(f"results/RET/wall?screen={screen}")).status_code == 200


def test_while_a_group_answers_blind_the_results_say_not_to_show_them_in_the_room(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel, viewer = panel_of(workshop, "Graz", issues=2), browser_of("viewer")
    warning = "Answers of Retrofit table are still hidden. Do not show these results in the room yet."
    for issue in (1, 2):
        assert warning in read(viewer, workshop)
        with workshop.change():
            group, handover = db.session.get_one(Group, panel.group_id), active_handover(workshop.row)
            assert handover
            show_picture(group, handover, panel.issue_id(issue), by=workshop.actor())
    assert warning not in read(viewer, workshop)


def test_a_group_that_has_closed_does_not_answer_any_more(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, "Graz", issues=1)
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, panel.group_id), by=workshop.actor())
    assert "are still hidden. Do not show" not in read(browser_of("viewer"), workshop)
