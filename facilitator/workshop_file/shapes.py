"""What an entry of a file must look like, on plain values; what doesn't fit is named with its place.

A field's shape takes the value that stands in the file and returns the one to use, or raises `RuleBroken`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from facilitator.database import Limits
from facilitator.dates import check_is_of_our_time
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import Sentence, listed, say, say_many
from facilitator.text import clean_line, clean_text
from facilitator.validation.criteria.languages import LANGUAGES
from facilitator.validation.renamed import KEYS
from facilitator.workshops.lists.countries import is_country
from facilitator.workshops.rules import check_terminology, check_timezone

Entry = Mapping[str, Any]
"""A thing as a file has it."""
MOST_ENTRIES = 2_000


@dataclass(frozen=True)
class FieldShape:
    """A field of an entry; one with a default may be left out."""

    read: Callable[[Any], Any]
    default: Any = ...

    @property
    def is_needed(self) -> bool:
        """Whether it can't be left out."""
        return self.default is ...


def refused(sentence: Sentence) -> RuleBroken:
    """What is wrong with a file, said where the file was chosen."""
    return RuleBroken(sentence, field="file")


def in_place(section: str, number: int, what: Sentence) -> RuleBroken:
    """The same, with the entry of the section in which it was found; counted from one."""
    where = N_("“%(section)s”, entry %(entry)d: %(what)s")
    return refused(say(where, section=section, entry=number, what=what))


def entries(
    section: str, fields: Mapping[str, FieldShape], found: Any, *, most: int = MOST_ENTRIES
) -> list[dict[str, Any]]:
    """The entries of a section, each in shape."""
    if not isinstance(found, list):
        raise refused(say(N_("“%(section)s” must be a list."), section=section))
    if len(found) > most:
        raise refused(
            say_many(
                "“%(section)s” has more than one entry.",
                "“%(section)s” has more than %(num)d entries.",
                most,
                section=section,
            )
        )
    return [_in_shape(section, number, fields, each) for number, each in enumerate(found, 1)]


def _in_shape(section: str, number: int, fields: Mapping[str, FieldShape], found: Any) -> dict[str, Any]:
    try:
        return in_shape(fields, found)
    except RuleBroken as broken:
        raise in_place(section, number, broken.sentence) from None


def in_shape(fields: Mapping[str, FieldShape], found: Any) -> dict[str, Any]:
    """One entry in shape; what is not known in it would get lost, and is refused."""
    if not isinstance(found, Mapping):
        raise refused(say(N_("This must be an object with named fields.")))
    if unknown := found.keys() - fields.keys():
        raise refused(say(N_("These fields are not known: %(names)s."), names=listed(sorted(unknown))))
    if missing := [name for name, field in fields.items() if field.is_needed and name not in found]:
        raise refused(say(N_("These fields are missing: %(names)s."), names=listed(missing)))
    return {name: _value(name, field, found) for name, field in fields.items()}


def _value(name: str, field: FieldShape, found: Entry) -> Any:
    if name not in found:
        return field.default
    try:
        return field.read(found[name])
    except RuleBroken as broken:
        raise refused(say(N_("“%(name)s”: %(what)s"), name=name, what=broken.sentence)) from None


def text(limits: Limits, *, lines: bool = False) -> Callable[[Any], str]:
    """Words of one line or several, as long as the column that keeps them allows."""
    clean = clean_text if lines else clean_line

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise refused(say(N_("This must be a text.")))
        cleaned = clean(value)
        if not limits.least <= len(cleaned) <= limits.most:
            raise refused(
                say_many(
                    "This must have one character.",
                    "This must have %(least)d to %(num)d characters.",
                    limits.most,
                    least=limits.least,
                )
            )
        return cleaned

    return read


def texts(limits: Limits) -> Callable[[Any], list[str]]:
    """A list of lines, of which all together are as long as the column allows."""

    def read(value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise refused(say(N_("This must be a list of texts.")))
        together = text(Limits(limits.most), lines=True)("\n".join(map(clean_line, value)))
        return [each for each in together.split("\n") if each]

    return read


def words(value: Any) -> dict[str, str]:
    """What a workshop calls things: its words by noun or by key of a term."""
    if not isinstance(value, Mapping) or not all(isinstance(word, str) for word in value.values()):
        raise refused(say(N_("This must be an object of texts.")))
    if unknown := value.keys() - set(KEYS):
        raise refused(say(N_("These fields are not known: %(names)s."), names=listed(sorted(unknown), 12)))
    cleaned = {key: clean_line(word) for key, word in value.items()}
    check_terminology(cleaned)
    return cleaned


def optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A value, or null."""
    return lambda value: None if value is None else read(value)


def whole(least: int, most: int) -> Callable[[Any], int]:
    """A whole number within bounds."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            sentence = N_("This must be a whole number from %(least)d to %(most)d.")
            raise refused(say(sentence, least=least, most=most))
        return value

    return read


def number(least: float, most: float) -> Callable[[Any], float]:
    """A number within bounds."""

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            sentence = N_("This must be a number from %(least)s to %(most)s.")
            raise refused(say(sentence, least=least, most=most))
        return float(value)

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise refused(say(N_("This must be true or false.")))
    return value


def one_of(kind: type[StrEnum], among: Iterable[StrEnum] = ()) -> Callable[[Any], Any]:
    """A term of the vocabulary, or of some of its terms."""
    allowed = {str(each): each for each in among or kind}

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in allowed:
            raise refused(say(N_("This must be one of these: %(words)s."), words=listed(allowed, 12)))
        return allowed[value]

    return read


def day(value: Any) -> date:
    """A date like 2018-06-30."""
    try:
        read = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise refused(say(N_("This must be a date like 2018-06-30."))) from None
    check_is_of_our_time(read)
    return read


def clock(value: Any) -> time:
    """A time of the day like 09:30."""
    try:
        read = time.fromisoformat(value)
    except (TypeError, ValueError):
        read = None
    if read is None or read.tzinfo or read.second or read.microsecond:
        raise refused(say(N_("This must be a time like 09:30.")))
    return read


def zone(value: Any) -> str:
    """The name of a time zone."""
    name = text(Limits(60, 1))(value)
    check_timezone(name)
    return name


def language(value: Any) -> str:
    """The code of a language, also of a country's: en, en-GB."""
    code = text(Limits(8, 2))(value)
    if code.partition("-")[0] not in LANGUAGES:
        raise refused(say(N_("This must be the code of a language, for example en.")))
    return code


def country(value: Any) -> str:
    """The code of a country."""
    code = text(Limits(2, 2))(value)
    if not is_country(code):
        raise refused(say(N_("This must be the code of a country, for example FR.")))
    return code
