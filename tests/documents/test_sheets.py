"""A workbook and a CSV say each value as what it is, and run nothing."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from facilitator.documents.sheets import MOST_CHARACTERS, DataSheet, write_csv, write_xlsx

pytestmark = pytest.mark.one_database

AT = datetime(2017, 12, 5, 17, 30)  # noqa: DTZ001 - in the time of the place
FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "＝1+1", "'=1", "=HYPERLINK(\"https://example.org\")",
)  # fmt: skip
TEXTS = (
    "https://example.org",
    "00123",
    "1e5",
    "TRUE",
    "_x0041_",
    "שרה",
    "漢 🦄",
    "two\nlines",
    "mailto:a@b.c",
)


def book_of(*sheets: DataSheet) -> Any:
    """A workbook of these sheets, opened by another program."""
    written = write_xlsx(sheets, title="T", created_at=AT.replace(tzinfo=UTC))
    return openpyxl.load_workbook(io.BytesIO(written))


def rows_of(sheet: DataSheet) -> list[list[Any]]:
    """The rows of the only sheet of a workbook."""
    return [[cell.value for cell in row] for row in book_of(sheet).worksheets[0].iter_rows()]


def test_values_come_back_as_what_they_are() -> None:
    rows = [("RET-01", 3, 7.5, date(2018, 3, 30), AT, None, "")]
    sheet = DataSheet("Values", ["No.", "People", "Rating", "Day", "Moment", "Nothing", "Empty"], rows)
    head, row = rows_of(sheet)
    assert head == list(sheet.heads)
    assert row == ["RET-01", 3, 7.5, datetime(2018, 3, 30), AT, None, None]  # noqa: DTZ001 - as Excel has it


@pytest.mark.parametrize("typed", [*FORMULAS, *TEXTS])
def test_no_cell_is_a_formula_a_link_or_a_number_that_it_is_not(typed: str) -> None:
    sheet = book_of(DataSheet(typed, [typed], [[typed]])).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    said = [(unescape(cell.value), cell.data_type, cell.hyperlink) for cell in cells]
    assert said == [(typed, "s", None)] * 2


@pytest.mark.parametrize("typed", FORMULAS)
def test_a_csv_says_what_begins_like_a_formula_behind_an_apostrophe(typed: str) -> None:
    written = write_csv(DataSheet("S", ["Text", "Number"], [[typed, -5]])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written)))[1:] == [[f"'{typed}", "-5"]]


def test_heads_stay_in_sight_and_can_be_filtered() -> None:
    sheet = book_of(DataSheet("S", ["A", "B"], [[1, 2], [3, 4]])).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")


def test_a_text_is_cut_where_a_cell_ends_and_says_so() -> None:
    whole, too_long = "x" * MOST_CHARACTERS, "🦄" * MOST_CHARACTERS
    assert rows_of(DataSheet("S", ["A"], [[whole]])) == [["A"], [whole]]
    [_, [cell]] = rows_of(DataSheet("S", ["A"], [[too_long]]))
    assert len(cell.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert cell == "🦄" * (len(cell) - 1) + "…"


def test_sheets_have_names_of_their_own_whatever_they_are_called() -> None:
    names = [
        "Issues",
        "issues",
        "What/is[this]?",
        "",
        "A name that is longer than thirty-one letters",
        "'quoted'",
    ]
    book = book_of(*(DataSheet(name, ["A"], []) for name in names))
    assert book.sheetnames == [
        "Issues", "issues 2", "Whatisthis", "Sheet", "A name that is longer than thir", "quoted",
    ]  # fmt: skip


def test_control_characters_are_left_out() -> None:
    assert rows_of(DataSheet("S", ["A"], [["Heat \x01and\x0b \x1bpower\ufffe"]])) == [
        ["A"],
        ["Heat and power"],
    ]
