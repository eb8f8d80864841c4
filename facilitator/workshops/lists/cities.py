"""Cities, one per line: Lyon, FR · Lyon · Lyon (France)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.sentences import Sentence, say, say_many
from facilitator.text import clean_line, name_key
from facilitator.workshops.lists.countries import country_named, country_of_city
from facilitator.workshops.lists.lines import typed_lines
from facilitator.workshops.models import City

MOST_CITIES = 200
_IN_BRACKETS = re.compile(r"(?P<name>.+?)\s*\((?P<country>[^()]+)\)")
_BEHIND_A_MARK = re.compile(r"(?P<name>.+)(?:[,;|\t]| [-–—] )(?P<country>[^,;|\t]+)")


@dataclass(frozen=True)
class TypedCity:
    """A city that stands on a line, with the code of its country."""

    line: int
    name: str
    country: str


def read_cities(typed: str) -> tuple[Sequence[TypedCity], Sequence[Sentence]]:
    """The cities of a text, and what is wrong with its lines; where nothing is wrong every line is a city."""
    cities: list[TypedCity] = []
    wrong: list[Sentence] = []
    for number, line in typed_lines(typed):
        read = _read(number, line)
        if isinstance(read, TypedCity):
            cities.append(read)
        else:
            wrong.append(read)
    if len(cities) > MOST_CITIES:
        wrong.append(
            say_many("These are more than one city.", "These are more than %(num)d cities.", MOST_CITIES)
        )
    return cities, [*wrong, *_doubles(cities)]


def _read(number: int, line: str) -> TypedCity | Sentence:
    parts = _IN_BRACKETS.fullmatch(line) or _BEHIND_A_MARK.fullmatch(line)
    name = clean_line(parts["name"]) if parts else line
    if not 1 <= len(name) <= limits_of(City.name).most:
        return say_many(
            "Line %(line)d: the name of a city has at most one character.",
            "Line %(line)d: the name of a city has at most %(num)d characters.",
            limits_of(City.name).most,
            line=number,
        )
    country = country_named(parts["country"]) if parts else country_of_city(name)
    if country is not None:
        return TypedCity(number, name, country)
    if parts:
        text = N_("Line %(line)d: “%(word)s” is not a country. Write the country like this: Lyon, FR.")
        return say(text, line=number, word=clean_line(parts["country"]))
    text = N_("Line %(line)d: add the country of %(city)s after a comma, as in “Lyon, FR”.")
    return say(text, line=number, city=name)


def _doubles(cities: Sequence[TypedCity]) -> Iterator[Sentence]:
    first: dict[str, TypedCity] = {}
    for city in cities:
        other = first.setdefault(name_key(city.name), city)
        if other is not city:
            text = N_("Lines %(first)d and %(second)d are the same city: %(city)s.")
            yield say(text, first=other.line, second=city.line, city=city.name)
