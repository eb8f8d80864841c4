"""Interested cities' delegates answer to the issues of their group, and change their mind until it closes."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.capture.operations import hide_card
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.errors import RuleBroken
from facilitator.live.activity import Activity
from facilitator.validation.ballot import ballot_of
from facilitator.validation.models import Verdict
from facilitator.validation.operations import answer_issues
from facilitator.validation.rules import Reply, check_scores
from tests.full_workshop import answer
from tests.pages import complaints, fields, lead, plain, summary
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.validation.table import Table

pytestmark = pytest.mark.one_database

NO_SEAT = "You are not in this group, so you cannot answer here."
CLOSED = "This group is closed. The answers you saved before count."
NOT_BEGUN = "This group has not started yet."
OFF_SCALE = "Enter a score from 1 to 9."
NOT_ASKED = "One of these issues no longer belongs to your group. Reload the page."
WITH_CHANGE = "To suggest a change, choose “Right, with a change”."
ELSEWHERE = "This refers to something that is not in this workshop."
CANT_SAY = "cant-say"


def test_verdict_scores_and_remarks_are_kept(table: Table, antwerp: Browser) -> None:
    said = table.typed(
        verdict="right", relevance=9, urgency=1, power=CANT_SAY, comment="So it is", need="Law"
    )
    answered = antwerp.send(table.page, said)
    assert (answered.status_code, answered.location) == (303, f"{table.page}/check")
    assert table.answers() == {("Antwerp", 0): (Verdict.RIGHT, "", "So it is", "Law")}
    assert table.scores() == {
        ("Antwerp", 0, "relevance"): 9, ("Antwerp", 0, "urgency"): 1, ("Antwerp", 0, "power"): None,
    }  # fmt: skip


def test_what_was_said_stands_in_the_fields_when_one_comes_back(table: Table, antwerp: Browser) -> None:
    said = table.typed(verdict="right_with_change", change="Only flats", relevance=9, power=CANT_SAY)
    antwerp.send(table.page, said)
    again = fields(antwerp.read(table.page).text, table.page)
    assert {name: again[name] for name in said} == {name: [value] for name, value in said.items()}


def test_an_issue_that_nothing_was_said_of_has_no_answer(table: Table, antwerp: Browser) -> None:
    antwerp.send(table.page, table.typed(1, comment="Only this"))
    assert list(table.answers()) == [("Antwerp", 1)]
    assert table.scores() == {}


def test_who_changes_their_mind_replaces_what_they_said_and_it_stays_in_the_activity(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=9, urgency=2, comment="Yes"))
    antwerp.send(table.page, table.typed(verdict="not_for_us", relevance=3, comment=""))
    assert table.answers() == {("Antwerp", 0): (Verdict.NOT_FOR_US, "", "", "")}
    assert table.scores() == {("Antwerp", 0, "relevance"): 3, ("Antwerp", 0, "urgency"): 2}
    with table.workshop.look():
        happened = sa.select(Activity).filter_by(happened="issue.validated").order_by(Activity.id)
        said = [row.detail for row in db.session.scalars(happened)]
    assert [(each["verdict"], each["comment"]) for each in said] == [("right", "Yes"), ("not_for_us", "")]


def test_saving_without_a_change_changes_nothing_but_that_the_form_arrived(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=9))
    before = table.workshop.everything()
    antwerp.send(table.page, {})
    after = table.workshop.everything()
    assert before | {"submission": after["submission"]} == after


def test_everything_can_be_taken_back(table: Table) -> None:
    with table.workshop.change():
        answer(
            table.workshop, "Antwerp", table.group, Reply(Verdict.RIGHT, scores={table.criteria["power"]: 5})
        )
    with table.workshop.change():
        answer(table.workshop, "Antwerp", table.group, Reply())
    assert table.answers() == {("Antwerp", 0): (None, "", "", "")}
    assert table.scores() == {}


def test_what_was_taken_back_is_not_counted_as_answered_on_any_page(table: Table, antwerp: Browser) -> None:
    antwerp.send(table.page, table.typed(verdict="right"))
    pages = (table.page, f"{table.page}/check", table.workshop.path("home"))
    assert all("1 of 3" in plain(antwerp.read(page).text) for page in pages)
    antwerp.send(table.page, table.typed(verdict=""))
    assert all("0 of 3" in plain(antwerp.read(page).text) for page in pages)
    assert "issue=1" in antwerp.read(table.workshop.path("home")).text


def test_each_person_has_an_answer_of_their_own(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    antwerp.send(table.page, table.typed(verdict="right"))
    browser_of("Heerlen").send(table.page, table.typed(verdict="not_for_us"))
    assert {who: said[0] for who, said in table.answers().items()} == {
        ("Antwerp", 0): Verdict.RIGHT,
        ("Heerlen", 0): Verdict.NOT_FOR_US,
    }


def test_one_issue_a_page_leads_on_to_the_next_and_then_to_the_list_to_check(
    table: Table, antwerp: Browser
) -> None:
    visited = [f"{table.page}?issue=1"]
    for issue in range(3):
        visited.append(antwerp.send(visited[-1], table.typed(issue, verdict="right")).location)
    assert visited[1:] == [f"{table.page}?issue=2", f"{table.page}?issue=3", f"{table.page}/check"]
    assert [said[0] for said in table.answers().values()] == [Verdict.RIGHT] * 3


@pytest.mark.parametrize(
    "page", ["?issue=0", "?issue=-1", "?issue=99", "?issue=x", "?issue=99999999999999999999"]
)
def test_a_page_that_is_not_there_breaks_nothing(table: Table, antwerp: Browser, page: str) -> None:
    assert antwerp.read(table.page + page).status_code == 200


def test_who_has_no_seat_in_the_group_can_not_answer_and_loses_nothing(
    table: Table, browser_of: Callable[[str], Browser]
) -> None:
    with table.workshop.change():
        elsewhere = table.workshop.add_group(name="Another table").id
    heerlen, page = browser_of("Heerlen"), table.workshop.path(f"groups/{elsewhere}/replies")
    form = heerlen.form(table.page) | table.typed(comment="What I meant to say")
    with table.workshop.nothing_changes():
        refused = heerlen.client.post(page, data=form)
        assert (refused.status_code, lead(refused.text)) == (409, NO_SEAT)
        assert "What I meant to say" in refused.text


def test_a_group_that_is_opened_again_takes_answers(table: Table, antwerp: Browser) -> None:
    table.close()
    table.reopen()
    assert antwerp.send(table.page, table.typed(verdict="right")).status_code == 303


def test_before_the_round_opens_no_answers_are_taken(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        group = workshop.add_group("Antwerp").id
        issue = card_by_reference(workshop.row, "RET-01").id
    page = workshop.path(f"groups/{group}/replies")
    antwerp = browser_of("Antwerp")
    assert "issue" not in antwerp.form(page)
    with workshop.nothing_changes():
        refused = antwerp.send(page, {"issue": issue, f"verdict-{issue}": "right"})
        assert (refused.status_code, summary(refused.text)) == (422, [NOT_BEGUN])
        assert fields(refused.text, page)[f"verdict-{issue}"] == ["right"]


def test_an_issue_that_is_hidden_meanwhile_is_no_longer_asked_and_the_rest_stands_there(
    table: Table, antwerp: Browser
) -> None:
    form = antwerp.form(table.page) | table.typed(0, comment="Gone") | table.typed(1, comment="Still here")
    with table.workshop.change():
        card = card_by_reference(table.workshop.row, "RET-01")
        hide_card(card, reason="names a person", by=table.workshop.actor())
    with table.workshop.nothing_changes():
        refused = antwerp.client.post(table.page, data=form)
        assert (refused.status_code, summary(refused.text)) == (422, [NOT_ASKED])
        assert fields(refused.text, table.page)[f"comment-{table.issues[1]}"] == ["Still here"]


def test_an_issue_of_another_group_is_not_answered_here(table: Table, antwerp: Browser) -> None:
    with table.workshop.change():
        elsewhere = table.workshop.add_issue("ENG").id
    with table.workshop.nothing_changes():
        for issue in (elsewhere, 999, 99999999999999999999):
            refused = antwerp.send(table.page, {"issue": issue, f"verdict-{issue}": "right"})
            assert (refused.status_code, summary(refused.text)) == (422, [NOT_ASKED])


@pytest.mark.parametrize("score", ["0", "10", "-1", "5.5", "5 ", "five", "٥", "9" * 30, "<b>"])
def test_a_score_off_the_scale_is_refused_at_its_field(table: Table, antwerp: Browser, score: str) -> None:
    with table.workshop.nothing_changes():
        refused = antwerp.send(table.page, table.typed(relevance=score, comment="Kept"))
        assert refused.status_code == 422
        assert summary(refused.text) == [OFF_SCALE]
        name = f"score-{table.issues[0]}-{table.criteria['relevance']}"
        assert f'<a href="#{name}">' in refused.text
        assert fields(refused.text, table.page)[f"comment-{table.issues[0]}"] == ["Kept"]


@pytest.mark.parametrize("criterion", ["999", "999999999"])
def test_a_criterion_that_is_not_asked_in_this_workshop_is_refused(
    table: Table, antwerp: Browser, criterion: str
) -> None:
    with table.workshop.nothing_changes():
        refused = antwerp.send(
            table.page, {f"score-{table.issues[0]}-{criterion}": 5} | table.typed(comment="Kept")
        )
        assert (refused.status_code, summary(refused.text)) == (422, [ELSEWHERE])
        assert fields(refused.text, table.page)[f"comment-{table.issues[0]}"] == ["Kept"]


def test_a_verdict_that_there_is_not_is_refused_at_its_field(table: Table, antwerp: Browser) -> None:
    with table.workshop.nothing_changes():
        refused = antwerp.send(table.page, table.typed(verdict="perhaps", comment="Kept"))
        assert refused.status_code == 422
        assert complaints(refused.text) == {
            f"verdict-{table.issues[0]}": ["Please choose one of the answers."]
        }
        assert fields(refused.text, table.page)[f"comment-{table.issues[0]}"] == ["Kept"]


@pytest.mark.parametrize("verdict", ["right", "not_for_us", "cant_say", ""])
def test_a_change_goes_with_its_verdict_and_is_not_lost_where_it_does_not(
    table: Table, antwerp: Browser, verdict: str
) -> None:
    with table.workshop.nothing_changes():
        refused = antwerp.send(table.page, table.typed(verdict=verdict, change="Only flats"))
        assert refused.status_code == 422
        assert complaints(refused.text) == {f"change-{table.issues[0]}": [WITH_CHANGE]}
        assert fields(refused.text, table.page)[f"change-{table.issues[0]}"] == ["Only flats"]


@pytest.mark.parametrize("remark", ["change", "comment", "need"])
def test_a_remark_that_is_far_too_long_is_refused_with_the_numbers_and_kept(
    table: Table, antwerp: Browser, remark: str
) -> None:
    typed = {"verdict": "right_with_change", remark: "x" * 5000}
    with table.workshop.nothing_changes():
        refused = antwerp.send(table.page, table.typed(**typed))
        assert refused.status_code == 422
        name = f"{remark}-{table.issues[0]}"
        assert complaints(refused.text) == {name: ["This has 5000 characters. The limit is 2000."]}
        assert fields(refused.text, table.page)[name] == ["x" * 5000]


def test_a_remark_is_kept_as_it_was_typed_but_for_what_breaks_a_reader(
    table: Table, antwerp: Browser
) -> None:
    typed = "=1+1 <b>مرحبا</b> \N{OWL}\r\nsecond\x00 line"
    antwerp.send(table.page, table.typed(comment=typed))
    assert table.answers()["Antwerp", 0][2] == "=1+1 <b>مرحبا</b> \N{OWL}\nsecond line"
    assert "<b>مرحبا" not in antwerp.read(table.page).text


@pytest.mark.parametrize(
    ("score", "fits"), [(1, True), (9, True), (None, True), (0, False), (10, False), (-1, False)]
)
def test_a_score_is_one_to_nine_or_cant_say(score: int | None, *, fits: bool) -> None:
    reply = Reply(scores={1: score})
    if fits:
        check_scores(reply)
        return
    with pytest.raises(RuleBroken) as refused:
        check_scores(reply)
    assert str(refused.value) == OFF_SCALE


def test_a_reply_off_the_scale_is_refused_whichever_way_it_comes(table: Table) -> None:
    with table.workshop.refuses(OFF_SCALE):
        answer(table.workshop, "Antwerp", table.group, Reply(scores={table.criteria["power"]: 10}))


def test_a_change_without_its_verdict_is_refused_whichever_way_it_comes(table: Table) -> None:
    with table.workshop.refuses(WITH_CHANGE):
        answer(table.workshop, "Antwerp", table.group, Reply(Verdict.RIGHT, change="Only flats"))


def test_nothing_is_answered_before_something_is_handed_over(workshop: SmallWorkshop) -> None:
    with workshop.change():
        group_id = workshop.add_group("Antwerp").id
    actor = workshop.actor("Antwerp")
    with workshop.refuses(CLOSED):
        ballot = ballot_of(workshop.id, group_id, actor.participant_id, actor.city_id)
        answer_issues(ballot, actor.participant_id or 0, {}, by=actor)
