"""A person's name in one cell: surname first, titles, somebody they come for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from facilitator.errors import N_
from facilitator.text import clean_line, name_key


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "dr dra dott dottssa dottore dottoressa prof profa profssa professor professora professore professoressa "
    "professeur dipl diplom mba msc bsc phd dphil llm"
)
# Words that are also names: titles only with their dot.
_SHORTENED = _words("pd mag ing eng arch arq avv univ ma ba habil")
_SALUTATIONS = _words(
    "mr mrs ms mx herr frau mme mlle monsieur madame sig sigra signor signora sr sra senhor senhora"
)
_COMES_FOR = re.compile(
    r"[\s,;(\[–-]+(?:for|on behalf of|instead of|für|in vertretung (?:von|für)|pour|en remplacement de"
    r"|in sostituzione di|per conto di|em substituição de|em nome de)\s+([^)\]]+)[)\]]?$",
    re.IGNORECASE,
)
# Nobles are from and at a place: von und zu.
_SEVERAL = re.compile(r"\s*(?:[\n;&/+]|\b(?:and|und(?! zu\b)|et)\b)\s*", re.IGNORECASE)
_TITLE_WORD = re.compile(r"[^\s.-]+\.?")

SEVERAL_NAMES = N_("There is more than one name in this cell. Give each person a row of their own.")
NO_NAME = N_("Enter a name.")
UNCLEAR_NAME = N_("This name has more than one comma. Write it as “First name Last name”.")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as a badge shows it, and whom they come for; `problem` is a sentence where it can't be read."""

    shown: str
    comes_for: str = ""
    problem: str = ""


def read_name(cell: str) -> PersonName:
    """A whole name: “Example, Ada, Dr.” is Dr. Ada Example.

    “Ada Example (for Bo Sample)” is Ada Example, who comes for Bo Sample.
    """
    comes_for = ""
    if found := _COMES_FOR.search(f" {cell}"):
        comes_for = clean_line(found.group(1))
        cell = f" {cell}"[: found.start()]
    if any(len(line.split()) == 1 for line in cell.strip().split("\n")):
        cell = clean_line(cell)  # a long name, on two lines of its cell
    parts = [part for part in _SEVERAL.split(cell.strip()) if any(map(str.isalpha, part))]
    if len(parts) > 1 and not all(map(_is_title, parts[1:])):
        return PersonName(clean_line(cell), comes_for, SEVERAL_NAMES)
    shown, problem = _turned(clean_line(cell))
    return PersonName(shown, comes_for, problem or ("" if any(map(str.isalpha, shown)) else NO_NAME))


def join_name(first: str, last: str) -> PersonName:
    """A name from two cells, one of which may be empty."""
    return read_name(" ".join(filter(None, (first, last))))


def with_title(title: str, name: str) -> str:
    """The name behind a title from a cell of its own; as it was where that is none, or Mr or Mrs."""
    return f"{title} {name}" if _is_title(title) and name else name


def is_title_or_salutation(text: str) -> bool:
    """Whether a cell has Dr. or Mrs, and not somebody's position."""
    return not text or _is_title(text) or all(_bare(word) in _SALUTATIONS for word in text.split())


@lru_cache(8192)
def person_key(name: str) -> str:
    """What spellings of a person's name have in common: no titles, and the words in any order."""
    words = name_key(_without_titles(name)).split()
    return " ".join(sorted(words)) or name_key(name)


def could_be_one(one: str, other: str) -> bool:
    """Whether two names could be of one person: A. Example and Ada Example."""
    mine, theirs = (name_key(_without_titles(name)).split() for name in (one, other))
    shorter, longer = sorted((mine, theirs), key=len)
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        fitting = next((w for w in left if w == word or (1 in (len(w), len(word)) and w[0] == word[0])), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return bool(shorter)


def names_in_full(typed: str, listed: str) -> bool:
    """Whether who typed this knows first and last name of somebody on a list; middle names may lack."""
    known = name_key(_without_titles(read_name(listed).shown)).split()
    words = name_key(_without_titles(typed)).split()
    return bool(known) and {known[0], known[-1]} <= set(words)


def _turned(name: str) -> tuple[str, str]:
    """The name in the order it is spoken in, and what stands against it."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    titles = " ".join(part for part in parts[1:] if _is_title(part))
    names = [part for place, part in enumerate(parts) if not (place and _is_title(part))]
    if len(names) > 2:
        return name, UNCLEAR_NAME
    return _unsaluted(" ".join(filter(None, (titles, *reversed(names))))), ""


def _unsaluted(name: str) -> str:
    """Without Mr, Frau, Mme at its beginning; a single word stays what it is."""
    words = name.split()
    while len(words) > 1 and _bare(words[0]) in _SALUTATIONS:
        words = words[1:]
    return " ".join(words)


def _without_titles(name: str) -> str:
    return " ".join(word for word in _unsaluted(name).replace(",", " ").split() if not _is_title(word))


def _is_title(text: str) -> bool:
    """Whether there is nothing but titles: Dr., Prof. Dr., Dipl.-Ing., PhD."""
    words = _TITLE_WORD.findall(text)
    return bool(words) and all(
        _bare(word) in _TITLES or (word.endswith(".") and _bare(word) in _SHORTENED) for word in words
    )


def _bare(word: str) -> str:
    return name_key(word).replace(" ", "")
