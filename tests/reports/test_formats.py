"""The report in every format, read back by another program, says all that it is composed of, in order."""

import csv
import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import openpyxl
import pytest

from facilitator.access.policy import Phase
from facilitator.database import now
from facilitator.documents.blocks import Document
from facilitator.reports.composing.document import compose, compose_slides
from facilitator.reports.content import content
from facilitator.reports.formats import ReportFormat
from facilitator.transactions import transaction
from facilitator.validation.models import Verdict
from tests.documents.reading import (
    docx_texts,
    html_texts,
    not_in_order,
    pdf_text,
    pptx_slides,
    structure,
    texts,
)
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel, panel_of

pytestmark = [pytest.mark.slow, pytest.mark.one_database]

BrowserOf = Callable[[str], Browser]
HOSTILE = "=1+1 <b>#panic()</b> \N{PARTY POPPER} \N{CJK UNIFIED IDEOGRAPH-6F22} \u05e9\u05dc\u05d5\u05dd"


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Six cities who have answered about one of three issues, and one about the second."""
    panel = panel_of(workshop, *SIX_CITIES)
    for city, score in zip(SIX_CITIES, (9, 8, 8, 7, 9, 2), strict=True):
        panel.answer(city, 1, relevance=score, verdict=Verdict.RIGHT, comment=f"{HOSTILE} {city}")
    panel.answer("Graz", 2, relevance=6, verdict=Verdict.RIGHT_WITH_CHANGE, change="Say who pays")
    return panel


def read(workshop: SmallWorkshop, form: ReportFormat, browser_of: BrowserOf) -> bytes:
    """The report as a person of the team downloads it."""
    answer = browser_of("viewer").read(workshop.path(f"report.{form}"))
    assert (answer.status_code, answer.mimetype) == (200, form.mimetype)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=brussels-report.{form}"
    return answer.data


def composed(workshop: SmallWorkshop) -> Document:
    """The report as blocks."""
    with workshop.app.test_request_context("/"), transaction(writing=False):
        return compose(content(workshop.row, now()))


def to_present(workshop: SmallWorkshop) -> Document:
    """What of the report is on slides and in their notes."""
    with workshop.app.test_request_context("/"), transaction(writing=False):
        return compose_slides(content(workshop.row, now()))


def undated(said: list[str]) -> list[str]:
    """Texts without that of the minute in which the report was made."""
    return [text for text in said if not text.startswith("Createdon")]


def book(workshop: SmallWorkshop, browser_of: BrowserOf) -> dict[str, list[list[Any]]]:
    """The rows of each sheet of the workbook, the head first."""
    found = openpyxl.load_workbook(io.BytesIO(read(workshop, ReportFormat.XLSX, browser_of)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in found}


def check_all_say_the_same(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    """That each of the formats for people says every text of the report in its order."""
    said = undated(texts(composed(workshop)))
    assert undated(docx_texts(read(workshop, ReportFormat.DOCX, browser_of))) == said
    assert undated(html_texts(read(workshop, ReportFormat.HTML, browser_of))) == said
    of_fonts = [text for text in said if text.isascii()]
    assert not_in_order(of_fonts, pdf_text(read(workshop, ReportFormat.PDF, browser_of))) == []
    slides = pptx_slides(read(workshop, ReportFormat.PPTX, browser_of))
    shown = "".join(text for slide in slides for text in slide)
    assert [text for text in undated(texts(to_present(workshop))) if text not in shown] == []
    assert all(len(slide) > 1 for slide in slides)


def test_every_format_says_every_text_in_its_order(panel: Panel, browser_of: BrowserOf) -> None:
    check_all_say_the_same(panel.workshop, browser_of)


@pytest.mark.parametrize("phase", [Phase.PREPARATION, Phase.DAY_ONE, Phase.CLOSED])
def test_a_workshop_without_answers_has_a_report_in_every_format(
    workshop: SmallWorkshop, browser_of: BrowserOf, phase: Phase
) -> None:
    workshop.go_to(phase)
    check_all_say_the_same(workshop, browser_of)
    assert book(workshop, browser_of)["Ratings"] == [
        ["Measure", "No.", "Issue", "Criterion", "City", "Rating", "People"]
    ]


def test_a_workshop_with_one_answer_has_a_report_in_every_format(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    panel_of(workshop, "Graz").answer("Graz", 1, relevance=7, verdict=Verdict.RIGHT)
    check_all_say_the_same(workshop, browser_of)
    assert [row[3:] for row in book(workshop, browser_of)["Ratings"][1:]] == [["Relevance", "Graz", 7, 1]]


def test_the_workbook_has_a_row_for_each_thing_with_its_figures(panel: Panel, browser_of: BrowserOf) -> None:
    sheets = book(panel.workshop, browser_of)
    assert [*sheets] == [
        "Workshop", "Summary", "Participants", "Issues", "Evidence", "Ratings", "Verdicts", "Comments",
        "Enablers and strategies", "Solution register", "Not validated", "Open points",
    ]  # fmt: skip
    relevance = {row[4]: row[5:] for row in sheets["Ratings"][1:] if row[1] == "RET-01"}
    assert relevance == {
        city: [score, 1] for city, score in zip(sorted(SIX_CITIES), (9, 8, 8, 7, 9, 2), strict=True)
    }
    verdicts = [row[3:] for row in sheets["Verdicts"][1:]]
    assert verdicts == [["Right", 6, 6], ["Right, with a change", 0, 0], ["Not for us", 0, 0]]
    assert [row[4] for row in sheets["Comments"][1:]] == [*SIX_CITIES, "Graz"]


def test_the_csv_has_the_ratings_of_the_workbook(panel: Panel, browser_of: BrowserOf) -> None:
    text = read(panel.workshop, ReportFormat.CSV, browser_of).decode("utf-8-sig")
    ratings = book(panel.workshop, browser_of)["Ratings"]
    assert list(csv.reader(io.StringIO(text))) == [[str(cell) for cell in row] for row in ratings]


def test_the_pdf_is_tagged(panel: Panel, browser_of: BrowserOf) -> None:
    kinds = structure(read(panel.workshop, ReportFormat.PDF, browser_of))
    headings = [int(kind[1]) for kind in kinds if kind in ("H1", "H2", "H3")]
    assert headings[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(headings))
    heads = sum(kind == "TH" for kind in kinds)
    composed_heads = [
        len(block.columns) for block in composed(panel.workshop).blocks if hasattr(block, "rows")
    ]
    assert heads == sum(composed_heads)


@pytest.mark.parametrize("form", list(ReportFormat))
def test_a_delegate_gets_the_report_in_no_format(
    workshop: SmallWorkshop, browser_of: BrowserOf, form: ReportFormat
) -> None:
    assert browser_of("Antwerp").read(workshop.path(f"report.{form}")).status_code == 403


def test_the_page_offers_every_format(panel: Panel, browser_of: BrowserOf) -> None:
    page = browser_of("viewer").read(panel.workshop.path("report")).text
    found = [f'href="{panel.workshop.path("report")}.{form}" download' in page for form in ReportFormat]
    assert found == [True] * len(ReportFormat)
