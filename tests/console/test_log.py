"""Who did what, as sentences that a stranger to the workshop can read."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.accounts.models import Account
from facilitator.breakouts.operations import close_group, unseat_participant
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards
from facilitator.console.log import LogEntry, entries
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.workshops.operations import renew_personal_link
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SECRET, SmallWorkshop
from tests.statements import asked

pytestmark = pytest.mark.one_database


def sentence(entry: LogEntry) -> str:
    """The sentence as it is read aloud."""
    return str(entry.said)


def last(workshop: SmallWorkshop, many: int) -> list[str]:
    """The last sentences, the first of them first."""
    with workshop.look():
        return [sentence(entry) for entry in reversed(entries(workshop.row, None, many))]


def test_what_the_team_does_reads_as_sentences_with_names(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    with workshop.change():
        by = workshop.actor()
        issue = workshop.add_issue()
        give_evidence(issue, workshop.city("Lyon"), Stance.SOLVED, by=by)
        solution = add_card(workshop.measure(), Kind.SOLUTION, {"title": "One contract", "text": ""}, by=by)
        link_cards(issue, solution, by=by)
        hide_card(solution, reason="Names a company", by=by)
        renew_personal_link(workshop.participant("Lyon"), secret=SECRET, by=by)
    workshop.close("RET")
    assert last(workshop, 9) == [
        "The facilitator moved the workshop from “In preparation” to “Day one”",
        "The facilitator opened Capture Retrofit",
        "The facilitator brought up RET-01",
        "The facilitator noted “We solved this problem” for Lyon on RET-01",
        "The facilitator added the solution RET-S01",
        "The facilitator linked RET-01 with RET-S01",
        "The facilitator hid RET-S01: Names a company",
        "The facilitator gave Delegate of Lyon a new personal link",
        "The facilitator closed Capture Retrofit",
    ]


def test_what_happens_on_day_two_names_groups_and_people(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        group = workshop.add_group("Antwerp")
        unseat_participant(workshop.row, group, workshop.participant("Antwerp"), by=workshop.actor())
        close_group(workshop.row, group, by=workshop.actor())
    assert last(workshop, 6) == [
        "The facilitator handed day one over as Day one",
        "The facilitator moved the workshop from “Handed over” to “Day two”",
        "The facilitator added Retrofit table",
        "The facilitator added Delegate of Antwerp to Retrofit table",
        "The facilitator removed Delegate of Antwerp from Retrofit table",
        "The facilitator closed Retrofit table",
    ]


def test_whoever_joins_is_named_as_the_one_who_did(workshop: SmallWorkshop) -> None:
    with workshop.look():
        joined = [entry for entry in entries(workshop.row, None) if entry.said.text == "%(who)s joined"]
    assert {entry.said.values["who"] for entry in joined} == {
        f"Delegate of {name}" for name in workshop.participants
    }


def test_a_day_is_that_of_the_workshop_and_not_of_the_server(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.row.timezone = "Pacific/Kiritimati"
        db.session.flush()
        db.session.execute(sa.update(Activity).values(at=datetime(2017, 12, 4, 23, 30, tzinfo=UTC)))
    with workshop.look():
        assert {entry.day for entry in entries(workshop.row, None)} == {date(2017, 12, 5)}


def test_the_page_shows_text_as_text_and_cards_as_links(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        workshop.add_issue(title="<b>Owners</b> & tenants")
        db.session.get_one(Account, workshop.accounts["facilitator"]).name = "<i>Ines</i>"
    page = browser_of("facilitator").read(workshop.path("activity")).text
    assert "&lt;b&gt;Owners&lt;/b&gt; &amp; tenants" in page
    assert "&lt;i&gt;Ines&lt;/i&gt;" in page
    assert f'href="{workshop.path("cards/RET-01")}"' in page


def test_earlier_pages_go_on_where_the_last_one_ended(workshop: SmallWorkshop) -> None:
    with workshop.look():
        everything = entries(workshop.row, None, 1000)
        first = entries(workshop.row, None, 3)
        second = entries(workshop.row, first[-1].number, 3)
    assert [*first, *second] == everything[:6]


@pytest.mark.parametrize("issues", [1, 3, 30])
def test_the_log_takes_three_statements_however_long_it_is(workshop: SmallWorkshop, issues: int) -> None:
    with workshop.change():
        for _ in range(issues):
            workshop.add_issue()
    with workshop.look():
        row = workshop.row
        with asked(workshop.app) as statements:
            entries(row, None, 1000)
    assert len(statements) == 3


def test_what_a_newer_version_wrote_down_is_shown_plainly(workshop: SmallWorkshop) -> None:
    with workshop.change():
        for name, detail in (("stars.aligned", {"issue": "what?"}), ("workshop.moved", {"to": "lunch"})):
            db.session.add(Activity(workshop_id=workshop.id, happened=name, detail=detail))
            db.session.flush()
    page = Browser(workshop.app, workshop.way_in("facilitator")).read(workshop.path("activity"))
    assert "did something that this version does not know: stars.aligned" in page.text
    assert "to “lunch”" in page.text


def test_one_action_is_one_line(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> None:
    group = workshop.begin_validation(issues=1)
    browser_of("Antwerp").send(workshop.path(f"groups/{group}/missing"), AN_ISSUE)
    assert last(workshop, 2) == [
        "The facilitator opened Round one",
        "Delegate of Antwerp said that RET-02 was missing",
    ]
