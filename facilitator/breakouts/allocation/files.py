"""Reads people, tables and rules from CSV or JSON; see docs/allocation.md for the formats.

What cannot be read is said in a sentence with file, line and column, never guessed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from facilitator.breakouts.allocation.problem import Role
from facilitator.breakouts.allocation.sentence import Sentence, listed, say

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
class Row:
    """One entry of a file: its cells by column, and where it stands."""

    file: str
    place: str
    cells: dict[str, str]

    def wrong(self, column: str, why: str) -> BadFile:
        """The complaint about one cell."""
        text = "{file}, {place}, column {column}: {why}"
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
        """A cell that says yes or no."""
        value = self.text(column).lower()
        if not value:
            return default
        return self._read(column, value, YES_OR_NO.__getitem__, "is neither yes nor no.")

    def role(self, column: str) -> Role:
        """A cell with a role; a person without one is a partner."""
        value = self.text(column).lower() or Role.PARTNER.value
        return self._read(column, value, Role, f"is not one of {listed(Role)}.")

    def _read(self, column: str, value: str, read: Callable[[str], Value], why: str) -> Value:
        try:
            return read(value)
        except (ValueError, KeyError):
            raise self.wrong(column, f"“{value[:60]}” {why}") from None


YES_OR_NO = {"yes": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False}


def _whole(raw: str, least: int) -> int:
    if not raw.isascii() or not raw.isdigit() or len(raw) > 6 or int(raw) < least:
        raise ValueError(raw)
    return int(raw)


def file_text(path: Path) -> str:
    """A file's text, which must be UTF-8 (a byte-order mark is dropped)."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(say("{file} is larger than {most} bytes.", file=path.name, most=LARGEST))
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadFile(say("{file} cannot be read: {why}.", file=path.name, why=why)) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        text = "{file}, line {line}: not UTF-8 text; save the file as “CSV UTF-8”."
        raise BadFile(say(text, file=path.name, line=line)) from None


def csv_rows(path: Path, columns: frozenset[str], needed: frozenset[str]) -> Iterator[Row]:
    """The rows of a CSV file whose columns are separated by commas or semicolons, as its first line is."""
    lines = file_text(path).splitlines(keepends=True)
    if not lines:
        raise BadFile(say("{file} is empty.", file=path.name))
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower().replace(" ", "_") for name in next(reader)]
        check_columns(path.name, "line 1", header, columns, needed)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _csv_row(path.name, reader.line_num, header, cells)
    except csv.Error as error:
        text = "{file}, line {line}: {why}."
        raise BadFile(say(text, file=path.name, line=reader.line_num, why=str(error))) from None


def _csv_row(file: str, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) > len(header):
        text = (
            "{file}, line {line}, column {column}: {count} cells, but the first line names {columns} columns."
        )
        sentence = say(
            text, file=file, line=line, column=len(header) + 1, count=len(cells), columns=len(header)
        )
        raise BadFile(sentence)
    return Row(file, f"line {line}", {name: cell.strip() for name, cell in zip(header, cells, strict=False)})


def check_columns(
    file: str, place: str, header: list[str], columns: frozenset[str], needed: frozenset[str]
) -> None:  # fmt: skip
    """Complains of a column twice, one that is not known, and one that is missing."""
    for position, name in enumerate(header, 1):
        if name not in columns:
            text = "{file}, {place}, column {column}: “{name}” is not one of {known}."
            known = listed(sorted(columns), most=20)
            raise BadFile(say(text, file=file, place=place, column=position, name=name[:60], known=known))
        if header.count(name) > 1:
            text = "{file}, {place}: column “{name}” comes twice."
            raise BadFile(say(text, file=file, place=place, name=name))
    if missing := sorted(needed - set(header)):
        text = "{file}, {place}: column “{name}” is missing."
        raise BadFile(say(text, file=file, place=place, name=missing[0]))


def json_document(path: Path) -> dict[str, Any]:
    """A JSON file whose top is an object."""
    try:
        document = json.loads(file_text(path))
    except json.JSONDecodeError as error:
        text = "{file}, line {line}, column {column}: {why}."
        sentence = say(text, file=path.name, line=error.lineno, column=error.colno, why=error.msg)
        raise BadFile(sentence) from None
    except RecursionError:
        raise BadFile(say("{file}: nested too deeply.", file=path.name)) from None
    if not isinstance(document, dict):
        raise BadFile(say("{file}, line 1, column 1: not an object with “people”.", file=path.name))
    return document


def json_rows(
    file: str, key: str, entries: Any, columns: frozenset[str], needed: frozenset[str]
) -> list[Row]:
    """The entries of a list of objects, their values as the cells of a CSV file would hold them."""
    if not isinstance(entries, list):
        raise BadFile(say("{file}: “{key}” is not a list.", file=file, key=key))
    rows = []
    for number, entry in enumerate(entries, 1):
        place = f"entry {number} of “{key}”"
        if not isinstance(entry, dict):
            raise BadFile(say("{file}, {place}: not an object.", file=file, place=place))
        check_columns(file, place, list(entry), columns, needed)
        row = Row(file, place, {})
        row.cells.update((name, _cell(row, name, value)) for name, value in entry.items())
        rows.append(row)
    return rows


def _cell(row: Row, column: str, value: Any) -> str:
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
