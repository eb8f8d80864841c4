"""What the groups noted comes back to plenary by itself: side by side, in the results, in the report."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document

from facilitator.breakouts.group_work import operations
from facilitator.breakouts.group_work.models import Mark
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group
from facilitator.capture.operations import hide_card
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.validation.rules import Reply
from tests.full_workshop import answer
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

OfSomebody = Callable[[str], Browser]
HERE, THERE, IN_GENERAL = "In Antwerp they do.", "In Heerlen they do not.", "A good talk."


@pytest.fixture
def noted(workshop: SmallWorkshop) -> SmallWorkshop:
    """Two groups that noted something on the same issue, and one of them in general."""
    workshop.begin_validation(issues=2, seated=("Antwerp",))
    with workshop.change():
        first = db.session.get_one(Group, 1)
        second = workshop.add_group("Heerlen", "Lyon", name="Second table")
        issue, by = card_by_reference(workshop.row, "RET-01").id, workshop.actor("rapporteur")
        for group, topic, text in ((first, issue, HERE), (second, issue, THERE), (second, None, IN_GENERAL)):
            operations.write_note(group, topic, text, asked=[issue], based_on=0, by=by)
        seated = seated_group(workshop.row, second.id)
        operations.mark_attendance(seated, workshop.participant("Lyon"), Mark.ABSENT, by=by)
        operations.mark_the_rest_present(seated, by=by)
    with workshop.change():
        answer(workshop, "Antwerp", 1, Reply(comment="So it is"))
    return workshop


def test_the_notes_of_all_groups_stand_side_by_side_each_with_its_table(
    noted: SmallWorkshop, browser_of: OfSomebody
) -> None:
    shown = texts(browser_of("viewer").read(noted.path("notes/RET")).text)
    wanted = [
        text
        for text in shown
        if text in {"General", "RET-01", "RET-02", HERE, THERE, IN_GENERAL, "Retrofit table", "Second table"}
    ]
    assert wanted == [
        "General", "Second table", IN_GENERAL, "RET-01", "Retrofit table", HERE, "Second table", THERE,
    ]  # fmt: skip


def test_on_the_wall_there_is_one_topic_at_a_time(noted: SmallWorkshop, browser_of: OfSomebody) -> None:
    browser, wall = browser_of("facilitator"), noted.path("notes/RET/projector")
    first = browser.read(wall).text
    assert (IN_GENERAL in first, HERE in first) == (True, False)
    assert f'href="{wall}?topic=RET-01"' in first
    second = browser.read(f"{wall}?topic=RET-01").text
    assert (IN_GENERAL in second, HERE in second, THERE in second) == (False, True, True)
    assert IN_GENERAL in browser.read(f"{wall}?topic=nonsense").text


def test_a_measure_without_notes_says_who_brings_them(noted: SmallWorkshop, browser_of: OfSomebody) -> None:
    for page in ("notes/ENG", "notes/ENG/projector"):
        shown = texts(browser_of("facilitator").read(noted.path(page)).text)
        assert "No notes yet" in shown


def test_the_results_of_an_issue_hold_what_the_groups_say(
    noted: SmallWorkshop, browser_of: OfSomebody
) -> None:
    shown = texts(browser_of("facilitator").read(noted.path("results/RET")).text)
    assert {HERE, THERE, "Second table"} <= set(shown)


def test_the_data_say_of_each_note_and_answer_which_group_it_comes_from(
    noted: SmallWorkshop, browser_of: OfSomebody
) -> None:
    report = json.loads(browser_of("facilitator").read(noted.path("report.json")).text)
    measure = report["measures"][0]
    first = next(issue for issue in measure["issues"] if issue["ref"] == "RET-01")
    assert [(note["group"], note["round"], note["text"]) for note in first["notes"]] == [
        ("Retrofit table", "Round one", HERE),
        ("Second table", "Round one", THERE),
    ]
    assert measure["groups"] == [
        {
            "round": "Round one",
            "name": "Retrofit table",
            "room": None,
            "seated": 1,
            "attendance": None,
            "came": None,
            "note": "",
            "answers": [{"issue": "RET-01", "city": "Antwerp", "people": 1}],
        },
        {
            "round": "Round one",
            "name": "Second table",
            "room": None,
            "seated": 2,
            "attendance": {"present": 1, "late": 0, "left": 0, "absent": 1},
            "came": [{"organisation": "Heerlen", "people": 1}],
            "note": IN_GENERAL,
            "answers": [],
        },
    ]


def test_the_document_holds_the_notes_and_who_was_in_which_room(
    noted: SmallWorkshop, browser_of: OfSomebody
) -> None:
    document = Document(BytesIO(browser_of("facilitator").read(noted.path("report.docx")).data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert f"Retrofit table · Round one: {HERE}" in lines
    assert f"Second table · Round one: {THERE}" in lines
    assert IN_GENERAL in lines
    rows = [[cell.text for cell in row.cells] for grid in document.tables for row in grid.rows]
    assert ["Round one", "Second table", "–", "2", "1"] in rows
    assert ["Round one", "Retrofit table", "–", "1", "Not marked"] in rows


def test_what_was_noted_on_a_hidden_issue_is_nowhere(noted: SmallWorkshop, browser_of: OfSomebody) -> None:
    with noted.change():
        hide_card(card_by_reference(noted.row, "RET-01"), reason="names a company", by=noted.actor())
    browser = browser_of("facilitator")
    pages = ("groups/1", "notes/RET", "notes/RET/projector", "results/RET", "report.json")
    assert [page for page in pages if HERE in browser.read(noted.path(page)).text] == []


def test_no_persons_name_is_in_what_leaves_the_house(noted: SmallWorkshop, browser_of: OfSomebody) -> None:
    exported = browser_of("facilitator").read(noted.path("report.json")).text
    assert "rapporteur" not in exported
    assert "Delegate of" not in exported
