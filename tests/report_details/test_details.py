"""What a funder files the report under is filled in once, and printed where it is."""

from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from facilitator.report_details.models import LENGTHS
from tests.pages import complaints, fields
from tests.people import Browser
from tests.reports.test_export import rows, text_of
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
FILED = {
    "project": "Smart and shared",
    "grant_agreement": "No 691876",
    "deliverable": "D7.3",
    "authors": "Ana Berg\nKarel Claes",
    "funding_statement": "Funded by the Union.",
    "abbreviations": "GA Grant agreement\nWP Work package",
}


def document(workshop: SmallWorkshop, browser_of: BrowserOf) -> docx.document.Document:
    """The report as a document."""
    return docx.Document(BytesIO(browser_of("organiser").read(workshop.path("report.docx")).data))


def test_the_organiser_fills_in_the_details_and_the_report_has_them(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page = workshop.path("setup/report")
    answer = browser_of("organiser").send(page, FILED)
    assert (answer.status_code, answer.location) == (303, workshop.path("setup"))
    found = document(workshop, browser_of)
    assert rows(found, "Document control") == [
        ["Project", "Smart and shared"],
        ["Grant agreement", "No 691876"],
        ["Deliverable number", "D7.3"],
        ["Authors", "Ana Berg\nKarel Claes"],
    ]
    assert "Funded by the Union." in text_of(found)
    assert rows(found, "Abbreviations")[-2:] == [["GA", "Grant agreement"], ["WP", "Work package"]]
    assert workshop.happened()[-1] == "report_details.saved"


def test_what_is_not_filled_in_is_not_printed(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    assert "Document control" not in text_of(document(workshop, browser_of))
    assert "Grant agreement" not in text_of(document(workshop, browser_of))


@pytest.mark.parametrize("name", list(LENGTHS))
def test_what_is_too_long_is_refused_at_its_field(
    workshop: SmallWorkshop, browser_of: BrowserOf, name: str
) -> None:
    answer = browser_of("organiser").send(
        workshop.path("setup/report"), FILED | {name: "x" * (LENGTHS[name] + 1)}
    )
    assert answer.status_code == 422
    assert "x" * LENGTHS[name] in answer.text
    assert workshop.happened().count("report_details.saved") == 0


@pytest.mark.parametrize("who", ["facilitator", "rapporteur", "viewer", "Lyon"])
def test_only_the_organiser_changes_them(workshop: SmallWorkshop, browser_of: BrowserOf, who: str) -> None:
    assert browser_of(who).read(workshop.path("setup/report")).status_code == 403


def test_two_who_fill_in_different_fields_at_once_keep_both(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page, organiser = workshop.path("setup/report"), browser_of("organiser")
    organiser.send(page, FILED, to=page)
    opened = organiser.form(page, page)
    organiser.send(page, {"disclaimer": "Only the authors answer for it.", "project": ""}, to=page)
    assert organiser.client.post(page, data=opened | {"deliverable": ["D7.4"]}).status_code == 303
    now = organiser.form(page, page)
    assert [now[name] for name in ("disclaimer", "deliverable", "project")] == [
        ["Only the authors answer for it."], ["D7.4"], [""],
    ]  # fmt: skip


def test_a_field_that_two_change_at_once_is_shown_with_both_texts(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page, organiser = workshop.path("setup/report"), browser_of("organiser")
    opened = organiser.form(page, page)
    organiser.send(page, {"project": "Theirs", "version": "2"}, to=page)
    refused = organiser.client.post(page, data=opened | {"project": ["Ours"], "authors": ["Ana Berg"]})
    assert refused.status_code == 422
    assert [*complaints(refused.text)] == ["project"]
    assert "It says now: Theirs" in complaints(refused.text)["project"][0]
    assert organiser.form(page, page)["project"] == ["Theirs"]
    shown = fields(refused.text, page)
    assert [shown[name] for name in ("project", "version", "authors")] == [["Ours"], ["2"], ["Ana Berg"]]
    assert organiser.client.post(page, data=shown).status_code == 303
    now = organiser.form(page, page)
    assert [now[name] for name in ("project", "version", "authors")] == [["Ours"], ["2"], ["Ana Berg"]]
