"""The team edits drafted sentences beside what they rest on; each version is kept, old figures are told."""

import io
import json
from collections.abc import Callable

import docx
import openpyxl
import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from facilitator.access.policy import Phase
from facilitator.conclusions.models import ConclusionVersion
from facilitator.database import db
from tests.pages import complaints, notices, plain
from tests.people import Browser
from tests.reports.test_export import text_of
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel, panel_of

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
PAGE, SENTENCE = "report/summary", "report/summary/agreed/RET"
DRAFT = "The cities agree that “Relevance” is high for one issue: “Issue number 1” (RET-01)."
OURS = "Rents come first."


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Six cities who agree on the first of three issues."""
    panel = panel_of(workshop, *SIX_CITIES)
    for city, score in zip(SIX_CITIES, (9, 8, 8, 7, 9, 8), strict=True):
        panel.answer(city, 1, relevance=score)
    return panel


def kept(workshop: SmallWorkshop) -> list[tuple[int, str, str, int | None]]:
    """Each version of a sentence: its number, what was chosen, its text, and by whom."""
    with workshop.look():
        rows = db.session.scalars(sa.select(ConclusionVersion).order_by(ConclusionVersion.version))
        return [(row.version, row.choice.value, row.text, row.account_id) for row in rows]


def write(who: Browser, workshop: SmallWorkshop, fields: dict[str, str]) -> TestResponse:
    """Fill in the form of the sentence and save it."""
    return who.send(workshop.path(SENTENCE), fields, to=workshop.path(SENTENCE))


def page(workshop: SmallWorkshop, browser_of: BrowserOf) -> str:
    """The words of the page on which all sentences stand."""
    return plain(browser_of("viewer").read(workshop.path(PAGE)).text)


def report(workshop: SmallWorkshop, browser_of: BrowserOf) -> str:
    """The words of the report."""
    data = browser_of("viewer").read(workshop.path("report.docx")).data
    return str(text_of(docx.Document(io.BytesIO(data))))


def summary_as_json(workshop: SmallWorkshop, browser_of: BrowserOf) -> dict[str, str]:
    """What the report for programs says of the measure, by kind."""
    data = browser_of("viewer").read(workshop.path("report.json")).data
    return {each["kind"]: each["text"] for each in json.loads(data)["summary"]}


def test_the_page_has_each_draft_beside_its_issues_and_figures(panel: Panel, browser_of: BrowserOf) -> None:
    said = page(panel.workshop, browser_of)
    assert DRAFT in said
    assert "Rests on: RET-01" in said
    assert "RET-01 · Relevance · Median city: 8" in said


def test_what_the_team_writes_is_printed_in_every_format(panel: Panel, browser_of: BrowserOf) -> None:
    workshop = panel.workshop
    assert DRAFT in report(workshop, browser_of)
    answer = write(browser_of("rapporteur"), workshop, {"text": OURS})
    assert (answer.status_code, answer.location) == (303, workshop.path(f"{PAGE}#agreed-RET"))
    assert kept(workshop) == [(1, "edited", OURS, workshop.accounts["rapporteur"])]
    assert workshop.happened()[-1] == "conclusion.edited"
    said = report(workshop, browser_of)
    assert (OURS in said, DRAFT in said) == (True, False)
    assert summary_as_json(workshop, browser_of)["agreed"] == OURS
    assert OURS in browser_of("viewer").read(workshop.path("report.html")).text
    book = openpyxl.load_workbook(io.BytesIO(browser_of("viewer").read(workshop.path("report.xlsx")).data))
    rows = {row[1]: row[2:] for row in book["Summary"].iter_rows(values_only=True)}
    assert rows["Agreed"] == (OURS, "Edited", "RET-01")


def test_a_sentence_is_left_out_and_its_draft_restored(panel: Panel, browser_of: BrowserOf) -> None:
    workshop, rapporteur = panel.workshop, browser_of("rapporteur")
    rapporteur.send(workshop.path(PAGE), {}, to=workshop.path(f"{PAGE}/agreed/RET/omission"))
    assert DRAFT not in report(workshop, browser_of)
    assert "agreed" not in summary_as_json(workshop, browser_of)
    rapporteur.send(workshop.path(PAGE), {}, to=workshop.path(f"{PAGE}/agreed/RET/draft"))
    assert DRAFT in report(workshop, browser_of)
    assert [choice for _, choice, *_ in kept(workshop)] == ["left_out", "draft"]
    assert workshop.happened()[-2:] == ["conclusion.left_out", "conclusion.restored"]


def test_a_draft_follows_the_figures(panel: Panel, browser_of: BrowserOf) -> None:
    for city in SIX_CITIES:
        panel.answer(city, 2, relevance=8)
    assert "is high for 2 issues" in page(panel.workshop, browser_of)


def test_an_edited_sentence_is_out_of_date_when_its_figures_change(
    panel: Panel, browser_of: BrowserOf
) -> None:
    workshop, rapporteur = panel.workshop, browser_of("rapporteur")
    write(rapporteur, workshop, {"text": OURS})
    assert "Out of date" not in page(workshop, browser_of)
    assert "Draft:" not in report(workshop, browser_of)
    for city in SIX_CITIES:
        panel.answer(city, 2, relevance=8)
    said = page(workshop, browser_of)
    assert "One edited sentence is out of date" in said
    assert "The draft now is: The cities agree that “Relevance” is high for 2 issues" in said
    assert any(
        "One edited sentence" in told for told in notices(rapporteur.read(workshop.path("report")).text)
    )
    printed = report(workshop, browser_of)
    assert "Draft: one edited sentence of the summary was written before its figures changed." in printed
    assert OURS in printed
    # Whoever has read it and saves it again has settled it.
    write(rapporteur, workshop, {})
    assert [(version, text) for version, _, text, _ in kept(workshop)] == [(1, OURS), (2, OURS)]
    assert "Out of date" not in page(workshop, browser_of)
    assert "Draft:" not in report(workshop, browser_of)


def test_an_edited_sentence_stays_when_nothing_is_drafted_any_more(
    panel: Panel, browser_of: BrowserOf
) -> None:
    workshop, rapporteur = panel.workshop, browser_of("rapporteur")
    write(rapporteur, workshop, {"text": OURS})
    for city in SIX_CITIES:
        panel.answer(city, 1, relevance=5)
    said = page(workshop, browser_of)
    assert "The results no longer give a sentence here." in said
    assert OURS in report(workshop, browser_of)
    rapporteur.send(workshop.path(PAGE), {}, to=workshop.path(f"{PAGE}/agreed/RET/draft"))
    assert OURS not in page(workshop, browser_of)
    assert OURS not in report(workshop, browser_of)
    assert rapporteur.read(workshop.path(SENTENCE)).status_code == 404


def test_two_who_edit_at_once_do_not_write_over_each_other(panel: Panel, browser_of: BrowserOf) -> None:
    workshop, rapporteur = panel.workshop, browser_of("rapporteur")
    seen = rapporteur.form(workshop.path(SENTENCE), workshop.path(SENTENCE))
    write(browser_of("facilitator"), workshop, {"text": "Money comes first."})
    answer = rapporteur.client.post(workshop.path(SENTENCE), data=seen | {"text": [OURS]})
    assert answer.status_code == 422
    assert [*complaints(answer.text)] == ["text"]
    assert "Money comes first." in answer.text
    assert OURS in answer.text
    assert [text for *_, text, _ in kept(workshop)] == ["Money comes first."]


@pytest.mark.parametrize("button", ["omission", "draft"])
def test_a_button_of_an_old_page_puts_no_text_aside_that_a_colleague_wrote_since(
    panel: Panel, browser_of: BrowserOf, button: str
) -> None:
    workshop, rapporteur = panel.workshop, browser_of("rapporteur")
    write(rapporteur, workshop, {"text": OURS})
    to = workshop.path(f"{SENTENCE}/{button}")
    seen = rapporteur.form(workshop.path(PAGE), to)
    write(browser_of("facilitator"), workshop, {"text": "Money comes first."})
    answer = rapporteur.client.post(to, data=seen)
    assert answer.status_code == 422
    assert "Somebody else changed this sentence in the meantime" in plain(answer.text)
    assert "Money comes first." in plain(answer.text)
    assert [text for *_, text, _ in kept(workshop)] == [OURS, "Money comes first."]
    assert rapporteur.client.post(to, data=rapporteur.form(workshop.path(PAGE), to)).status_code == 303


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Enter the sentence, or leave it out of the report."),
    (" \N{ZERO WIDTH SPACE} ", "Enter the sentence, or leave it out of the report."),
    ("x" * 2001, "This has 2001 characters. The limit is 2000."),
])  # fmt: skip
def test_what_cannot_be_printed_is_refused_at_its_field(
    panel: Panel, browser_of: BrowserOf, typed: str, said: str
) -> None:
    answer = write(browser_of("rapporteur"), panel.workshop, {"text": typed})
    assert (answer.status_code, complaints(answer.text)) == (422, {"text": [said]})
    assert kept(panel.workshop) == []


@pytest.mark.parametrize("address", ["agreed/ENG", "nothing/RET", "split/RET-01", "agreed/RET'--"])
def test_a_sentence_that_is_not_there_is_not_found(panel: Panel, browser_of: BrowserOf, address: str) -> None:
    assert browser_of("rapporteur").read(panel.workshop.path(f"{PAGE}/{address}")).status_code == 404


def test_the_summary_is_finished_after_the_workshop_is_closed(panel: Panel, browser_of: BrowserOf) -> None:
    workshop = panel.workshop
    with workshop.change():
        workshop.move(Phase.CLOSED)
    assert write(browser_of("rapporteur"), workshop, {"text": OURS}).status_code == 303
    assert OURS in report(workshop, browser_of)


@pytest.mark.parametrize("who", ["viewer", "Lyon"])
def test_who_does_not_write_for_the_team_edits_nothing(panel: Panel, browser_of: BrowserOf, who: str) -> None:
    assert browser_of(who).read(panel.workshop.path(SENTENCE)).status_code == 403
