"""The list of people goes out in the form in which it comes in, with nothing that runs in a spreadsheet."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from facilitator.access.policy import Phase
from facilitator.documents.guard import guarded, unguarded
from facilitator.workshops.people.operations import check_in
from tests.pages import lead
from tests.people import Browser
from tests.reception.lists import FIRST, Reception, everybody
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

STRANGE = (
    "=HYPERLINK(A1)", "@Berta", "'=Karel", "-Ines", "Élise D’Été", "שרה כהן", "张伟", "00123 Zoe", "'t Hooft",
)  # fmt: skip


@pytest.fixture
def reception(workshop: SmallWorkshop) -> Reception:
    reception = Reception(workshop)
    reception.take(FIRST)
    for name in STRANGE:
        joined = {"organisation": _lyon(workshop), "display_name": name, "another": "yes"}
        assert Browser(workshop.app).send(f"/join/{workshop.code}", joined).status_code == 303
    joined = {"organisation": _lyon(workshop), "display_name": "Claes, Zoe"}
    assert Browser(workshop.app).send(f"/join/{workshop.code}", joined).status_code == 303
    return reception


def _lyon(workshop: SmallWorkshop) -> int:
    with workshop.look():
        return workshop.participant("Lyon").organisation_id


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'=1", "''=1", "Anna", "'t Hooft", "", "'"])
def test_what_is_guarded_is_read_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_that_went_out_changes_nothing_when_it_comes_in_again(
    workshop: SmallWorkshop, reception: Reception, ending: str
) -> None:
    before = everybody(workshop)
    assert set(STRANGE) <= set(before)
    answer = reception.browser.read(workshop.path(f"people/list.{ending}"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={workshop.slug}-people.{ending}"
    assert answer.headers["Cache-Control"] == "no-store"
    preview = str(reception.upload(answer.data, f"people.{ending}").location)
    assert reception.told(preview) == [0, 0, len(before), 0]
    assert everybody(workshop) == before


def test_a_list_is_taken_by_another_workshop_with_these_cities(reception: Reception) -> None:
    sister = SmallWorkshop(reception.workshop.app, slug="sister")
    file = reception.browser.read(reception.workshop.path("people/list.xlsx")).data
    theirs = Reception(sister)
    preview = str(theirs.upload(file).location)
    assert theirs.confirm(preview).status_code == 303
    mine = everybody(reception.workshop)
    assert everybody(sister) == {name: mine[name] for name in mine if name != "Claes, Zoe"} | {
        "Zoe Claes": replace(mine["Claes, Zoe"], name="Zoe Claes")
    }


def test_nothing_in_a_list_runs_in_a_spreadsheet(workshop: SmallWorkshop, reception: Reception) -> None:
    text = reception.browser.read(workshop.path("people/list.csv")).data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'=HYPERLINK(A1)" in cells
    file = reception.browser.read(workshop.path("people/list.xlsx")).data
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert "=HYPERLINK(A1)" in [row[0].value for row in sheet.iter_rows()]


def test_a_list_says_where_everybody_is_and_how_they_come_in(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    with workshop.change():
        check_in(workshop.participant("Vienna"), by=workshop.actor())
    data = reception.browser.read(workshop.path("people/list.csv?links=yes")).data
    rows = {row["Name"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    states = {name: rows[name]["State"] for name in ("Berta Bosch", "Delegate of Vienna", "Delegate of Lyon")}
    assert [*states.values()] == ["On the list", "Checked in", "Joined"]
    link = rows["Berta Bosch"]["Personal link"].partition("://")[2].partition("/")[2]
    assert lead(Browser(workshop.app).read(f"/{link}").text) == "Berta Bosch · Antwerp"
    assert len({row["Personal link"] for row in rows.values()}) == len(rows)
    plain = reception.browser.read(workshop.path("people/list.csv")).data
    assert b"/back/" not in plain


def test_only_the_organiser_takes_the_list_out_also_when_all_is_over(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    workshop.go_to(Phase.CLOSED)
    for ending in ("csv", "xlsx"):
        page = workshop.path(f"people/list.{ending}")
        assert reception.browser.read(page).status_code == 200
        for who in ("facilitator", "rapporteur", "viewer", "Lyon"):
            assert Browser(workshop.app, workshop.way_in(who)).read(page).status_code == 403
