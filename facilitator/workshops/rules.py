"""Decisions about the workshop as a whole, on plain values."""

import secrets
from collections.abc import Iterable
from datetime import date

from facilitator.access.policy import Phase
from facilitator.errors import N_, RuleBroken
from facilitator.text import name_key

# Letters and digits that nobody mistakes for another when a code is read out in a room.
LEGIBLE = "ABCDEFGHJKMNPQRSTVWXYZ23456789"

# The phases that a facilitator may move to by hand. Day one ends by its handover, and only so.
MOVES = {
    Phase.PREPARATION: (Phase.DAY_ONE,),
    Phase.DAY_ONE: (Phase.PREPARATION,),
    Phase.HANDED_OVER: (Phase.DAY_TWO,),
    Phase.DAY_TWO: (Phase.HANDED_OVER, Phase.CLOSED),
    Phase.CLOSED: (Phase.DAY_TWO,),
}


def check_may_move(phase: Phase, to: Phase) -> None:
    """Refuse a step that the course of a workshop does not have."""
    if to not in MOVES[phase]:
        raise RuleBroken(N_("The workshop can't go there from where it stands. Reload to see where that is."))


def check_may_join(phase: Phase) -> None:
    """Refuse who would be new in a workshop that is over: its report stays as it is."""
    if phase is Phase.CLOSED:
        raise RuleBroken(N_("This workshop is closed, so nobody new can join."))


def check_dates(starts_on: date, ends_on: date) -> None:
    """Refuse a workshop that ends before it begins."""
    if ends_on < starts_on:
        raise RuleBroken(N_("The last day can't be before the first."), field="ends_on")


class HereBefore(RuleBroken):
    """Somebody of this name speaks for the same city or organisation already: who joins is asked first."""


def check_is_somebody_else(name: str, known: Iterable[str]) -> None:
    """Ask who joins under a name that is there already, in whatever spelling."""
    if name_key(name) in map(name_key, known):
        raise HereBefore(N_("Somebody of this name has joined already."))


def check_is_typed(code: str) -> None:
    """Refuse to look for a code where none was typed."""
    if not code.strip():
        raise RuleBroken(N_("Enter the code."))


def check_is_as_shown(*, is_as_shown: bool) -> None:
    """Refuse to do to two entries what was decided of others."""
    if not is_as_shown:
        raise RuleBroken(N_("These entries have changed since. Please look at them again."))


def check_may_merge(*, is_same: bool, is_proxy: bool) -> None:
    """Refuse to make one person of one, or of somebody who stands for a city and is no head."""
    if is_same:
        raise RuleBroken(N_("Choose somebody else: this is the same entry."), field="other")
    if is_proxy:
        raise RuleBroken(N_("A proxy is nobody in the room, so it can't be the same person."), field="other")


def check_name_is_new(name: str, known: Iterable[str], sentence: str) -> None:
    """Refuse a name that is there already in another spelling: lyon, or Lyon  with a space too many."""
    if name_key(name) in map(name_key, known):
        raise RuleBroken(sentence, field="name")


def legible(length: int) -> str:
    """A random string that can be read out and typed."""
    return "".join(secrets.choice(LEGIBLE) for _ in range(length))


def plain_code(typed: str) -> str:
    """A code as somebody typed it, without the spaces, dashes and small letters people add."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())
