"""How much a feature says: the fewer issues have it, the more. Whole numbers, the same everywhere."""

from functools import cache


@cache
def half_octaves(count: int) -> int:
    """The logarithm to the base √2, rounded down: 1 → 0, 2 → 2, 3 → 3, 4 → 4, 6 → 5, 8 → 6; 0 for none."""
    return max(0, (count * count).bit_length() - 1)


def rarity(among: int, spread: int) -> int:
    """The weight of a feature among so many issues, `spread` half octaves of which have it.

    The usual logarithm of a part (Spärck Jones, 1972), in steps; 1 for what all have.
    """
    return 1 + half_octaves(among) - spread
