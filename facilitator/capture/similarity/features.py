"""What an issue is compared by: whole words and the runs of letters in them."""

from functools import lru_cache
from hashlib import blake2b
from sys import intern

from facilitator.capture.similarity.folding import fold, is_dense, spelled_words
from facilitator.capture.similarity.issue import Issue

RUN, DENSE_RUN = 4, 2
"""Letters of a run; of a script without spaces, two characters already say something."""
READ = 6_000
"""Characters of a title or a text that are compared; what follows matters to exact copies only."""
USUAL = 40
"""Letters of a word worth remembering; a longer one may be a whole page without a space."""


def features(issue: Issue) -> tuple[str, ...]:
    """Everything the issue is compared by, of title and text alike, each once, in no order."""
    words = {word for text in (issue.title, issue.text) for word in spelled_words(text[:READ])}
    return tuple(set().union(*map(word_features, words)))


def word_features(word: str) -> tuple[str, ...]:
    """The word between spaces, and its runs of four letters; of a dense script, its runs of two."""
    if is_dense(word):
        return runs(fold(word), DENSE_RUN)
    return _usual(word) if len(word) <= USUAL else _spaced(word)


def _spaced(word: str) -> tuple[str, ...]:
    whole = intern(f" {fold(word)} ")
    return (whole, *runs(whole, RUN)) if len(whole) > RUN else (whole,)


# The same words come again and again, and cutting them up is most of the work.
_usual = lru_cache(maxsize=1 << 14)(_spaced)


def runs(text: str, length: int) -> tuple[str, ...]:
    """Every run of so many characters; the text itself where it is no longer than that.

    Each is kept once in memory, however many issues have it.
    """
    return tuple(intern(text[at : at + length]) for at in range(max(1, len(text) - length + 1)))


def wording(issue: Issue) -> bytes:
    """A digest of what exact copies have in common: title and text, whatever case, accents, spaces.

    Empty where there is nothing to copy.
    """
    parts = [" ".join(fold(part).split()) for part in (issue.title, issue.text)]
    if not any(parts):
        return b""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
