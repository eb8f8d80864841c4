"""The first sheet of an Excel workbook (.xlsx) that has something in it, as text; formulas are never run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from facilitator.errors import N_, RuleBroken
from facilitator.workshops.roster.sheet import (
    LONGEST_WALK,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_WIDE,
    Sheet,
    numbered,
    within_limits,
)

MOST_UNPACKED = 30_000_000
"""Bytes of all that is in a workbook, unpacked; 5,000 rows of 100 short cells take some 20 million."""

MOST_CELLS = MOST_ROWS * MOST_COLUMNS
"""Cells of a sheet, with those that have a colour and no text."""

MOST_ROW_TAGS = 5 * LONGEST_WALK
"""Rows of a part, with the empty ones and those that nobody looks at: openpyxl reads each of them."""

MOST_MERGED = 2 * MOST_ROWS
"""Blocks of merged cells of a sheet."""

MOST_PARTS = 1_000
"""Files inside a workbook."""

# Office writes none, and through one a small file can grow without end or ask for other files.
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A tag ends before the next begins: else one that never ends would be looked for from each that begins.
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c(?=[\s/>])(?:[^<>]*?\sr=[\"']([A-Z]{1,3})\d)?[^<>]*>")
_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row(?=[\s/>])")
_MERGED = re.compile(
    rb"<(?:[^\s<>/:]+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)

TOO_LARGE = N_("This workbook holds too much. Copy the list into a new workbook, and import that.")
DAMAGED = N_("This workbook can't be read. Open it, save the list as “CSV UTF-8” and import that file.")
NO_WORKBOOK = N_("This is not a spreadsheet. Choose an Excel workbook (.xlsx) or a CSV file.")


def sheet_of_workbook(data: bytes) -> Sheet:
    """The sheet in a workbook's bytes; raises `RuleBroken` where it is too large, unsafe or damaged."""
    try:
        merged = _merged_down(_checked_parts(data))
        return _read(data, merged)
    except RuleBroken:
        raise
    # A damaged workbook makes zipfile, expat and openpyxl raise whatever the damage leads to.
    except Exception:
        raise RuleBroken(DAMAGED) from None


def _checked_parts(data: bytes) -> dict[str, bytes]:
    """What is inside by path, once it was unpacked within limits and declares nothing.

    Any part may be named as a sheet, so none is left out.
    """
    unpacked: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise RuleBroken(NO_WORKBOOK)
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise RuleBroken(TOO_LARGE)
        for part in parts:
            # No more is unpacked than a part says that it has; where that is a lie, its checksum is wrong.
            with archive.open(part) as packed:
                xml = packed.read(part.file_size)
            # Without NUL, UTF-16 reads like ASCII.
            if _DECLARES.search(xml.replace(b"\0", b"")):
                raise RuleBroken(DAMAGED)
            _check_cells(xml)
            unpacked[part.filename] = xml
    return unpacked


def _check_cells(xml: bytes) -> None:
    """Refuse more rows and cells than openpyxl reads in a few seconds, and text beyond the last column."""
    if sum(1 for _ in _ROW.finditer(xml)) > MOST_ROW_TAGS:
        raise RuleBroken(TOO_LARGE)
    for number, cell in enumerate(_CELL.finditer(xml), start=1):
        if number > MOST_CELLS:
            raise RuleBroken(TOO_LARGE)
        is_empty = cell.group().endswith(b"/>")
        if not is_empty and _column(cell.group(1) or b"A") >= MOST_COLUMNS:
            raise RuleBroken(TOO_WIDE, most=MOST_COLUMNS)
    if sum(1 for _ in _MERGED.finditer(xml)) > MOST_MERGED:
        raise RuleBroken(TOO_LARGE)


def _merged_down(parts: Mapping[str, bytes]) -> dict[str, list[tuple[int, int, int]]]:
    """By path, the first column of each block of merged cells with its first and last row, all from 0."""
    return {
        path: sorted(
            (_column(left), int(top) - 1, int(bottom) - 1)
            for left, top, _, bottom in _MERGED.findall(xml)
            if bottom != top
        )
        for path, xml in parts.items()
    }


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


def _read(data: bytes, merged: Mapping[str, list[tuple[int, int, int]]]) -> Sheet:
    # Loaded with the first list: no start and no page needs it.
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    # Several sheets may name one part; each part is read once.
    parts = {sheet._worksheet_path: sheet for sheet in reversed(shown)}  # noqa: SLF001 - nothing else says which
    for path, sheet in reversed(parts.items()):
        # What a sheet says of its size may be a lie, and would cut it.
        sheet.reset_dimensions()
        rows = within_limits(_texts(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)))
        if any(rows):
            _fill_down(rows, merged.get(path, []))
            others = tuple(other.title for other in shown if other is not sheet)
            return Sheet(numbered(rows), title=sheet.title, other_titles=others)
    return Sheet(())


def _texts(rows: Iterator[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [value if isinstance(value, str) else _text(value) for value in row]


def _text(value: Any) -> str:
    """What a spreadsheet shows in a cell that holds no text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _fill_down(rows: list[list[str]], merged: Sequence[tuple[int, int, int]]) -> None:
    """Repeat what merged cells say in each row they cover: one city beside all its people."""
    done: tuple[int, int] = (-1, -1)
    for column, top, bottom in merged:
        # Blocks overlap in no honest file; in another they would take rows times blocks.
        is_new = column != done[0] or top > done[1]
        if not is_new or column >= MOST_COLUMNS or top >= len(rows) or column >= len(rows[top]):
            continue
        done = column, bottom
        for row in rows[top + 1 : bottom + 1]:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = rows[top][column]
