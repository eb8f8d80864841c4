"""What arrives after its time is kept and marked, and a facilitator decides whether it counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from facilitator.database import db, now
from facilitator.errors import RuleBroken
from facilitator.validation.late_replies.operations import decide_late_replies
from facilitator.validation.models import LateReplies, Verdict
from tests.pages import notices, texts
from tests.people import Browser
from tests.validation.table import Table

WAITS = "It is saved. The facilitator decides if it counts."
LATE = (
    "Your answers arrived after your group was closed or saw its results."
    " They are saved. The facilitator decides if they count."
)


@pytest.fixture
def late(table: Table, antwerp: Browser) -> None:
    """Antwerp said *right*; then a phone that was offline sends *not for us* after the group has closed."""
    antwerp.send(table.page, table.typed(verdict="right", relevance=9))
    form = antwerp.form(table.page) | table.typed(verdict="not_for_us", comment="From the cellar")
    table.close()
    answered = antwerp.client.post(table.page, data=form)
    assert (answered.status_code, answered.location) == (303, f"{table.page}/check")


def decide(table: Table, *, counts: bool) -> int:
    with table.workshop.change():
        row = db.session.scalars(sa.select(LateReplies)).one()
        return decide_late_replies(row, counts=counts, by=table.workshop.actor())


@pytest.mark.usefixtures("late")
def test_it_does_not_count_yet_and_its_author_is_told_so(table: Table, antwerp: Browser) -> None:
    assert table.answers() == {("Antwerp", 0): (Verdict.RIGHT, "", "", "")}
    told = notices(antwerp.read(f"{table.page}/check").text)
    assert len(told) == 1
    assert told[0].endswith(WAITS)


@pytest.mark.usefixtures("late")
def test_a_facilitator_counts_it_and_its_author_is_told_so(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    facilitator, page = browser_of("facilitator"), table.workshop.path(f"groups/{table.group}/answers")
    assert "From the cellar" in facilitator.read(page).text
    with table.workshop.look():
        id_ = db.session.scalars(sa.select(LateReplies.id)).one()
    path = table.workshop.path(f"groups/{table.group}/late-replies/{id_}/decision")
    decided = facilitator.send(page, {"counts": "yes"}, to=path)
    assert (decided.status_code, decided.location) == (303, page)
    assert notices(facilitator.read(page).text) == ["One answer now counts."]
    assert table.answers() == {("Antwerp", 0): (Verdict.NOT_FOR_US, "", "From the cellar", "")}
    assert table.scores() == {("Antwerp", 0, "relevance"): 9}
    assert "count. The facilitator has decided this." in notices(antwerp.read(f"{table.page}/check").text)[0]
    assert table.workshop.happened()[-2:] == ["late_replies.counted", "issue.validated"]


@pytest.mark.usefixtures("late")
def test_a_facilitator_leaves_it_out_and_it_stays_on_record(table: Table, antwerp: Browser) -> None:
    assert decide(table, counts=False) == 0
    assert table.answers() == {("Antwerp", 0): (Verdict.RIGHT, "", "", "")}
    assert "do not count." in notices(antwerp.read(f"{table.page}/check").text)[0]
    with table.workshop.look():
        row = db.session.scalars(sa.select(LateReplies)).one()
        assert (row.counted, row.decided_by) == (False, table.workshop.accounts["facilitator"])
        assert row.content[str(table.issues[0])]["comment"] == "From the cellar"


@pytest.mark.usefixtures("late")
def test_nobody_decides_twice(table: Table) -> None:
    decide(table, counts=False)
    with table.workshop.nothing_changes(), pytest.raises(RuleBroken, match="already been decided"):
        decide(table, counts=True)


@pytest.mark.usefixtures("late")
def test_what_its_author_said_after_it_stands(table: Table, antwerp: Browser) -> None:
    table.reopen()
    antwerp.send(table.page, table.typed(verdict="cant_say"))
    assert decide(table, counts=True) == 0
    assert table.answers()["Antwerp", 0][0] == Verdict.CANT_SAY


@pytest.mark.usefixtures("late")
def test_of_two_late_arrivals_the_last_word_waits_and_both_are_in_the_history(
    table: Table, antwerp: Browser
) -> None:
    mine = antwerp.signature(table.page)
    for issue, verdict in ((0, "cant_say"), (1, "right")):
        typed = table.typed(issue, verdict=verdict) | {"issue": table.issues[issue]} | mine
        antwerp.client.post(table.page, data=typed)
    with table.workshop.look():
        row = db.session.scalars(sa.select(LateReplies)).one()
        assert {int(id_): said["verdict"] for id_, said in row.content.items()} == {
            table.issues[0]: "cant_say", table.issues[1]: "right",
        }  # fmt: skip
    assert table.workshop.happened().count("late_replies.received") == 3


@pytest.mark.usefixtures("late")
def test_a_closed_group_shows_what_was_said_and_no_fields(table: Table, antwerp: Browser) -> None:
    page = antwerp.read(table.page).text
    assert "verdict-" not in page
    assert "Save" not in texts(page)


def test_the_script_that_saves_as_one_goes_is_answered_in_a_word(table: Table, antwerp: Browser) -> None:
    quietly = {"Accept": "text/plain"}
    form = antwerp.form(table.page)
    saved = antwerp.client.post(table.page, data=form | table.typed(verdict="right"), headers=quietly)
    assert (saved.status_code, saved.text) == (204, "")
    refused = antwerp.client.post(table.page, data=form | table.typed(relevance=0), headers=quietly)
    assert (refused.status_code, refused.text) == (422, "Enter a score from 1 to 9.")
    table.close()
    late = antwerp.client.post(table.page, data=form | table.typed(verdict="cant_say"), headers=quietly)
    assert (late.status_code, late.text, late.mimetype) == (200, LATE, "text/plain")
    assert table.answers()["Antwerp", 0][0] == Verdict.RIGHT


def test_it_counts_as_said_when_it_arrived(table: Table, antwerp: Browser) -> None:
    form = antwerp.form(table.page) | table.typed(verdict="right")
    table.close()
    antwerp.client.post(table.page, data=form)
    arrived = now()
    decide(table, counts=True)
    with table.workshop.look():
        row = db.session.scalars(sa.select(LateReplies)).one()
        assert arrived - timedelta(minutes=1) < row.arrived_at <= arrived
    assert table.takes() == {("Antwerp", 0, 1): Verdict.RIGHT}
