"""Measures, one per line: Building retrofit · RET: Building retrofit."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase

from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.sentences import Sentence, say, say_many
from facilitator.text import name_key, search_key
from facilitator.workshops.lists.lines import typed_lines
from facilitator.workshops.models import Measure

MOST_MEASURES = 20
_WITH_PREFIX = re.compile(r"(?P<prefix>[A-Z]{2,5})\s*[:|]\s*(?P<title>.+)")
# Words that say nothing of what a title is about.
_SMALL = {"a", "an", "and", "das", "der", "die", "for", "in", "le", "la", "les", "of", "the", "to", "und"}


@dataclass(frozen=True)
class TypedMeasure:
    """A measure that stands on a line; its references begin with the prefix."""

    line: int
    prefix: str
    title: str


def read_measures(
    typed: str, known: Collection[str] = ()
) -> tuple[Sequence[TypedMeasure], Sequence[Sentence]]:
    """The measures of a text, and what is wrong with its lines; each has a prefix that is not `known`."""
    measures: list[TypedMeasure] = []
    wrong: list[Sentence] = []
    lines = [(number, line, _WITH_PREFIX.fullmatch(line)) for number, line in typed_lines(typed)]
    chosen = {given["prefix"] for *_, given in lines if given}.union(known)
    for number, line, given in lines:
        title = given["title"] if given else line
        taken = {measure.prefix: measure for measure in measures}
        if len(title) > limits_of(Measure.title).most:
            wrong.append(
                say_many(
                    "Line %(line)d: the title of a measure has at most one character.",
                    "Line %(line)d: the title of a measure has at most %(num)d characters.",
                    limits_of(Measure.title).most,
                    line=number,
                )
            )
        elif given and given["prefix"] in known:
            text = N_("Line %(line)d: another measure already has the prefix %(prefix)s.")
            wrong.append(say(text, line=number, prefix=given["prefix"]))
        elif given and given["prefix"] in taken:
            text = N_("Lines %(first)d and %(second)d have the same prefix: %(prefix)s.")
            other = taken[given["prefix"]].line
            wrong.append(say(text, first=other, second=number, prefix=given["prefix"]))
        elif same := next((each for each in measures if name_key(each.title) == name_key(title)), None):
            text = N_("Lines %(first)d and %(second)d are the same measure: %(title)s.")
            wrong.append(say(text, first=same.line, second=number, title=title))
        else:
            prefix = given["prefix"] if given else prefix_of(title, chosen | taken.keys())
            measures.append(TypedMeasure(number, prefix, title))
    if len(measures) > MOST_MEASURES:
        wrong.append(
            say_many(
                "These are more than one measure.", "These are more than %(num)d measures.", MOST_MEASURES
            )
        )
    return measures, wrong


def prefix_of(title: str, taken: Collection[str]) -> str:
    """The first letters of the first word of a title that says something: BED of Bed management.

    Where another measure has them, those of the next word, or as many as make a prefix of its own.
    """
    words = [word for word in re.findall(r"[A-Z]+", _plain(title)) if word.lower() not in _SMALL]
    long = [word for word in words if len(word) >= 3]
    initials = "".join(word[0] for word in words)[:5]
    tried = [*(word[:3] for word in long), *(word[:4] for word in long), *words, initials]
    free = [prefix for prefix in tried if 2 <= len(prefix) <= 5 and prefix not in taken]
    return free[0] if free else next(made for made in _made() if made not in taken)


def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFKD", search_key(title)).upper()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _made() -> Sequence[str]:
    return ["M" + "".join(letters) for letters in product(ascii_uppercase, repeat=2)]
