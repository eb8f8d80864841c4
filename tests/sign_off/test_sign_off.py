"""A city sees by its link what is quoted of it, and agrees, edits or withholds; the report keeps to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from facilitator.capture.queries import card_by_reference
from facilitator.capture.remarks.operations import make_remark
from facilitator.database import db
from facilitator.quotes.models import QuoteChoice, QuotedAs, SignOff
from facilitator.quotes.operations import choose_how_quoted
from facilitator.quotes.queries import sign_off_of
from facilitator.quotes.rules import digest_of
from facilitator.sign_off.operations import ask_cities
from facilitator.sign_off.queries import token_of_city
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.queries import today
from tests.documents.reading import letters, pdf_text
from tests.full_workshop import answer
from tests.pages import complaints, plain
from tests.people import Browser, forms_on
from tests.reports.test_export import as_json
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
COMMENT, NEED, REMARK, OTHERS = "Tenants pay", "Ask the owners", "In Antwerp, too", "We agree"


@pytest.fixture
def city(workshop: SmallWorkshop) -> Browser:
    """A browser of somebody who has nothing but the link of a city."""
    return Browser(workshop.app)


@pytest.fixture
def asked(workshop: SmallWorkshop) -> SmallWorkshop:
    """Antwerp has written two texts beside its answer, and said a third while the issue was presented."""
    group = workshop.begin_validation(1, seated=("Antwerp", "Heerlen"))
    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT, comment=COMMENT, need=NEED))
        answer(workshop, "Heerlen", group, Reply(Verdict.RIGHT, comment=OTHERS))
        issue = card_by_reference(workshop.row, "RET-01")
        make_remark(issue, text=REMARK, city=workshop.city("Antwerp"), by=workshop.actor())
        ask_cities(workshop.row, today(workshop.row) + timedelta(days=7), by=workshop.actor())
    return workshop


def link(workshop: SmallWorkshop, city: str = "Antwerp") -> str:
    """The address of a city's page."""
    with workshop.look():
        round_ = sign_off_of(workshop.row)
        assert round_
        return workshop.path(f"sign-off/{token_of_city(round_, workshop.city(city), SECRET)}")


def form_about(text: str, html: str) -> dict[str, list[str]]:
    """The fields of the form about one text, or of that about all of them."""
    digest = digest_of(text) if text else ""
    [fields] = [each for _, each in forms_on(html) if each.get("about") == [digest]]
    return fields


def send(browser: Browser, page: str, about: str, **typed: str) -> TestResponse:
    """Fill in the form about one text, or that about all of them, and press a button."""
    fields = form_about(about, browser.read(page).text)
    return browser.client.post(page, data={**fields, **typed})


def decide(workshop: SmallWorkshop, browser: Browser, text: str, choice: QuoteChoice, **typed: str) -> int:
    """Press a button beside a text on the page of Antwerp."""
    return send(browser, link(workshop), text, choice=choice.value, **typed).status_code


def let_last_day_pass(workshop: SmallWorkshop) -> None:
    """Cities could decide until yesterday."""
    with workshop.change():
        round_ = sign_off_of(workshop.row)
        assert round_
        round_.closes_on = today(workshop.row) - timedelta(days=1)


def quoted(workshop: SmallWorkshop, browser_of: BrowserOf) -> dict[str, bool]:
    """The texts of Antwerp in the report for programs, and whether each is marked as edited."""
    issue = as_json(browser_of("viewer"), workshop)["measures"][0]["issues"][0]
    return {
        each["text"]: each["is_edited"]
        for each in (*issue["remarks"], *issue["presented"])
        if each["city"] == "Antwerp"
    }


def state(workshop: SmallWorkshop, browser_of: BrowserOf) -> str:
    """What the report page says of the cities."""
    said = plain(browser_of("viewer").read(workshop.path("report")).text)
    return said[said.index("cities are quoted.") :].split(" They can")[0]


def test_a_city_sees_all_that_is_quoted_of_it_and_nothing_of_others(
    asked: SmallWorkshop, city: Browser
) -> None:
    said = plain(city.read(link(asked)).text)
    assert [text for text in (COMMENT, NEED, REMARK, OTHERS) if text in said] == [COMMENT, NEED, REMARK]
    assert "Remark during the presentation · RET-01" in said


def test_what_is_withheld_or_edited_is_printed_so(
    asked: SmallWorkshop, browser_of: BrowserOf, city: Browser
) -> None:
    assert decide(asked, city, COMMENT, QuoteChoice.WITHHELD) == 303
    assert decide(asked, city, REMARK, QuoteChoice.EDITED, wording="In Antwerp as well") == 303
    assert quoted(asked, browser_of) == {NEED: False, "In Antwerp as well": True}
    page = plain(browser_of("viewer").read(asked.path("report.html")).text)
    assert "In Antwerp as well [edited by the city]" in page
    # The original stays: the city can go back to it.
    assert decide(asked, city, REMARK, QuoteChoice.AGREED) == 303
    assert quoted(asked, browser_of) == {NEED: False, REMARK: False}


