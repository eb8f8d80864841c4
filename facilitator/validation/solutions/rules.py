"""What may be said of solutions, on plain values."""

from collections.abc import Mapping, Set

from facilitator.errors import N_, RuleBroken
from facilitator.validation.models import Intent
from facilitator.validation.rules import SolutionReply

# The name of what is said of the approach, beside replies that go by the number of their solution.
APPROACH = "approach"


def check_solution_replies(replies: Mapping[int, SolutionReply], solutions: Set[int]) -> None:
    """Refuse what was never asked in this group."""
    if not replies.keys() <= solutions:
        raise RuleBroken(N_("One of these solutions no longer belongs to your group. Reload the page."))
    for reply in replies.values():
        check_solution_change(reply)


def check_solution_change(reply: SolutionReply) -> None:
    """What would have to change is said with the answer that asks for it, and with no other."""
    if reply.change and reply.intent is not Intent.WITH_CHANGE:
        raise RuleBroken(N_("To suggest a change, choose “We would do it, with a change”."), field="change")
