"""Which answers count is said alike everywhere, also after day one was handed over anew."""

import json
from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group as table_of
from facilitator.capture.operations import hide_card
from facilitator.capture.queries import card_of
from facilitator.console.queries import overview
from facilitator.database import db
from facilitator.reports.groups import groups_held
from facilitator.summary.queries import results
from facilitator.validation.ballot import ballot_of, said_by
from facilitator.validation.city_votes.queries import answers_of, delegations, issues_of
from facilitator.validation.late_replies.operations import decide_late_replies
from facilitator.validation.late_replies.queries import late_replies
from facilitator.validation.models import Mode, Verdict
from facilitator.validation.paper.operations import enter_answers
from facilitator.validation.paper.queries import entered_in, modes
from facilitator.validation.queries import answered_by_group
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.queries import pictures, steered_issues
from tests.pages import plain
from tests.people import Browser
from tests.validation.table import Table

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]


def by_issue(table: Table) -> dict[str, list[int]]:
    """By who counts: of how many people each issue's answers count there, as nobody but Antwerp answers."""
    workshop = table.workshop
    mine = workshop.participants["Antwerp"]
    with workshop.look():
        handover, group = table.handover(), db.session.get_one(Group, table.group)
        said = said_by(ballot_of(workshop.id, table.group, mine, None), mine)
        shown = pictures(table.group, handover.id, table.issues)
        found = {
            result.issue.id: result.answered.people for result in results(workshop.row).measures[0].issues
        }
        steered = {each.issue.issue_id: each.answered for each in steered_issues(group, handover)}
        [delegation] = [each for each in delegations(workshop.row) if each.city.name == "Antwerp"]
        of_city = answers_of(delegation, issues_of(delegation, handover))
        [held] = [held for held in groups_held(workshop.row).groups if held.group.id == table.group]
        came = {each.ref: each.people for each in held.answers}
    return {
        "ballot": [int(id_ in said and said[id_].is_given) for id_ in table.issues],
        "picture": [shown[id_].people if id_ in said else 0 for id_ in table.issues],
        "steering": [steered.get(id_, 0) for id_ in table.issues],
        "city": [len(of_city.get(id_, ())) for id_ in table.issues],
        "group": [came.get(f"RET-0{number}", 0) for number in (1, 2, 3)],
        "results": [found.get(id_, 0) for id_ in table.issues],
    }


def in_all(table: Table) -> dict[str, int]:
    """By who counts: how many of Antwerp's issues are answered."""
    workshop = table.workshop
    mine = workshop.participants["Antwerp"]
    with workshop.look():
        return {
            "console": answered_by_group(workshop.row)[table.group].get(mine, 0),
            "paper": entered_in(table.group)[mine].all if mine in entered_in(table.group) else 0,
            "modes": modes(table.handover()).all,
        }


def check_that_all_say_of_each(table: Table, *answered: int) -> None:
    assert by_issue(table) == {key: list(answered) for key in by_issue(table)}


def check_that_all_say(table: Table, *answered: int) -> None:
    check_that_all_say_of_each(table, *answered)
    assert in_all(table) == dict.fromkeys(in_all(table), sum(answered))
    with table.workshop.look():
        [progress] = overview(table.workshop.row).groups
    assert progress.answering == (1 if sum(answered) else 0)


def test_an_answer_counts_alike_everywhere_while_the_wording_is_the_same(
    table: Table, antwerp: Browser
) -> None:
    for issue in (0, 1):
        antwerp.send(table.page, table.typed(issue, verdict="right", relevance=8))
    check_that_all_say(table, 1, 1, 0)
    table.hand_over_anew()
    check_that_all_say(table, 1, 1, 0)
    table.hand_over_anew(0)
    check_that_all_say(table, 0, 1, 0)
    table.hand_over_anew(1)
    check_that_all_say(table, 0, 0, 0)
    antwerp.send(table.page, table.typed(0, verdict="not_for_us"))
    check_that_all_say(table, 1, 0, 0)


def test_a_second_take_of_an_earlier_wording_counts_nowhere_and_a_new_first_one_does(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right"))
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="not_for_us"))
    table.hand_over_anew(0)
    check_that_all_say(table, 0, 0, 0)
    antwerp.send(table.page, table.typed(verdict="right"))
    check_that_all_say(table, 1, 0, 0)


def test_what_was_said_of_an_issue_that_is_hidden_counts_nowhere(table: Table, antwerp: Browser) -> None:
    for issue in (0, 1):
        antwerp.send(table.page, table.typed(issue, verdict="right"))
    with table.workshop.change():
        issue = card_of(table.workshop.row, table.issues[0])
        hide_card(issue, reason="said twice", by=table.workshop.actor())
    check_that_all_say(table, 0, 1, 0)


