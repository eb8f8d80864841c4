"""Decisions about a group that runs, on plain values."""

from datetime import datetime, timedelta

from facilitator.constraints import REWRITTEN
from facilitator.errors import N_, RuleBroken

# So long a call may wait before it goes on top of everything.
PATIENCE = timedelta(minutes=2)


class Rewritten(RuleBroken):
    """Somebody else wrote the note in the meantime; both texts are to be shown."""


def check_may_note(*, is_asked: bool) -> None:
    """Refuse a note on what the group does not talk about."""
    if not is_asked:
        raise RuleBroken(N_("This issue does not belong to this group."))


def check_based_on(based_on: int, version: int) -> None:
    """Refuse to write over a version that its author has not seen."""
    if based_on != version:
        raise Rewritten(REWRITTEN)


def check_sits_here(*, sits: bool) -> None:
    """Attendance is of those who have a seat; whoever else is there takes one first."""
    if not sits:
        raise RuleBroken(N_("This person has no seat in this group."))


def check_may_be_ready(*, is_open: bool, is_ready: bool) -> None:
    """Refuse to be ready twice, or with nothing that is open."""
    if not is_open:
        raise RuleBroken(N_("This group is not open, so it cannot be marked as ready."))
    if is_ready:
        raise RuleBroken(N_("This group is already marked as ready."))


def check_may_withdraw_ready(*, is_ready: bool) -> None:
    """Refuse to take back what nobody said."""
    if not is_ready:
        raise RuleBroken(N_("This group is not marked as ready."))


def check_may_call(*, is_closed: bool, is_waiting: bool) -> None:
    """Refuse a call from a group that has ended, and a second one while the first waits."""
    if is_closed:
        raise RuleBroken(N_("This group is closed. Open it before you call the facilitator."))
    if is_waiting:
        raise RuleBroken(N_("The facilitator has already been called. Please wait for an answer."))


def check_may_answer_call(*, is_waiting: bool) -> None:
    """Refuse to answer what has been answered, or taken back."""
    if not is_waiting:
        raise RuleBroken(N_("This call has already been answered or cancelled."))


def check_may_settle(*, is_open: bool) -> None:
    """Refuse to settle what is settled."""
    if not is_open:
        raise RuleBroken(N_("There is no open call."))


def check_may_take_down(*, is_up: bool) -> None:
    """Refuse to take down what is no longer there."""
    if not is_up:
        raise RuleBroken(N_("This message has already been removed."))


def has_waited(called_at: datetime, at: datetime) -> bool:
    """Whether a call has waited too long."""
    return at - called_at >= PATIENCE
