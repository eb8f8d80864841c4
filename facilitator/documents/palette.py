"""The colours of documents by what they say, so that page, print and every format agree."""

from enum import StrEnum


class Colour(StrEnum):
    """A colour with its value for white paper, as RRGGBB."""

    rgb: str

    def __new__(cls, name: str, rgb: str) -> "Colour":
        colour = str.__new__(cls, name)
        colour._value_ = name
        colour.rgb = rgb
        return colour

    INK = "ink", "1A1D22"
    SOFT = "soft", "555960"
    HAIR = "hair", "C9C6BC"
    AGREED = "agreed", "1B6642"
    AGREED_NOT = "agreed_not", "A5261C"
    SPLIT = "split", "835400"
    # The light theme's colours of the eight measures.
    ACCENT_1 = "accent-1", "5D240D"
    ACCENT_2 = "accent-2", "173B8B"
    ACCENT_3 = "accent-3", "1F6745"
    ACCENT_4 = "accent-4", "694FAA"
    ACCENT_5 = "accent-5", "7D6817"
    ACCENT_6 = "accent-6", "007785"
    ACCENT_7 = "accent-7", "C2246A"
    ACCENT_8 = "accent-8", "323843"


ACCENTS = [colour for colour in Colour if colour.startswith("accent")]


def accent(number: int) -> Colour:
    """The colour with this number, counted from 1 and round again after the last."""
    return ACCENTS[(number - 1) % len(ACCENTS)]
