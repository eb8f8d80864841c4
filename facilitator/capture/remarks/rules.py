"""Decisions on remarks, on plain values."""

from facilitator.capture.models import Kind
from facilitator.errors import N_, RuleBroken


def check_may_remark(kind: Kind, *, is_hidden: bool) -> None:
    """Refuse a remark on what is no issue, or on what the room does not see."""
    if kind is not Kind.ISSUE:
        raise RuleBroken(N_("You can add a remark only to an issue."))
    if is_hidden:
        raise RuleBroken(N_("This issue is hidden. Restore it first, then add the remark."))


def check_may_correct(*, is_corrected: bool, is_hidden: bool) -> None:
    """Refuse to correct what somebody has corrected already, or what is out of sight."""
    if is_corrected:
        raise RuleBroken(N_("Somebody has already edited this remark. Edit the newer version."))
    if is_hidden:
        raise RuleBroken(N_("This remark is hidden. Restore it first."))
