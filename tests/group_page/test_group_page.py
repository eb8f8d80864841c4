"""The page of a group: what its rapporteur sees and may do, what a viewer sees, and what others change."""

from collections.abc import Callable

from facilitator.breakouts.group_work import operations
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from tests.full_workshop import answer
from tests.pages import texts
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop

OfSomebody = Callable[[str], Browser]


def page(workshop: SmallWorkshop, browser_of: OfSomebody, group: int, who: str = "rapporteur") -> str:
    shown = browser_of(who).read(workshop.path(f"groups/{group}"))
    assert shown.status_code == 200
    return shown.text


def note(workshop: SmallWorkshop, group: int, text: str, ref: str = "RET-01") -> None:
    with workshop.change():
        issue = card_by_reference(workshop.row, ref).id
        operations.write_note(
            db.session.get_one(Group, group), issue, text, asked=[issue], based_on=0, by=workshop.actor()
        )


def test_the_issues_stand_in_order_each_with_a_field_for_its_note(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation(issues=3)
    forms = forms_on(page(workshop, browser_of, group))
    fields = [action.rpartition("/")[2] for action, _ in forms if "/notes/" in action]
    assert fields == ["RET-01", "RET-02", "RET-03", "general"]


def test_who_has_answered_is_counted_and_what_they_said_is_not_shown(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation(issues=3)
    with workshop.change():
        answer(workshop, "Antwerp", group, *[Reply(Verdict.RIGHT, comment="Between us")] * 2)
    shown = page(workshop, browser_of, group)
    people = shown.partition('class="names attending"')[2]
    assert [text for text in texts(f"<main>{people}") if text.endswith(" of 3")] == ["2 of 3", "0 of 3"]
    assert "Between us" not in shown


def test_a_missing_issue_gets_a_field_too(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    group = workshop.begin_validation(issues=1)
    browser = browser_of("rapporteur")
    address = workshop.path(f"groups/{group}/missing-for-city")
    browser.send(
        address, {"title": "Nobody counts", "aspect": "technical", "city": workshop.cities["Antwerp"]}
    )
    shown = browser.read(workshop.path(f"groups/{group}")).text
    assert [action for action, _ in forms_on(shown) if action.endswith("/notes/RET-02")] != []


def test_a_viewer_reads_the_notes_and_writes_none(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    group = workshop.begin_validation()
    note(workshop, group, "They all see it so.")
    shown = page(workshop, browser_of, group, "viewer")
    assert "They all see it so." in shown
    assert [action for action, _ in forms_on(shown) if "/groups/" in action] == []
    history = browser_of("viewer").read(workshop.path(f"groups/{group}/notes/RET-01"))
    assert "They all see it so." in history.text
    assert [action for action, _ in forms_on(history.text) if "/notes/" in action] == []


def test_a_delegate_does_not_come_to_the_page_of_the_team(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation()
    for path in (f"groups/{group}", f"groups/{group}/notes/RET-01", "notes/RET"):
        assert browser_of("Antwerp").read(workshop.path(path)).status_code == 403


def test_what_the_console_says_and_who_comes_stands_on_the_page(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        by = workshop.actor()
        operations.send_message(workshop.row, "Come to an end", round_=workshop.session("round"), by=by)
        operations.call_facilitator(seated_group(workshop.row, group), word="No chairs", by=by)
    shown = texts(page(workshop, browser_of, group))
    assert {"Come to an end", "Facilitator called", "No chairs"} <= set(shown)
    browser = browser_of("facilitator")
    console = workshop.path("console")
    assert browser.send(console, {}, to=workshop.path(f"groups/{group}/calls/answer")).status_code == 303
    assert "The facilitator is on the way" in texts(page(workshop, browser_of, group))


def test_a_note_of_another_group_is_not_found(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    group = workshop.begin_validation()
    for path in (f"groups/{group}/notes/ENG-01", f"groups/{group}/notes/nonsense", "groups/999"):
        assert browser_of("rapporteur").read(workshop.path(path)).status_code == 404


def test_the_versions_of_a_note_stand_below_its_field_the_newest_first(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation()
    note(workshop, group, "First words")
    address = workshop.path(f"groups/{group}/notes/RET-01")
    browser = browser_of("rapporteur")
    assert browser.send(address, {"text": "Second words"}, to=address).status_code == 303
    versions = browser.read(address).text.partition('class="history"')[2]
    assert [text for text in texts(versions, "p") if text.endswith(" words")] == [
        "Second words",
        "First words",
    ]
