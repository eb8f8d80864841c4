"""What is invented: names, and what their owners say; from a seed, on plain values.

Nobody is meant by the names: the surnames are made up. Some are long, some short, some in other letters, for
a rehearsal should show what the day will bring. The words name no kind of workshop, and fit any measure.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

_FILE = Path(__file__).with_suffix(".json")
# One person in so many has one of the names that are set down whole.
_LONG_EVERY = 40
# So much of a measure's name fits into a title beside its other words.
_MEASURE = 80


@lru_cache(1)
def words() -> Mapping[str, Any]:
    """All that is set down, by its kind."""
    read: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def dice(*about: object) -> Random:
    """What falls out of a seed for one purpose: the same for each process and each start."""
    return Random(":".join(map(str, about)))  # noqa: S311 - dice, not secrets


def names(number: int, seed: int) -> list[str]:
    """So many names, no two alike."""
    known = words()
    pairs = [f"{first} {last}" for first in known["first_names"] for last in known["surnames"]]
    drawn = dice(seed, "names").sample(pairs, number)
    for place, whole in enumerate(known["long_names"]):
        if (at := place * _LONG_EVERY + 7) < number:
            drawn[at] = whole
    return drawn


def one_of(kind: str, random: Random) -> Any:
    """One of what is set down of a kind."""
    return random.choice(words()[kind])


def fitting(kind: str, aspect: str, random: Random) -> Any:
    """One of what is set down of a kind for issues of an aspect, or for any issue."""
    known = words()[kind]
    return random.choice([*known.get("any", ()), *known.get(aspect, ())])


def issue(number: int, seed: object, measure: str) -> dict[str, str]:
    """The wording of the n-th issue that is thought of for a measure, counted from 0; no two alike."""
    known = words()
    all_of_them = [(aspect, *said) for aspect, listed in known["issues"].items() for said in listed]
    dice(seed, "issues").shuffle(all_of_them)
    turn, place = divmod(number, len(all_of_them))
    aspect, title, text = all_of_them[place]
    where: Sequence[str] = [""] if turn == 0 else [each for each in known["where"] if each]
    title = f"{title}{where[(turn - 1) % len(where)]}"
    return {"title": filled(title, measure), "text": filled(text, measure), "aspect": aspect}


def filled(text: str, measure: str) -> str:
    """The text with the name of the measure in it."""
    return text.format(measure=measure[:_MEASURE])
