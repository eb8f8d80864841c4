"""What may happen to replies that came too late, on plain values."""

from datetime import datetime

from facilitator.errors import N_, RuleBroken

LATE = N_(
    "Your answers arrived after your group was closed or saw its results. They are saved. The"
    " facilitator decides if they count."
)


def check_has_been_open(*, has_been_open: bool) -> None:
    """Refuse answers to a group that has not begun."""
    if not has_been_open:
        raise RuleBroken(N_("This group has not started yet."))


def check_may_decide(decided_at: datetime | None) -> None:
    """Refuse to decide twice."""
    if decided_at is not None:
        raise RuleBroken(N_("This has already been decided."))
