"""Words of day two are hidden with a reason and restored: nobody reads them, and what was answered counts."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from facilitator.access.policy import Phase
from facilitator.breakouts.queries import seated_group as table_of_group
from facilitator.capture.queries import active_handover, card_by_reference
from facilitator.console.attention import attention
from facilitator.console.log import entries
from facilitator.console.queries import overview
from facilitator.console.rules import Concern
from facilitator.database import db, now
from facilitator.validation.late_replies.operations import decide_late_replies, keep_late_replies
from facilitator.validation.models import Answer, LateReplies, Mode, Verdict, WordsHiding
from facilitator.validation.moderation.operations import hide_words, restore_words
from facilitator.validation.operations import answer_issues
from facilitator.validation.paper.operations import enter_answers
from facilitator.validation.rules import Reply
from tests.pages import complaints, notices, plain, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.validation.moderation.rude import (
    PAGES_IN_THE_ROOM,
    PAGES_OF_WRITERS,
    RUDE,
    TEAM_PAGES,
    RudeTable,
    read,
    stored_words,
)

BrowserOf = Callable[[str], Browser]
WORDS = ["zany change", RUDE, "zany need"]


@pytest.fixture
def rude(workshop: SmallWorkshop) -> RudeTable:
    table = RudeTable(workshop)
    table.speak()
    return table


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("facilitator", TEAM_PAGES),
        ("viewer", TEAM_PAGES),
        ("rapporteur", (*TEAM_PAGES, *PAGES_OF_WRITERS)),
        ("Heerlen", PAGES_IN_THE_ROOM),
    ],
)
def test_what_is_hidden_stands_on_no_page_and_in_no_file(
    rude: RudeTable, browser_of: BrowserOf, who: str, pages: tuple[str, ...]
) -> None:
    browser = browser_of(who)
    before = {page for page in pages if "zany" in read(browser, rude.path(page))}
    rude.hide_all()
    after = {page for page in pages if "zany" in read(browser, rude.path(page))}
    assert after == set()
    assert before or who == "Heerlen"


def test_verdict_ratings_and_heads_count_as_before(rude: RudeTable) -> None:
    before = rude.results()
    rude.hide_all()
    after = rude.results()
    assert (after.answered, after.entitled) == (before.answered, before.entitled)
    [was], [is_] = before.issues, after.issues
    assert (is_.answered, is_.verdicts, is_.values) == (was.answered, was.verdicts, was.values)
    assert [remark.text for remark in was.remarks] == WORDS
    assert is_.remarks == ()
    assert was.side_by_side
    assert is_.side_by_side
    assert is_.side_by_side.verdicts == was.side_by_side.verdicts
    [said_before], [said_after] = before.said_of_solutions.values(), after.said_of_solutions.values()
    assert said_after.judged == said_before.judged
    assert (said_after.changes, said_after.comments) == ((), ())
    assert before.approach
    assert after.approach
    assert after.approach.judged == before.approach.judged
    assert after.approach.words == ()


def test_who_gave_words_alone_has_answered_though_they_are_hidden(workshop: SmallWorkshop) -> None:
    table = RudeTable(workshop)
    with workshop.change():
        by = workshop.actor("Heerlen")
        issue = card_by_reference(workshop.row, "RET-01").id
        ballot = table.ballot_of("Heerlen")
        answer_issues(ballot, by.participant_id or 0, {issue: Reply(comment=RUDE)}, by=by)
    table.hide(who="Heerlen")
    result = table.results().issues[0]
    assert (result.answered.people, result.remarks) == (1, ())


def test_what_is_restored_is_there_as_before(rude: RudeTable) -> None:
    before = rude.results()
    for about in ("RET-01", "RET-S01", "RET"):
        rude.hide(about)
        rude.restore(about)
    after = rude.results()
    assert after.issues[0].remarks == before.issues[0].remarks
    assert (after.said_of_solutions, after.approach) == (before.said_of_solutions, before.approach)


def test_who_and_when_and_why_is_kept_for_the_hiding_and_for_the_way_back(rude: RudeTable) -> None:
    rude.hide(reason="names a person")
    rude.restore()
    with rude.workshop.look():
        row = db.session.scalars(sa.select(WordsHiding)).one()
        team = rude.workshop.accounts["facilitator"]
        assert (row.reason, row.hidden_by, row.restored_by) == ("names a person", team, team)
        assert row.restored_at is not None
        assert row.words == WORDS
    assert rude.workshop.happened()[-2:] == ["issue.words_hidden", "issue.words_restored"]


def test_the_log_tells_it_without_the_words(rude: RudeTable) -> None:
    for about in ("RET-01", "RET-S01", "RET"):
        rude.hide(about)
        rude.restore(about)
    with rude.workshop.look():
        told = list(reversed(entries(rude.workshop.row, None, 6)))
    assert [event.said.text for event in told] == [
        "%(who)s hid what %(participant)s wrote of %(what)s: %(reason)s",
        "%(who)s restored what %(participant)s wrote of %(what)s",
        "%(who)s hid what %(participant)s wrote of %(what)s: %(reason)s",
        "%(who)s restored what %(participant)s wrote of %(what)s",
        "%(who)s hid what %(participant)s wrote of the approach to %(what)s: %(reason)s",
        "%(who)s restored what %(participant)s wrote of the approach to %(what)s",
    ]
    assert [str(event.subjects["participant"].name) for event in told] == ["Delegate of Antwerp"] * 6
    assert [event.subjects["what"].ref or event.subjects["what"].name for event in told] == [
        "RET-01", "RET-01", "RET-S01", "RET-S01", "Retrofit", "Retrofit",
    ]  # fmt: skip


def test_nothing_is_hidden_twice_and_nothing_restored_that_is_not_hidden(rude: RudeTable) -> None:
    by = rude.workshop.actor()
    with rude.workshop.refuses("This is not hidden."):
        restore_words(rude.words(), by=by)
    rude.hide()
    with rude.workshop.refuses("This is already hidden."):
        hide_words(rude.words(), reason="twice", by=by)


@pytest.mark.one_database
@pytest.mark.parametrize("about", ["RET-02", "RET-S02", "ENG-01", "ENG", "NO", "RET-01x", "%F0%9F%98%80"])
def test_what_nobody_wrote_of_is_not_found(rude: RudeTable, browser_of: BrowserOf, about: str) -> None:
    assert browser_of("facilitator").read(rude.words_path(about)).status_code == 404


def test_who_wrote_nothing_has_nothing_to_hide(rude: RudeTable, browser_of: BrowserOf) -> None:
    browser = browser_of("facilitator")
    for path in (rude.words_path(who="Heerlen"), rude.path("words/RET-01/999999")):
        assert browser.read(path).status_code == 404
        signed = browser.signature(rude.words_path())
        with rude.workshop.nothing_changes():
            for past in ("hiding", "restoration"):
                sent = browser.client.post(f"{path}/{past}", data={"reason": "rude"} | signed)
                assert sent.status_code == 404


def test_the_words_of_another_workshop_are_out_of_reach(
    app: Flask, rude: RudeTable, browser_of: BrowserOf
) -> None:
    sister = RudeTable(SmallWorkshop(app, slug="sister"))
    sister.speak()
    theirs = sister.workshop.participants["Antwerp"]
    browser = browser_of("facilitator")
    signed = browser.signature(rude.words_path())
    with rude.workshop.nothing_changes():
        for address, status in (
            (rude.workshop.path(f"words/RET-01/{theirs}/hiding"), 404),
            (sister.words_path(to="hiding"), 403),
        ):
            sent = browser.client.post(address, data={"reason": "rude"} | signed)
            assert sent.status_code == status


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Please fill this in."),
        (" \r\n", "Please fill this in."),
        ("no", "Use at least 3 characters."),
        ("x" * 501, "This has 501 characters. The limit is 500."),
    ],
)
def test_a_reason_that_is_none_is_told_at_its_field_and_stays_there(
    rude: RudeTable, browser_of: BrowserOf, reason: str, sentence: str
) -> None:
    browser = browser_of("organiser")
    with rude.workshop.nothing_changes():
        sent = browser.send(rude.words_path(), {"reason": reason}, to=rude.words_path(to="hiding"))
    assert sent.status_code == 422
    assert complaints(sent.text) == {"reason": [sentence]}
    assert f'value="{reason.strip()}"' in sent.text


def test_the_results_lead_to_the_words_and_back_and_restore_them(
    rude: RudeTable, browser_of: BrowserOf
) -> None:
    browser, results = browser_of("facilitator"), rude.path("results/RET")
    assert rude.words_path() in browser.read(results).text
    sent = browser.send(rude.words_path(), {"reason": "Names a person"}, to=rude.words_path(to="hiding"))
    assert (sent.status_code, sent.location) == (303, f"{results}?issue=RET-01#RET-01")
    page = browser.read(results).text
    assert "The text of Delegate of Antwerp was hidden." in notices(page)
    assert "Hidden: Names a person" in texts(page, "span")
    sent = browser.send(results, {}, to=rude.words_path(to="restoration"))
    assert (sent.status_code, sent.location) == (303, f"{results}?issue=RET-01#RET-01")
    page = browser.read(results).text
    assert "The text of Delegate of Antwerp was restored." in notices(page)
    assert RUDE in page


@pytest.mark.parametrize(("about", "anchor"), [("RET-S01", "solutions"), ("RET", "approach")])
def test_words_on_solutions_and_on_the_approach_are_hidden_from_their_page_too(
    rude: RudeTable, browser_of: BrowserOf, about: str, anchor: str
) -> None:
    browser, results = browser_of("facilitator"), rude.path("results/RET")
    sent = browser.send(rude.words_path(about), {"reason": "rude"}, to=rude.words_path(about, to="hiding"))
    assert (sent.status_code, sent.location) == (303, f"{results}#{anchor}")
    assert "Hidden: rude" in texts(browser.read(results).text, "span")
    assert "zany" in browser.read(rude.words_path(about)).text


def test_who_may_not_moderate_sees_that_something_is_hidden_and_no_way_to_it(
    rude: RudeTable, browser_of: BrowserOf
) -> None:
    rude.hide()
    for who in ("viewer", "rapporteur"):
        browser = browser_of(who)
        page = browser.read(rude.path("results/RET")).text
        assert "Hidden: rude" in texts(page, "span")
        assert "words/RET" not in page
        assert browser.read(rude.words_path()).status_code == 403


def test_the_author_sees_their_own_words(rude: RudeTable, browser_of: BrowserOf) -> None:
    rude.hide_all()
    own = browser_of("Antwerp")
    for page in ("groups/{group}/replies", "groups/{group}/solutions", "home/answers"):
        assert "zany" in read(own, rude.path(page))


def test_the_same_insult_sent_again_stays_hidden_and_new_words_wait_for_a_look(
    rude: RudeTable, browser_of: BrowserOf
) -> None:
    rude.hide()
    rude.reply("Antwerp", change="zany change", comment=f"{RUDE}!", need="zany need")
    assert rude.shown() == []
    browser, page = browser_of("facilitator"), rude.words_path()
    assert "New text since then" in texts(browser.read(rude.path("results/RET")).text, "span")
    assert "New" in texts(browser.read(page).text, "span")
    with rude.workshop.look():
        needed = attention(rude.workshop.row, overview(rude.workshop.row), now())
        [new] = [item.things for item in needed if item.concern is Concern.NEW_WORDS]
        assert [(thing.name, thing.word) for thing in new] == [("Delegate of Antwerp", "RET-01")]
    assert page in browser.read(rude.path("console")).text
    assert page not in browser_of("viewer").read(rude.path("console")).text
    assert browser.form(page, "hiding")["reason"] == ["rude"]
    sent = browser.send(page, {}, to=rude.words_path(to="hiding"))
    assert sent.status_code == 303
    assert rude.shown() == []
    assert "New text since then" not in browser.read(rude.path("results/RET")).text
    assert [word[1] for word in stored_words(rude.workshop, "words_hiding", "words")] == [RUDE, f"{RUDE}!"]
    rude.restore()
    assert rude.shown() == ["zany change", f"{RUDE}!", "zany need"]


def test_words_that_are_taken_back_are_not_new(rude: RudeTable, browser_of: BrowserOf) -> None:
    rude.hide()
    rude.reply("Antwerp")
    page = browser_of("facilitator").read(rude.words_path()).text
    assert "There is no text. The author deleted it." in texts(page)
    assert "New text since then" not in browser_of("facilitator").read(rude.path("results/RET")).text
    rude.restore()
    assert rude.shown() == []


def test_the_second_answer_of_whose_words_are_hidden_is_hidden_too(
    rude: RudeTable, browser_of: BrowserOf
) -> None:
    rude.hide()
    rude.ask_again()
    rude.reply("Antwerp", change="zany change", comment="zany again")
    assert rude.shown() == []
    page = plain(browser_of("facilitator").read(rude.words_path()).text)
    assert "Comment After the discussion zany again New" in page
    rude.restore()
    assert rude.shown() == ["zany change", "zany again", RUDE, "zany need"]


def test_what_came_too_late_is_hidden_where_it_waits_and_where_it_counts(
    rude: RudeTable, browser_of: BrowserOf
) -> None:
    rude.close()
    workshop, page = rude.workshop, rude.path("groups/{group}/answers")
    with workshop.change():
        by = workshop.actor("Heerlen")
        issue = card_by_reference(workshop.row, "RET-01").id
        late = {issue: (1, Reply(Verdict.RIGHT, comment="zany and late"))}
        keep_late_replies(rude.ballot_of("Heerlen"), by.participant_id or 0, late, by=by)
    browser = browser_of("facilitator")
    assert "zany and late" in browser.read(page).text
    assert rude.words_path(who="Heerlen") in browser.read(page).text
    rude.hide(who="Heerlen")
    assert "zany and late" not in browser.read(page).text
    assert "Hidden: rude" in texts(browser.read(page).text, "span")
    with workshop.change():
        row = db.session.scalars(sa.select(LateReplies)).one()
        assert decide_late_replies(row, counts=True, by=workshop.actor()) == 1
    rude.hide()
    assert rude.shown() == []
    assert rude.results().issues[0].answered.people == 2
    assert "New text since then" not in browser.read(rude.path("results/RET")).text


def test_who_enters_a_ballot_over_hidden_words_neither_sees_nor_loses_them(
    rude: RudeTable, browser_of: BrowserOf
) -> None:
    rude.hide()
    page, browser = rude.path("groups/{group}/entry/people/{delegate}"), browser_of("rapporteur")
    form = browser.form(page, page)
    assert not any("zany" in value.lower() for values in form.values() for value in values)
    assert "The text is hidden. It stays unless you enter a new one." in texts(
        browser.read(page).text, "span"
    )
    [verdict] = [name for name in form if name.startswith("verdict-")]
    issue = verdict.partition("-")[2]
    assert browser.send(page, {verdict: "R", f"need-{issue}": "A law"}, to=page).status_code == 303
    with rude.workshop.look():
        row = db.session.scalars(sa.select(Answer).filter_by(mode=Mode.PAPER)).one()
        assert (row.verdict, row.change, row.comment, row.need) == (Verdict.RIGHT, "", RUDE, "A law")
    assert rude.shown() == []


def test_a_change_that_is_hidden_stays_with_the_verdict_that_asks_for_one(rude: RudeTable) -> None:
    rude.hide()
    with rude.workshop.change():
        handover, workshop = active_handover(rude.workshop.row), rude.workshop
        assert handover
        issue = card_by_reference(workshop.row, "RET-01").id
        said = {issue: Reply(Verdict.RIGHT_WITH_CHANGE)}
        enter_answers(
            table_of_group(workshop.row, rude.group), handover, workshop.participant("Antwerp"), said,
            mode=Mode.PAPER, by=workshop.actor("rapporteur"),
        )  # fmt: skip
    with rude.workshop.look():
        row = db.session.scalars(sa.select(Answer).filter_by(mode=Mode.PAPER)).one()
        assert (row.change, row.comment, row.need) == ("zany change", RUDE, "zany need")


def test_words_are_hidden_and_restored_when_the_workshop_is_closed(
    rude: RudeTable, browser_of: BrowserOf
) -> None:
    rude.workshop.close("round")
    with rude.workshop.change():
        rude.workshop.move(Phase.CLOSED)
    browser = browser_of("facilitator")
    assert (
        browser.send(rude.words_path(), {"reason": "rude"}, to=rude.words_path(to="hiding")).status_code
        == 303
    )
    report = json.loads(browser.read(rude.path("report.json")).text)
    assert report["measures"][0]["issues"][0]["remarks"] == []
    sent = browser.send(rude.words_path(), {}, to=rude.words_path(to="restoration"))
    assert sent.status_code == 303
    assert rude.shown() == WORDS
