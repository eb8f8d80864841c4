"""The register of solutions: filled in on one page, what nobody owns on top, and a chapter of the report."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from werkzeug.test import TestResponse

from facilitator.access.policy import Phase
from facilitator.capture.models import Kind, Wording
from facilitator.capture.operations import add_card
from facilitator.capture.queries import card_by_reference, current_wording
from tests.pages import complaints, plain
from tests.people import Browser
from tests.reports.test_export import rows, text_of
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
PAGE = "report/register"
PLAN = {
    "owner": "City of Vienna",
    "partners": "Tenants' union",
    "next_step": "Write one page",
    "by_when": "2018-06-30",
    "needs": "A mediator",
    "state": "started",
}


@pytest.fixture
def closed(workshop: SmallWorkshop) -> SmallWorkshop:
    """A closed workshop with two solutions, the first of them with an owner."""
    workshop.go_to(Phase.CLOSED)
    with workshop.change():
        for title, owner in (("One contact person", "City of Lyon"), ("A bridging loan", "")):
            words = {"title": title, "text": "As in Lyon", "owner": owner, "conditions": "A law"}
            add_card(workshop.measure(), Kind.SOLUTION, words, by=workshop.actor())
    return workshop


def save(workshop: SmallWorkshop, who: Browser, fields: dict[str, Any], ref: str = "RET-S02") -> TestResponse:
    """Fill in the form of one solution."""
    return who.send(workshop.path(PAGE), fields, to=workshop.path(f"{PAGE}/{ref}"))


def wording(workshop: SmallWorkshop, ref: str = "RET-S02") -> Wording:
    """What a solution says now."""
    with workshop.look():
        return current_wording(card_by_reference(workshop.row, ref))


def printed(workshop: SmallWorkshop, browser_of: BrowserOf) -> Any:
    """The report as a document."""
    return docx.Document(io.BytesIO(browser_of("viewer").read(workshop.path("report.docx")).data))


def test_what_nobody_owns_stands_on_top_of_page_report_and_sheet(
    closed: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page = browser_of("viewer").read(closed.path(PAGE)).text
    assert re.findall(r'<article class="stack" id="([^"]+)"', page) == ["RET-S02", "RET-S01"]
    assert "One solution has no owner" in plain(page)
    assert "One solution has no owner." in plain(browser_of("viewer").read(closed.path("report")).text)
    report = printed(closed, browser_of)
    assert "One solution has no owner." in text_of(report)
    assert rows(report, "Register: owner") == [
        ["RET-S02", "A bridging loan", "No owner yet", "None yet", "No date yet", "Planned"],
        ["RET-S01", "One contact person", "City of Lyon", "None yet", "No date yet", "Planned"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(browser_of("viewer").read(closed.path("report.xlsx")).data))
    found = [row[1] for row in book["Solution register"].iter_rows(min_row=2, values_only=True)]
    assert found == ["RET-S02", "RET-S01"]


def test_what_the_team_fills_in_is_printed_and_the_solution_stays(
    closed: SmallWorkshop, browser_of: BrowserOf
) -> None:
    plan = PLAN | {"proven_by_id": str(closed.cities["Vienna"])}
    answer = save(closed, browser_of("rapporteur"), plan)
    assert (answer.status_code, answer.location) == (303, closed.path(f"{PAGE}#RET-S02"))
    said = wording(closed)
    assert (said.version, said.title, said.text, said.conditions) == (
        2,
        "A bridging loan",
        "As in Lyon",
        "A law",
    )
    assert (said.owner, said.partners, said.by_when) == (
        "City of Vienna",
        "Tenants' union",
        date(2018, 6, 30),
    )
    assert closed.happened()[-2:] == ["solution.reworded", "solution.moved_on"]
    report = printed(closed, browser_of)
    assert "has no owner." not in text_of(report)
    assert rows(report, "Register: owner")[1] == [
        "RET-S02",
        "A bridging loan\nProven by: Vienna\nNeeds: A mediator",
        "City of Vienna\nPartners: Tenants' union",
        "Write one page",
        "30 Jun 2018",
        "Started",
    ]
    data = json.loads(browser_of("viewer").read(closed.path("report.json")).data)
    assert [each["state"] for each in data["measures"][0]["solutions"]] == ["planned", "started"]
    log = plain(browser_of("viewer").read(closed.path("activity")).text)
    assert "changed how far RET-S02 A bridging loan is: Started" in log


def test_the_same_again_changes_nothing(closed: SmallWorkshop, browser_of: BrowserOf) -> None:
    save(closed, browser_of("rapporteur"), PLAN)
    with closed.look():
        before = closed.happened()
    assert save(closed, browser_of("rapporteur"), {}).status_code == 303
    assert closed.happened() == before
    assert wording(closed).version == 2


def test_a_dropped_solution_needs_no_owner(closed: SmallWorkshop, browser_of: BrowserOf) -> None:
    save(closed, browser_of("rapporteur"), {"state": "dropped"})
    text = text_of(printed(closed, browser_of))
    assert "no owner." not in text
    assert "has no owner yet" not in text
    assert "Solution without an owner" not in text
    assert rows(printed(closed, browser_of), "Register: owner")[1][-1] == "Dropped"


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("by_when", "tomorrow", "Enter the date like this: 2018-06-30."),
    ("owner", "x" * 501, "This has 501 characters. The limit is 500."),
    ("state", "", "Please fill this in."),
    ("state", "lost", "This is not in the list. Please choose again."),
])  # fmt: skip
def test_bad_input_is_refused_at_its_field_and_what_was_typed_stays(
    closed: SmallWorkshop, browser_of: BrowserOf, field: str, typed: str, said: str
) -> None:
    answer = save(closed, browser_of("rapporteur"), PLAN | {field: typed})
    assert answer.status_code == 422
    assert [*complaints(answer.text)] == [f"RET-S02-{field}"]
    assert "Write one page" in answer.text
    assert wording(closed).version == 1
    assert said in plain(answer.text) or field == "state"


def test_two_who_fill_in_at_once_do_not_write_over_each_other(
    closed: SmallWorkshop, browser_of: BrowserOf
) -> None:
    rapporteur, address = browser_of("rapporteur"), closed.path(f"{PAGE}/RET-S02")
    seen = rapporteur.form(closed.path(PAGE), address)
    save(closed, browser_of("facilitator"), {"owner": "City of Vienna"})
    answer = rapporteur.client.post(address, data=seen | {"owner": ["City of Lyon"]})
    assert answer.status_code == 422
    assert "City of Vienna" in answer.text
    assert 'value="City of Lyon"' in answer.text
    assert wording(closed).owner == "City of Vienna"


def test_a_solution_that_is_not_there_is_not_found(closed: SmallWorkshop, browser_of: BrowserOf) -> None:
    rapporteur = browser_of("rapporteur")
    form = rapporteur.form(closed.path(PAGE), closed.path(f"{PAGE}/RET-S02"))
    assert rapporteur.client.post(closed.path(f"{PAGE}/RET-S09"), data=form).status_code == 404


def test_before_there_is_a_solution_the_page_says_so(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    assert "No solutions yet" in browser_of("viewer").read(workshop.path(PAGE)).text


def test_a_viewer_reads_it_and_changes_nothing(closed: SmallWorkshop, browser_of: BrowserOf) -> None:
    viewer = browser_of("viewer")
    assert f'action="{closed.path(PAGE)}' not in viewer.read(closed.path(PAGE)).text
    sent = PLAN | viewer.signature(closed.path(PAGE))
    assert viewer.client.post(closed.path(f"{PAGE}/RET-S02"), data=sent).status_code == 403
    assert browser_of("Lyon").read(closed.path(PAGE)).status_code == 403
