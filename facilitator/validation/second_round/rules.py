"""When a group may see its picture and answer again, on plain values."""

from facilitator.errors import N_, RuleBroken


def check_may_show(*, is_shown: bool) -> None:
    """Refuse to show what is shown."""
    if is_shown:
        raise RuleBroken(N_("The group already sees these results."))


def check_may_withdraw(*, is_shown: bool, is_asked_again: bool) -> None:
    """Refuse to hide what is not shown, or what the group needs beside its second answer."""
    if not is_shown:
        raise RuleBroken(N_("The group does not see these results."))
    if is_asked_again:
        raise RuleBroken(N_("The group is answering again. Undo this first."))


def check_may_ask_again(*, is_asked_again: bool) -> None:
    """Refuse a third time."""
    if is_asked_again:
        raise RuleBroken(N_("The group is already being asked again."))


def check_may_take_back(*, is_asked_again: bool, answered: int) -> None:
    """Refuse to take a second take back once somebody has given it."""
    if not is_asked_again:
        raise RuleBroken(N_("The group is not being asked again."))
    if answered:
        raise RuleBroken(
            N_("People have already answered again (%(answered)d), so this cannot be undone."),
            answered=answered,
        )
