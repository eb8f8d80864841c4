"""Parts of the report: short, on one measure, for one city; from the same blocks, in four formats."""

import io
from collections.abc import Callable

import docx
import pypdf
import pytest

from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, link_cards
from facilitator.conclusions.operations import edit_conclusion
from facilitator.conclusions.queries import conclusion_of
from facilitator.database import now
from facilitator.documents.blocks import Document
from facilitator.reports.composing.document import compose
from facilitator.reports.content import content
from facilitator.reports.profiles import parts
from facilitator.transactions import transaction
from facilitator.validation.models import Verdict
from facilitator.workshops.models import Part
from tests.documents.reading import (
    docx_texts,
    html_texts,
    letters,
    not_in_order,
    pdf_text,
    pptx_slides,
    texts,
)
from tests.pages import complaints
from tests.people import Browser
from tests.reports.test_export import rows, text_of
from tests.reports.test_formats import undated
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel, panel_of

pytestmark = [pytest.mark.slow, pytest.mark.one_database]

BrowserOf = Callable[[str], Browser]


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Six cities who agree on the first of three issues; Graz has written something."""
    panel = panel_of(workshop, *SIX_CITIES)
    for city, score in zip(SIX_CITIES, (9, 8, 8, 7, 9, 8), strict=True):
        comment = "Rents come first" if city == "Graz" else ""
        panel.answer(city, 1, relevance=score, verdict=Verdict.RIGHT, comment=comment)
    return panel


def keys(workshop: SmallWorkshop) -> dict[str, str]:
    """How an address says each part: by the profile, or the name of what it is about."""
    with workshop.app.test_request_context("/"), transaction(writing=False):
        return {
            part.name or part.profile.value: key for key, part in parts(content(workshop.row, now())).items()
        }


def composed(workshop: SmallWorkshop, key: str) -> Document:
    """A part as blocks."""
    with workshop.app.test_request_context("/"), transaction(writing=False):
        report = content(workshop.row, now())
        return compose(report, parts(report)[key])


def read(workshop: SmallWorkshop, browser_of: BrowserOf, key: str, form: str) -> bytes:
    """A part as a person of the team downloads it."""
    answer = browser_of("viewer").read(workshop.path(f"report/part?part={key}&format={form}"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=brussels-report-{key.lower()}.{form}"
    )
    return answer.data


@pytest.mark.parametrize("name", ["short", "RET", "Graz"])
def test_every_format_says_every_text_of_a_part_in_its_order(
    panel: Panel, browser_of: BrowserOf, name: str
) -> None:
    workshop = panel.workshop
    key = keys(workshop)[name]
    said = undated(texts(composed(workshop, key)))
    assert undated(docx_texts(read(workshop, browser_of, key, "docx"))) == said
    assert undated(html_texts(read(workshop, browser_of, key, "html"))) == said
    assert not_in_order(said, pdf_text(read(workshop, browser_of, key, "pdf"))) == []
    title, *slides = pptx_slides(read(workshop, browser_of, key, "pptx"))
    assert title[0] == letters("Replication workshop")
    assert all(len(slide) > 1 for slide in slides)


def test_the_short_report_has_summary_a_table_of_each_measure_and_register(
    panel: Panel, browser_of: BrowserOf
) -> None:
    written = read(panel.workshop, browser_of, "short", "docx")
    document = docx.Document(io.BytesIO(written))
    headings = [line.text for line in document.paragraphs if line.style.name == "Heading 1"]
    assert headings == ["Executive summary", "Results", "Solution register"]
    assert "is high for one issue" in text_of(document)
    assert "Help is wanted" not in text_of(document)
    assert rows(document, "The issues and their results") == [
        ["RET-01", "Issue number 1", "Agreed", "6", "8"],
    ]
    assert "Undecided or not rated: RET-02 and RET-03." in text_of(document)
    pages = pypdf.PdfReader(io.BytesIO(read(panel.workshop, browser_of, "short", "pdf"))).pages
    assert len(pages) <= 4


def test_what_the_team_has_written_is_in_the_short_report_too(panel: Panel, browser_of: BrowserOf) -> None:
    workshop = panel.workshop
    with workshop.change():
        stated = conclusion_of(workshop.row, "unrated", "RET")
        edit_conclusion(workshop.row, stated, "Two were not asked.", based_on=0, by=workshop.actor())
    document = docx.Document(io.BytesIO(read(workshop, browser_of, "short", "docx")))
    assert "Two were not asked." in text_of(document)


def test_the_report_on_one_measure_has_nothing_of_another(panel: Panel, browser_of: BrowserOf) -> None:
    document = docx.Document(io.BytesIO(read(panel.workshop, browser_of, "measure-RET", "docx")))
    headings = [line.text for line in document.paragraphs if line.style.name == "Heading 1"]
    assert "Retrofit" in headings
    assert "Citizen engagement" not in headings
    assert "Report on one measure · RET" in text_of(document)


def test_the_report_for_a_city_has_what_it_said_beside_all_cities(
    panel: Panel, browser_of: BrowserOf
) -> None:
    key = keys(panel.workshop)["Graz"]
    document = docx.Document(io.BytesIO(read(panel.workshop, browser_of, key, "docx")))
    assert rows(document, "The issues and their results")[0] == [
        "RET-01", "Issue number 1", "Agreed", "8", "Relevance: 7\nComment: Rents come first",
    ]  # fmt: skip
    assert "Take-home sheet for one city · Graz" in text_of(document)


def test_the_sheet_of_a_city_has_what_others_have_proven_for_what_it_needs_and_its_own_steps(
    panel: Panel, browser_of: BrowserOf
) -> None:
    workshop = panel.workshop
    with workshop.change():
        for title, owner, proven_by in (
            ("A mediator", "", "Lyon"),
            ("A fund", "City of Graz, housing", "Vienna"),
            ("A new law", "Grazia Ltd", None),
        ):
            city = proven_by and workshop.cities[proven_by]
            wording = {"title": title, "owner": owner, "proven_by_id": city}
            card = add_card(workshop.measure(), Kind.SOLUTION, wording, by=workshop.actor())
            if title == "A mediator":
                link_cards(panel.card(1), card, by=workshop.actor())
    key = keys(workshop)["Graz"]
    document = docx.Document(io.BytesIO(read(workshop, browser_of, key, "docx")))
    assert [row[0] for row in rows(document, "The issues and their results")] == ["RET-01"]
    assert rows(document, "Solutions that other cities have proven") == [
        ["RET-S01", "A mediator", "Lyon", "RET-01", ""],
    ]
    own = rows(document, "Solutions that name you as owner, partner or example")
    assert [row[0] for row in own] == ["RET-S02"]
    assert len(pypdf.PdfReader(io.BytesIO(read(workshop, browser_of, key, "pdf"))).pages) <= 2


def test_the_report_for_a_lighthouse_city_has_what_it_answered(panel: Panel, browser_of: BrowserOf) -> None:
    panel.seat("Lisbon", part=Part.LIGHTHOUSE)
    panel.answer("Lisbon", 1, relevance=6, verdict=Verdict.RIGHT, comment="So it was with us")
    key = keys(panel.workshop)["Lisbon"]
    document = docx.Document(io.BytesIO(read(panel.workshop, browser_of, key, "docx")))
    assert rows(document, "The issues and their results")[0][-1] == "Relevance: 6\nComment: So it was with us"


@pytest.mark.parametrize("key", ["", "city-0", "measure-XXX", "SHORT", "<b>"])
def test_a_part_that_is_not_there_is_refused_at_its_field(
    panel: Panel, browser_of: BrowserOf, key: str
) -> None:
    answer = browser_of("viewer").read(panel.workshop.path(f"report/part?part={key}&format=pdf"))
    assert answer.status_code == 422
    assert complaints(answer.text) == {"part": ["Choose a part of the report."]}


def test_the_page_offers_every_part(panel: Panel, browser_of: BrowserOf) -> None:
    page = browser_of("viewer").read(panel.workshop.path("report")).text
    assert all(f'<option value="{key}">' in page for key in keys(panel.workshop).values())
    assert browser_of("Antwerp").read(panel.workshop.path("report/part?part=short")).status_code == 403
