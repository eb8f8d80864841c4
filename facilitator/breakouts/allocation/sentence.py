"""What the engine says to people: a sentence with its values, so that a page can translate it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from enum import Enum


@dataclass(frozen=True)
class Sentence:
    """A text with `{places}` and the plain values that go there; `text` is the key to translate.

    What a sentence is about is its `kind`, where somebody asks; its words are for people alone.
    """

    text: str
    values: dict[str, str | int]
    kind: Enum | None = None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What it says, whatever the words: alike for two that find the same."""
        return self.kind, *sorted(self.values.items())

    def of(self, kind: Enum) -> Sentence:
        """The same, said to be about something."""
        return replace(self, kind=kind)

    def __str__(self) -> str:
        return self.text.format(**self.values)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a text for translation where it is kept in a name before it is said."""
    return text


def say(text: str, **values: str | int) -> Sentence:
    """A sentence from its text and values."""
    return Sentence(text, values)


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a row; after the first few only how many more there are."""
    all_names = list(names)
    shown = ", ".join(all_names[:most])
    left = len(all_names) - most
    return f"{shown} and {left} more" if left > 0 else shown


class Infeasible(Exception):  # noqa: N818 - a finding, named as the field names it
    """No plan can keep the rules; `reasons` says why, with the numbers."""

    def __init__(self, reasons: Iterable[Sentence]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(str(reason) for reason in self.reasons))