def test_two_of_one_city_do_not_undo_each_others_decision_unseen(
    asked: SmallWorkshop, browser_of: BrowserOf, city: Browser
) -> None:
    page = link(asked)
    stale = form_about(COMMENT, city.read(page).text)
    assert decide(asked, city, COMMENT, QuoteChoice.WITHHELD) == 303
    answer = city.client.post(page, data={**stale, "choice": QuoteChoice.AGREED.value})
    assert (answer.status_code, COMMENT in quoted(asked, browser_of)) == (422, False)
    assert "Somebody has decided on this text since you opened the page." in answer.text
    # Having read it, they decide.
    again = form_about(COMMENT, answer.text)
    assert city.client.post(page, data={**again, "choice": QuoteChoice.AGREED.value}).status_code == 303
    assert quoted(asked, browser_of)[COMMENT] is False


def test_the_state_is_that_of_the_texts_that_are_quoted_now(
    asked: SmallWorkshop, browser_of: BrowserOf, city: Browser
) -> None:
    assert state(asked, browser_of) == "cities are quoted. Agreed: 0. Changed: 0. Open: 2."
    assert send(city, link(asked), "").status_code == 303
    assert state(asked, browser_of) == "cities are quoted. Agreed: 1. Changed: 0. Open: 1."
    decide(asked, city, NEED, QuoteChoice.EDITED, wording="Ask them all")
    assert state(asked, browser_of) == "cities are quoted. Agreed: 0. Changed: 1. Open: 1."
    with asked.change():
        issue = card_by_reference(asked.row, "RET-01")
        make_remark(issue, text="One more", city=asked.city("Antwerp"), by=asked.actor())
    assert state(asked, browser_of) == "cities are quoted. Agreed: 0. Changed: 0. Open: 2."


def test_the_cover_says_draft_while_cities_are_open_and_can_decide(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    draft = "Draft: 2 cities have not decided yet on what is quoted of them."
    assert draft in plain(browser_of("viewer").read(asked.path("report.html")).text)
    let_last_day_pass(asked)
    assert draft not in plain(browser_of("viewer").read(asked.path("report.html")).text)


def test_after_the_last_day_nothing_is_decided_any_more(
    asked: SmallWorkshop, browser_of: BrowserOf, city: Browser
) -> None:
    fields = form_about(COMMENT, city.read(link(asked)).text)
    let_last_day_pass(asked)
    assert city.client.post(link(asked), data={**fields, "choice": "withheld"}).status_code == 422
    assert quoted(asked, browser_of) == {COMMENT: False, NEED: False, REMARK: False}


def test_an_edited_quote_needs_a_text(asked: SmallWorkshop, city: Browser) -> None:
    refused = send(city, link(asked), NEED, choice="edited", wording=" ")
    assert refused.status_code == 422
    assert complaints(refused.text) == {
        "wording": ["Enter a text. If it should not be quoted, choose “Do not quote”."]
    }


def test_a_city_is_not_asked_about_what_its_author_does_not_want_quoted(
    asked: SmallWorkshop, city: Browser
) -> None:
    with asked.change():
        choose_how_quoted(asked.participant("Antwerp"), QuotedAs.NOT_AT_ALL, by=asked.actor("Antwerp"))
    said = plain(city.read(link(asked)).text)
    assert [text for text in (COMMENT, NEED, REMARK) if text in said] == [REMARK]


def test_the_link_leads_to_the_take_home_sheet_of_the_city(asked: SmallWorkshop, city: Browser) -> None:
    sheet = city.read(f"{link(asked)}/take-home.pdf")
    assert (sheet.status_code, sheet.mimetype) == (200, "application/pdf")
    said = pdf_text(sheet.data)
    assert [text for text in (COMMENT, OTHERS) if letters(text) in said] == [COMMENT]
    assert city.read(f"{link(asked)[:-1]}/take-home.pdf").status_code == 404


def test_the_links_end_when_cities_are_no_longer_asked(asked: SmallWorkshop, city: Browser) -> None:
    before = link(asked)
    assert city.read(before[:-1]).status_code == 404
    with asked.change():
        ask_cities(asked.row, None, by=asked.actor())
    assert city.read(before).status_code == 404
    with asked.change():
        ask_cities(asked.row, today(asked.row), by=asked.actor())
        assert db.session.query(SignOff).count() == 1
    assert city.read(before).status_code == 404
