"""The report as a file: at any time, for the team, with every figure of the database and nobody's name."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from docx.oxml.ns import qn

from facilitator.access.policy import Phase
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, hide_card, link_cards
from facilitator.database import db, now
from facilitator.reports.content import content
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Participant
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel, panel_of

pytestmark = pytest.mark.slow

BrowserOf = Callable[[str], Browser]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOSTILE = (
    "<script>alert(1)</script> & <b>",
    "=1+1",
    "\N{PARTY POPPER}\N{FAMILY} fête \N{CJK UNIFIED IDEOGRAPH-6F22}",
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
)


def as_docx(browser: Browser, workshop: SmallWorkshop) -> Any:
    """The report, opened as a person's word processor would."""
    answer = browser.read(workshop.path("report.docx"))
    assert (answer.status_code, answer.mimetype) == (200, DOCX)
    return docx.Document(BytesIO(answer.data))


def as_json(browser: Browser, workshop: SmallWorkshop) -> Any:
    """The report, read by a program."""
    answer = browser.read(workshop.path("report.json"))
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return json.loads(answer.data)


def tables(document: Any) -> dict[str, Any]:
    """The tables of data by what a screen reader says of them, with their elements."""
    elements = document.element.body.iterchildren(qn("w:tbl"))
    found = [(element.tblPr.find(qn("w:tblCaption")), element) for element in elements]
    return {caption.get(qn("w:val")): element for caption, element in found if caption is not None}


