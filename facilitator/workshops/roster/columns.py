"""Which column of a table holds what: by its heading in one of five languages, or by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from facilitator.errors import N_, RuleBroken
from facilitator.text import clean_line, name_key
from facilitator.workshops.roster.fields import HEADINGS, SEVERAL, RosterField
from facilitator.workshops.roster.sheet import Row, Sheet

ROWS_BEFORE_PEOPLE = 20
"""Rows with something in them among which the headings are looked for."""

LONGEST_HEADING = 200
"""A longer one is a text above the list."""

NO_WORDS: Mapping[str, RosterField] = MappingProxyType({})

_FIELDS = {
    name_key(heading): field for field, headings in HEADINGS.items() for heading in headings.split(",")
}
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBER = re.compile(r"\s*\d+$")
_ALSO = re.compile(r"[/|\n]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns are read, and which are not.

    `heading_row` is the number of the row with the headings, 0 where there is none: the people come after it.
    `unread` has the number of each other column that has something in it, from 0, with its heading.
    """

    heading_row: int
    fields: Mapping[int, RosterField]
    headings: tuple[str, ...]
    unread: Mapping[int, str]

    def of(self, field: RosterField) -> tuple[int, ...]:
        """The columns that hold this, from left to right."""
        return tuple(sorted(column for column, found in self.fields.items() if found is field))

    def people(self, sheet: Sheet) -> Iterator[Row]:
        """The rows below the headings; headings that a printout repeats are no people."""
        for row in sheet.rows:
            if row.number > self.heading_row and row.cells != self.headings:
                yield row


@lru_cache(1024)
def field_of(heading: str) -> RosterField | None:
    """What a column with this heading holds, as far as it can be told: “E-Mail *”, “Name / Nom”, “Wish 2”."""
    if len(heading) > LONGEST_HEADING:
        return None
    plain = _ASIDE.sub(" ", heading)
    if found := _FIELDS.get(name_key(plain)) or _FIELDS.get(name_key(_NUMBER.sub("", clean_line(plain)))):
        return found
    several = {_FIELDS.get(name_key(part)) for part in _ALSO.split(plain) if part.strip()}
    return several.pop() if len(several) == 1 else None


def find_columns(sheet: Sheet, own: Mapping[str, RosterField] = NO_WORDS) -> Columns:
    """The columns by their headings, in the row that has the most; raises `RuleBroken` where no name is.

    `own` has further headings, by their `name_key`: what a workshop calls a city, say.
    """
    candidates = [(row, _recognised(row, own)) for row in sheet.rows[:ROWS_BEFORE_PEOPLE]]
    named = [(row, fields) for row, fields in candidates if _has_name(fields.values())]
    if not named:
        raise RuleBroken(N_("No heading for the names was found. Choose what each column holds."))
    row, fields = max(named, key=lambda candidate: len(candidate[1]))
    return _columns(sheet, row, fields)


def choose_columns(sheet: Sheet, fields: Mapping[int, RosterField], *, heading_row: int) -> Columns:
    """The columns as somebody chose them, counted from 0; `heading_row` is 0 where the list has no headings.

    Raises `RuleBroken` where no column has the names, or two have what stands in one.
    """
    if not _has_name(fields.values()):
        raise RuleBroken(N_("Choose the column with the names."), field=RosterField.NAME)
    chosen = [field for field in fields.values() if field not in SEVERAL]
    for field in chosen:
        if chosen.count(field) > 1:
            raise RuleBroken(N_("Two columns have the same content. Choose one of them."), field=field)
    headings = next((row for row in sheet.rows if row.number == heading_row), Row(0, ()))
    return _columns(sheet, headings, fields)


def _recognised(row: Row, own: Mapping[str, RosterField]) -> dict[int, RosterField]:
    fields: dict[int, RosterField] = {}
    for column, heading in enumerate(row.cells):
        field = own.get(name_key(heading)) or field_of(heading)
        # Of two columns with one heading the first is read; the other is named among those that are not.
        if field and (field in SEVERAL or field not in fields.values()):
            fields[column] = field
    return _with_half_names(fields)


def _with_half_names(fields: dict[int, RosterField]) -> dict[int, RosterField]:
    """Beside one half of a name, “Name” is the other: Name and Vorname, Nome and Cognome."""
    halves = {RosterField.FIRST_NAME, RosterField.LAST_NAME} - set(fields.values())
    if len(halves) != 1:
        return fields
    other = halves.pop()
    return {column: other if field is RosterField.NAME else field for column, field in fields.items()}


def _has_name(fields: Iterable[RosterField]) -> bool:
    return bool({RosterField.NAME, RosterField.FIRST_NAME, RosterField.LAST_NAME} & set(fields))


def _columns(sheet: Sheet, headings: Row, fields: Mapping[int, RosterField]) -> Columns:
    filled = {
        column
        for row in sheet.rows
        if row.number > headings.number
        for column, cell in enumerate(row.cells)
        if cell
    }
    unread = {column: clean_line(headings.cell(column)) for column in sorted(filled - fields.keys())}
    return Columns(headings.number, fields, headings.cells, unread)
