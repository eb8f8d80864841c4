"""What people type, cleaned once, before it is stored or written anywhere.

Emoji, CJK and right-to-left scripts stay. What goes is what breaks a reader further down: control
characters (DOCX and XML refuse them, a lone carriage return forges a server-sent event), halves of
surrogate pairs, and the overrides that make one text look like another.
"""

import re
import unicodedata

_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\u0085|\x0b|\x0c")
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNWANTED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff{_OVERRIDES}]")
_SPACES = re.compile(r"[^\S\n]+")
_MANY_BREAKS = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """Several lines: line breaks stay, at most one empty line in a row."""
    # Nearly everything typed is plain printable text, and needs none of the passes below.
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _UNWANTED.sub("", _BREAKS.sub("\n", text))
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    lines = (line.strip() for line in text.split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """One line: every run of white space becomes one space."""
    return " ".join(clean_text(text).split())
