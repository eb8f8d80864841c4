"""What the interested cities said, counted as it was given."""

from collections.abc import Callable

import pytest
from flask import Flask

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import unseat_participant
from facilitator.breakouts.queries import seated_group
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.models import Card, Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards, reword_card
from facilitator.database import db
from facilitator.statistics.concordance import Concordance
from facilitator.statistics.tallies import Count
from facilitator.statistics.words import Word
from facilitator.summary import uncertainty
from facilitator.summary.queries import results
from facilitator.summary.results import Coverage, RemarkTopic
from facilitator.validation.models import Verdict
from facilitator.validation.operations import add_missing_issue
from facilitator.validation.rules import Reply
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import Participant
from tests.people import Browser
from tests.reports.test_export import as_docx, text_of
from tests.small_workshop import AN_ISSUE, SmallWorkshop
from tests.statements import asked
from tests.summary.panel import SIX_CITIES, Panel, panel_of

pytestmark = pytest.mark.one_database

A_SOLUTION = {"title": "A mediator sees every owner", "owner": "Urban renewal office"}


def test_cities_and_people_are_counted_against_those_who_were_asked(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.seat("Sofia", people=3)
    panel.answer("Graz", verdict=Verdict.RIGHT)
    panel.answer("Sofia", delegate=1, relevance=8)
    assert panel.result().answered == Count(cities=2, people=2)
    assert panel.results().answered == Count(cities=2, people=2)
    assert panel.results().entitled == Count(cities=2, people=4)


def test_a_city_has_one_vote_however_many_delegates_it_sends(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:4])
    panel.seat("Venice", people=2)
    for city in SIX_CITIES[:4]:
        panel.answer(city, verdict=Verdict.RIGHT)
    panel.answer("Venice", delegate=0, verdict=Verdict.RIGHT)
    panel.answer("Venice", delegate=1, verdict=Verdict.NOT_FOR_US)
    verdicts = panel.result().verdicts
    assert verdicts.few is False
    votes = {verdict: (share.votes, share.people) for verdict, share in verdicts.shares.items()}
    assert votes == {
        Verdict.RIGHT: (4.5, 5),
        Verdict.RIGHT_WITH_CHANGE: (0, 0),
        Verdict.NOT_FOR_US: (0.5, 1),
    }


def test_the_middle_city_is_found_among_the_medians_of_the_cities(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:4])
    panel.seat("Venice", people=3)
    for city, score in zip(SIX_CITIES[:4], (7, 8, 9, 9), strict=True):
        panel.answer(city, relevance=score)
    for delegate, score in enumerate((1, 7, 7)):
        panel.answer("Venice", delegate=delegate, relevance=score)
    relevance = panel.result().ratings[0].rated
    assert relevance.few is False
    assert relevance.median == 8
    assert {dot.city: (dot.value, dot.people) for dot in relevance.dots}["Venice"] == (7, 3)
    assert panel.result().word is Word.AGREED


def test_below_five_cities_each_stands_with_its_name_and_the_word_is_open(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:4])
    for city in SIX_CITIES[:4]:
        panel.answer(city, relevance=9, verdict=Verdict.RIGHT)
    result = panel.result()
    assert (result.word, result.coverage) == (Word.OPEN, Coverage.BY_FEW)
    assert [(dot.city, dot.value) for dot in result.dots] == [(city, 9) for city in SIX_CITIES[:4]]
    assert result.verdicts.few is True
    assert [(voice.city, dict(voice.tally)) for voice in result.verdicts.dots] == [
        (city, {Verdict.RIGHT: 1}) for city in SIX_CITIES[:4]
    ]
    assert not hasattr(result.ratings[0].rated, "median")


def test_cant_say_is_an_answer_that_is_counted_apart(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES)
    for city in SIX_CITIES[:5]:
        panel.answer(city, relevance=8, verdict=Verdict.RIGHT)
    panel.answer("Venice", relevance=None, verdict=Verdict.CANT_SAY)
    result = panel.result()
    assert result.answered == Count(6, 6)
    assert (result.verdicts.judged, result.verdicts.cant_say) == (Count(5, 5), Count(1, 1))
    assert (result.ratings[0].rated.rated, result.ratings[0].rated.cant_say) == (Count(5, 5), Count(1, 1))


def test_the_issue_that_the_cities_rate_highest_comes_first(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:5])
    for number, score in ((1, 3), (2, 9), (3, 6)):
        for city in SIX_CITIES[:5]:
            panel.answer(city, number, relevance=score)
    assert [result.issue.ref for result in panel.results().issues] == ["RET-02", "RET-03", "RET-01"]


