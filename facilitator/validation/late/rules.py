"""What may happen to replies that came too late, on plain values."""

from datetime import datetime

from facilitator.errors import N_, RuleBroken

LATE = N_("This came after your group had closed or saw its results. It is kept; the facilitator decides.")


def check_has_been_open(*, has_been_open: bool) -> None:
    """Refuse answers to a group that has not begun."""
    if not has_been_open:
        raise RuleBroken(N_("This group has not begun yet."))


def check_may_decide(decided_at: datetime | None) -> None:
    """Refuse to decide twice."""
    if decided_at is not None:
        raise RuleBroken(N_("Somebody has decided on this already."))
