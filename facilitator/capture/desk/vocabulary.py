"""The names that a line can call things by: kinds, terms, cities, measures."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from facilitator.capture.models import Aspect, Field, Kind, Reach, Side, Stance
from facilitator.vocabulary import Term

Named = TypeVar("Named")

# What a card of each kind has to say of itself, and by which terms.
SORTED_BY: Mapping[Kind, Mapping[str, type[Term]]] = {
    Kind.ISSUE: {"aspect": Aspect},
    Kind.ENABLER: {"reach": Reach, "field": Field},
    Kind.STRATEGY: {"side": Side},
    Kind.SOLUTION: {},
}
# The letters of a card's number call its kind: RET-E03, RET-P02, RET-S05.
KINDS: Mapping[str, Kind] = {
    "i": Kind.ISSUE,
    "issue": Kind.ISSUE,
    "e": Kind.ENABLER,
    "enabler": Kind.ENABLER,
    "p": Kind.STRATEGY,
    "political": Kind.STRATEGY,
    "strategy": Kind.STRATEGY,
    "s": Kind.SOLUTION,
    "solution": Kind.SOLUTION,
}
STANCES: Mapping[str, Stance] = {
    "met": Stance.MET,
    "solved": Stance.SOLVED,
    "expect": Stance.EXPECT,
    "expects": Stance.EXPECT,
    "expected": Stance.EXPECT,
}
PROVED = frozenset({"proved", "proven", "solved"})


@dataclass(frozen=True)
class CityOfDesk:
    """A city of the workshop, as a line can call it: by the beginning of a name, or by its country."""

    id: int
    name: str
    country: str
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Its own, and those in other languages."""
        return (self.name, *self.other_names)


def in_english(of: str) -> str:
    """The word of a term, or a text as it is."""
    return of.word if isinstance(of, Term) else of


@dataclass(frozen=True)
class Vocabulary:
    """What a workshop knows by name; `says` puts a term, or a text, into the person's language."""

    prefixes: tuple[str, ...]
    cities: tuple[CityOfDesk, ...] = ()
    says: Callable[[str], str] = field(default=in_english)

    def kind(self, name: str) -> Kind | None:
        """The kind that is called so, or by a beginning that no other kind shares."""
        return _called(folded(name), KINDS.items())

    def term(self, kind: Kind, name: str) -> tuple[str, Term] | None:
        """What a card of the kind is sorted by under this name, with the column that keeps it."""
        names = (
            (each, (column, term))
            for column, terms in SORTED_BY[kind].items()
            for term in terms
            for each in self._names_of(term)
        )
        return _called(folded(name), names)

    def city(self, name: str) -> CityOfDesk | None:
        """The city whose name begins so and no other's; where no name does, by those in other languages.

        Else the only one of a country.
        """
        wanted = folded(name)
        own = [(each, city) for city in self.cities for each in _spellings(city.name)]
        others = [
            (each, city) for city in self.cities for other in city.other_names for each in _spellings(other)
        ]
        exactly = next((city for each, city in (*own, *others) if each == wanted), None)
        begins = any(each.startswith(wanted) for each, _ in own)
        of_country = [city for city in self.cities if folded(city.country) == wanted]
        by_name = exactly or _called(wanted, own if begins else others)
        return by_name or (of_country[0] if len(of_country) == 1 else None)

    def _names_of(self, term: Term) -> Iterable[str]:
        yield term.value
        if term is Aspect.UNSORTED:  # which takes no letter away from those that say something
            return
        for label in {term.word, self.says(term)}:
            yield from (word for word in re.findall(r"\w+", folded(label)) if len(word) > 3)


def _spellings(name: str) -> set[str]:
    """As it is written, and as one word: Santiago-de-Compostela."""
    return {folded(name), folded(name).replace(" ", "-")}


def folded(text: str) -> str:
    """Without case and accents, so that `@munchen` is München."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _called(name: str, names: Iterable[tuple[str, Named]]) -> Named | None:
    """What has exactly this name; else the only thing of which a name begins so."""
    beginnings: list[Named] = []
    for known, thing in names:
        if known == name:
            return thing
        if name and known.startswith(name) and thing not in beginnings:
            beginnings.append(thing)
    return beginnings[0] if len(beginnings) == 1 else None
