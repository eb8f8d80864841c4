"""A participant reads again what they answered: on the day and after it, wherever they sit by now."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import unseat_participant
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.operations import reword_card
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.validation.rules import Reply
from tests.full_workshop import answer
from tests.pages import plain, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop
from tests.validation.moderation.rude import RUDE, RudeTable

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
NOTHING = "Nothing here yet"


@pytest.fixture
def table(workshop: SmallWorkshop) -> RudeTable:
    return RudeTable(workshop)


def page(browser: Browser, workshop: SmallWorkshop) -> str:
    answered = browser.read(workshop.path("home/answers"))
    assert answered.status_code == 200
    return answered.text


def test_verdict_scores_and_words_of_issues_solutions_and_the_approach_stand_there(
    table: RudeTable, browser_of: BrowserOf
) -> None:
    table.speak()
    told = plain(page(browser_of("Antwerp"), table.workshop))
    assert (
        "RET-01 Several owners must agree Verdict Right, with a change: zany change Relevance 8"
        f" Urgency No answer Own power to act No answer Comment {RUDE} What does your city need? zany need"
    ) in told
    assert (
        "RET-S01 A contact Would your city do it? We would do it, with a change: zany solution"
        " Comment zany remark"
    ) in told
    assert "The approach as a whole Right: zany approach" in told


def test_the_answer_before_the_discussion_stands_beside_the_one_after_it(
    table: RudeTable, browser_of: BrowserOf
) -> None:
    table.reply("Antwerp", comment="So it is")
    table.ask_again()
    antwerp = browser_of("Antwerp")
    assert "After the discussion" not in texts(page(antwerp, table.workshop))
    table.reply("Antwerp", comment="On second thoughts, no")
    told = texts(page(antwerp, table.workshop))
    places = [told.index(word) for word in ("Before the discussion", "So it is", "After the discussion")]
    assert places == sorted(places)
    assert "On second thoughts, no" in told[places[-1] :]


def test_the_place_leads_there_and_it_stays_when_group_and_workshop_are_closed(
    table: RudeTable, browser_of: BrowserOf
) -> None:
    workshop, antwerp = table.workshop, browser_of("Antwerp")
    link = f'href="{workshop.path("home/answers")}"'
    assert link not in antwerp.read(workshop.path("home")).text
    assert NOTHING in texts(page(antwerp, workshop))
    table.reply("Antwerp", comment="So it is")
    table.close()
    workshop.close("round")
    with workshop.change():
        workshop.move(Phase.CLOSED)
    assert link in antwerp.read(workshop.path("home")).text
    assert "So it is" in texts(page(antwerp, workshop))
    assert "<form" not in page(antwerp, workshop)


def test_who_sits_elsewhere_by_now_still_reads_what_they_answered(
    table: RudeTable, browser_of: BrowserOf
) -> None:
    table.reply("Antwerp", comment="So it is")
    with table.workshop.change():
        group = db.session.get_one(Group, table.group)
        person = table.workshop.participant("Antwerp")
        unseat_participant(table.workshop.row, group, person, by=table.workshop.actor())
    assert "So it is" in texts(page(browser_of("Antwerp"), table.workshop))


def test_a_measure_that_one_met_at_two_tables_stands_there_once(
    table: RudeTable, browser_of: BrowserOf
) -> None:
    workshop = table.workshop
    table.speak()
    with workshop.change():
        group = db.session.get_one(Group, table.group)
        unseat_participant(workshop.row, group, workshop.participant("Antwerp"), by=workshop.actor())
        second = workshop.add_group("Antwerp", name="Second table").id
        answer(workshop, "Antwerp", second, Reply(comment="So it is, again"))
    told = texts(page(browser_of("Antwerp"), workshop))
    assert [told.count(said) for said in ("Retrofit", "So it is, again", "A contact")] == [1, 1, 1]


def test_what_was_said_of_an_earlier_wording_says_so(table: RudeTable, browser_of: BrowserOf) -> None:
    table.reply("Antwerp", comment="So it is")
    table.workshop.close("round")
    with table.workshop.change():
        by = table.workshop.actor()
        reopen_handover(table.workshop.row, reason="A word was wrong", by=by)
        issue = card_by_reference(table.workshop.row, "RET-01")
        reword_card(issue, AN_ISSUE | {"title": "All owners must agree"}, based_on=1, by=by)
        freeze_handover(table.workshop.row, name="Day one, again", by=by)
    told = texts(page(browser_of("Antwerp"), table.workshop))
    assert "You answered an earlier version of this text." in told
    assert "So it is" in told


@pytest.mark.parametrize("who", ["Heerlen", "Lyon", "Standards body"])
def test_nobody_reads_what_somebody_else_answered(table: RudeTable, browser_of: BrowserOf, who: str) -> None:
    table.reply("Antwerp", comment="So it is")
    told = texts(page(browser_of(who), table.workshop))
    assert NOTHING in told
    assert "So it is" not in told
