"""Text that a spreadsheet would take for a formula: guarded in lists that go out, read back from those."""

import re

# Also after a tab or a line's end, which a spreadsheet passes over, and in the full width of CJK letters.
_SIGNS = r"[=+\-@\t\r\n＝＋－＠]"
_LIKE_A_FORMULA = re.compile(rf"'*{_SIGNS}")
_GUARDED = re.compile(rf"'+{_SIGNS}")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where it begins like a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before it was `guarded`."""
    return text[1:] if _GUARDED.match(text) else text
