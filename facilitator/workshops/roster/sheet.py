"""A table of text cells, numbered as a spreadsheet shows it, and how much of one is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from facilitator.documents.guard import unguarded
from facilitator.errors import N_, RuleBroken
from facilitator.text import clean_text

MOST_BYTES = 5_000_000
"""Size of a file, or of a pasted text as UTF-8."""

MOST_ROWS = 5_000
"""Rows with something in them."""

MOST_COLUMNS = 100
"""Columns up to the last with something in it."""

LONGEST_WALK = 4 * MOST_ROWS
"""Rows that are looked at, with the empty ones."""


TOO_WIDE = N_("The list has too many columns (limit: %(most)s). Delete the columns that are not needed.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that has something in it; `number` counts from 1, with the empty rows."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in a column, counted from 0; empty where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that have something in them, and how they were read.

    `encoding` is of a text file, so that a page can ask for a look at the accents where it had to be
    guessed; `title` is of the sheet in a workbook, `other_titles` are of those that were not read.
    """

    rows: tuple[Row, ...]
    encoding: str = ""
    title: str = ""
    other_titles: tuple[str, ...] = ()


def within_limits(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """All rows without empty cells at their ends; refuses as soon as they are too many or too wide."""
    kept: list[list[str]] = []
    filled = 0
    for row in rows:
        cells = _without_end(row)
        filled += bool(cells)
        if filled > MOST_ROWS or len(kept) >= LONGEST_WALK:
            raise RuleBroken(
                N_(
                    "The list has too many rows (limit: %(most)s)."
                    " Delete empty rows, or import it in several parts."
                ),
                most=MOST_ROWS,
            )
        if len(cells) > MOST_COLUMNS:
            raise RuleBroken(TOO_WIDE, most=MOST_COLUMNS)
        kept.append(cells)
    return kept


def numbered(rows: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    """The rows in which something can be seen, each cell cleaned."""
    cleaned = ((number, _without_end([*map(_cleaned, row)])) for number, row in enumerate(rows, start=1))
    return tuple(Row(number, tuple(cells)) for number, cells in cleaned if cells)


def _cleaned(cell: str) -> str:
    return unguarded(clean_text(cell))


def _without_end(cells: Sequence[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])
