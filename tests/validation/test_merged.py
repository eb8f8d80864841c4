"""A reply to an issue that was merged away meanwhile follows the merge, and says so."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.queries import card_by_reference
from facilitator.validation.models import Verdict
from tests.pages import notices
from tests.people import Browser
from tests.validation.table import Table

MOVED = "RET-02 was merged into RET-01. Your answer now counts there."
GAVE_WAY = "RET-02 was merged into RET-01. Your answer on RET-01 counts."


def merge_between_two_handovers(table: Table) -> None:
    """Day one is opened again, RET-02 merged into RET-01, and handed over once more."""
    workshop, by = table.workshop, table.workshop.actor()
    workshop.close("round")
    with workshop.change():
        reopen_handover(workshop.row, reason="said twice", by=by)
        first, second = (card_by_reference(workshop.row, ref) for ref in ("RET-01", "RET-02"))
        merge_cards(first, [second], by=by)
        freeze_handover(workshop.row, name="Once more", by=by)
        workshop.move(Phase.DAY_TWO)
    workshop.open("round")


def test_it_counts_for_the_issue_that_its_own_became(table: Table, antwerp: Browser) -> None:
    form = antwerp.form(table.page) | table.typed(1, verdict="right", relevance=7)
    merge_between_two_handovers(table)
    sent = antwerp.client.post(table.page, data=form)
    assert (sent.status_code, sent.location) == (303, f"{table.page}/check")
    assert notices(antwerp.read(sent.location).text) == [MOVED]
    assert table.answers() == {("Antwerp", 0): (Verdict.RIGHT, "", "", "")}
    assert table.scores() == {("Antwerp", 0, "relevance"): 7}


@pytest.mark.parametrize("earlier", [True, False])
def test_what_was_said_of_the_issue_itself_comes_before_it(
    table: Table, antwerp: Browser, *, earlier: bool
) -> None:
    form = antwerp.form(table.page) | table.typed(1, verdict="right", comment="Of the second")
    merge_between_two_handovers(table)
    if earlier:
        antwerp.send(table.page, table.typed(0, verdict="not_for_us"))
    form |= table.typed(0, verdict="not_for_us")
    sent = antwerp.client.post(table.page, data=form)
    assert notices(antwerp.read(sent.location).text) == [GAVE_WAY]
    assert table.answers() == {("Antwerp", 0): (Verdict.NOT_FOR_US, "", "", "")}
    assert "reply.gave_way" in table.workshop.happened()


def test_a_script_is_told_so_in_a_word(table: Table, browser_of: Callable[[str], Browser]) -> None:
    heerlen = browser_of("Heerlen")
    form = heerlen.form(table.page) | table.typed(1, verdict="right")
    merge_between_two_handovers(table)
    saved = heerlen.client.post(table.page, data=form, headers={"Accept": "text/plain"})
    assert (saved.status_code, saved.text) == (200, MOVED)
