"""Which city or organisation a cell means, of those that a workshop has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from facilitator.errors import N_
from facilitator.text import name_key, search_key
from facilitator.vocabulary import Term

MOST_SUGGESTIONS = 3
# By difflib's ratio: "Lisabon" is 0.86 from "Lisbon", "Graz" 0.57 from "Prag".
ALIKE = 0.65
_BEFORE = re.compile(
    r"^(?:the )?(?:city council of|city of|town of|municipality of|landeshauptstadt|hansestadt|gemeinde"
    r"|stadtverwaltung|stadt|magistrat der stadt|ville de|mairie de|commune de|comune di|citta di"
    r"|municipio de|camara municipal d[eo]|cidade de) "
)
_BEHIND = re.compile(r" (?:city council|municipality|council)$")
# How German letters are written where a keyboard has none: Koeln, Zuerich.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class RosterRole(Term):
    """What somebody in the list is there as."""

    LIGHTHOUSE = "lighthouse", N_("Lighthouse city")
    INTERESTED = "interested", N_("Interested city")
    PARTNER = "partner", N_("Partner")


@dataclass(frozen=True, slots=True)
class KnownCity:
    """A city of the workshop, with its names in other languages and the part it takes."""

    name: str
    part: RosterRole
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation of the workshop; `city` is the name of its city, empty for a partner."""

    name: str
    city: str = ""


class Places:
    """The cities and organisations of a workshop, found by what people write."""

    def __init__(self, cities: Sequence[KnownCity], organisations: Sequence[KnownOrganisation]) -> None:
        names = [(name, city) for city in cities for name in (city.name, *city.other_names)]
        self._cities = _by_spelling(names)
        self._organisations = {name_key(known.name): known for known in organisations}
        self._by_name = {city.name: city for city in cities}
        self._names = {_bare(known.name): known.name for known in organisations}
        self._names |= {_bare(name): city.name for name, city in names}
        self.suggestions = cache(self._suggestions)

    def city(self, text: str) -> KnownCity | None:
        """The city of this name in any language, as “Stadt Köln” or “Koeln”, too; none if two fit."""
        for key in _keys(text):
            found = self._cities.get(key, [])
            if len(found) == 1:
                return found[0]
        return None

    def organisation(self, text: str) -> KnownOrganisation | None:
        """The organisation of this name, in any spelling."""
        return self._organisations.get(name_key(text))

    def city_named(self, name: str) -> KnownCity | None:
        """The city that the workshop calls so."""
        return self._by_name.get(name)

    def _suggestions(self, text: str) -> tuple[str, ...]:
        """The nearest names, the nearest first; none that is not like it."""
        keys = get_close_matches(_bare(text), self._names, MOST_SUGGESTIONS, ALIKE)
        return tuple(dict.fromkeys(self._names[key] for key in keys))


def _by_spelling(named: Iterable[tuple[str, KnownCity]]) -> dict[str, list[KnownCity]]:
    spellings: dict[str, list[KnownCity]] = defaultdict(list)
    for name, city in named:
        for key in dict.fromkeys(_keys(name)):
            if city not in spellings[key]:
                spellings[key].append(city)
    return dict(spellings)


@lru_cache(4096)
def _keys(text: str) -> tuple[str, ...]:
    """A name as it is compared: as it stands, without the office around it, with ae for ä."""
    return search_key(text), _bare(text), _bare(text.casefold().translate(_SPELLED_OUT))


def _bare(text: str) -> str:
    key = search_key(text)
    return _BEHIND.sub("", _BEFORE.sub("", key)).strip() or key
