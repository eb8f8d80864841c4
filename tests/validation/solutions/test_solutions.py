"""Interested cities say of solutions whether they would do them, and of the approach whether it is right."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group, reopen_group
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, hide_card, reword_card
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.validation.late_replies.operations import decide_late_replies
from facilitator.validation.models import Intent, Lack, LateReplies, Verdict
from facilitator.validation.queries import approach_answers, solution_answers
from facilitator.validation.rules import ApproachReply, SolutionReply
from tests.pages import complaints, fields, lead, summary
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

CONTACT = {"title": "One contact person", "text": "", "owner": "City"}
NO_SEAT = "You are not in this group, so you cannot answer here."


class Table:
    """An open group whose measure has two solutions."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop = workshop
        with workshop.change():
            workshop.move(Phase.DAY_ONE)
            workshop.add_issue()
            self.solutions = [
                add_card(workshop.measure(), Kind.SOLUTION, CONTACT, by=workshop.actor()).id for _ in range(2)
            ]
            freeze_handover(workshop.row, name="Day one", by=workshop.actor())
            workshop.move(Phase.DAY_TWO)
            self.group = workshop.add_group("Antwerp", "Heerlen").id
        workshop.open("round")
        self.page = workshop.path(f"groups/{self.group}/solutions")

    def typed(self, solution: int = 0, **said: Any) -> dict[str, Any]:
        return {f"{name}-{self.solutions[solution]}": value for name, value in said.items()}

    def said(self) -> dict[tuple[str, int], SolutionReply]:
        with self.workshop.look():
            return {
                (voice.city, self.solutions.index(id_)): voice.reply
                for id_, voices in solution_answers(self.workshop.row).items()
                for voice in voices
            }


@pytest.fixture
def table(workshop: SmallWorkshop) -> Table:
    return Table(workshop)


@pytest.fixture
def antwerp(table: Table, browser_of: Callable[[str], Browser]) -> Browser:  # noqa: ARG001 - the table comes first
    return browser_of("Antwerp")


def test_whether_a_city_would_do_it_and_what_it_lacks_is_kept(table: Table, antwerp: Browser) -> None:
    said = table.typed(
        intent="with_change", change="With our own staff", lacks=["money", "time"], comment="Soon"
    )
    answered = antwerp.send(table.page, said | {"approach": "right", "words": "It is"})
    assert (answered.status_code, answered.location) == (
        303, table.workshop.path(f"groups/{table.group}/replies/check"),
    )  # fmt: skip
    assert table.said() == {
        ("Antwerp", 0): SolutionReply(
            Intent.WITH_CHANGE, "With our own staff", "Soon", frozenset({Lack.MONEY, Lack.TIME})
        )
    }
    with table.workshop.look():
        [voice] = approach_answers(table.workshop.row)[table.workshop.measures["RET"]]
    assert (voice.city, voice.reply) == ("Antwerp", ApproachReply(Verdict.RIGHT, "It is"))


def test_who_comes_back_finds_it_and_who_changes_their_mind_replaces_it(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(intent="yes", lacks=["money", "law"]))
    again = fields(antwerp.read(table.page).text, table.page)
    assert again[f"lacks-{table.solutions[0]}"] == ["money", "law"]
    antwerp.send(table.page, table.typed(intent="already", lacks=["law", "skills"]))
    assert table.said() == {
        ("Antwerp", 0): SolutionReply(Intent.ALREADY, lacks=frozenset({Lack.LAW, Lack.SKILLS}))
    }
    assert table.workshop.happened().count("solution.validated") == 2


