"""Decisions about a rehearsal, on plain values."""

from datetime import datetime, timedelta

from facilitator.constraints import REHEARSED
from facilitator.errors import N_, RuleBroken

SILENT = timedelta(seconds=10)
"""Whoever plays shows up every second or so; after this long another goes on."""
LONGEST_STEP = 5.0
"""Seconds that pass at most between two looks: while a server stood still, time did so, too."""
SPEAKING = 0.85
"""The share of a scene's time in which people act; the rest is for those who read and look around."""

IS_ONE = N_("This is a rehearsal itself. Rehearse the workshop that it belongs to.")


def check_may_rehearse(*, is_rehearsal: bool, is_closed: bool, has_one: bool, lacks_something: bool) -> None:
    """Refuse a second rehearsal, one of a rehearsal, of what is over, or of what cannot be played yet."""
    if is_rehearsal:
        raise RuleBroken(IS_ONE)
    if is_closed:
        raise RuleBroken(N_("The workshop is closed, so there is nothing left to rehearse."))
    if has_one:
        raise RuleBroken(REHEARSED)
    if lacks_something:
        raise RuleBroken(N_("Something is still missing in the set-up. Add it first."))


def is_silent(played_at: datetime | None, at: datetime) -> bool:
    """Whether nobody plays any more, as far as one can tell."""
    return played_at is None or at - played_at > SILENT


def passed(played_at: datetime | None, at: datetime, speed: int) -> float:
    """The seconds of the agenda that have passed since the last look."""
    since = (at - played_at).total_seconds() if played_at else 0.0
    return min(max(0.0, since), LONGEST_STEP) * speed


def due(acts: int, seconds: float, minutes: int) -> int:
    """How many of a scene's acts should be done when so many seconds of its time are over."""
    share = seconds / (SPEAKING * 60 * minutes)
    return acts if share >= 1 else int(acts * share)
