"""The lines of a pasted list."""

import re
from collections.abc import Iterator

from facilitator.text import clean_line, clean_text

# What lists begin their lines with where they are copied from: a dash, a dot, a number.
_BULLET = re.compile(r"(?:[-–—•*·]|\d{1,3}[.)])\s+")


def typed_lines(typed: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with its number, without what a list begins it with.

    A tab between two cells of a spreadsheet becomes a bar.
    """
    for number, line in enumerate(clean_text(typed.replace("\t", "|")).split("\n"), 1):
        found = clean_line(_BULLET.sub("", line, count=1) if _BULLET.match(line) else line).strip("| ")
        if found:
            yield number, found
