"""What the results say is drafted in sentences, each with what it rests on; few cities conclude nothing."""

from datetime import date

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.operations import open_session
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Card, Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, link_cards
from facilitator.conclusions.queries import conclusions_now
from facilitator.validation.models import Verdict
from facilitator.web.sentences import in_words
from facilitator.workshops.operations import move_workshop
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel, panel_of
from tests.summary.test_results import add_missing

pytestmark = pytest.mark.one_database

ALIKE, APART = (9, 8, 8, 7, 9, 8), (9, 8, 9, 1, 2, 1)


def drafts(workshop: SmallWorkshop) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """What is drafted and on which cards it rests, by what it is about."""
    with workshop.app.test_request_context("/"), workshop.look():
        stated = conclusions_now(workshop.row)
        return {
            (each.kind.value, each.subject): (in_words(each.draft.said), each.draft.refs)
            for each in stated
            if each.draft
        }


def rate(panel: Panel, issue: int, scores: tuple[int, ...]) -> None:
    """Each city's rating of an issue."""
    for city, score in zip(SIX_CITIES, scores, strict=False):
        panel.answer(city, issue, relevance=score)


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Six interested cities before three issues."""
    return panel_of(workshop, *SIX_CITIES)


def test_what_the_cities_agree_on_is_said_with_its_title_and_number(panel: Panel) -> None:
    rate(panel, 1, ALIKE)
    rate(panel, 2, ALIKE)
    rate(panel, 3, (1, 2, 1, 2, 3, 1))
    said = drafts(panel.workshop)
    assert said["agreed", "RET"] == (
        "The cities agree that “Relevance” is high for 2 issues: “Issue number 1” (RET-01) and “Issue number"
        " 2” (RET-02).",
        ("RET-01", "RET-02"),
    )
    assert said["agreed_not", "RET"] == (
        "The cities agree that “Relevance” is low for one issue: “Issue number 3” (RET-03).",
        ("RET-03",),
    )
    assert said["answered", "RET"] == ("Answers came from 6 of 6 cities (6 of 6 people).", ())
    assert said["overview", "all"][0] == (
        "The interested cities were asked about 3 issues. Agreed: 2, rejected: 1, split: 0, undecided: 0, not"
        " rated: 0."
    )


def test_a_split_is_said_with_its_reason_and_the_cities_at_each_end(panel: Panel) -> None:
    rate(panel, 1, APART)
    assert drafts(panel.workshop)["split", "RET-01"] == (
        "The cities are split on “Issue number 1” (RET-01): many rate its “Relevance” high and many low (7–9:"
        " 3 cities, 4–6: 0 cities, 1–3: 3 cities).",
        ("RET-01",),
    )


def test_more_than_three_splits_are_summed_up(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=5)
    for issue in range(1, 6):
        rate(panel, issue, APART)
    said = drafts(workshop)
    assert sorted(subject for kind, subject in said if kind == "split") == ["RET-01", "RET-02", "RET-03"]
    assert said["more_split", "RET"] == (
        "The cities are split on 2 more issues: “Issue number 4” (RET-04) and “Issue number 5” (RET-05).",
        ("RET-04", "RET-05"),
    )


@pytest.mark.parametrize("scores", [ALIKE[:4], APART[:4]])
def test_of_fewer_than_five_cities_nothing_is_concluded(panel: Panel, scores: tuple[int, ...]) -> None:
    rate(panel, 1, scores)
    said = drafts(panel.workshop)
    assert {kind for kind, _ in said}.isdisjoint({"agreed", "agreed_not", "split", "undecided"})
    assert said["rated_by_few", "RET"] == (
        "Fewer than 5 cities rated one issue, so it has no result: “Issue number 1” (RET-01).",
        ("RET-01",),
    )
    assert said["answered", "RET"][0] == (
        "Answers came from 4 of 6 cities (4 of 6 people). These are too few for a result; what each city said"
        " is shown with its name."
    )
    assert said["unrated", "RET"][1] == ("RET-02", "RET-03")


def test_what_is_wanted_is_said_with_who_wants_it_and_who_had_the_problem(workshop: SmallWorkshop) -> None:
    with workshop.change():
        move_workshop(workshop.row, Phase.DAY_ONE, by=workshop.actor())
        known = workshop.add_issue(title="Tenants fear higher rents")
        workshop.add_issue(title="No money")
        for name, stance in (("Lyon", Stance.SOLVED), ("Vienna", Stance.EXPECT), ("Antwerp", Stance.MET)):
            give_evidence(known, workshop.city(name), stance, note="", by=workshop.actor())
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        move_workshop(workshop.row, Phase.DAY_TWO, by=workshop.actor())
        group = workshop.add_group("Lyon").id
        open_session(workshop.row, workshop.session("round"), by=workshop.actor())
    panel = Panel(workshop, group)
    panel.seat("Graz", "Sofia")
    panel.answer("Graz", 1, relevance=8)
    panel.answer("Sofia", 1, verdict=Verdict.RIGHT, need="Somebody who did it")
    panel.answer("Graz", 2, relevance=9)
    said = drafts(workshop)
    assert said["wanted", "RET-01"] == (
        "Help is wanted with “Tenants fear higher rents” (RET-01). By: Graz and Sofia. Lighthouse cities with"
        " experience of it: Lyon.",
        ("RET-01",),
    )
    assert said["wanted_of_nobody", "RET"] == (
        "Help is wanted with one issue of which no lighthouse city has experience: “No money” (RET-02).",
        ("RET-02",),
    )


def test_before_the_handover_it_says_what_has_been_collected(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        issue = workshop.add_issue(title="Tenants fear higher rents")
        workshop.add_issue(title="No money")
        solution = _solution(workshop, owner="")
        link_cards(issue, solution, by=workshop.actor())
    assert {key: said for key, (said, _) in drafts(workshop).items()} == {
        ("collected", "RET"): "2 issues have been collected and are not validated yet.",
        ("without_solution", "RET"): "One issue has no solution yet: “No money” (RET-02).",
        ("without_owner", "RET"): "One solution has no owner yet: “One contact person” (RET-S01).",
    }


def test_before_anybody_has_answered_it_says_so(panel: Panel) -> None:
    assert {key: said for key, (said, _) in drafts(panel.workshop).items()} == {
        ("answered", "RET"): "No interested city has answered yet."
    }


def test_a_workshop_without_issues_has_nothing_to_say(workshop: SmallWorkshop) -> None:
    assert drafts(workshop) == {}


def test_a_missing_issue_is_said_with_its_title(panel: Panel) -> None:
    workshop = panel.workshop
    with workshop.change():
        add_missing(panel, "Who pays at first?")
    assert drafts(workshop)["missing", "RET"] == (
        "The interested cities added one issue that was missing: “Who pays at first?” (RET-04).",
        ("RET-04",),
    )


def _solution(workshop: SmallWorkshop, owner: str) -> Card:
    wording = {"title": "One contact person", "text": "", "owner": owner, "by_when": date(2018, 6, 30)}
    return add_card(workshop.measure(), Kind.SOLUTION, wording, by=workshop.actor())
