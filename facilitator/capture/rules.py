"""Decisions of day one, on plain values."""

import re
from collections.abc import Iterable

from facilitator.capture.models import LETTERS, Kind
from facilitator.constraints import REWORDED
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.sentences import listed

_REFERENCE = re.compile(r"([A-Z]{2,5})-([EPS]?)(\d{1,6})")


class Reworded(RuleBroken):
    """Somebody else reworded the card in the meantime; both texts are to be shown."""


def check_may_contribute(*, is_capture: bool, is_open: bool) -> None:
    """Refuse what a participant brings up where no capture session is open for it."""
    if not (is_capture and is_open):
        raise RuleBroken(
            N_("This session is closed. Your text is still here. Ask the facilitator to open the session.")
        )


def check_based_on(based_on: int, version: int) -> None:
    """Refuse to write over a version that its author has not seen."""
    if based_on != version:
        raise Reworded(REWORDED)


def check_may_hide(*, is_hidden: bool) -> None:
    """Refuse to hide twice."""
    if is_hidden:
        raise RuleBroken(N_("This is already hidden."))


def check_may_restore(*, is_hidden: bool) -> None:
    """Refuse to restore what everybody sees."""
    if not is_hidden:
        raise RuleBroken(N_("This is not hidden."))


def check_is_issue(kind: Kind) -> None:
    """Evidence is what a city says of an issue; on what helps with one there is nothing to have met."""
    if kind is not Kind.ISSUE:
        raise RuleBroken(
            N_("A city can give evidence only on an issue, not on an enabler, a strategy or a solution.")
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
    still_open = listed(open_sessions)
    if still_open.names:
        raise RuleBroken(N_("Close these sessions first: %(sessions)s."), sessions=still_open)
    if not issues:
        raise RuleBroken(N_("There are no issues for the handover yet."))


def parse_reference(typed: str) -> tuple[str, Kind, int]:
    """Prefix, kind and number of a reference such as RET-07 or RET-S05."""
    found = _REFERENCE.fullmatch(typed.strip().upper())
    if not found:
        raise NotFound(N_("This card was not found."))
    kind = next(kind for kind, letter in LETTERS.items() if letter == found[2])
    return found[1], kind, int(found[3])


def has_solution(refs: Iterable[str]) -> bool:
    """Whether one of these cards, by their references, is a solution."""
    return any(parse_reference(ref)[1] is Kind.SOLUTION for ref in refs)
