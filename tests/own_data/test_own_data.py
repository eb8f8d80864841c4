"""A participant sees all that is kept of them, takes it along, puts it right, and leaves."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.database import db, table_of
from facilitator.own_data.kept import LABELS, NOT_SHOWN, SECTIONS
from facilitator.own_data.queries import kept_of
from facilitator.quotes.models import QuotedAs
from facilitator.quotes.queries import quoted_as
from facilitator.repointing import references
from facilitator.validation.models import Answer, Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Participant
from facilitator.workshops.operations import close_workshop
from facilitator.workshops.people.operations import change_person, check_in
from tests.full_workshop import answer, fill
from tests.pages import complaints, heading, notices, plain
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
MY_DATA, ENTRY, LEAVING = "home/my-data", "home/my-data/entry", "home/my-data/leaving"
DOWNLOADS = ("home/my-data.json", "home/my-data.txt")
NAME, MAIL = "Delegate of Antwerp", "antwerp@example.org"


@pytest.fixture
def answered(workshop: SmallWorkshop) -> SmallWorkshop:
    """Antwerp, whose address is known, was checked in and has answered one issue."""
    group = workshop.begin_validation(1)
    with workshop.change():
        antwerp, by = workshop.participant("Antwerp"), workshop.actor("organiser")
        organisation = antwerp.organisation
        change_person(antwerp, organisation=organisation, display_name="Antwerpen", email="", by=by)
        change_person(antwerp, organisation=organisation, display_name=NAME, email=MAIL, by=by)
        check_in(antwerp, by=by)
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT, comment="Tenants pay"))
    return workshop


def everything_said(workshop: SmallWorkshop) -> str:
    """All rows of the database in one text."""
    return json.dumps(workshop.everything())


def test_every_table_that_points_at_a_participant_is_shown_or_says_why_not() -> None:
    pointing = {table.name for table in references(table_of(Participant))}
    shown = {name for section in SECTIONS for name in section.tables}
    assert pointing - shown == set(NOT_SHOWN)
    columns = {column.key for section in SECTIONS for column in section.rows.selected_columns}
    assert {name for name in columns if not name.startswith("ref_")} | {"card"} == set(LABELS)


def test_page_and_downloads_say_what_somebody_is_and_said(
    answered: SmallWorkshop, browser_of: BrowserOf
) -> None:
    antwerp = browser_of("Antwerp")
    page = antwerp.read(answered.path(MY_DATA))
    told = plain(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert f"Who you are Name {NAME} Organisation City of Antwerp City Antwerp E-mail {MAIL}" in told
    assert "Your answers to issues Card RET-01 Answer Right Comment Tenants pay" in told
    assert "Quoted in the report · With my city, without my name" in told
    data = antwerp.read(answered.path(DOWNLOADS[0])).json["data"]
    assert (data["person"][0]["name"], data["answers"][0]["comment"]) == (NAME, "Tenants pay")
    assert f"E-mail: {MAIL}\n" in antwerp.read(answered.path(DOWNLOADS[1])).text


def test_whatever_there_is_can_be_shown_and_downloaded(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    fill(workshop)
    antwerp = browser_of("Antwerp")
    assert [antwerp.read(workshop.path(page)).status_code for page in (MY_DATA, *DOWNLOADS)] == [200] * 3
    with workshop.look():
        everybody = db.session.scalars(sa.select(Participant.id)).all()
        keys = {each.section.key for id_ in everybody for each in kept_of(workshop.id, id_)}
    assert keys >= {"person", "seats", "attendance", "cards", "wordings", "answers", "ratings", "late", "log"}
    assert keys >= {"evidence", "solutions", "lacks", "approach", "hidden", "missing_issues", "city_ratings"}


def test_nobody_sees_what_is_kept_of_another(answered: SmallWorkshop, browser_of: BrowserOf) -> None:
    for page in (MY_DATA, *DOWNLOADS):
        assert MAIL not in browser_of("Heerlen").read(answered.path(page)).text
        assert browser_of("organiser").read(answered.path(page)).status_code == 403


def test_a_name_and_an_address_can_be_put_right_also_when_all_is_over(
    answered: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with answered.change():
        close_workshop(answered.row, by=answered.actor("organiser"))
    antwerp = browser_of("Antwerp")
    wrong = antwerp.send(answered.path(ENTRY), {"display_name": "An", "email": "nothing"})
    assert wrong.status_code == 422
    assert complaints(wrong.text).keys() == {"email"}
    moved = {"display_name": "An Peeters", "email": "an@example.org", "organisation": "1"}
    assert antwerp.send(answered.path(ENTRY), moved).status_code == 303
    with answered.look():
        found = answered.participant("Antwerp")
        assert (found.display_name, found.email) == ("An Peeters", "an@example.org")
        assert found.organisation.name == "City of Antwerp", "what was said for it keeps the city"


def test_the_city_can_be_changed_as_long_as_nothing_was_said_for_it(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with workshop.look():
        heerlen = workshop.participant("Heerlen").organisation_id
    for name in ("An", "An Peeters"):
        sent = browser_of("Antwerp").send(
            workshop.path(ENTRY), {"display_name": name, "organisation": heerlen}
        )
        assert sent.status_code == 303
    with workshop.look():
        assert workshop.participant("Antwerp").organisation_id == heerlen


def test_who_leaves_takes_the_name_along_and_what_they_said_goes_on_counting(
    answered: SmallWorkshop, browser_of: BrowserOf
) -> None:
    antwerp, page = browser_of("Antwerp"), answered.path(LEAVING)
    assert "They go on counting for your city." in plain(antwerp.read(page).text)
    left = antwerp.send(page, {})
    assert left.status_code == 303
    assert notices(antwerp.read(left.location).text) == ["You have left the workshop."]
    assert antwerp.cookie("participant") is None
    assert left.headers["Clear-Site-Data"] == '"cache"', "nobody goes back to the pages"
    everything = everything_said(answered)
    for gone in (NAME, "Antwerpen", MAIL):
        assert gone not in everything
    with answered.look():
        found = answered.participant("Antwerp")
        assert found.display_name == f"Former participant {found.id}"
        assert found.left_at is not None
        assert quoted_as(found.id) is QuotedAs.NOT_AT_ALL
        assert db.session.scalars(sa.select(Answer.comment).filter_by(participant_id=found.id)).all() == [
            "Tenants pay"
        ]
    assert heading(Browser(answered.app).read(answered.way_in("Antwerp")).text) != "Home"


def test_who_leaves_before_saying_anything_is_gone_whole(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    antwerp = browser_of("Antwerp")
    assert "Your whole entry." in plain(antwerp.read(workshop.path(LEAVING)).text)
    assert antwerp.send(workshop.path(LEAVING), {}).status_code == 303
    assert NAME not in everything_said(workshop)
    with workshop.look():
        assert db.session.get(Participant, workshop.participants["Antwerp"]) is None
