"""What a group's rapporteur writes down: every version stays, and nobody writes over what is unread."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.breakouts.group_work.models import GroupNote
from facilitator.breakouts.group_work.operations import write_note
from facilitator.breakouts.group_work.queries import notes, notes_by_issue
from facilitator.breakouts.models import Group
from facilitator.capture.queries import card_by_reference
from facilitator.database import db, limits_of
from facilitator.errors import RuleBroken
from tests.at_once import at_once
from tests.pages import complaints, fields, summary
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

OF_ANOTHER = "This issue does not belong to this group."
REWRITTEN = "Somebody else has written here. Their text is shown beside yours. Save again to keep your text."


def group(group_id: int) -> Group:
    return db.session.get_one(Group, group_id)


def said(workshop: SmallWorkshop, ref: str = "RET-01") -> list[tuple[int, str]]:
    """Every version of what was noted on an issue, with its number."""
    with workshop.look():
        issue = card_by_reference(workshop.row, ref).id
        rows = sa.select(GroupNote.version, GroupNote.text).filter_by(issue_id=issue)
        return [(version, text) for version, text in db.session.execute(rows.order_by(GroupNote.version))]


def write(
    workshop: SmallWorkshop, group_id: int, text: str, based_on: int = 0, who: str = "rapporteur"
) -> None:
    with workshop.change():
        issue = card_by_reference(workshop.row, "RET-01").id
        write_note(group(group_id), issue, text, asked=[issue], based_on=based_on, by=workshop.actor(who))


def test_each_version_of_a_note_is_kept_with_who_wrote_it(workshop: SmallWorkshop) -> None:
    table = workshop.begin_validation()
    write(workshop, table, "They all see it so.")
    write(workshop, table, "All but Heerlen see it so.", based_on=1)
    assert said(workshop) == [(1, "They all see it so."), (2, "All but Heerlen see it so.")]
    with workshop.look():
        [note] = notes(workshop.id)
        assert (note.version, note.account_id) == (2, workshop.accounts["rapporteur"])


def test_a_note_that_says_nothing_new_is_no_version(workshop: SmallWorkshop) -> None:
    table = workshop.begin_validation()
    write(workshop, table, "They all see it so.")
    with workshop.nothing_changes():
        write(workshop, table, "They all see it so.", based_on=1)
        write(workshop, table, "They all see it so.", based_on=0)


def test_a_note_whose_answer_was_lost_is_sent_again_and_stays_where_somebody_else_has_written_on(
    workshop: SmallWorkshop,
) -> None:
    table = workshop.begin_validation()
    write(workshop, table, "They all see it so.")
    write(workshop, table, "They all see it so, with a change.", based_on=1, who="facilitator")
    with workshop.nothing_changes():
        write(workshop, table, "They all see it so.", based_on=0)
    with pytest.raises(RuleBroken, match="Somebody else has written here"):
        write(workshop, table, "They all see it so.", based_on=0, who="organiser")


def test_who_has_not_read_the_last_version_is_told_and_nothing_is_written_over(
    workshop: SmallWorkshop,
) -> None:
    table = workshop.begin_validation()
    write(workshop, table, "They all see it so.")
    with workshop.nothing_changes(), pytest.raises(RuleBroken, match="Somebody else has written here"):
        write(workshop, table, "Nobody sees it so.", based_on=0)


def test_a_note_on_what_the_group_does_not_talk_about_is_refused(workshop: SmallWorkshop) -> None:
    table = workshop.begin_validation()
    with workshop.change():
        workshop.add_issue("ENG")
    with workshop.refuses(OF_ANOTHER):
        other = card_by_reference(workshop.row, "ENG-01").id
        write_note(group(table), other, "So it is.", asked=[1], based_on=0, by=workshop.actor())


def test_a_note_that_was_emptied_is_not_shown_as_said_and_its_versions_stay(workshop: SmallWorkshop) -> None:
    table = workshop.begin_validation()
    write(workshop, table, "A slip")
    write(workshop, table, "", based_on=1)
    assert said(workshop) == [(1, "A slip"), (2, "")]
    with workshop.look():
        assert notes_by_issue(workshop.id) == {}


def test_two_rapporteurs_who_save_the_same_note_at_the_same_moment_both_keep_their_text(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    table = workshop.begin_validation()
    address = workshop.path(f"groups/{table}/notes/RET-01")
    people = {text: browser_of(who) for text, who in (("His text", "rapporteur"), ("Hers", "facilitator"))}
    forms = {text: browser.form(address, address) | {"text": [text]} for text, browser in people.items()}
    first, second = at_once(
        *(
            lambda text=text, browser=browser: browser.client.post(address, data=forms[text])
            for text, browser in people.items()
        )
    )
    assert {first.status_code, second.status_code} == {303, 422}
    refused = first if first.status_code == 422 else second
    mine, theirs = ("His text", "Hers") if refused is first else ("Hers", "His text")
    assert said(workshop) == [(1, theirs)]
    assert summary(refused.text) == [REWRITTEN]
    assert fields(refused.text, address)["text"] == [mine]
    assert f">{theirs}</p>" in refused.text
    again = people[mine].client.post(address, data=fields(refused.text, address))
    assert again.status_code == 303
    assert said(workshop) == [(1, theirs), (2, mine)]


def test_a_note_of_twenty_thousand_characters_is_refused_with_the_numbers_and_stays_in_its_field(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    address = workshop.path(f"groups/{workshop.begin_validation()}/notes/general")
    browser = browser_of("rapporteur")
    with workshop.nothing_changes():
        answer = browser.send(address, {"text": "x" * 20_000}, to=address)
    assert answer.status_code == 422
    assert complaints(answer.text) == {
        "text": [f"This has 20000 characters. The limit is {limits_of(GroupNote.text).most}."]
    }
    assert fields(answer.text, address)["text"] == ["x" * 20_000]


@pytest.mark.parametrize("based_on", ["nonsense", "-1", "9" * 400, ""])
def test_a_version_that_nobody_can_have_read_is_refused_like_an_old_one(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], based_on: str
) -> None:
    address = workshop.path(f"groups/{workshop.begin_validation()}/notes/RET-01")
    browser = browser_of("rapporteur")
    with workshop.nothing_changes():
        answer = browser.send(address, {"text": "So it is", "based_on": based_on}, to=address)
    assert (answer.status_code, summary(answer.text)) == (422, [REWRITTEN])


def test_a_script_that_saves_by_itself_gets_the_field_as_it_is_now(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    address = workshop.path(f"groups/{workshop.begin_validation()}/notes/RET-01")
    browser = browser_of("rapporteur")
    form = browser.form(address, address) | {"text": ["So it is"]}
    answer = browser.client.post(address, data=form, headers={"X-Wants": "field"})
    assert (answer.status_code, answer.location) == (303, f"{address}/field")
    field = browser.read(answer.location).text
    assert fields(field, address)["based_on"] == ["1"]
    assert fields(field, address)["text"] == ["So it is"]
