"""Decisions about the cities, organisations and measures of a workshop, on plain values."""

from collections.abc import Mapping

from facilitator.access.policy import Phase
from facilitator.errors import N_, RuleBroken


def check_may_remove(name: str, hanging: Mapping[str, int]) -> None:
    """Refuse to delete what something belongs to."""
    if hanging:
        raise RuleBroken(N_("Something belongs to %(name)s, so it cannot be deleted."), name=name)


def check_may_change_prefix(*, has_cards: bool) -> None:
    """Refuse another prefix once there are cards: their references are on paper and in people's heads."""
    if has_cards:
        raise RuleBroken(N_("There are cards with this prefix already, so it stays."), field="prefix")


PART_STAYS = N_("The workshop has begun, so a city stays a lighthouse or an interested city.")


def check_may_change_part(phase: Phase) -> None:
    """Refuse to let a city take another part once people have been asked by it."""
    if phase is not Phase.PREPARATION:
        raise RuleBroken(PART_STAYS, field="part")