def rows(document: Any, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so, below its head."""
    [element] = [element for name, element in tables(document).items() if name.startswith(caption)]
    return [[cell.text for cell in row.cells] for row in docx.table.Table(element, document).rows[1:]]


def text_of(document: Any) -> str:
    """All that can be read in a document."""
    return "\n".join(
        "".join(run.text or "" for run in line.iter(qn("w:t")))
        for line in document.element.body.iter(qn("w:p"))
    )


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Six cities, one of them with two delegates, who have answered about two of three issues."""
    panel = panel_of(workshop, *SIX_CITIES[:5])
    panel.seat("Venice", people=2)
    for city, score in zip(SIX_CITIES[:5], (9, 8, 8, 7, 9), strict=True):
        panel.answer(city, 1, relevance=score, verdict=Verdict.RIGHT)
    panel.answer("Venice", 1, delegate=0, relevance=7, verdict=Verdict.RIGHT)
    panel.answer(
        "Venice", 1, delegate=1, relevance=8, verdict=Verdict.NOT_FOR_US, comment="We own the houses."
    )
    panel.answer(
        "Graz", 2, relevance=6, urgency=None, verdict=Verdict.RIGHT_WITH_CHANGE, change="Say who pays"
    )
    panel.answer("Venice", 2, delegate=0, relevance=6)
    panel.answer("Venice", 2, delegate=1, relevance=7)
    return panel


def test_the_files_carry_the_name_of_the_workshop(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    browser = browser_of("viewer")
    for ending in ("docx", "json"):
        answer = browser.read(workshop.path(f"report.{ending}"))
        assert answer.headers["Content-Disposition"] == f"attachment; filename=brussels-report.{ending}"


@pytest.mark.parametrize("phase", list(Phase))
def test_the_report_can_be_exported_in_every_phase(
    workshop: SmallWorkshop, browser_of: BrowserOf, phase: Phase
) -> None:
    workshop.go_to(phase)
    browser = browser_of("viewer")
    states = {Phase.PREPARATION: "day_one", Phase.DAY_ONE: "day_one", Phase.CLOSED: "closed"}
    assert as_json(browser, workshop)["state"] == states.get(phase, "day_two")
    assert "Replication workshop" in text_of(as_docx(browser, workshop))
    assert browser.read(workshop.path("report")).status_code == 200


@pytest.mark.parametrize("page", ["report", "report.docx", "report.json"])
def test_a_delegate_does_not_get_the_report(
    workshop: SmallWorkshop, browser_of: BrowserOf, page: str
) -> None:
    assert browser_of("Antwerp").read(workshop.path(page)).status_code == 403


def test_before_the_handover_the_report_says_that_nothing_is_validated(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue(title="Still being written")
    data, text = as_json(browser_of("viewer"), workshop), text_of(as_docx(browser_of("viewer"), workshop))
    assert data["handover"] is None
    assert [issue["title"] for issue in data["measures"][0]["issues"]] == ["Still being written"]
    assert "were not validated" in text
    assert "Still being written" in text
    assert "Results of the interested cities" not in text


def test_every_figure_of_the_json_is_that_of_the_answers(panel: Panel, browser_of: BrowserOf) -> None:
    first, second, third = as_json(browser_of("viewer"), panel.workshop)["measures"][0]["issues"]
    assert (first["ref"], first["word"], first["answered"]) == (
        "RET-01",
        "agreed",
        {"cities": 6, "people": 7},
    )
    assert first["verdicts"] == {
        "judged": {"cities": 6, "people": 7},
        "cant_say": {"cities": 0, "people": 0},
        "shares": {
            "right": {"votes": 5.5, "people": 6},
            "right_with_change": {"votes": 0.0, "people": 0},
            "not_for_us": {"votes": 0.5, "people": 1},
        },
    }
    relevance = first["ratings"][0]
    assert (relevance["criterion"], relevance["median"]) == ("relevance", 8)
    assert {city["city"]: (city["value"], city["people"]) for city in relevance["cities"]} == {
        "Aarhus": (9, 1),
        "Bordeaux": (8, 1),
        "Burgas": (8, 1),
        "Graz": (7, 1),
        "Sofia": (9, 1),
        "Venice": (7.5, 2),
    }
    assert first["remarks"] == [
        {
            "topic": "comment",
            "city": "Venice",
            "person": None,
            "text": "We own the houses.",
            "is_edited": False,
        }
    ]
    assert (second["ref"], second["word"], second["answered"]) == (
        "RET-02",
        "open",
        {"cities": 2, "people": 3},
    )
    assert second["verdicts"]["by_city"] == [
        {"city": "Graz", "verdicts": {"right_with_change": 1}, "as_one": None}
    ]
    assert (second["verdicts"]["shares"], second["ratings"][0]["median"]) == (None, None)
    assert second["ratings"][1]["cant_say"] == {"cities": 1, "people": 1}
    assert (third["ref"], third["answered"]) == ("RET-03", {"cities": 0, "people": 0})


def test_every_figure_of_the_document_is_that_of_the_answers(panel: Panel, browser_of: BrowserOf) -> None:
    document = as_docx(browser_of("viewer"), panel.workshop)
    assert rows(document, "Rated by five cities or more") == [
        ["RET-01", "Issue number 1", "Agreed", "5.5", "0", "0.5", "8", "–", "–"]
    ]
    assert rows(document, "Rated by fewer than five cities") == [
        ["RET-02", "Issue number 2", "Graz", "Right, with a change", "6", "–", "–"],
        ["RET-02", "", "Venice", "–", "6–7", "–", "–"],
    ]
    text = text_of(document)
    assert "Answered: 6 of 6 cities (7 of 7 people)." in text
    assert "2 of 6 cities (3 of 7 people)" in text
    assert "Not rated: RET-03." in text
    assert "Change · Graz: Say who pays" in text


def test_what_one_of_few_cities_says_as_one_is_in_both_files(panel: Panel, browser_of: BrowserOf) -> None:
    panel.speak("Graz", 2, Reply(Verdict.NOT_FOR_US))
    panel.speak("Sofia", 2, Reply(Verdict.RIGHT))
    browser = browser_of("viewer")
    issue = as_json(browser, panel.workshop)["measures"][0]["issues"][1]
    assert issue["verdicts"]["by_city"] == [
        {"city": "Graz", "verdicts": {"right_with_change": 1}, "as_one": "not_for_us"},
        {"city": "Sofia", "verdicts": {}, "as_one": "right"},
    ]
    given = [row[2:5] for row in rows(as_docx(browser, panel.workshop), "Rated by fewer than five cities")]
    assert given == [
        ["Graz", "Not for us (city vote)", "6"],
        ["Sofia", "Right (city vote)", "–"],
        ["Venice", "–", "6–7"],
    ]


def test_verdicts_of_five_cities_are_in_the_document_where_fewer_have_rated(
    panel: Panel, browser_of: BrowserOf
) -> None:
    for city in SIX_CITIES[:5]:
        panel.answer(city, 3, verdict=Verdict.RIGHT)
    panel.answer("Graz", 3, relevance=6, verdict=Verdict.NOT_FOR_US)
    text = text_of(as_docx(browser_of("viewer"), panel.workshop))
    assert "Right: 4 of 5 cities (4 people) · Right, with a change: 0 of 5 cities (0 people)" in text
    assert "Not for us: 1 of 5 cities (1 person)" in text


def test_who_took_part_is_counted_by_city_and_organisation(panel: Panel, browser_of: BrowserOf) -> None:
    data = as_json(browser_of("viewer"), panel.workshop)
    venice = next(city for city in data["cities"] if city["name"] == "Venice")
    assert venice == {
        "name": "Venice",
        "country": "EU",
        "part": "interested",
        "project": None,
        "organisations": ["City of Venice"],
        "people": 2,
    }
    assert data["partners"] == [{"name": "Standards body", "people": 1}]
    document = as_docx(browser_of("viewer"), panel.workshop)
    assert ["Venice (EU)", "Interested city", "–", "City of Venice", "2"] in rows(
        document, "Cities of the workshop"
    )
    assert rows(document, "Partners in the room") == [["Standards body", "1"]]


def test_no_person_is_named_in_the_report(panel: Panel, browser_of: BrowserOf) -> None:
    with panel.workshop.look():
        names = db.session.execute(sa.select(Participant.display_name)).scalars().all()
    data = json.dumps(as_json(browser_of("viewer"), panel.workshop))
    text = text_of(as_docx(browser_of("viewer"), panel.workshop))
    assert len(names) == 12
    assert [name for name in names if name in data or name in text] == []


def test_no_writer_of_the_report_gets_to_know_a_person(panel: Panel) -> None:
    with panel.workshop.look():
        report = content(panel.workshop.row, now())
    results = report.sections[0].results.issues
    remarks = [remark for result in results for remark in result.remarks]
    assert [(remark.city, remark.person) for remark in remarks] == [("Venice", ""), ("Graz", "")]


def test_what_is_hidden_is_in_neither_file(panel: Panel, browser_of: BrowserOf) -> None:
    workshop = panel.workshop
    with workshop.change():
        solution = add_card(
            workshop.measure(), Kind.SOLUTION, {"title": "A hidden solution"}, by=workshop.actor()
        )
        link_cards(panel.card(1), solution, by=workshop.actor())
        for card in (solution, panel.card(2)):
            hide_card(card, reason="A mistake", by=workshop.actor())
    data = json.dumps(as_json(browser_of("viewer"), workshop))
    text = text_of(as_docx(browser_of("viewer"), workshop))
    for written in (data, text):
        assert "Issue number 1" in written
        for hidden in (
            "Issue number 2",
            "RET-02",
            "A hidden solution",
            "RET-S01",
            "A mistake",
            "Say who pays",
        ):
            assert hidden not in written


def test_solutions_stand_with_owner_date_and_next_step_and_their_gaps(
    panel: Panel, browser_of: BrowserOf
) -> None:
    workshop = panel.workshop
    words = {
        "title": "A mediator",
        "owner": "Vienna's renewal office",
        "next_step": "Write one page",
        "by_when": date(2018, 3, 30),
    }
    with workshop.change():
        planned = add_card(workshop.measure(), Kind.SOLUTION, words, by=workshop.actor())
        link_cards(panel.card(1), planned, by=workshop.actor())
        add_card(workshop.measure(), Kind.SOLUTION, {"title": "A bridging loan"}, by=workshop.actor())
    planned_row, loose_row = rows(as_docx(browser_of("viewer"), workshop), "Solutions")
    assert planned_row == ["RET-S01", "A mediator", "RET-01"]
    assert loose_row == ["RET-S02", "A bridging loan", "None yet"]
    assert rows(as_docx(browser_of("viewer"), workshop), "Register: owner") == [
        ["RET-S02", "A bridging loan", "No owner yet", "None yet", "No date yet", "Planned"],
        ["RET-S01", "A mediator", "Vienna's renewal office", "Write one page", "30 Mar 2018", "Planned"],
    ]
    points = as_json(browser_of("viewer"), workshop)["measures"][0]["open_points"]
    assert {point["gap"]: point["refs"] for point in points} == {
        "unanswered": ["RET-03"],
        "without_evidence": ["RET-01", "RET-02", "RET-03"],
        "without_solution": ["RET-02", "RET-03"],
        "without_owner": ["RET-S02"],
        "without_date": ["RET-S02"],
        "without_next_step": ["RET-S02"],
    }


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_type_comes_out_as_they_typed_it(
    workshop: SmallWorkshop, browser_of: BrowserOf, typed: str
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue(title=typed, text=f"{typed}\n\n{typed}")
    document = as_docx(browser_of("viewer"), workshop)
    assert [line.text for line in document.paragraphs if line.style.name == "Heading 3"] == [
        f"RET-01  {typed}"
    ]
    assert [
        line.text for line in document.paragraphs if typed in line.text and line.style.name == "Voice"
    ] == [typed] * 2
    issue = as_json(browser_of("viewer"), workshop)["measures"][0]["issues"][0]
    assert (issue["title"], issue["text"]) == (typed, f"{typed}\n\n{typed}")


def test_a_writer_survives_what_was_never_cleaned(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue(title="Heat and power")
        raw = sa.text("UPDATE wording SET title = :raw")
        db.session.execute(raw, {"raw": "Heat \x01and\x0b \x1bpower\ufffe"})
    assert "RET-01  Heat and power" in text_of(as_docx(browser_of("viewer"), workshop))
    assert (
        as_json(browser_of("viewer"), workshop)["measures"][0]["issues"][0]["title"]
        == "Heat \x01and\x0b \x1bpower\ufffe"
    )


def test_text_in_a_script_from_the_right_is_set_from_the_right(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue(title="One", text=HOSTILE[-1])
    voices = [line for line in as_docx(browser_of("viewer"), workshop).paragraphs if line.text == HOSTILE[-1]]
    assert [line.paragraph_format.element.pPr.find(qn("w:bidi")) is not None for line in voices] == [True]
    assert [run.font.rtl for run in voices[0].runs] == [True]


def test_the_document_can_be_read_aloud_and_navigated(panel: Panel, browser_of: BrowserOf) -> None:
    document = as_docx(browser_of("viewer"), panel.workshop)
    language = document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val"))
    assert language == "en-GB"
    headings = [line.text for line in document.paragraphs if line.style.name == "Heading 1"]
    assert headings == [
        "Contents",
        "Executive summary",
        "Results at a glance",
        "Agenda",
        "Participants",
        "How to read the results",
        "Retrofit",
        "Citizen engagement",
        "Solution register",
        "Annex: Statistics",
        "Abbreviations",
    ]
    captions = [line.text for line in document.paragraphs if line.style.name == "Caption"]
    assert captions == [f"Table {number}. {name}" for number, name in enumerate(tables(document), 1)]
    heads = [element.tr_lst[0].trPr for element in tables(document).values()]
    assert all(head.find(qn("w:tblHeader")) is not None for head in heads)
    places = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    targets = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))}
    assert targets <= places
    assert document.core_properties.title == "Replication workshop"


def test_the_rules_stand_in_the_report(panel: Panel, browser_of: BrowserOf) -> None:
    text = text_of(as_docx(browser_of("viewer"), panel.workshop))
    assert "The median city rates “Relevance” at 7–9, at least 75 % of the cities do the same" in text
    assert "RAND/UCLA Appropriateness Method" in text


def test_the_page_says_what_the_report_will_hold(panel: Panel, browser_of: BrowserOf) -> None:
    page = browser_of("viewer").read(panel.workshop.path("report")).text
    assert "Interim report" in page
    assert "6 of 6 cities (7 of 7 people)" in page
    assert "Agreed 1, Undecided 1 and Not rated 1" in page
    assert f'href="{panel.workshop.path("report.docx")}"' in page