@pytest.mark.slow
def test_pages_and_files_say_the_same_number(table: Table, antwerp: Browser, browser_of: BrowserOf) -> None:
    workshop, team = table.workshop, browser_of("facilitator")
    antwerp.send(table.page, table.typed(0, verdict="right", relevance=8))
    for reworded, number in (((), 1), ((0,), 0)):
        table.hand_over_anew(*reworded)
        check = antwerp.read(workshop.path(f"groups/{table.group}/replies/check")).text
        assert f'aria-valuenow="{number}"' in check or f"{number} / 3" in check or f"{number} of 3" in check
        assert f"Antwerp: {number} of 3 answers" in plain(team.read(workshop.path("console")).text)
        report = json.loads(team.read(workshop.path("report.json")).data)
        assert [issue["answered"]["people"] for issue in report["measures"][0]["issues"]] == [number, 0, 0]
        document = docx.Document(BytesIO(team.read(workshop.path("report.docx")).data))
        text = "\n".join(each.text for each in document.paragraphs)
        assert ("Answered: 1 of 2 cities (1 of 2 people)" in text) == bool(number)


def test_an_answer_to_an_earlier_wording_is_there_to_read_and_counts_once_it_is_given_anew(
    table: Table, antwerp: Browser
) -> None:
    earlier = "Your answer to an earlier wording. It no longer counts."
    antwerp.send(table.page, table.typed(comment="So it is", verdict=Verdict.RIGHT))
    table.hand_over_anew()
    assert earlier not in antwerp.read(table.page).text
    table.hand_over_anew(0)
    antwerp.send(table.page, {})
    page = antwerp.read(table.page).text
    assert (page.count(earlier), page.count("So it is")) == (1, 1)
    check_that_all_say(table, 0, 0, 0)
    antwerp.send(table.page, table.typed(comment="So it is", verdict=Verdict.RIGHT))
    assert earlier not in antwerp.read(table.page).text
    check_that_all_say(table, 1, 0, 0)


def test_paper_with_the_same_answer_to_a_new_wording_is_entered(table: Table, antwerp: Browser) -> None:
    workshop = table.workshop
    antwerp.send(table.page, table.typed(verdict="right"))
    table.hand_over_anew(0)
    with workshop.change():
        entered = enter_answers(
            table_of(workshop.row, table.group), table.handover(), workshop.participant("Antwerp"),
            {table.issues[0]: Reply(Verdict.RIGHT)}, mode=Mode.PAPER, by=workshop.actor(),
        )  # fmt: skip
    assert entered == 1
    check_that_all_say(table, 1, 0, 0)


def test_late_replies_count_where_the_wording_that_they_were_sent_to_is_asked(
    table: Table, antwerp: Browser
) -> None:
    workshop = table.workshop
    _send_late(table, antwerp, _all_right(table))
    table.reopen()
    table.hand_over_anew(0)
    _send_late(table, antwerp, table.typed(1, verdict="not_for_us"))
    with workshop.change():
        [late] = late_replies(db.session.get_one(Group, table.group))
        assert decide_late_replies(late.row, counts=True, by=workshop.actor()) == 2
    check_that_all_say(table, 0, 1, 1)


def _send_late(table: Table, delegate: Browser, typed: dict[str, str]) -> None:
    form = delegate.form(table.page) | typed
    table.close()
    delegate.client.post(table.page, data=form)


def _all_right(table: Table) -> dict[str, str]:
    return {name: said for issue in range(3) for name, said in table.typed(issue, verdict="right").items()}


def test_of_two_answers_the_last_that_says_something_counts_also_for_how_far_somebody_is(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=8))
    table.steer("ask_again")
    assert in_all(table) == {"console": 1, "paper": 1, "modes": 1}
    antwerp.send(table.page, table.typed(comment="We talked about it"))
    check_that_all_say_of_each(table, 1, 0, 0)
    assert in_all(table) == {"console": 0, "paper": 1, "modes": 1}
    antwerp.send(table.page, table.typed(comment=""))
    assert in_all(table) == {"console": 1, "paper": 1, "modes": 1}


def test_an_answer_given_only_after_the_discussion_is_set_aside_with_its_wording(
    table: Table, antwerp: Browser
) -> None:
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="right"))
    for reworded, answered, set_aside in (((), 1, 0), ((0,), 0, 1)):
        table.hand_over_anew(*reworded)
        with table.workshop.look():
            first = results(table.workshop.row).measures[0].issues[0]
            assert (first.answered.people, first.set_aside) == (answered, set_aside)


def test_paper_of_somebody_who_answered_again_in_another_group_takes_the_place_of_what_counts(
    table: Table, antwerp: Browser
) -> None:
    workshop = table.workshop
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="right"))
    with workshop.change():
        other = workshop.add_group("Antwerp", name="Another group").id
    with workshop.change():
        sheet, by = {table.issues[0]: Reply(Verdict.NOT_FOR_US)}, workshop.actor()
        found, person = table_of(workshop.row, other), workshop.participant("Antwerp")
        assert enter_answers(found, table.handover(), person, sheet, mode=Mode.PAPER, by=by) == 1
    assert table.takes() == {("Antwerp", 0, 2): "not_for_us"}
