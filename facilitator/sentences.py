"""A sentence as data: its text with gaps, and what fills them; put into words where a person reads it.

Rules, the engine and what is stored hold sentences; only the edge knows a language. What a sentence is about
is told by its kind, never by its English.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Names:
    """Names that a sentence lists; after the first `most` only how many more there are.

    A name that consists of parts, such as a title with its number, is a sentence itself.
    """

    names: tuple[str | Sentence, ...]
    most: int = 6

    @property
    def shown(self) -> tuple[str | Sentence, ...]:
        """Those that are named."""
        return self.names[: self.most]

    @property
    def more(self) -> int:
        """How many are not."""
        return max(0, len(self.names) - self.most)

    def __str__(self) -> str:
        shown = ", ".join(map(str, self.shown))
        return f"{shown} and {self.more} more" if self.more else shown


@dataclass(frozen=True)
class Days:
    """From which day to which something lasts."""

    first: date
    last: date

    def __str__(self) -> str:
        both = (self.first,) if self.first == self.last else (self.first, self.last)
        return " – ".join(map(date.isoformat, both))


@dataclass(frozen=True)
class Sentence:
    """A text with gaps like `%(city)s`, and the values that go there; `text` is the key to translate.

    Where it counts something, `many` is the text for all numbers but one, and the value `num` is the number.
    `context` tells apart two meanings of one text. A value may be a sentence itself.
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    many: str = ""
    context: str = ""
    kind: Enum | None = None

    def __post_init__(self) -> None:
        if taken := _TAKEN & self.values.keys():
            raise ValueError(f"a gap can't be called {', '.join(sorted(taken))}")

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What it says, whatever the words: alike for two that find the same."""
        return self.kind, *sorted((name, str(value)) for name, value in self.values.items())

    def of(self, kind: Enum) -> Sentence:
        """A copy of the sentence that says what it is about."""
        return replace(self, kind=kind)

    def __str__(self) -> str:
        """In English, for the log and the command line."""
        text = self.many if self.many and self.values["num"] != 1 else self.text
        return text % self.values if self.values else text

    def as_data(self) -> dict[str, Any]:
        """As it is stored."""
        values = {name: _as_data(value) for name, value in self.values.items()}
        said = {"text": self.text, "values": values, "many": self.many, "context": self.context}
        return {name: part for name, part in said.items() if part}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Sentence:
        """As it was stored."""
        values = {name: _from_data(value) for name, value in data.get("values", {}).items()}
        return cls(data["text"], values, data.get("many", ""), data.get("context", ""))


# Names that gettext gives to its own arguments.
_TAKEN = frozenset(("string", "singular", "plural", "context"))


Value: TypeAlias = "str | int | float | Days | Names | Sentence"


def say(text: str, **values: Value) -> Sentence:
    """A sentence from its text and values."""
    return Sentence(text, values)


def say_many(one: str, many: str, num: int, **values: Value) -> Sentence:
    """A sentence that counts something: its text for one, for all other numbers, and the number, `num`."""
    return Sentence(one, values | {"num": num}, many)


def listed(names: Iterable[str | Sentence], most: int = 6) -> Names:
    """Names as a sentence lists them."""
    return Names(tuple(names), most)


def _as_data(value: Value) -> Any:
    if isinstance(value, Sentence):
        return value.as_data()
    if isinstance(value, Days):
        return {"first": value.first.isoformat(), "last": value.last.isoformat()}
    if isinstance(value, Names):
        return {"names": [_as_data(name) for name in value.names], "most": value.most}
    return value


def _from_data(value: Any) -> Value:
    if isinstance(value, Mapping) and "first" in value:
        return Days(date.fromisoformat(value["first"]), date.fromisoformat(value["last"]))
    if isinstance(value, Mapping):
        if "names" in value:
            return Names(tuple(_from_data(name) for name in value["names"]), value["most"])  # type: ignore[misc]
        return Sentence.from_data(value)
    return value  # type: ignore[no-any-return]
