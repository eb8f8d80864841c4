"""Two people at one browser: a form is taken from the person alone for whom its page was made."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.capture.models import Card
from facilitator.database import db
from facilitator.validation.models import Answer
from tests.pages import fields, heading, lead, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop
from tests.web.desk import ANTWERP, FORMS, LEAD, LYON, TEAM, Desk

NOT_SAVED = "This was not saved"
OPENED_BY = "This was not saved, because {} opened this page and {} now uses this browser."
UNNAMED = "This was not saved yet, because we do not know who opened this page. Are you {}?"
SIGNED_OUT = "This was not saved, because you are no longer signed in."
LEFT = "This was not saved, because this browser no longer knows who you are."
NEXT = {
    LYON: "Vienna", ANTWERP: "Heerlen", "Heerlen": "Antwerp", TEAM: "organiser", LEAD: "organiser",
    "organiser": "facilitator",
}  # fmt: skip
FILLED_IN = [name for name, form in FORMS.items() if form.who]

DeskOf = Callable[[str], Desk]


@pytest.fixture
def desk(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> DeskOf:
    """Where a form is filled in, by its name."""
    return lambda name: Desk(workshop, browser_of, name)


def introduced(workshop: SmallWorkshop, who: str) -> str:
    return f"Delegate of {who} · {who}" if who in workshop.participants else f"The {who}"


def send_again(html: str, to: str) -> dict[str, dict[str, Any]]:
    """What each button of the page that tells of it sends, by its words."""
    buttons = re.findall(r'<button [^>]*name="author" value="([^"]*)">(.*?)</button>', " ".join(html.split()))
    return {unescape(words): fields(html, to) | {"author": [author]} for author, words in buttons}


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("name", FILLED_IN)
def test_no_form_is_taken_under_the_name_of_the_next_one_at_the_browser(desk: DeskOf, name: str) -> None:
    filled_in = desk(name)
    workshop, who, browser = filled_in.workshop, filled_in.form.who, filled_in.browser
    form = filled_in.filled()
    browser.read(workshop.way_in(NEXT[who]))
    with workshop.nothing_changes():
        answer = browser.client.post(filled_in.to, data=form)
    assert (answer.status_code, heading(answer.text)) == (409, NOT_SAVED)
    assert lead(answer.text) == OPENED_BY.format(introduced(workshop, who), introduced(workshop, NEXT[who]))
    assert filled_in.text_on(answer.text)
    # Who opened it comes back in another tab, and sends what still stands in this one.
    browser.read(workshop.way_in(who))
    again = send_again(answer.text, filled_in.to)[f"Send as {introduced(workshop, who)}"]
    assert browser.client.post(filled_in.to, data=again).status_code == 303


@pytest.fixture
def antwerps_ballot(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> tuple[Browser, str, dict[str, Any]]:
    """A browser with Antwerp's ballot, filled in, in which Heerlen's link was opened since."""
    page = workshop.path(f"groups/{workshop.begin_validation(issues=1)}/replies")
    browser = browser_of("Antwerp")
    form = browser.form(page)
    issue = form["issue"][0]
    browser.read(workshop.way_in("Heerlen"))
    return browser, page, form | {f"verdict-{issue}": "right", f"comment-{issue}": "Said by Antwerp"}


def answers(workshop: SmallWorkshop) -> list[tuple[int, str]]:
    with workshop.look():
        return [(each.participant_id, each.comment) for each in db.session.scalars(sa.select(Answer))]


def test_a_ballot_is_not_counted_as_a_colleagues(
    workshop: SmallWorkshop, antwerps_ballot: tuple[Browser, str, dict[str, Any]]
) -> None:
    browser, page, form = antwerps_ballot
    with workshop.nothing_changes():
        answer = browser.client.post(page, data=form)
    assert answer.status_code == 409
    assert texts(answer.text, "dt") == ["Comment"]
    assert texts(answer.text, "dd") == ["Said by Antwerp"]
    assert list(send_again(answer.text, page)) == [
        "Send as Delegate of Antwerp · Antwerp",
        "Send as Delegate of Heerlen · Heerlen",
    ]


def test_it_can_be_sent_as_the_next_one_if_they_say_so(
    workshop: SmallWorkshop, antwerps_ballot: tuple[Browser, str, dict[str, Any]]
) -> None:
    browser, page, form = antwerps_ballot
    offered = send_again(browser.client.post(page, data=form).text, page)
    again = offered["Send as Delegate of Heerlen · Heerlen"]
    assert browser.client.post(page, data=again).status_code == 303
    assert answers(workshop) == [(workshop.participants["Heerlen"], "Said by Antwerp")]


def test_the_script_that_saves_as_one_goes_is_told_so_in_words(
    workshop: SmallWorkshop, antwerps_ballot: tuple[Browser, str, dict[str, Any]]
) -> None:
    browser, page, form = antwerps_ballot
    with workshop.nothing_changes():
        answer = browser.client.post(page, data=form, headers={"Accept": "text/plain"})
    assert (answer.status_code, answer.mimetype) == (409, "text/plain")
    assert answer.text == OPENED_BY.format("Delegate of Antwerp · Antwerp", "Delegate of Heerlen · Heerlen")


def test_a_form_that_names_nobody_asks_whose_it_is(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page, antwerp = (
        workshop.path(f"groups/{workshop.begin_validation(issues=1)}/replies"),
        browser_of("Antwerp"),
    )
    form = antwerp.form(page)
    form[f"comment-{form['issue'][0]}"] = ["From before"]
    for named in ({}, {"author": ["17"]}, {"author": ["x-y.z"]}):
        with workshop.nothing_changes():
            answer = antwerp.client.post(page, data={k: form[k] for k in form if k != "author"} | named)
        assert answer.status_code == 409
        assert lead(answer.text) == UNNAMED.format("Delegate of Antwerp · Antwerp")
        assert "From before" in texts(answer.text, "dd")
    assert list(offered := send_again(answer.text, page)) == ["Send as Delegate of Antwerp · Antwerp"]
    assert antwerp.client.post(page, data=offered.popitem()[1]).status_code == 303


def test_whose_a_number_is_is_told_to_nobody_who_made_it_up(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page, antwerp = (
        workshop.path(f"groups/{workshop.begin_validation(issues=1)}/replies"),
        browser_of("Antwerp"),
    )
    form = antwerp.form(page) | {"author": [f"-{workshop.participants['Heerlen']}.made-up"]}
    answer = antwerp.client.post(page, data=form)
    assert answer.status_code == 409
    assert "Delegate of Heerlen" not in answer.text


def test_who_is_two_people_acts_as_the_one_that_may(workshop: SmallWorkshop) -> None:
    """A delegate who serves in the team too: no page of theirs is taken for somebody else's."""
    group = workshop.begin_validation(issues=1)
    both = Browser(workshop.app, workshop.way_in("Antwerp"))
    ballot = both.form(workshop.path(f"groups/{group}/replies"))
    both.read(workshop.way_in("rapporteur"))
    assert both.client.post(workshop.path(f"groups/{group}/replies"), data=ballot).status_code == 303
    note = {"text": "They agree"}
    assert both.send(workshop.path(f"groups/{group}/notes/general"), note).status_code == 303


