"""A rehearsal is begun once, marked on every page and in every file, and deleted with all that is in it."""

import csv
import io
import json
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session, SessionKind
from facilitator.database import db
from facilitator.rehearsal.models import RehearsalStep
from facilitator.workshop_file.writing import written
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.operations import close_workshop
from tests import full_workshop
from tests.pages import complaints, heading, notices, plain
from tests.people import Browser
from tests.rehearsal.rehearsing import (
    COPY,
    BrowserOf,
    acts,
    begin,
    copy_of,
    numbers,
    play,
    player_for,
    rehearsal_of,
    rows_by_workshop,
)
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

MARK = "Rehearsal: the people are invented, and nothing counts."


def banner(html: str) -> str:
    """What stands above everything on a page of a rehearsal."""
    _, there, after = html.partition('<aside class="rehearsal" aria-label="Rehearsal">')
    return plain(after.partition("</aside>")[0]) if there else ""


@pytest.fixture
def organiser(browser_of: BrowserOf) -> Browser:
    return browser_of("organiser")


def test_a_rehearsal_has_the_set_up_and_the_team_and_none_of_the_people(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    before = rows_by_workshop(workshop)
    begin(workshop, organiser)
    with workshop.look():
        copy, original = copy_of(workshop), workshop.row
        assert (copy.slug, copy.title) == (COPY, "Rehearsal: Replication workshop")
        assert copy.code != original.code
        parts = ("measures", "cities", "criteria", "rooms", "team")
        of_copy, of_original = (written(each, with_people=True) for each in (copy, original))
        named = {name: len(of_copy[name]) for name in parts}
        assert named == {name: len(of_original[name]) for name in parts}
        assert db.session.scalars(sa.select(Participant).filter_by(workshop_id=copy.id)).all() == []
    after = rows_by_workshop(workshop)
    assert {owner: after[owner] for owner in before} == before


def test_there_is_one_rehearsal_at_a_time(workshop: SmallWorkshop, organiser: Browser) -> None:
    twice = organiser.form(workshop.path("rehearsal")) | {"people": ["30"]}
    begin(workshop, organiser)
    answer = organiser.client.post(workshop.path("rehearsal"), data=twice)
    assert answer.status_code == 422
    assert "There is already a rehearsal of this workshop. Delete it first to begin another." in answer.text
    with workshop.look():
        assert rehearsal_of(workshop).people == 25


@pytest.mark.parametrize("typed", ["", "24", "1001", "5000", "many", "-30"])
def test_from_25_to_1000_people_can_be_invented(
    workshop: SmallWorkshop, organiser: Browser, typed: str
) -> None:
    with workshop.nothing_changes():
        answer = organiser.send(workshop.path("rehearsal"), {"people": typed})
    assert answer.status_code == 422
    assert complaints(answer.text) == {"people": ["Enter a whole number from 25 to 1000."]}
    if typed:
        assert f'value="{typed}"' in answer.text


def test_what_is_missing_for_a_rehearsal_is_named_with_the_page_to_add_it(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    form = organiser.form(workshop.path("rehearsal")) | {"people": ["30"]}
    with workshop.change():
        of_kinds = Session.kind.in_([SessionKind.CAPTURE, SessionKind.BREAKOUT])
        db.session.execute(sa.delete(Session).where(of_kinds))
    page = organiser.read(workshop.path("rehearsal")).text
    assert notices(page) == [
        "Something is still missing Add this to the set-up before you begin a rehearsal."
        " A capture session in the agenda A breakout round in the agenda"
    ]
    assert page.count(f'<li><a href="{workshop.path("setup/agenda")}"') == 2
    with workshop.nothing_changes():
        answer = organiser.client.post(workshop.path("rehearsal"), data=form)
    assert answer.status_code == 422


def test_what_is_closed_is_rehearsed_no_more_and_its_rehearsal_can_still_be_deleted(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    form = organiser.form(workshop.path("rehearsal")) | {"people": ["30"]}
    begin(workshop, organiser)
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        close_workshop(workshop.row, by=workshop.actor("organiser"))
    answer = organiser.send(workshop.path("rehearsal/deletion"), {})
    assert (answer.status_code, answer.location) == (303, workshop.path("rehearsal"))
    closed = "The workshop is closed, so there is nothing left to rehearse."
    assert closed in notices(organiser.read(workshop.path("rehearsal")).text)
    with workshop.nothing_changes():
        assert organiser.client.post(workshop.path("rehearsal"), data=form).status_code == 422


def test_a_rehearsal_is_the_organisers(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    begin(workshop, browser_of("organiser"))
    for who in ("facilitator", "rapporteur", "viewer"):
        for page in ("rehearsal", "rehearsal/live", "rehearsal/deletion"):
            assert browser_of(who).read(workshop.path(page)).status_code == 403
    assert browser_of("facilitator").read(f"/w/{COPY}/console").status_code == 200
    assert browser_of("Lyon").read(f"/w/{COPY}/home").status_code != 200


def test_a_rehearsal_is_listed_with_its_workshop_and_not_among_the_real_ones(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    other = SmallWorkshop(workshop.app, "graz")
    with workshop.change():
        db.session.execute(
            sa.text("UPDATE membership SET account_id = :mine WHERE account_id = :theirs"),
            {"mine": workshop.accounts["organiser"], "theirs": other.accounts["organiser"]},
        )
    begin(workshop, organiser)
    page = organiser.read("/workshops").text
    assert page.count("<tr><td") == 2
    assert page.count(f'href="/w/{COPY}/console">Rehearsal</a>') == 1
    assert organiser.read(f"/workshops/new/copy?of={COPY}").status_code != 200


def test_the_hub_of_a_workshop_leads_to_its_rehearsal_and_that_of_a_rehearsal_does_not(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    begin(workshop, organiser)
    link = 'rehearsal">Rehearsal</a>'
    assert organiser.read(workshop.path("setup")).text.count(link) == 1
    assert organiser.read(f"/w/{COPY}/setup").text.count(link) == 0
    answer = organiser.read(f"/w/{COPY}/rehearsal")
    assert (answer.status_code, answer.location) == (302, workshop.path("rehearsal"))
    form = organiser.form(workshop.path("rehearsal"), "speed") | {"people": ["30"]}
    with workshop.nothing_changes():
        assert organiser.client.post(f"/w/{COPY}/rehearsal", data=form).status_code == 422


def test_every_page_of_a_rehearsal_says_that_it_is_one(
    workshop: SmallWorkshop, organiser: Browser, browser_of: BrowserOf
) -> None:
    begin(workshop, organiser)
    play(workshop, RehearsalStep.DAY_TWO)
    with workshop.look():
        code = copy_of(workshop).code
    ours = (
        "console",
        "setup",
        "people",
        "results",
        "report",
        "agenda/sheet",
        "groups",
        "capture",
        "desk",
    )
    for page in ours:
        answer = organiser.read(f"/w/{COPY}/{page}")
        assert banner(organiser.client.get(answer.location).text if answer.location else answer.text) == (
            f"{MARK} Go to the rehearsal"
        ), page
    assert banner(browser_of("viewer").read(f"/w/{COPY}/console").text) == MARK
    phone = Browser(workshop.app)
    assert banner(phone.read(f"/join/{code}").text) == MARK
    assert banner(phone.read(f"/w/{COPY}/wall/{code}").text) == MARK
    with workshop.look():
        city = copy_of(workshop)
        [organisation] = db.session.scalars(
            sa.text("SELECT id FROM organisation WHERE workshop_id = :id ORDER BY id LIMIT 1"),
            {"id": city.id},
        ).all()
    joined = phone.send(f"/join/{code}", {"organisation": organisation, "display_name": "Tester"})
    assert joined.status_code == 303
    assert banner(phone.read(f"/w/{COPY}/home").text) == MARK


def test_a_speed_is_offered_while_there_are_days_to_play(workshop: SmallWorkshop, organiser: Browser) -> None:
    page, offered = workshop.path("rehearsal"), "Play at a speed of your choice"
    begin(workshop, organiser)
    for step, is_offered in (
        (RehearsalStep.DAY_ONE, True), (RehearsalStep.DAY_TWO, False), (RehearsalStep.CLOSING, False),
    ):  # fmt: skip
        play(workshop, step)
        assert (offered in organiser.read(page).text) is is_offered, step
    told = plain(organiser.read(f"{page}/live").text)
    assert "Both days have been played." in told
    assert offered not in told


def test_no_page_of_the_workshop_itself_says_so(workshop: SmallWorkshop, organiser: Browser) -> None:
    begin(workshop, organiser)
    for page in ("console", "setup", "people", "rehearsal"):
        assert banner(organiser.read(workshop.path(page)).text) == ""


def test_every_file_of_a_rehearsal_says_that_it_is_one(workshop: SmallWorkshop, organiser: Browser) -> None:
    begin(workshop, organiser)
    play(workshop, RehearsalStep.CLOSING)
    files = files_of(organiser, COPY)
    report = docx.Document(io.BytesIO(files["report.docx"]))
    assert [line.text for line in report.paragraphs].count(MARK) == 1
    assert report.sections[0].footer.paragraphs[0].text.startswith("Rehearsal: ")
    assert report.core_properties.category == "Rehearsal"
    assert report.core_properties.title == "Rehearsal: Replication workshop"
    assert json.loads(files["report.json"])["workshop"]["is_rehearsal"] is True
    heads, *ratings = csv.reader(io.StringIO(files["report.csv"].decode("utf-8-sig")))
    assert (heads[-1], {line[-1] for line in ratings}) == ("Rehearsal", {"Rehearsal"})
    book = openpyxl.load_workbook(io.BytesIO(files["report.xlsx"]))
    for each in book.worksheets:
        assert {row[-1] for row in each.iter_rows(values_only=True)} == {"Rehearsal"}, each.title
    heads, *people = csv.reader(io.StringIO(files["people/list.csv"].decode("utf-8-sig")))
    assert (heads[-1], {line[-1] for line in people}) == ("Rehearsal", {"Rehearsal"})
    sheet: Any = openpyxl.load_workbook(io.BytesIO(files["people/list.xlsx"])).worksheets[0]
    assert {row[-1].value for row in sheet.iter_rows()} == {"Rehearsal"}
    events = files["agenda.ics"].decode().replace("\r\n ", "").split("\r\n")
    titles = [line for line in events if line.startswith(("SUMMARY:", "X-WR-CALNAME:"))]
    assert all(":Rehearsal: " in line for line in titles)
    assert json.loads(files["setup.json"])["workshop"]["title"] == "Rehearsal: Replication workshop"


def test_what_is_printed_of_a_rehearsal_says_so_on_each_page(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    begin(workshop, organiser)
    play(workshop, RehearsalStep.DAY_ONE)
    for slug, marks in ((COPY, True), (workshop.slug, False)):
        for what in ("badges", "poster", "sign-in-sheet"):
            page = f"/w/{slug}/setup/badges"
            answer = organiser.send(page, {}, to=f"{page}/{what}")
            printed = pypdf.PdfReader(io.BytesIO(answer.data)).pages
            assert [("Rehearsal" in each.extract_text()) for each in printed] == [marks] * len(printed)


def test_no_file_of_the_workshop_itself_says_so(workshop: SmallWorkshop, organiser: Browser) -> None:
    begin(workshop, organiser)
    files = files_of(organiser, workshop.slug)
    report = docx.Document(io.BytesIO(files["report.docx"]))
    assert "Rehearsal" not in "\n".join(line.text for line in report.paragraphs)
    assert json.loads(files["report.json"])["workshop"]["is_rehearsal"] is False
    for name in ("report.csv", "people/list.csv", "agenda.ics", "setup.json"):
        assert b"Rehearsal" not in files[name], name


def files_of(organiser: Browser, slug: str) -> dict[str, bytes]:
    names = (
        "report.docx", "report.json", "report.csv", "report.xlsx", "people/list.csv", "people/list.xlsx",
        "agenda.ics", "setup.json",
    )  # fmt: skip
    return {name: organiser.read(f"/w/{slug}/{name}").data for name in names}


def test_deleting_a_rehearsal_leaves_no_row_of_it_and_changes_none_of_another_workshop(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    full_workshop.fill(workshop)
    before = rows_by_workshop(workshop)
    begin(workshop, organiser)
    play(workshop, RehearsalStep.CLOSING)
    with workshop.look():
        id_ = copy_of(workshop).id
    found = rows_by_workshop(workshop)
    assert {owner: found[owner] for owner in before} == before
    assert found.keys() - before.keys() == {id_}
    asked = organiser.read(workshop.path("rehearsal/deletion")).text
    assert heading(asked) == "Delete the rehearsal?"
    in_it = numbers(workshop)
    assert all(f"<dd>{number}</dd>" in asked for number in in_it.values())
    answer = organiser.send(workshop.path("rehearsal/deletion"), {})
    assert (answer.status_code, answer.location) == (303, workshop.path("rehearsal"))
    assert rows_by_workshop(workshop) == before
    assert Browser(workshop.app).read(f"/w/{COPY}/home").status_code == 404


def test_what_is_deleted_while_it_is_played_is_played_no_more(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    begin(workshop, organiser)
    player = player_for(workshop, RehearsalStep.CLOSING)
    while player.play() is not None and not acts(workshop).get("Capture Retrofit", (0, False))[0]:
        pass
    assert organiser.send(workshop.path("rehearsal/deletion"), {}).status_code == 303
    assert player.play() is None
    answer = organiser.read(workshop.path("rehearsal/deletion"))
    assert answer.status_code == 404
    begin(workshop, organiser)


def test_nothing_else_than_a_rehearsal_is_deleted_like_this(workshop: SmallWorkshop) -> None:
    from facilitator.rehearsal.operations import delete_rehearsal

    with workshop.nothing_changes(), workshop.change(), pytest.raises(ValueError, match="only a rehearsal"):
        delete_rehearsal(db.session.get_one(Workshop, workshop.id))
