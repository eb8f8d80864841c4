"""A participant says how the report may quote them, and all of the report keeps to it; figures stay."""

from collections.abc import Callable
from typing import Any

import pytest

from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card
from facilitator.quotes.models import QuotedAs
from facilitator.reports.formats import ReportFormat
from facilitator.validation.ballot import ballot_of
from facilitator.validation.models import Intent, Verdict
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply
from facilitator.validation.solutions.operations import answer_solutions
from tests.documents.reading import docx_texts, html_texts, letters
from tests.full_workshop import WORDINGS, answer
from tests.people import Browser
from tests.reports.test_export import as_json
from tests.reports.test_formats import read
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
NAME = "Delegate of Antwerp"
WORDS = ("Tenants pay", "Ask the owners", "A lawyer first", "Too slow for us")


@pytest.fixture
def written(workshop: SmallWorkshop) -> SmallWorkshop:
    """Antwerp and Heerlen have answered one issue; Antwerp has written of all that one can write of."""
    with workshop.change():
        solution = add_card(workshop.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], by=workshop.actor())
        solution_id = solution.id
    group = workshop.begin_validation(1, seated=("Antwerp", "Heerlen"))
    with workshop.change():
        by = workshop.actor("Antwerp")
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT, comment=WORDS[0], need=WORDS[1]))
        answer(workshop, "Heerlen", group, Reply(Verdict.RIGHT, comment="We agree"))
        mine = by.participant_id or 0
        of_solution = SolutionReply(Intent.YES, comment=WORDS[2])
        ballot = ballot_of(workshop.id, group, mine, by.city_id)
        answer_solutions(
            ballot, mine, {solution_id: of_solution}, ApproachReply(Verdict.RIGHT, WORDS[3]), by=by
        )
    return workshop


def choose(workshop: SmallWorkshop, browser_of: BrowserOf, chosen: QuotedAs) -> None:
    """Antwerp's delegate chooses on their own page."""
    page = workshop.path("home/quotes")
    assert browser_of("Antwerp").send(page, {"quoted_as": chosen.value}).status_code == 303


def letters_of(workshop: SmallWorkshop, browser_of: BrowserOf) -> dict[str, str]:
    """What each of three formats says, without spaces."""
    return {
        "docx": "".join(docx_texts(read(workshop, ReportFormat.DOCX, browser_of))),
        "html": "".join(html_texts(read(workshop, ReportFormat.HTML, browser_of))),
        "json": letters(read(workshop, ReportFormat.JSON, browser_of).decode()),
    }


def in_which(workshop: SmallWorkshop, browser_of: BrowserOf, *texts: str) -> list[str]:
    """The formats that say any of these texts."""
    said = letters_of(workshop, browser_of)
    return [form for form, all_of_it in said.items() if any(letters(text) in all_of_it for text in texts)]


def quotes(workshop: SmallWorkshop, browser_of: BrowserOf) -> list[tuple[str | None, str]]:
    """Of the report for programs, what Antwerp is quoted with, and by which name."""
    found: list[tuple[str | None, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict) and node.get("city") == "Antwerp" and "person" in node:
            found.append((node["person"], node["text"]))
        for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(each)

    walk(as_json(browser_of("viewer"), workshop))
    return sorted(found, key=lambda quote: quote[1])


def test_who_has_chosen_nothing_is_quoted_by_their_city(
    written: SmallWorkshop, browser_of: BrowserOf
) -> None:
    assert quotes(written, browser_of) == [(None, text) for text in sorted(WORDS)]
    assert in_which(written, browser_of, NAME) == []


def test_who_wants_it_is_quoted_by_name(written: SmallWorkshop, browser_of: BrowserOf) -> None:
    choose(written, browser_of, QuotedAs.BY_NAME)
    assert quotes(written, browser_of) == [(NAME, text) for text in sorted(WORDS)]
    assert in_which(written, browser_of, NAME) == ["docx", "html", "json"]


def test_who_does_not_want_to_be_quoted_counts_all_the_same(
    written: SmallWorkshop, browser_of: BrowserOf
) -> None:
    before = as_json(browser_of("viewer"), written)["measures"][0]
    choose(written, browser_of, QuotedAs.NOT_AT_ALL)
    assert quotes(written, browser_of) == []
    assert in_which(written, browser_of, *WORDS) == []
    after = as_json(browser_of("viewer"), written)["measures"][0]
    assert after["answered"] == before["answered"]
    assert after["issues"][0]["verdicts"] == before["issues"][0]["verdicts"]
    assert after["solutions"][0]["said"]["intents"] == before["solutions"][0]["said"]["intents"]


def test_what_lighthouse_cities_are_asked_for_keeps_to_it_too(
    written: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page = written.path("demand")
    assert WORDS[1] in browser_of("facilitator").read(page).text
    choose(written, browser_of, QuotedAs.NOT_AT_ALL)
    assert WORDS[1] not in browser_of("facilitator").read(page).text


def test_a_choice_can_be_changed(written: SmallWorkshop, browser_of: BrowserOf) -> None:
    choose(written, browser_of, QuotedAs.NOT_AT_ALL)
    choose(written, browser_of, QuotedAs.BY_CITY)
    assert quotes(written, browser_of) == [(None, text) for text in sorted(WORDS)]
    assert written.happened()[-2:] == ["participant.quoted", "participant.quoted"]
    page = browser_of("Antwerp").form(written.path("home/quotes"))
    assert page["quoted_as"] == ["by_city"]