def test_saving_again_without_a_change_writes_nothing_down(table: Table, antwerp: Browser) -> None:
    antwerp.send(table.page, table.typed(intent="yes") | {"approach": "right"})
    before = table.workshop.happened()
    antwerp.send(table.page, {})
    assert table.workshop.happened() == before


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("intent", "perhaps", "Please choose one of the answers."),
        ("lacks", ["money", "sleep"], "Please choose from the answers."),
        ("change", "But so", "To suggest a change, choose “We would do it, with a change”."),
        ("comment", "x" * 5000, "This has 5000 characters. The limit is 2000."),
    ],
)
def test_what_can_not_be_taken_is_said_at_its_field_and_the_rest_stands_there(
    table: Table, antwerp: Browser, field: str, typed: Any, sentence: str
) -> None:
    with table.workshop.nothing_changes():
        refused = antwerp.send(table.page, table.typed(**{field: typed}) | {"words": "Kept"})
        assert refused.status_code == 422
        assert complaints(refused.text) == {f"{field}-{table.solutions[0]}": [sentence]}
        assert fields(refused.text, table.page)["words"] == ["Kept"]


def test_a_solution_that_was_never_asked_here_is_refused(table: Table, antwerp: Browser) -> None:
    with table.workshop.change():
        hide_card(card_by_reference(table.workshop.row, "RET-S02"), reason="twice", by=table.workshop.actor())
    for solution in (table.solutions[1], 999):
        with table.workshop.nothing_changes():
            refused = antwerp.send(table.page, {"solution": solution, f"intent-{solution}": "yes"})
            assert (refused.status_code, summary(refused.text)) == (
                422, ["One of these solutions no longer belongs to your group. Reload the page."],
            )  # fmt: skip


@pytest.fixture
def late(table: Table, antwerp: Browser) -> None:
    """What a phone held back while the group closed: the first solution and the approach."""
    antwerp.send(table.page, table.typed(intent="no") | {"approach": "right"})
    typed = table.typed(intent="yes", comment="From the cellar", lacks=["law", "money"])
    form = antwerp.form(table.page) | typed | {"approach": "not_for_us", "words": "Too dear"}
    with table.workshop.change():
        group = db.session.get_one(Group, table.group)
        close_group(table.workshop.row, group, by=table.workshop.actor())
    answered = antwerp.client.post(table.page, data=form)
    assert answered.location == table.page.replace("solutions", "replies/check")


def decide(table: Table, *, counts: bool) -> int:
    with table.workshop.change():
        row = db.session.scalars(sa.select(LateReplies)).one()
        return decide_late_replies(row, counts=counts, by=table.workshop.actor())


