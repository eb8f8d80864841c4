"""Two pages with the same answer, in two tabs or on two devices: what one wrote, the other does not wipe."""

from collections.abc import Callable
from typing import Any

import pytest

from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply, check_change
from facilitator.validation.solutions.rules import check_solution_change
from facilitator.validation.stale import mark, merge
from tests.pages import complaints, fields
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.validation.table import Table

pytestmark = pytest.mark.one_database

MEANWHILE = "You have saved another text on another page: “{}”. Combine both texts here and save again."
NOTHING, CHANGED = Reply(), Verdict.RIGHT_WITH_CHANGE

# when the page was made, typed on it, standing by now, what is said then, words that would be lost
MERGES: tuple[tuple[Any, Any, Any, Any, dict[str, str]], ...] = (
    (NOTHING, Reply(comment="mine"), NOTHING, Reply(comment="mine"), {}),
    (NOTHING, NOTHING, Reply(comment="theirs"), Reply(comment="theirs"), {}),
    (NOTHING, Reply(comment="mine"), Reply(need="theirs"), Reply(comment="mine", need="theirs"), {}),
    (NOTHING, Reply(comment="mine"), Reply(comment="theirs"), Reply(comment="mine"), {"comment": "theirs"}),
    (NOTHING, Reply(comment="theirs, mine"), Reply(comment="theirs"), Reply(comment="theirs, mine"), {}),
    (Reply(comment="old"), NOTHING, Reply(comment="old"), NOTHING, {}),
    (Reply(comment="old"), NOTHING, Reply(comment="newer"), NOTHING, {"comment": "newer"}),
    (Reply(comment="old"), Reply(comment="mine"), NOTHING, Reply(comment="mine"), {}),
    (NOTHING, Reply(scores={1: 7}), Reply(scores={2: 3}), Reply(scores={1: 7, 2: 3}), {}),
    (NOTHING, Reply(scores={1: None}), Reply(scores={1: 3}), Reply(scores={1: None}), {}),
    (Reply(scores={1: 7}), Reply(scores={1: 7}), NOTHING, NOTHING, {}),
    (Reply(scores={1: 7}), Reply(scores={1: 7}), Reply(scores={1: None}), Reply(scores={1: None}), {}),
    (NOTHING, Reply(Verdict.RIGHT), Reply(Verdict.CANT_SAY), Reply(Verdict.RIGHT), {}),
    (
        NOTHING,
        Reply(Verdict.RIGHT),
        Reply(CHANGED, change="theirs"),
        Reply(Verdict.RIGHT, change="theirs"),
        {"change": "theirs"},
    ),
    (
        SolutionReply(),
        SolutionReply(Intent.YES, comment="mine"),
        SolutionReply(lacks=frozenset({Lack.MONEY})),
        SolutionReply(Intent.YES, comment="mine", lacks=frozenset({Lack.MONEY})),
        {},
    ),
    (
        ApproachReply(),
        ApproachReply(words="mine"),
        ApproachReply(Verdict.RIGHT, "theirs"),
        ApproachReply(Verdict.RIGHT, "mine"),
        {"words": "theirs"},
    ),
)
CHECKS: dict[type, Callable[[Any], None]] = {
    Reply: check_change,
    SolutionReply: check_solution_change,
    ApproachReply: lambda _: None,
}


@pytest.mark.parametrize(("before", "typed", "standing", "then", "lost"), MERGES)
def test_what_nobody_touched_stays_and_no_words_are_lost_in_silence(
    before: Any, typed: Any, standing: Any, then: Any, lost: dict[str, str]
) -> None:
    merged = merge(typed, standing, mark(before), CHECKS[type(typed)])
    assert (merged.answer, merged.lost) == (then, lost)


@pytest.mark.parametrize("nonsense", ["x", "-", "comment", "comment-", "a.b-c.", "comment-0"])
def test_a_mark_that_is_none_loses_nothing_either(nonsense: str) -> None:
    merged = merge(Reply(comment="mine"), Reply(comment="theirs"), nonsense, check_change)
    assert merged.lost == {"comment": "theirs"}


@pytest.fixture
def table(workshop: SmallWorkshop) -> Table:
    return Table(workshop)


@pytest.fixture
def antwerp(browser_of: Callable[[str], Browser]) -> Browser:
    return browser_of("Antwerp")


def test_the_comment_of_one_tab_outlives_a_second_tab_that_was_opened_before(
    table: Table, antwerp: Browser
) -> None:
    second = antwerp.form(table.page)
    antwerp.send(table.page, table.typed(comment="From the first tab", relevance=7))
    assert antwerp.client.post(table.page, data=second | table.typed(verdict="right")).status_code == 303
    assert table.answers() == {("Antwerp", 0): ("right", "", "From the first tab", "")}
    assert table.scores() == {("Antwerp", 0, "relevance"): 7}


def test_words_in_two_tabs_are_shown_beside_each_other_before_one_takes_the_others_place(
    table: Table, antwerp: Browser
) -> None:
    second = antwerp.form(table.page)
    antwerp.send(table.page, table.typed(comment="From the first tab"))
    typed = second | table.typed(comment="From the second tab")
    with table.workshop.nothing_changes():
        answer = antwerp.client.post(table.page, data=typed)
    comment = f"comment-{table.issues[0]}"
    assert answer.status_code == 422
    assert complaints(answer.text) == {comment: [MEANWHILE.format("From the first tab")]}
    again = fields(answer.text, table.page)
    assert again[comment] == ["From the second tab"]
    # Who has seen both decides.
    assert antwerp.client.post(table.page, data=again).status_code == 303
    assert table.answers()["Antwerp", 0][2] == "From the second tab"


def test_the_script_learns_what_it_has_saved_and_goes_on_from_there(table: Table, antwerp: Browser) -> None:
    quietly = {"Accept": "text/plain"}
    form = antwerp.form(table.page)
    issue = table.issues[0]
    part = {name: form[name] for name in ("csrf_token", "author", f"was-{issue}")} | {"issue": str(issue)}
    for words in ("So it is", "So it was", "Not so"):
        typed = part | table.typed(comment=words)
        saved = antwerp.client.post(table.page, data=typed, headers=quietly)
        assert saved.status_code == 204
        name, _, value = saved.headers["X-Was"].partition("=")
        part[f"was-{name}"] = [value]
    stale = part | {f"was-{issue}": form[f"was-{issue}"]} | table.typed(comment="From an old page")
    refused = antwerp.client.post(table.page, data=stale, headers=quietly)
    assert (refused.status_code, refused.text) == (422, MEANWHILE.format("Not so"))


def test_what_arrives_once_more_because_its_answer_was_lost_is_no_conflict(
    table: Table, antwerp: Browser
) -> None:
    form = antwerp.form(table.page) | table.typed(comment="So it is")
    for number in range(2):
        assert (
            antwerp.client.post(table.page, data=form | {"submission": f"another-{number}"}).status_code
            == 303
        )


def test_an_answer_from_before_pages_had_marks_is_taken(table: Table, antwerp: Browser) -> None:
    form = antwerp.form(table.page)
    antwerp.send(table.page, table.typed(comment="First"))
    old = {name: values for name, values in form.items() if not name.startswith("was-")}
    assert antwerp.client.post(table.page, data=old | table.typed(comment="Last")).status_code == 303
    assert table.answers()["Antwerp", 0][2] == "Last"
