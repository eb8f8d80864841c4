"""How far the answers of a second round stand where those of the first stood."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

from facilitator.statistics.scale import zone_of

Voter = TypeVar("Voter", bound=Hashable)


class Stability(NamedTuple):
    """Who answered in both rounds: how many stayed in their zone, and moved to a higher or lower one."""

    stayed: int
    higher: int
    lower: int


def stability(first: Mapping[Voter, float], second: Mapping[Voter, float]) -> Stability:
    """Compare two rounds, from the value of each city, or of each participant, on the scale 1–9.

    Whoever answered in one round alone is left out.
    """
    moves = Counter(_move(first[voter], second[voter]) for voter in first.keys() & second.keys())
    return Stability(moves[0], moves[1], moves[-1])


def _move(before: float, after: float) -> int:
    if zone_of(before) == zone_of(after):
        return 0
    return 1 if after > before else -1
