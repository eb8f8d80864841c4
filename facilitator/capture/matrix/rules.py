"""What a measure's chain still lacks, decided on plain values."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from facilitator.capture.similarity.folding import fold
from facilitator.errors import N_
from facilitator.vocabulary import Term


class ChainGap(Term):
    """A place in the chain where nothing stands yet."""

    NO_EVIDENCE = "no-evidence", N_("No city has given evidence")
    NO_SOLUTION = "no-solution", N_("No solution yet")
    NO_OWNER = "no-owner", N_("A solution has no owner")


def gaps_of_issue(*, is_spoken_on: bool, owners: list[str]) -> frozenset[ChainGap]:
    """The gaps of an issue on which a city spoke, or none; a name, or none, for each of its solutions."""
    found = {ChainGap.NO_EVIDENCE} if not is_spoken_on else set()
    if not owners:
        found.add(ChainGap.NO_SOLUTION)
    elif not all(owners):
        found.add(ChainGap.NO_OWNER)
    return frozenset(found)


class Labelled(Protocol):
    """What a list to choose from shows."""

    @property
    def label(self) -> str:
        """Its reference and title."""
        ...


Thing = TypeVar("Thing", bound=Labelled)


def search(typed: str, things: Iterable[Thing], most: int) -> list[Thing]:
    """The first of the things whose label holds every word, whatever its case and accents."""
    words = fold(typed).split()
    found = (thing for thing in things if all(word in fold(thing.label) for word in words))
    return [thing for _, thing in zip(range(most), found, strict=False)]