@pytest.mark.usefixtures("late")
def test_what_comes_after_the_group_has_closed_waits_and_counts_if_the_facilitator_says_so(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    assert table.said()["Antwerp", 0].intent is Intent.NO
    check = antwerp.read(table.page.replace("solutions", "replies/check")).text
    assert "They are saved. The facilitator decides if they count." in check
    waiting = browser_of("facilitator").read(table.page.replace("solutions", "answers")).text
    shown = ("From the cellar", "A legal basis", "Too dear", "RET-S01")
    assert [words for words in shown if words not in waiting] == []
    assert decide(table, counts=True) == 2
    lacks = frozenset({Lack.LAW, Lack.MONEY})
    assert table.said()["Antwerp", 0] == SolutionReply(Intent.YES, comment="From the cellar", lacks=lacks)
    with table.workshop.look():
        (voices,) = approach_answers(table.workshop.row).values()
    assert [voice.reply for voice in voices] == [ApproachReply(Verdict.NOT_FOR_US, "Too dear")]


@pytest.mark.usefixtures("late")
def test_what_was_said_after_it_stands_against_what_came_late(table: Table, antwerp: Browser) -> None:
    with table.workshop.change():
        reopen_group(db.session.get_one(Group, table.group), by=table.workshop.actor())
    antwerp.send(table.page, table.typed(intent="already"))
    assert decide(table, counts=True) == 1  # the approach, of which nothing was said since
    assert table.said()["Antwerp", 0].intent is Intent.ALREADY


def test_a_closed_group_takes_nothing_new_on_its_page(table: Table, antwerp: Browser) -> None:
    with table.workshop.change():
        group = db.session.get_one(Group, table.group)
        close_group(table.workshop.row, group, by=table.workshop.actor())
    page = antwerp.read(table.page).text
    assert '<fieldset class="stack" disabled>' in page
    assert "Save and check" not in page


def test_who_has_no_seat_says_nothing(table: Table, browser_of: Callable[[str], Browser]) -> None:
    with table.workshop.change():
        elsewhere = table.workshop.add_group(name="Another table").id
    heerlen, page = browser_of("Heerlen"), table.workshop.path(f"groups/{elsewhere}/solutions")
    refused = heerlen.client.post(page, data=heerlen.form(table.page))
    assert (refused.status_code, lead(refused.text)) == (409, NO_SEAT)


def test_an_answer_counts_as_long_as_the_wording_is_the_same(table: Table, antwerp: Browser) -> None:
    workshop = table.workshop
    for solution in (0, 1):
        antwerp.send(table.page, table.typed(solution, intent="yes"))
    workshop.close("round")
    with workshop.change():
        reopen_handover(workshop.row, reason="a word was wrong", by=workshop.actor())
        first = card_by_reference(workshop.row, "RET-S01")
        reword_card(first, CONTACT | {"title": "Two contact persons"}, based_on=1, by=workshop.actor())
        freeze_handover(workshop.row, name="Once more", by=workshop.actor())
        workshop.move(Phase.DAY_TWO)
    workshop.open("round")
    antwerp.send(table.page, {})
    assert list(table.said()) == [("Antwerp", 1)]
    page = antwerp.read(table.page).text
    assert page.count("Your answer to an earlier wording. It no longer counts.") == 1
    antwerp.send(table.page, table.typed(0, intent="yes"))
    assert list(table.said()) == [("Antwerp", 0), ("Antwerp", 1)]


def test_the_script_that_saves_as_one_goes_is_answered_in_a_word(table: Table, antwerp: Browser) -> None:
    form, quietly = antwerp.form(table.page), {"Accept": "text/plain"}
    saved = antwerp.client.post(table.page, data=form | table.typed(intent="yes"), headers=quietly)
    assert (saved.status_code, saved.text) == (204, "")
    assert saved.headers["X-Received"] == form["submission"][0]
    refused = antwerp.client.post(table.page, data=form | table.typed(intent="perhaps"), headers=quietly)
    assert (refused.status_code, refused.text) == (422, "Please choose one of the answers.")
    assert refused.headers["X-Refused"] == form["submission"][0]


def test_the_script_that_sends_the_whole_page_is_told_where_it_leads(table: Table, antwerp: Browser) -> None:
    form = antwerp.form(table.page) | table.typed(intent="yes") | {"goes_on": "yes"}
    sent = antwerp.client.post(table.page, data=form, headers={"Accept": "text/plain"})
    assert (sent.status_code, sent.headers["X-Received"]) == (200, form["submission"][0])
    assert antwerp.read(sent.headers["X-Leads-To"]).status_code == 200


def test_what_was_said_of_the_approach_outlives_a_solution_that_the_script_sends_alone(
    table: Table, antwerp: Browser
) -> None:
    form, quietly = antwerp.form(table.page), {"Accept": "text/plain"}
    mine = {name: form[name] for name in ("csrf_token", "author")}
    approach = mine | {"approach": "right", "words": "With our own people"}
    solution = mine | {"solution": form["solution"][:1]} | table.typed(0, intent="yes")
    for part in (approach, solution):
        assert antwerp.client.post(table.page, data=part, headers=quietly).status_code == 204
    page = antwerp.form(table.page)
    assert (page["approach"], page["words"]) == (["right"], ["With our own people"])


def test_words_on_a_solution_in_two_tabs_are_shown_beside_each_other(table: Table, antwerp: Browser) -> None:
    second = antwerp.form(table.page)
    antwerp.send(table.page, table.typed(0, comment="From the first tab") | {"words": "Well done"})
    with table.workshop.nothing_changes():
        typed = table.typed(0, comment="From the second tab") | {"words": "Badly done"}
        answer = antwerp.client.post(table.page, data=second | typed)
    assert answer.status_code == 422
    said = [sentence for sentences in complaints(answer.text).values() for sentence in sentences]
    assert [sentence.partition("“")[2].partition("”")[0] for sentence in said] == [
        "Well done",
        "From the first tab",
    ]
    assert antwerp.client.post(table.page, data=fields(answer.text, table.page)).status_code == 303
