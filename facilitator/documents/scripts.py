"""What a text is written in: which way it reads, and what no format can hold."""

import re
import unicodedata

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RIGHT_TO_LEFT = ("R", "AL")


def writable(text: str) -> str:
    """The text without what XML refuses, where one sign would cost the whole document; line breaks stay."""
    return text if text.isprintable() else _UNWRITABLE.sub("", text)


def reads_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is of a right-to-left script."""
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in ("L", *_RIGHT_TO_LEFT)), "L") in _RIGHT_TO_LEFT
