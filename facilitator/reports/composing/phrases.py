"""Pieces of text that every chapter is made of."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from flask_babel import gettext

from facilitator.capture.evidence import CityEvidence
from facilitator.documents.blocks import Look, Paragraph, Run, Text, runs
from facilitator.documents.palette import Colour
from facilitator.statistics.words import Word
from facilitator.web.terminology import term_word

COLOURS = {
    Word.AGREED: Colour.AGREED,
    Word.AGREED_NOT: Colour.AGREED_NOT,
    Word.SPLIT: Colour.SPLIT,
    Word.OPEN: Colour.INK,
}


def worded(word: Word | None) -> Run:
    """What the cities say of an issue, in its colour; nothing where nobody has answered."""
    return Run(term_word(word), True, COLOURS[word]) if word else Run("")


def labelled(label: Run | str, text: Text) -> list[Run | str]:
    """A label, in bold, with what it labels; joined as the language joins them."""
    look = label if isinstance(label, Run) else Run(label, bold=True)
    before, between, after = re.split(r"%\(\w+\)s", gettext("%(label)s: %(text)s"))
    return [replace(look, text=f"{before}{look.text}{between}"), *runs(text), *filter(None, [after])]


class Quotation(Protocol):
    """What somebody wrote, as it may be quoted."""

    @property
    def city(self) -> str:
        """For whom they spoke."""

    @property
    def person(self) -> str:
        """Who it was, where they are quoted by name; else empty."""

    @property
    def text(self) -> str:
        """What is printed of it."""

    @property
    def is_edited(self) -> bool:
        """Whether the city agreed on another wording than was written."""


def as_quoted(said: Quotation) -> str:
    """A quote as it is printed, also where there is no label."""
    return edited(said.text) if said.is_edited else said.text


def edited(text: str) -> str:
    """A text whose wording a city has edited, marked so."""
    return str(gettext("%(text)s [edited by the city]", text=text))


def said_by(said: Quotation) -> str:
    """Whom a quote is from."""
    if not said.person:
        return said.city
    return str(gettext("%(person)s, %(city)s", person=said.person, city=said.city))


def note_as_quoted(voice: CityEvidence) -> str:
    """What a city wrote of its experience, as it is printed; empty where it wrote nothing."""
    return edited(voice.note) if voice.is_edited else voice.note


def details(lines: Iterable[tuple[str, str]]) -> Iterable[Paragraph]:
    """Labels with what they label, a line each, in smaller letters."""
    return (Paragraph(labelled(label, text), Look.DETAIL) for label, text in lines)


def reference(ref: str, colour: Colour) -> Run:
    """The reference of a card in the colour of its measure, in a table."""
    return Run(ref, bold=True, colour=colour)


def gap(text: str) -> Run:
    """What is still missing in a cell, said softly."""
    return Run(text, italic=True, colour=Colour.SOFT)


def entitled(ref: str, title: str, colour: Colour) -> Text:
    """The heading of a card."""
    return [Run(f"{ref}  ", colour=colour), title]
