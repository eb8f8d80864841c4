"""A workshop's own words: what it calls its cities and measures, and what it calls a term of the vocabulary.

Hospitals that compare patient flow run the same two days without reading "city". The texts stay one
catalogue: the workshop's nouns take the place of ours in a text before what people typed is filled into it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from facilitator.vocabulary import Term

_IN_TEXTS = {
    "city": "city",
    "municipality": "city",
    "cities": "cities",
    "municipalities": "cities",
    "lighthouse": "lighthouse",
    "interested": "interested",
    "measure": "measure",
    "measures": "measures",
    "political strategy": "strategy",
    "strategy": "strategy",
    "political strategies": "strategies",
    "strategies": "strategies",
}
NOUNS = tuple(dict.fromkeys(_IN_TEXTS.values()))
"""What a workshop can call otherwise, by its key; what our texts call it stands before each."""

_GAP = re.compile(r"(%\(\w+\)[sd])")
# A noun of the workshop's becomes part of a text, and texts are markup: nothing but letters, spaces and signs
# that join them.
_IS_NOUN = re.compile(r"[^\W\d_]+(?:[ ’-][^\W\d_]+)*")
_NOUN = re.compile(rf"\b(?:(an?)(\s+))?({'|'.join(_IN_TEXTS)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Terminology:
    """The workshop's words, each beside ours: by noun, and by the key of a term (`key_of`)."""

    nouns: tuple[tuple[str, str], ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict, hash=False)

    def word_of(self, term: Term) -> str | None:
        """What the workshop calls a term; nothing if it calls it as we do."""
        return self.terms.get(key_of(term))

    @property
    def stored(self) -> str | None:
        """What a workshop's row keeps of it; nothing where all words are ours."""
        return json.dumps(self.words, ensure_ascii=False, sort_keys=True) if self.words else None

    @property
    def words(self) -> dict[str, str]:
        """The workshop's words by noun or by key of a term."""
        return dict(self.nouns) | dict(self.terms)

    def put_into(self, text: str) -> str:
        """A text of ours with the workshop's nouns in it; what stands in its gaps later is not touched."""
        return _with_nouns(self.nouns, text) if self.nouns else text


def terminology_with(words: Mapping[str, str]) -> Terminology:
    """The terminology that these words make, by noun or by key of a term; what is left empty stays ours."""
    nouns = ((noun, words.get(noun, "")) for noun in NOUNS)
    terms = {key: word for key, word in words.items() if key not in NOUNS and word}
    return Terminology(tuple((noun, word) for noun, word in nouns if is_noun(word)), terms)


@lru_cache(256)
def terminology_of(stored: str | None) -> Terminology:
    """The terminology that a workshop's row keeps."""
    return terminology_with(json.loads(stored)) if stored else Terminology()


def is_noun(word: str) -> bool:
    """Whether a word may stand in our texts: letters, with spaces, hyphens or ’ between them."""
    return _IS_NOUN.fullmatch(word) is not None


def key_of(term: Term) -> str:
    """The name under which a workshop keeps its word for a term: `aspect.technical`."""
    return f"{type(term).__name__.lower()}.{term.value}"


@lru_cache(8192)
def _with_nouns(nouns: tuple[tuple[str, str], ...], text: str) -> str:
    own = dict(nouns)

    def replaced(found: re.Match[str]) -> str:
        article, space, noun = found.groups()
        word = own.get(_IN_TEXTS[noun.lower()])
        if word is None:
            return found[0]
        if noun[0].isupper():
            word = word[0].upper() + word[1:]
        return f"{_article(article, word)}{space}{word}" if article else word

    parts = _GAP.split(text)
    return "".join(part if _GAP.fullmatch(part) else _NOUN.sub(replaced, part) for part in parts)


def _article(ours: str, word: str) -> str:
    """The article of a word in the place of ours; by its letter, so a "university" begins with a vowel."""
    article = "an" if word[0].lower() in "aeio" else "a"
    return article.capitalize() if ours[0].isupper() else article
