"""Text with a sign between its cells: CSV, semicolons, or the tabs that are copied from a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from facilitator.errors import N_, RuleBroken
from facilitator.workshops.roster.sheet import Row, numbered, within_limits

# Where two fit equally well, the one that stands in fewer texts comes first.
DELIMITERS = "\t;,|"
SAMPLE = 20_000
# Excel writes this line for itself, and shows no row for it.
_NAMED = re.compile(r"sep=([^\r\n])(?:\r\n?|\n|$)", re.IGNORECASE)
# A last row of our own: if it does not come out again, a quotation mark has swallowed it.
_END = "\ue000"


def rows_of_text(text: str) -> tuple[Row, ...]:
    """The rows of a text, its delimiter found; raises `RuleBroken` where cells can't be told apart."""
    named = _NAMED.match(text)
    delimiter = named.group(1) if named else delimiter_of(text)
    body = text[named.end() :] if named else text
    return numbered(within_limits(_cells(body, delimiter)))


def delimiter_of(text: str) -> str:
    """The sign that cuts the most rows into equally many cells."""
    sample = text[:SAMPLE]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> float:
    """The share of rows that have the most common number of cells, of those with more than one."""
    try:
        widths = [len(row) for row in _reader(sample, delimiter) if row]
    except csv.Error:
        return 0.0
    several = Counter(width for width in widths if width > 1)
    return max(several.values(), default=0) / max(len(widths), 1)


def _cells(text: str, delimiter: str) -> Iterator[list[str]]:
    row: list[str] = []
    number = 0
    try:
        for following in _reader(f"{text.rstrip()}\n{_END}", delimiter):
            if number:
                yield row
            row, number = following, number + 1
    except csv.Error:
        raise RuleBroken(
            N_("A cell in row %(row)s is too long. Look for a quotation mark that is not closed."),
            row=number + 1,
        ) from None
    if row != [_END]:
        raise RuleBroken(N_("A quotation mark in row %(row)s is not closed. Close or delete it."), row=number)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
