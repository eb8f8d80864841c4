"""What people type, cleaned once, before it is stored or written anywhere.

Emoji, CJK and right-to-left scripts stay. What goes is what breaks a reader further down: control
characters (DOCX and XML refuse them, a lone carriage return forges a server-sent event), halves of
surrogate pairs, and the overrides that make one text look like another. A text in which nothing can be
seen is none.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\u0085|\x0b|\x0c")
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNWANTED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff{_OVERRIDES}]")
# Drawn as nothing, though neither a space nor a control: fillers of Hangul and Khmer, the blank of Braille.
_BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
# What says nothing at the beginning or the end of a line. Elsewhere a joiner may shape letters or a picture.
_ENDS = f" {_BLANK}\u00ad\u180e\u200b\u2060"
_KEPT_IN_NONE = re.compile(r"[\ud800-\udfff\x00]")
_SPACES = re.compile(r"[^\S\n]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_MANY_BREAKS = re.compile(r"\n{3,}")

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def clean_text(text: str) -> str:
    """Several lines: line breaks stay, at most one empty line in a row."""
    # Nearly everything typed is plain printable text, and needs none of the passes below.
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _UNWANTED.sub("", _BREAKS.sub("\n", text))
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    lines = (line.strip(_ENDS) for line in text.split("\n"))
    text = _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()
    return text if any(map(_can_be_seen, text)) else ""


def clean_line(text: str) -> str:
    """One line: every run of white space becomes one space."""
    return " ".join(clean_text(text).split())


def can_be_kept(text: str) -> bool:
    """Whether both databases take it as it is: without NUL and without halves of surrogate pairs."""
    return text.isprintable() or not _KEPT_IN_NONE.search(text)


# Whoever joins is compared with a whole delegation, while a room comes in.
@lru_cache(4096)
def name_key(name: str) -> str:
    """What all spellings of a name have in common: no case, accents, hyphens, width, nothing invisible."""
    letters = unicodedata.normalize("NFKD", clean_line(name).casefold())
    bare = "".join(map(_in_a_key, letters))
    return unicodedata.normalize("NFC", " ".join(bare.split())) or clean_line(name)


def search_key(text: str) -> str:
    """What a search compares: a name's key, with plain letters for those that no accent makes: ø, ł, đ."""
    return name_key(text).translate(_PLAIN)


def alphabetical(name: str) -> tuple[str, str]:
    """What names are sorted by: Élodie stands at Elodie; accents tell apart only what is alike else."""
    return search_key(name), name


def plain_key(name: str, taken: Collection[str], *, most: int, otherwise: str) -> str:
    """A name for addresses and files: small plain letters and dashes, numbered where that is taken.

    At most so many characters; `otherwise` where the name has no plain letter.
    """
    plain = unicodedata.normalize("NFKD", search_key(name)).encode("ascii", "ignore").decode()
    stem = _NOT_PLAIN.sub("-", plain).strip("-")[: most - 5].strip("-") or otherwise
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in numbered if key not in taken)


def _in_a_key(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf" or unicodedata.combining(letter):
        return ""
    return letter if category[0] in "LMN" else " "


def _can_be_seen(letter: str) -> bool:
    category = unicodedata.category(letter)
    # What is not assigned yet may be a picture of a newer Unicode than ours.
    return letter not in _BLANK and (category[0] not in "CMZ" or category in ("Cn", "Co"))
