"""Counting answers: how many of a city's delegates gave each answer.

A tally maps an answer to the number of delegates who gave it; None stands for "can't say". A Counter
of a city's answers is a tally, and so is what a grouped statement returns, whose size does not grow
with the number of delegates.
"""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias, TypeVar

from facilitator.statistics.scale import SCORES

Key = TypeVar("Key", bound=Hashable)
City = TypeVar("City", bound=Hashable)
Answer = TypeVar("Answer", bound=Hashable)

Tally: TypeAlias = Mapping[Answer | None, int]
CityTallies: TypeAlias = Mapping[City, Tally[Answer]]

_SAYABLE = frozenset({None, *SCORES})


class Count(NamedTuple):
    """So many cities, and so many people."""

    cities: int
    people: int


def tallied(
    rows: Iterable[tuple[Key, City, Answer | None, int]],
) -> dict[Key, dict[City, dict[Answer | None, int]]]:
    """Rows of (key, city, answer, delegates) as one tally per city under each key.

    The key is what the answers are about, for instance (issue, criterion). Rows of the same answer add
    up, so one row per delegate with the number 1 does as well as counted rows.
    """
    tallies: dict[Key, dict[City, dict[Answer | None, int]]] = {}
    for key, city, answer, delegates in rows:
        tally = tallies.setdefault(key, {}).setdefault(city, {})
        tally[answer] = tally.get(answer, 0) + delegates
    return tallies


def cant_say(tally: Tally[Answer]) -> int:
    """How many delegates answered that they can't say."""
    return tally.get(None, 0)


def people(tally: Tally[Answer]) -> int:
    """How many delegates took a stand; "can't say" is counted apart."""
    return sum(tally.values()) - cant_say(tally)


def as_one(
    tallies: CityTallies[City, Answer],
    spoken: Mapping[City, Answer | None],
    heads: CityTallies[City, Answer],
) -> tuple[CityTallies[City, Answer], dict[City, Answer], CityTallies[City, Answer]]:
    """What the other statistics take where cities answer as one: tallies, voices and heads.

    `spoken` holds what each set, None being "can't say": none of its people could then, however they
    answered. Cities that only set something have an empty tally.
    """
    silent = {city for city, word in spoken.items() if word is None}
    cities = dict.fromkeys([*tallies, *spoken])

    def counted(of: CityTallies[City, Answer]) -> CityTallies[City, Answer]:
        return {
            city: {None: sum(of.get(city, {}).values())} if city in silent else of.get(city, {})
            for city in cities
        }

    voices = {city: word for city, word in spoken.items() if word is not None}
    return counted(tallies), voices, counted(heads)


def without(tally: Tally[Answer], others: Tally[Answer]) -> dict[Answer | None, int]:
    """A tally less the answers of some of its delegates."""
    return {answer: given - others.get(answer, 0) for answer, given in tally.items()}


def unsaid(
    tallies: CityTallies[City, Answer],
    heard: Container[City],
    heads: CityTallies[City, Answer] | None = None,
) -> Count:
    """The people who can't say, and the cities that have no voice because none of theirs can.

    `heads` are the people among the answers of `tallies`, where not all of them are. A city that said as one
    that it can't say stands in `tallies` with None, be it of no delegate.
    """
    silent = sum(None in tally and city not in heard for city, tally in tallies.items())
    return Count(silent, sum(map(cant_say, (tallies if heads is None else heads).values())))


def check_scores(tallies: Iterable[Tally[int]]) -> None:
    """Raise ValueError for a score off the scale 1–9 and for a negative number of people."""
    known = list(tallies)
    if strange := set().union(*known) - _SAYABLE:
        raise ValueError(f"a score is a whole number from 1 to 9, not {strange.pop()!r}")
    if min(chain.from_iterable(tally.values() for tally in known), default=0) < 0:
        raise ValueError("fewer than no people can't give a score")


def median_score(tally: Tally[int]) -> float:
    """The median of the scores in a tally; ValueError where there is none."""
    scores = sorted([score for score, given in tally.items() if given and score is not None])
    if len(scores) == 1:
        return scores[0]
    middle, odd = divmod(people(tally), 2)
    upper = _score_at(middle, scores, tally)
    return upper if odd else (_score_at(middle - 1, scores, tally) + upper) / 2


def _score_at(place: int, scores: Sequence[int], tally: Tally[int]) -> int:
    """The score of the person at a place, counted from 0, when all stand in the order of their scores."""
    for score in scores:
        place -= tally[score]
        if place < 0:
            return score
    raise ValueError("nothing has no median")
