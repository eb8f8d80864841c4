"""Decisions about the criteria of a workshop, on plain values."""

import re
import unicodedata
from collections.abc import Set

from facilitator.errors import N_, RuleBroken

KEY = 30


def check_may_change_what_is_asked(*, has_answers: bool) -> None:
    """Refuse to add, retire, weigh or move a criterion once somebody has answered.

    The rule that gives an issue its word is fixed before the vote; only wordings may still be mended.
    """
    if has_answers:
        raise RuleBroken(
            N_("Answers are in, so what is asked is fixed. The wording of a criterion can still be mended.")
        )


def check_is_asked(*, is_retired: bool) -> None:
    """Refuse to change what is asked no more."""
    if is_retired:
        raise RuleBroken(N_("This criterion is retired. Bring it back before you change it."))


def check_may_restore(*, is_retired: bool) -> None:
    """Refuse to bring back what is there."""
    if not is_retired:
        raise RuleBroken(N_("This criterion is asked already."))


def key_of(name: str, taken: Set[str]) -> str:
    """What other programs call a criterion: its name in small plain letters, numbered where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: KEY - 4].strip("-") or "criterion"
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in numbered if key not in taken)
