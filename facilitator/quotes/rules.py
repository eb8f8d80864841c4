"""The one rule of how a text may be quoted: whatever prints what people wrote asks it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from facilitator.errors import N_, RuleBroken
from facilitator.quotes.models import QuoteChoice, QuotedAs
from facilitator.vocabulary import Term

USUALLY = QuotedAs.BY_CITY
"""How somebody is quoted who has chosen nothing."""


class PrintedQuote(NamedTuple):
    """A text as it is printed; `person` is empty where it is quoted by its city."""

    text: str
    person: str = ""
    is_edited: bool = False


class DecidedQuote(NamedTuple):
    """What a city decided on one text; `wording` is empty unless it edited it."""

    choice: QuoteChoice
    wording: str = ""


# By the name of the city and the digest of the text.
QuoteKey = tuple[str, str]


@dataclass(frozen=True)
class Quoting:
    """What people chose, by the id of the participant, the names of those who are quoted by name, and what
    cities decided.
    """

    chosen: Mapping[int, QuotedAs] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    decided: Mapping[QuoteKey, DecidedQuote] = field(default_factory=dict)

    def quote(self, text: str, city: str, participant_id: int = 0) -> PrintedQuote | None:
        """What is printed of a text of a city; nothing where its author or the city does not want it.

        `participant_id` is 0 where the city said it, and no one person. What the city edited is no longer in
        the words of the person, and stands under the name of the city.
        """
        chosen = self.chosen.get(participant_id, USUALLY)
        decided = self.decided.get((city, digest_of(text)))
        if chosen is QuotedAs.NOT_AT_ALL or (decided and decided.choice is QuoteChoice.WITHHELD):
            return None
        if decided and decided.choice is QuoteChoice.EDITED:
            return PrintedQuote(decided.wording, is_edited=True)
        return PrintedQuote(text, self.names[participant_id] if chosen is QuotedAs.BY_NAME else "")

    def may_be_asked(self, participant_id: int) -> bool:
        """Whether a city is asked about a text: not where its author does not want to be quoted anyway."""
        return self.chosen.get(participant_id, USUALLY) is not QuotedAs.NOT_AT_ALL


def digest_of(text: str) -> str:
    """By what a text is told from others."""
    return hashlib.sha256(text.encode()).hexdigest()


class CityState(Term):
    """How far a city is with what is quoted of it."""

    OPEN = "open", N_("Open")
    AGREED = "agreed", N_("Agreed")
    CHANGED = "changed", N_("Changed")


def state_of(choices: Iterable[QuoteChoice | None]) -> CityState:
    """How far a city is, from what it decided on each of its texts, None where it has not."""
    all_of = set(choices)
    if None in all_of:
        return CityState.OPEN
    return CityState.AGREED if all_of <= {QuoteChoice.AGREED} else CityState.CHANGED


@dataclass(frozen=True)
class SignOffState:
    """Of the cities that are quoted, how many are how far; `is_open` as long as they can decide."""

    closes_on: date
    is_open: bool
    cities: Counter[CityState]

    @property
    def open_cities(self) -> int:
        """How many can still be waited for."""
        return self.cities[CityState.OPEN] if self.is_open else 0


def check_may_decide(closes_on: date, today: date) -> None:
    """Refuse a decision after the last day."""
    if today > closes_on:
        raise RuleBroken(
            N_("The last day to decide has passed. Write to the organisers if something is wrong.")
        )


def check_last_day(closes_on: date | None, today: date) -> None:
    """Refuse a last day that has passed."""
    if closes_on is not None and closes_on < today:
        raise RuleBroken(N_("This day has passed. Enter today or a later day."), field="closes_on")


def check_wording(choice: QuoteChoice, wording: str) -> None:
    """Refuse an edited quote without a text."""
    if choice is QuoteChoice.EDITED and not wording:
        raise RuleBroken(
            N_("Enter a text. If it should not be quoted, choose “Do not quote”."), field="wording"
        )
