"""What was said while an issue was presented stands with it in the report; what is hidden does not."""

import json
from collections.abc import Callable
from io import BytesIO

import docx

from facilitator.access.policy import Phase
from facilitator.capture.queries import card_by_reference
from facilitator.capture.remarks.operations import correct_remark, hide_remark, make_remark
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


def test_remarks_stand_in_the_report_in_their_last_text(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        issue, by = card_by_reference(workshop.row, "RET-01"), workshop.actor("rapporteur")
        antwerp = workshop.city("Antwerp")
        first = make_remark(issue, text="Twelve owners", city=antwerp, by=by)
        correct_remark(first, text="Twenty owners", city=antwerp, by=by)
        make_remark(issue, text="Ask again in spring", city=None, by=by)
        hide_remark(make_remark(issue, text="Ask Mr Tester", city=None, by=by), reason="a name", by=by)
    browser = browser_of("viewer")
    report = json.loads(browser.read(workshop.path("report.json")).data)
    assert report["measures"][0]["issues"][0]["presented"] == [
        {"city": "Antwerp", "text": "Twenty owners", "is_edited": False},
        {"city": None, "text": "Ask again in spring", "is_edited": False},
    ]
    document = docx.Document(BytesIO(browser.read(workshop.path("report.docx")).data))
    said = [each.text for each in document.paragraphs if "during the presentation" in each.text]
    assert said == [
        "Remark during the presentation · Antwerp: Twenty owners",
        "Remark during the presentation: Ask again in spring",
    ]
