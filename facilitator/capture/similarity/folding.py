"""Words of any language and script, folded so that case, accents and typography make no difference.

Which characters make a word is read from the database of Unicode 3.2 that every Python carries, with
fixed rules for what came later. So an old and a new Python, with their different versions of Unicode,
cut a text in the same way.
"""

import re
import unicodedata
from collections.abc import Callable

_OLD = unicodedata.ucd_3_2_0
# Kana (wide and narrow), Han and Hangul.
_CJK = (
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7a3"
)
_WORD = re.compile(f"[{_CJK}]+|[^ {_CJK}]+")
_DENSE = re.compile(f"[{_CJK}]")
# Pictures that Unicode 3.2 does not know yet, and the joiners that make one of several.
_PICTURES = (range(0x2000, 0x2C00), range(0x1F000, 0x1FC00))
_INVISIBLE = {0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, *range(0xFE00, 0xFE10)}
# Letters that no decomposition takes apart, though people write them both ways.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
# Combining classes of what is a mark on a letter; the vowels of Thai or Hindi have others.
_ACCENTS = frozenset(range(10, 37)) | frozenset(range(200, 241))


class _Table(dict[int, str]):
    """A table for `str.translate` that is filled as characters turn up."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        self[code] = found = self._becomes(chr(code))
        return found


def _cut(char: str) -> str:
    """The character within a word, a space between words, or a picture as a word of its own."""
    code, category = ord(char), _OLD.category(char)
    if code in _INVISIBLE:
        return ""
    if category == "So" or (category == "Cn" and any(code in pictures for pictures in _PICTURES)):
        return f" {char} "
    return char if category[0] in "LMN" or category == "Cn" else " "


def _bare(char: str) -> str:
    """The character in lower case, without its accent."""
    if _OLD.category(char) == "Cn":
        return char
    marked = _OLD.normalize("NFKD", char.casefold())
    bare = "".join(part for part in marked if _OLD.combining(part) not in _ACCENTS)
    return _OLD.normalize("NFC", bare).translate(_PLAIN)


_CUTS, _FOLDS = _Table(_cut), _Table(_bare)


def spelled_words(text: str) -> list[str]:
    """The words as they are spelled, in order; a run of Han, Kana or Hangul counts as one."""
    return _WORD.findall(_OLD.normalize("NFC", text).translate(_CUTS))


def is_dense(word: str) -> bool:
    """Whether the script writes without spaces, so that two characters already say something."""
    return bool(_DENSE.match(word))


def fold(text: str) -> str:
    """Case, accents, ligatures and width gone: `Straße` → `strasse`, `Ёлка` → `елка`, `Ｗｉｆｉ` → `wifi`."""
    return text.lower() if text.isascii() else _OLD.normalize("NFKC", text).translate(_FOLDS)
