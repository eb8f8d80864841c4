"""Sheets of plain values, a row for each thing: as CSV, and as the sheets of a workbook.

No cell is taken for a formula, a link or a number that it is not.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from facilitator.documents.guard import guarded
from facilitator.documents.scripts import writable

MOST_CHARACTERS = 32_767
"""In one cell of a workbook, counted as Excel does: in units of UTF-16."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME, _LONGEST_COLUMN, _SHORTEST_COLUMN = 31, 60, 9
_LOOKED_AT = 200
"""So many rows say how wide a column is."""

SheetCell: TypeAlias = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A sheet: its name, the heads of its columns, and its rows, each with a cell for each column.

    A day is a `date`, a moment a `datetime` without a zone, in the time of the place.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[SheetCell]]


def as_csv(lines: Iterable[Sequence[SheetCell]]) -> bytes:
    """Lines as UTF-8 with a mark by which spreadsheets know it; no cell is taken for a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _safe(cell: SheetCell) -> SheetCell:
    return guarded(writable(cell)) if isinstance(cell, str) else cell


def write_csv(sheet: DataSheet) -> bytes:
    """A sheet as CSV, its heads first."""
    return as_csv((sheet.heads, *sheet.rows))


def write_xlsx(sheets: Iterable[DataSheet], *, title: str, created_at: datetime) -> bytes:
    """A workbook of these sheets, with heads that stay in sight."""
    import xlsxwriter  # with the first workbook: no start and no page needs it

    written = io.BytesIO()
    as_they_are = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(written, {"constant_memory": True, **as_they_are}) as book:
        made = created_at.replace(tzinfo=None)
        book.set_properties({"title": writable(title)[:255], "author": "Facilitator", "created": made})
        names: set[str] = set()
        for sheet in sheets:
            name = _name(sheet.name, names)
            names.add(name.casefold())
            _write(book, book.add_worksheet(name), sheet)
    return written.getvalue()


def _write(book: Any, page: Any, sheet: DataSheet) -> None:
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for column, text in enumerate(sheet.heads):
        page.write_string(0, column, cut(text), head)
    kinds = _kinds(book, page)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if cell is not None and cell != "":
                kinds[str if isinstance(cell, str) else type(cell)](number, column, cell)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)


def _kinds(book: Any, page: Any) -> dict[type, Callable[[int, int, Any], object]]:
    """By the kind of a value, how it is written."""
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    # Stays text also when somebody edits it.
    quoted = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True})
    number, day = book.add_format({"valign": "top"}), book.add_format({"num_format": "d mmm yyyy"})
    moment = book.add_format({"num_format": "d mmm yyyy hh:mm"})

    def write_text(row: int, column: int, said: str) -> None:
        said = cut(said)
        page.write_string(row, column, said, text if guarded(said) == said else quoted)

    return {
        str: write_text,
        int: lambda row, column, value: page.write_number(row, column, value, number),
        float: lambda row, column, value: page.write_number(row, column, value, number),
        date: lambda row, column, value: page.write_datetime(row, column, value, day),
        datetime: lambda row, column, value: page.write_datetime(row, column, value, moment),
    }


def cut(text: str) -> str:
    """As much of a text as a cell can hold, with an ellipsis where that is not all of it."""
    text = writable(text)
    if len(text) * 2 <= MOST_CHARACTERS or len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    kept = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", errors="ignore")
    return f"{kept}…"


def _widths(sheet: DataSheet) -> list[int]:
    """How wide each column is, by the longest of its first texts."""
    lines = [sheet.heads, *sheet.rows[:_LOOKED_AT]]
    longest = (max(len(str(line[column] or "")) for line in lines) for column in range(len(sheet.heads)))
    return [min(_LONGEST_COLUMN, max(_SHORTEST_COLUMN, length)) + 2 for length in longest]


def _name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook takes for a sheet, and that no other sheet has."""
    plain = _NOT_IN_A_NAME.sub("", writable(wanted)).strip()[:_LONGEST_NAME] or "Sheet"
    numbered = (f"{plain[: _LONGEST_NAME - 4]} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbered) if name.casefold() not in taken)
