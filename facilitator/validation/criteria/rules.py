"""Decisions about the criteria of a workshop, on plain values."""

from collections.abc import Set

from facilitator.errors import N_, RuleBroken
from facilitator.text import plain_key

KEY = 30
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 10.0


def check_may_change_what_is_asked(*, has_answers: bool) -> None:
    """Refuse to add, retire, weigh or move a criterion once somebody has answered.

    The rule that gives an issue its word is fixed before the vote; only wordings may still be mended.
    """
    if has_answers:
        raise RuleBroken(
            N_(
                "People have already answered, so the criteria are fixed. You can still correct their"
                " wording."
            )
        )


def check_is_asked(*, is_retired: bool) -> None:
    """Refuse to change what is asked no more."""
    if is_retired:
        raise RuleBroken(N_("This criterion is hidden. Restore it before you edit it."))


def check_may_restore(*, is_retired: bool) -> None:
    """Refuse to bring back what is there."""
    if not is_retired:
        raise RuleBroken(N_("This criterion is already shown."))


def key_of(name: str, taken: Set[str]) -> str:
    """What other programs call a criterion: its name in small plain letters, numbered where that is taken."""
    return plain_key(name, taken, most=KEY, otherwise="criterion")