def test_who_has_a_place_too_and_signed_out_elsewhere_is_told_that_and_loses_nothing(
    workshop: SmallWorkshop,
) -> None:
    both = Browser(workshop.app, workshop.way_in("Antwerp"))
    both.read(workshop.way_in("facilitator"))
    console, messages = workshop.path("console"), workshop.path("console/messages")
    form = both.form(console, messages) | {"text": "Lunch is served"}
    assert both.client.post("/sign-out", data=both.form(console, "/sign-out")).status_code == 303
    with workshop.nothing_changes():
        answer = both.client.post(messages, data=form)
    assert (answer.status_code, heading(answer.text)) == (403, NOT_SAVED)
    assert lead(answer.text) == SIGNED_OUT
    assert "Lunch is served" in texts(answer.text, "dl")


def test_the_sign_out_of_one_account_does_not_sign_out_the_next(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("facilitator")
    form = browser.form(workshop.path("console"), "/sign-out") | {"everywhere": "yes"}
    browser.read(workshop.way_in("organiser"))
    with workshop.nothing_changes():
        answer = browser.client.post("/sign-out", data=form)
    assert answer.status_code == 409
    assert lead(answer.text) == OPENED_BY.format("The facilitator", "The organiser")
    assert browser.read(workshop.path("console")).status_code == 200


def test_a_page_that_keeps_itself_fresh_does_not_fill_with_what_is_anothers(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    browser, live = browser_of("Lyon"), workshop.path("home/live")
    page = browser.form(workshop.path("wishes"))["author"][0]
    assert browser.client.get(live, headers={"X-Author": page}).status_code == 200
    browser.read(workshop.way_in("Vienna"))
    answer = browser.client.get(live, headers={"X-Author": page})
    assert (answer.status_code, answer.headers["X-Author"]) == (409, "other")


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("name", FILLED_IN)
def test_what_was_typed_outlives_the_loss_of_ones_place(desk: DeskOf, name: str) -> None:
    """Signed out in another tab, or come in with a new link elsewhere: the text stands on the page."""
    filled_in = desk(name)
    workshop, who, browser = filled_in.workshop, filled_in.form.who, filled_in.browser
    form = filled_in.filled()
    browser.lose("participant")
    if who in workshop.accounts:
        browser.send(workshop.path("console"), {}, to="/sign-out")
    with workshop.nothing_changes():
        answer = browser.client.post(filled_in.to, data=form)
    assert (answer.status_code, heading(answer.text)) == (403, NOT_SAVED)
    assert lead(answer.text) == (SIGNED_OUT if who in workshop.accounts else LEFT)
    assert filled_in.text_on(answer.text)
    browser.read(workshop.way_in(who))
    again = send_again(answer.text, filled_in.to)["Send it"]
    assert browser.client.post(filled_in.to, data=again).status_code == 303


def test_an_issue_typed_before_signing_out_is_kept_by_nobody_else(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    """Signed out, then the next one signs in and sends what the page still holds: they are asked first."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    page, browser = workshop.path(f"sessions/{workshop.sessions['RET']}/issue"), browser_of("Lyon")
    form = browser.form(page) | AN_ISSUE | {"stance": "met"}
    browser.lose("participant")
    offered = send_again(browser.client.post(page, data=form).text, page)["Send it"]
    browser.read(workshop.way_in("Vienna"))
    with workshop.nothing_changes():
        assert browser.client.post(page, data=offered).status_code == 409
    with workshop.look():
        assert db.session.scalars(sa.select(Card)).all() == []
