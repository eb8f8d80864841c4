"""An issue is answered by a verdict or a rating; who presses the button with less is told what lacks."""

from collections.abc import Callable

import pytest

from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from tests.full_workshop import answer
from tests.pages import summary, texts
from tests.people import Browser
from tests.validation.table import Table

pytestmark = pytest.mark.one_database

NOTHING = "You have not answered this issue. Answer it, or choose “Skip this issue”."
ONLY_WORDS = "Only text, no verdict or rating"
NOT_YET = "RET-01 is not answered yet. Please choose an answer or give a rating."


@pytest.mark.parametrize(
    ("reply", "is_finished"),
    [
        (Reply(), False),
        (Reply(comment="So it is", need="A law"), False),
        (Reply(Verdict.CANT_SAY), True),
        (Reply(scores={1: 5}), True),
        (Reply(scores={1: None}), True),
    ],
)
def test_an_issue_is_answered_by_a_verdict_or_a_rating(reply: Reply, *, is_finished: bool) -> None:
    assert reply.is_finished is is_finished


def test_who_saves_nothing_stays_and_is_told_so_and_can_skip(table: Table, antwerp: Browser) -> None:
    page = f"{table.page}?issue=1"
    with table.workshop.nothing_changes():
        answered = antwerp.send(page, {})
    assert (answered.status_code, summary(answered.text)) == (422, [NOTHING])
    assert f'href="{table.page}?issue=2"' in answered.text
    last = antwerp.read(f"{table.page}?issue={len(table.issues)}").text
    assert [text for text in texts(last) if text == "Skip this issue"]
    assert f'href="{table.page}/check"' in last


def test_who_saves_what_stands_there_already_goes_on(table: Table, antwerp: Browser) -> None:
    page = f"{table.page}?issue=1"
    antwerp.send(page, table.typed(verdict="right"))
    answered = antwerp.send(page, {})
    assert (answered.status_code, answered.location) == (303, f"{table.page}?issue=2")


def test_who_writes_words_alone_goes_on_and_is_told_what_lacks(table: Table, antwerp: Browser) -> None:
    answered = antwerp.send(f"{table.page}?issue=1", table.typed(comment="So it is"))
    assert (answered.status_code, answered.location) == (303, f"{table.page}?issue=2")
    assert NOT_YET in texts(antwerp.read(answered.location).text)
    assert ONLY_WORDS in texts(antwerp.read(f"{table.page}/check").text)
    antwerp.send(f"{table.page}?issue=1", table.typed(verdict="right"))
    assert ONLY_WORDS not in texts(antwerp.read(f"{table.page}/check").text)


@pytest.mark.parametrize(("said", "done"), [(Reply(comment="So it is"), 0), (Reply(Verdict.RIGHT), 1)])
def test_ballot_place_group_page_and_console_count_the_same_issues(
    table: Table, browser_of: Callable[[str], Browser], said: Reply, done: int
) -> None:
    with table.workshop.change():
        answer(table.workshop, "Antwerp", table.group, said)
    of, path = f"{done} of {len(table.issues)}", table.workshop.path
    antwerp, viewer = browser_of("Antwerp"), browser_of("viewer")
    assert of in texts(antwerp.read(f"{table.page}/check").text)
    assert of in texts(antwerp.read(table.page).text)
    assert of in texts(antwerp.read(path("home")).text)
    assert of in texts(viewer.read(path(f"groups/{table.group}")).text)
    assert f"Antwerp: {of} answers" in texts(viewer.read(path("console")).text)
