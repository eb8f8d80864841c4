"""Decisions of day one, on plain values."""

import re
from collections.abc import Iterable

from facilitator.capture.models import LETTERS, Kind
from facilitator.constraints import REWORDED
from facilitator.errors import N_, NotFound, RuleBroken

_REFERENCE = re.compile(r"([A-Z]{2,5})-([EPS]?)(\d{1,6})")


class Reworded(RuleBroken):
    """Somebody else reworded the card in the meantime; both texts are to be shown."""


def check_may_bring_up(*, is_capture: bool, is_open: bool) -> None:
    """Refuse what a participant brings up where no capture session is open for it."""
    if not (is_capture and is_open):
        raise RuleBroken(
            N_("This session is closed. What you typed is still here; ask the facilitator to open it.")
        )


def check_based_on(based_on: int, version: int) -> None:
    """Refuse to write over a version that its author has not seen."""
    if based_on != version:
        raise Reworded(REWORDED)


def check_may_hide(*, is_hidden: bool) -> None:
    """Refuse to hide twice."""
    if is_hidden:
        raise RuleBroken(N_("This is hidden already."))


def check_may_restore(*, is_hidden: bool) -> None:
    """Refuse to restore what everybody sees."""
    if not is_hidden:
        raise RuleBroken(N_("This is not hidden."))


def check_is_issue(kind: Kind) -> None:
    """Evidence is what a city says of an issue; on what helps with one there is nothing to have met."""
    if kind is not Kind.ISSUE:
        raise RuleBroken(
            N_("A city's evidence is about an issue, not about a solution, enabler or strategy.")
        )


def check_chain(issue: Kind, helps: Kind) -> None:
    """An enabler, a strategy or a solution helps with an issue; nothing else makes a chain."""
    if issue is not Kind.ISSUE or helps is Kind.ISSUE:
        raise RuleBroken(N_("Link an enabler, a strategy or a solution to an issue."), field="helps_with")


def check_may_link(ref: str, *, is_hidden: bool) -> None:
    """Refuse to link what is out of sight."""
    if is_hidden:
        raise RuleBroken(N_("%(ref)s is hidden. Restore it first."), ref=ref)


def check_may_freeze(open_sessions: Iterable[str], issues: int) -> None:
    """A handover waits until nothing comes in any more, and there is something to hand over."""
    still_open = ", ".join(open_sessions)
    if still_open:
        raise RuleBroken(N_("Close what is still open first: %(sessions)s."), sessions=still_open)
    if not issues:
        raise RuleBroken(N_("There is no issue to hand over yet."))


def parse_reference(typed: str) -> tuple[str, Kind, int]:
    """Prefix, kind and number of a reference such as RET-07 or RET-S05."""
    found = _REFERENCE.fullmatch(typed.strip().upper())
    if not found:
        raise NotFound(N_("There is no such card in this workshop."))
    kind = next(kind for kind, letter in LETTERS.items() if letter == found[2])
    return found[1], kind, int(found[3])
