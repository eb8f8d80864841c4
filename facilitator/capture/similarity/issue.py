"""What is compared, and what is said of two that are alike: plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as people read it. `id` is the card's; 0 is free for one that is still being typed."""

    id: int
    title: str
    text: str = ""
    aspect: str = ""
    measure: str = ""
    cities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word both issues have, as each of them spells it: `Umlage` and `Modernisierungsumlage`."""

    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two issues look alike, for a person to judge."""

    words: tuple[SharedWord, ...]
    same_aspect: bool
    same_measure: bool
    cities: tuple[str, ...]
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A known issue that resembles another; `score` is between 0 and 1, 1 for the same words."""

    id: int
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class SimilarPair:
    """Two known issues that resemble each other, the lower id first."""

    first: int
    second: int
    score: float
    reason: Reason
