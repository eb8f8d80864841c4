"""Decisions about walls, on plain values."""

from collections.abc import Collection
from datetime import datetime

from facilitator.agenda.rules import is_undoable
from facilitator.errors import N_, RuleBroken
from facilitator.walls.models import MOST_PAGES


def check_is_offered(choice: object, offered: Collection[object]) -> None:
    """Refuse what no wall of this workshop can show."""
    if choice not in offered:
        raise RuleBroken(N_("Walls cannot show this. Please choose again."), field="content")


def check_may_undo(*, changed_at: datetime | None, at: datetime) -> None:
    """Refuse to undo what nobody changed, or what was changed long ago."""
    if changed_at is None or not is_undoable(changed_at, at):
        raise RuleBroken(N_("This wall was changed some time ago. Choose what it shows."))


def page_within(page: int, pages: int) -> int:
    """The nearest page that there is, of pages counted from one."""
    return max(1, min(page, pages, MOST_PAGES))
