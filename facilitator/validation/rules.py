"""Decisions of day two, on plain values."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from facilitator.errors import N_, RuleBroken
from facilitator.validation.models import Verdict


@dataclass(frozen=True)
class Reply:
    """All that one person says of one issue: a score of None is "can't say", no score is no answer."""

    verdict: Verdict | None = None
    change: str = ""
    comment: str = ""
    need: str = ""
    scores: Mapping[int, int | None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said at all."""
        return not (self.verdict or self.change or self.comment or self.need or self.scores)


def check_may_answer(*, is_seated: bool, is_open: bool) -> None:
    """Refuse answers from outside a group, or to a group that is closed."""
    if not is_seated:
        raise RuleBroken(N_("You have no seat in this group, so its answers are not yours to give."))
    if not is_open:
        raise RuleBroken(N_("This group is closed now. What you had saved before counts."))


def check_replies(replies: Mapping[int, Reply], issues: Set[int]) -> None:
    """Refuse what was never asked in this group, and scores off the scale.

    That a criterion belongs to the workshop is held by the key of its ratings.
    """
    if not replies.keys() <= issues:
        raise RuleBroken(N_("One of these issues is no longer among those of your group. Reload the page."))
    for reply in replies.values():
        check_scores(reply)
        check_change(reply)


def check_change(reply: Reply) -> None:
    """What is to be changed is said with the verdict that asks for it, and with no other."""
    if reply.change and reply.verdict is not Verdict.RIGHT_WITH_CHANGE:
        raise RuleBroken(N_("A change goes with the verdict “right, with a change”."), field="change")


def check_scores(reply: Reply) -> None:
    """A score is a whole number from 1 to 9, or "can't say"."""
    if any(score is not None and not 1 <= score <= 9 for score in reply.scores.values()):
        raise RuleBroken(N_("A score is a whole number from 1 to 9."))
