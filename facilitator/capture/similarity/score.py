"""How alike two issues are, from 0 to 1, made of whole numbers so that it is the same everywhere."""

LIKELY = 0.34
"""From here on it is worth showing while somebody types: `test_labelled.py` has what that catches."""
SURE = 0.45
"""For the merge desk, which asks unbidden: fewer are found, and still few are false among thousands."""

_IN_SHORTER = 9
_SAME_ASPECT = 0.2


def overlap(shared: int, one: int, other: int) -> float:
    """The weight two issues share, held mostly against the shorter of them.

    A title being typed has a tenth of the words of a finished issue, so to divide by the sum (Dice) would
    hide it; to divide by the smaller alone would let a single common word win. This is Tversky's index
    (Features of similarity, 1977) in its symmetric form, with nine parts of the smaller and one of the
    larger; 1 for equal features, 0 for none in common.
    """
    if not shared:
        return 0.0
    return (_IN_SHORTER + 1) * shared / (_IN_SHORTER * min(one, other) + max(one, other))


def in_context(alike: float, same_aspect: bool) -> float:
    """What the same aspect adds: most where the words leave it open, nothing to 0 and to 1."""
    return alike + same_aspect * _SAME_ASPECT * alike * (1 - alike)
