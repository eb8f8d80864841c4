"""Reads people, tables and rules from lists or JSON; see docs/allocation.md for the formats.

What cannot be read is said in a sentence with file, row and column, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from facilitator.breakouts.allocation.problem import SeatingRole
from facilitator.errors import RuleBroken
from facilitator.sentences import Sentence, listed, say
from facilitator.text import clean_line, name_key
from facilitator.workshops.roster.columns import ROWS_BEFORE_PEOPLE, field_of, find_columns
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.names import join_name, person_key, with_title
from facilitator.workshops.roster.reading import read_file
from facilitator.workshops.roster.sheet import Row, Sheet
from facilitator.workshops.roster.words import ROLES, YES_OR_NO

LARGEST = 8_000_000
"""Bytes of a file that is read at most."""

LISTS = frozenset(("wishes", "languages", "absent", "came_for", "rounds"))
"""Columns of which a cell holds several values."""

Value = TypeVar("Value")


class BadFile(Exception):  # noqa: N818 - a finding about the file, said to the person
    """A file that cannot be used; the sentence says where and why."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True, slots=True)
class FileRow:
    """One entry of a file: its cells by column, and where it stands."""

    file: str
    place: str
    cells: dict[str, str]

    def wrong(self, column: str, why: str) -> BadFile:
        """The complaint about one cell."""
        text = "%(file)s, %(place)s, column %(column)s: %(why)s"
        return BadFile(say(text, file=self.file, place=self.place, column=column, why=why))

    def text(self, column: str) -> str:
        """A cell, empty if the column is left out."""
        return self.cells.get(column, "")

    def required(self, column: str) -> str:
        """A cell that must not be empty."""
        if value := self.text(column):
            return value
        raise self.wrong(column, "is empty, but needed.")

    def several(self, column: str) -> tuple[str, ...]:
        """A cell with several values, separated by semicolons."""
        return tuple(part for raw in self.text(column).split(";") if (part := raw.strip()))

    def number(self, column: str, default: int | None = None, least: int = 1) -> int:
        """A cell with a whole number of at least `least`."""
        value = self.text(column)
        if not value and default is not None:
            return default
        return self._read(
            column, value, lambda raw: _whole(raw, least), f"is not a whole number from {least}."
        )

    def numbers(self, column: str) -> list[int]:
        """A cell with several whole numbers from 1."""
        return [
            self._read(column, part, lambda raw: _whole(raw, 1), "is not a whole number from 1.")
            for part in self.several(column)
        ]

    def yes(self, column: str, default: bool) -> bool:
        """A cell that says yes or no, in one of the languages of the roster."""
        value = self.text(column)
        if not value:
            return default
        return self._read(column, value, lambda raw: YES_OR_NO[name_key(raw)], "is neither yes nor no.")

    def role(self, column: str) -> SeatingRole:
        """A cell with a role; a person without one is a partner."""
        value = self.text(column) or SeatingRole.PARTNER
        return self._read(
            column,
            value,
            lambda raw: SeatingRole(str(ROLES[name_key(raw)])),
            f"is not one of {listed(SeatingRole)}.",
        )

    def _read(self, column: str, value: str, read: Callable[[str], Value], why: str) -> Value:
        try:
            return read(value)
        except (ValueError, KeyError):
            raise self.wrong(column, f"“{value[:60]}” {why}") from None


def _whole(raw: str, least: int) -> int:
    if not raw.isascii() or not raw.isdigit() or len(raw) > 6 or int(raw) < least:
        raise ValueError(raw)
    return int(raw)


