"""What may stand in a cluster, and what may be told apart."""

from facilitator.errors import N_, RuleBroken


def check_is_a_pair(first: int, second: int) -> None:
    """Refuse to hold a card against itself."""
    if first == second:
        raise RuleBroken(N_("Choose two different cards."))


def check_may_gather(cards: int) -> None:
    """Refuse a cluster of nothing."""
    if not cards:
        raise RuleBroken(N_("Choose at least one card for the cluster."), field="cards")


def check_stands(*, is_dissolved: bool) -> None:
    """Refuse to change a cluster that is no more."""
    if is_dissolved:
        raise RuleBroken(N_("Somebody has already deleted this cluster."))


def check_is_dissolved(*, is_dissolved: bool) -> None:
    """Refuse to bring back what stands."""
    if not is_dissolved:
        raise RuleBroken(N_("This cluster has already been restored."))


def check_holds(*, is_in: bool) -> None:
    """Refuse to take out what is not in."""
    if not is_in:
        raise RuleBroken(N_("This card is no longer in the cluster."))


def check_is_told_apart(*, is_undone: bool) -> None:
    """Refuse to take back twice that two cards are different."""
    if is_undone:
        raise RuleBroken(N_("This has already been undone."))
