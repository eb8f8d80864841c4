"""Terms of the workshop as values: one word for table, URL, code and page."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A term with its word for the page: `TECHNICAL = "technical", N_("Technical")`."""

    word: str

    def __new__(cls, value: str, word: str = "") -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.word = word
        return term
