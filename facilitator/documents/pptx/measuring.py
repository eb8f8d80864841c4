"""How much room a text takes: lines as a program for slides would break them, rather too many than too few.

Fonts differ between machines, and nobody can be asked for theirs; so letters are taken a little wide.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from facilitator.documents.blocks import Run
from facilitator.documents.pptx.style import LINE

_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[] "), frozenset("mwMW@%—…")
_BOLD = 1.08
_WORDS = re.compile(r"\n|[^\S\n]*[^\s]+[^\S\n]*|[^\S\n]+")


@cache
def _letter(letter: str) -> float:
    """The width of a letter, in the size of the font."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.95
    return 0.72 if letter.isupper() else 0.58


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text without breaks is, in points."""
    return sum(map(_letter, text)) * size * (_BOLD if bold else 1)


def lines(parts: Sequence[Run], size: float, room: float) -> list[list[Run]]:
    """The lines of a text in a column; put together again they are the text, its breaks at their ends."""
    found: list[list[Run]] = [[]]
    left = room
    for part in parts:
        for word in _words(part, size, room):
            taken = width(word.rstrip(), size, bold=part.bold)
            if taken > left and left < room:
                found.append([])
                left = room
            found[-1].append(Run(word, part.bold, part.colour, part.italic))
            left -= width(word, size, bold=part.bold)
            if word == "\n":
                found.append([])
                left = room
    return found if found[-1] or len(found) == 1 else found[:-1]


def _words(part: Run, size: float, room: float) -> Iterator[str]:
    """The words of a run with the space at them; one wider than the column in pieces that fit."""
    for word in _WORDS.findall(part.text):
        if width(word, size, bold=part.bold) <= room:
            yield word
        else:
            most = max(1, int(room / (1.05 * _BOLD * size)))
            yield from (word[at : at + most] for at in range(0, len(word), most))


def height(number: int, size: float) -> float:
    """How high so many lines are, in points."""
    return number * size * LINE


def joined(rows: Sequence[Sequence[Run]]) -> list[Run]:
    """Some of the lines of a text as a text of its own: without the break at its end."""
    parts: list[Run] = []
    for part in (part for row in rows for part in row):
        if parts and replace(parts[-1], text="") == replace(part, text=""):
            parts[-1] = replace(part, text=parts[-1].text + part.text)
        else:
            parts.append(part)
    if parts:
        parts[-1] = replace(parts[-1], text=parts[-1].text.removesuffix("\n"))
    return parts