def test_one_city_alone_does_not_put_an_issue_before_those_that_five_have_rated(
    workshop: SmallWorkshop,
) -> None:
    panel = panel_of(workshop, *SIX_CITIES[:5])
    panel.answer("Graz", 2, relevance=9)
    for city in SIX_CITIES[:5]:
        panel.answer(city, 3, relevance=5)
    assert [
        (part, [result.issue.number for result in issues]) for part, issues in panel.results().by_coverage
    ] == [
        (Coverage.BY_ENOUGH, [3]),
        (Coverage.BY_FEW, [2]),
        (Coverage.UNRATED, [1]),
    ]


def test_remarks_carry_their_city_and_for_the_team_their_person(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz", "Sofia")
    panel.answer("Sofia", verdict=Verdict.RIGHT, comment="We lost a year to one vote.", need="A mediator")
    panel.answer("Graz", verdict=Verdict.RIGHT_WITH_CHANGE, change="Name the owners")
    said = [(remark.topic, remark.city, remark.person, remark.text) for remark in panel.result().remarks]
    assert said == [
        (RemarkTopic.CHANGE, "Graz", "Person Graz-0", "Name the owners"),
        (RemarkTopic.COMMENT, "Sofia", "Person Sofia-0", "We lost a year to one vote."),
        (RemarkTopic.NEED, "Sofia", "Person Sofia-0", "A mediator"),
    ]


def test_a_lighthouse_city_at_the_table_does_not_vote(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.reply(workshop.participants["Lyon"], 1, Reply(verdict=Verdict.RIGHT, comment="Ours", scores={}))
    assert panel.result().answered == Count(0, 0)
    assert panel.result().remarks == ()
    assert panel.results().entitled == Count(1, 1)


def test_whoever_answered_and_then_left_the_table_still_counts(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz", "Sofia")
    panel.answer("Graz", verdict=Verdict.RIGHT)
    with workshop.change():
        group = db.session.get_one(Group, panel.group_id)
        person = db.session.get_one(Participant, panel.people["Graz"][0])
        unseat_participant(workshop.row, group, person, by=workshop.actor())
    assert panel.results().answered == Count(1, 1)
    assert panel.results().entitled == Count(2, 2)


def test_an_answer_that_was_taken_back_is_none(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", verdict=Verdict.RIGHT, relevance=7)
    panel.reply(panel.people["Graz"][0], 1, Reply())
    assert panel.result().answered == Count(0, 0)
    assert panel.result().coverage is Coverage.UNRATED


def hand_over_again(panel: Panel, reworded: int) -> None:
    """Reopen day one, reword one issue, and freeze it anew."""
    workshop = panel.workshop
    workshop.close("round")
    with workshop.change():
        reopen_handover(workshop.row, reason="An issue was unclear", by=workshop.actor())
        words = {"title": "Now it is clear", "text": "", "aspect": "legal"}
        reword_card(panel.card(reworded), words, based_on=1, by=workshop.actor())
        freeze_handover(workshop.row, name="Day one, again", by=workshop.actor())
        workshops.move_workshop(workshop.row, Phase.DAY_TWO, by=workshop.actor())


def test_an_answer_to_an_earlier_wording_is_set_aside_and_said_so(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", 1, verdict=Verdict.RIGHT, relevance=9)
    panel.answer("Graz", 2, verdict=Verdict.RIGHT, relevance=9)
    hand_over_again(panel, reworded=1)
    assert (panel.result(1).answered, panel.result(1).set_aside) == (Count(0, 0), 1)
    assert panel.result(1).dots == ()
    assert (panel.result(2).answered, panel.result(2).set_aside) == (Count(1, 1), 0)


def test_the_text_that_was_validated_stays_when_it_is_reworded_later(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    with workshop.change():
        words = {"title": "Another title", "text": "", "aspect": "legal"}
        reword_card(panel.card(1), words, based_on=1, by=workshop.actor())
    assert (panel.result(1).issue.title, panel.result(1).issue.reworded_since) == ("Issue number 1", True)
    assert panel.result(2).issue.reworded_since is False


def test_what_is_hidden_is_left_out_everywhere(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz", issues=2)
    with workshop.change():
        seen, hidden = (
            add_card(workshop.measure(), Kind.SOLUTION, A_SOLUTION, by=workshop.actor()) for _ in range(2)
        )
        for solution in (seen, hidden):
            for number in (1, 2):
                link_cards(panel.card(number), solution, by=workshop.actor())
        for card in (panel.card(2), hidden):
            hide_card(card, reason="Entered twice", by=workshop.actor())
    found = panel.results()
    assert [result.issue.ref for result in found.issues] == ["RET-01"]
    assert found.issues[0].helped_by == ("RET-S01",)
    assert [(card.ref, card.helps) for card in found.solutions] == [("RET-S01", ["RET-01"])]


def test_what_the_cities_add_stands_apart_from_what_was_handed_over(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz", issues=1)
    with workshop.change():
        add_missing(panel, "Nobody pays for the first step")
        gone = add_missing(panel, "Typed by mistake")
        hide_card(gone, reason="A mistake", by=workshop.actor())
        workshop.add_issue(title="Heard in the corridor")
    found = panel.results()
    assert [result.issue.ref for result in found.issues] == ["RET-01"]
    assert [(card.ref, card.wording.title) for card in found.missing] == [
        ("RET-02", "Nobody pays for the first step")
    ]
    assert [(card.ref, card.wording.title) for card in found.late] == [("RET-04", "Heard in the corridor")]


def add_missing(panel: Panel, title: str) -> Card:
    """An issue that the group misses, inside of `change`."""
    return add_missing_issue(
        seated_group(panel.workshop.row, panel.group_id),
        None,
        title=title,
        text="",
        aspect="financial",
        city=panel.workshop.city("Antwerp"),
        by=panel.workshop.actor(),
    )


def test_evidence_is_that_of_the_handover(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshops.move_workshop(workshop.row, Phase.DAY_ONE, by=workshop.actor())
        issue = workshop.add_issue()
        give_evidence(issue, workshop.city("Lyon"), Stance.SOLVED, by=workshop.actor())
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        give_evidence(issue, workshop.city("Vienna"), Stance.MET, by=workshop.actor())
    with workshop.look():
        evidence = results(workshop.row, workshop.measure()).measures[0].issues[0].evidence
    assert (evidence.met, evidence.solved, evidence.lighthouse_cities) == (1, 1, 2)


def test_before_the_handover_issues_stand_as_they_are_worded_now(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshops.move_workshop(workshop.row, Phase.DAY_ONE, by=workshop.actor())
        issue = workshop.add_issue(title="First try")
        reword_card(issue, AN_ISSUE | {"title": "Second try"}, based_on=1, by=workshop.actor())
    with workshop.look():
        found = results(workshop.row)
        assert found.handover is None
        assert [result.issue.title for result in found.measures[0].issues] == ["Second try"]
        assert found.measures[0].issues[0].answered == Count(0, 0)


@pytest.mark.parametrize("issues", [1, 3, 30])
def test_the_results_take_a_fixed_number_of_statements(workshop: SmallWorkshop, issues: int) -> None:
    panel = panel_of(workshop, "Graz", "Sofia", issues=issues)
    panel.answer("Graz", issues, relevance=5, verdict=Verdict.RIGHT)
    with workshop.look():
        row, measure = workshop.row, workshop.measure()
        with asked(workshop.app) as statements:
            results(row, measure)
    assert len(statements) == 22


@pytest.mark.parametrize(("p", "said"), [(0.2, "p = 0.2"), (0.034, "p = 0.03"), (0.0004, "p < 0.01")])
def test_what_hardly_comes_by_chance_is_not_said_to_be_impossible(house: Flask, p: float, said: str) -> None:
    with house.test_request_context():
        assert f"{said}, approximate" in uncertainty.concordance(Concordance(0.9, 33.1, 7, p, 6, 8))


def test_the_annex_says_which_issues_kendalls_w_leaves_out(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=3)
    for place, city in enumerate(SIX_CITIES):
        panel.answer(city, 1, relevance=9)
        panel.answer(city, 2, relevance=1)
        if place < 4:
            panel.answer(city, 3, relevance=5)
    found = panel.results()
    order = found.order
    assert [each.issue.ref for each in found.issues if each.issue.id in order.left_out] == ["RET-03"]
    with workshop.app.test_request_context():
        said = uncertainty.concordance(order.concordance, ["RET-03"])
    assert said.startswith("Issues: 2. Cities that rated all of them: 6. Agreement on the order: 1,")
    assert said.endswith("Not included, because fewer than 5 cities rated them: RET-03.")


def test_a_criterion_that_enough_cities_rated_keeps_its_median_where_fewer_rated_the_first(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=1)
    for place, city in enumerate(SIX_CITIES):
        panel.answer(city, relevance=8 if place < 3 else -1, urgency=place + 2)
    written = text_of(as_docx(browser_of("viewer"), workshop))
    assert "Urgency: Median city: 4.5 · Cities (people):" in written