def file_bytes(path: Path) -> bytes:
    """What is in a file, if it is not too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(
                say("%(file)s is too large (limit in bytes: %(most)s).", file=path.name, most=LARGEST)
            )
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadFile(say("%(file)s cannot be read: %(why)s.", file=path.name, why=why)) from None


def read_sheet(path: Path) -> Sheet:
    """The table in a workbook or a text, whatever the file is called."""
    try:
        return read_file(file_bytes(path))
    except RuleBroken as broken:
        raise BadFile(say("%(file)s: %(why)s", file=path.name, why=broken.sentence)) from None


def list_rows(path: Path, columns: frozenset[str], needed: frozenset[str]) -> Iterator[FileRow]:
    """The rows below the headings, which are the first row that has all that is needed, else the first."""
    sheet = read_sheet(path)
    likely = (row for row in sheet.rows[:ROWS_BEFORE_PEOPLE] if needed <= set(_headings(row)))
    head = next(likely, sheet.rows[0])
    header = _headings(head)
    check_columns(path.name, f"row {head.number}", header, columns, needed)
    for row in sheet.rows:
        if row.number > head.number:
            yield _row(path.name, row, header)


def people_rows(path: Path, columns: frozenset[str]) -> list[FileRow]:
    """The people of a list, each once: a row for each, its cells by our columns.

    Headings are those of the roster import, in five languages, and what only a plan needs by its own name.
    """
    sheet = read_sheet(path)
    try:
        found = find_columns(sheet)
    except RuleBroken:
        text = "%(file)s, row %(row)s: column “name” is missing."
        raise BadFile(say(text, file=path.name, row=sheet.rows[0].number)) from None
    place = f"row {found.heading_row}"
    own = {column: _heading(text) for column, text in found.unread.items()}
    for column, name in own.items():
        if field_of(found.unread[column]):
            text = "%(file)s, %(place)s: column “%(name)s” comes twice."
            raise BadFile(say(text, file=path.name, place=place, name=name))
        check_column(path.name, place, column + 1, name, columns)
    return _each_once(
        [
            FileRow(
                path.name,
                f"row {row.number}",
                _of_roster({field: [row.cell(each) for each in found.of(field)] for field in RosterField})
                | {name: clean_line(row.cell(column)) for column, name in own.items()},
            )
            for row in found.people(sheet)
        ]
    )


def _of_roster(said: dict[RosterField, list[str]]) -> dict[str, str]:
    """The cells of a person by our columns: names as written, the city before the organisation."""
    lines = {field: clean_line(" ".join(cells)) for field, cells in said.items()}
    halves = join_name(lines[RosterField.FIRST_NAME], lines[RosterField.LAST_NAME]).shown
    return {
        "name": with_title(lines[RosterField.TITLE], lines[RosterField.NAME] or halves),
        "organisation": lines[RosterField.CITY] or lines[RosterField.ORGANISATION],
        "role": lines[RosterField.ROLE],
        "wishes": ";".join(map(clean_line, said[RosterField.WISHES])),
        "languages": ";".join(map(clean_line, said[RosterField.LANGUAGES])),
        "step_free": lines[RosterField.STEP_FREE],
    }


def _each_once(rows: list[FileRow]) -> list[FileRow]:
    """The same rows; refuses one about a person who is there, however the name is spelled."""
    known: dict[tuple[str, str], FileRow] = {}
    for row in rows:
        key = person_key(row.text("name")), name_key(row.text("organisation"))
        first = known.setdefault(key, row)
        if first is not row and row.text("name"):
            raise row.wrong("name", f"“{row.text('name')[:60]}” is already in {first.place}.")
    return rows


def _headings(row: Row) -> list[str]:
    return [_heading(cell) for cell in row.cells]


def _heading(text: str) -> str:
    return clean_line(text).lower().replace(" ", "_")


def _row(file: str, row: Row, header: list[str]) -> FileRow:
    if len(row.cells) > len(header):
        text = (
            "%(file)s, row %(row)s, column %(column)s: %(count)s cells, but there are %(columns)s headings."
        )
        width = len(header)
        sentence = say(text, file=file, row=row.number, column=width + 1, count=len(row.cells), columns=width)
        raise BadFile(sentence)
    cells = {name: clean_line(cell) for name, cell in zip(header, row.cells, strict=False)}
    return FileRow(file, f"row {row.number}", cells)


def check_column(file: str, place: str, position: int, name: str, columns: frozenset[str]) -> None:
    """Complains of a column that is not known."""
    if name in columns:
        return
    known = listed(sorted(columns), most=20)
    text = "%(file)s, %(place)s, column %(column)s: “%(name)s” is not one of %(known)s."
    raise BadFile(say(text, file=file, place=place, column=position, name=name[:60], known=known))


def check_columns(
    file: str, place: str, header: list[str], columns: frozenset[str], needed: frozenset[str]
) -> None:  # fmt: skip
    """Complains of a column twice, one that is not known, and one that is missing."""
    for position, name in enumerate(header, 1):
        check_column(file, place, position, name, columns)
        if header.count(name) > 1:
            text = "%(file)s, %(place)s: column “%(name)s” comes twice."
            raise BadFile(say(text, file=file, place=place, name=name))
    if missing := sorted(needed - set(header)):
        text = "%(file)s, %(place)s: column “%(name)s” is missing."
        raise BadFile(say(text, file=file, place=place, name=missing[0]))


def json_document(path: Path) -> dict[str, Any]:
    """A JSON file whose top is an object."""
    try:
        document = json.loads(file_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(say("%(file)s is not UTF-8 text.", file=path.name)) from None
    except json.JSONDecodeError as error:
        text = "%(file)s, line %(line)s, column %(column)s: %(why)s."
        sentence = say(text, file=path.name, line=error.lineno, column=error.colno, why=error.msg)
        raise BadFile(sentence) from None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        raise BadFile(say("%(file)s: a number has too many digits.", file=path.name)) from None
    except RecursionError:
        raise BadFile(say("%(file)s: nested too deeply.", file=path.name)) from None
    if not isinstance(document, dict):
        raise BadFile(say("%(file)s, line 1, column 1: not an object with “people”.", file=path.name))
    return document


def json_rows(
    file: str, key: str, entries: Any, columns: frozenset[str], needed: frozenset[str]
) -> list[FileRow]:
    """The entries of a list of objects, their values as the cells of a CSV file would hold them."""
    if not isinstance(entries, list):
        raise BadFile(say("%(file)s: “%(key)s” is not a list.", file=file, key=key))
    rows = []
    for number, entry in enumerate(entries, 1):
        place = f"entry {number} of “{key}”"
        if not isinstance(entry, dict):
            raise BadFile(say("%(file)s, %(place)s: not an object.", file=file, place=place))
        check_columns(file, place, list(entry), columns, needed)
        row = FileRow(file, place, {})
        row.cells.update((name, _cell(row, name, value)) for name, value in entry.items())
        rows.append(row)
    return rows


def _cell(row: FileRow, column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and column in LISTS:
        return ";".join(_cell(row, column, part) for part in value)
    if isinstance(value, list | dict):
        raise row.wrong(column, "is not a single text or number.")
    text = str(value).strip()
    if not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise row.wrong(column, "holds half a character.")
    return text
