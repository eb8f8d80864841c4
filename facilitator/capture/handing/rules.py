"""What differs between two states of day one, worked out from plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from facilitator.errors import N_
from facilitator.vocabulary import Term


class Change(Term):
    """What has become of a card between two handovers."""

    ADDED = "added", N_("Added")
    REWORDED = "reworded", N_("Reworded")
    MERGED = "merged", N_("Merged")
    SPLIT = "split", N_("Split")
    HIDDEN = "hidden", N_("Hidden")


class Handed(NamedTuple):
    """A card as one handover holds it."""

    ref: str
    wording_id: int
    title: str


@dataclass(frozen=True)
class ChangedCard:
    """A card that differs: what it says now, what it said before, and where it went or why it is gone."""

    ref: str
    title: str
    before: str = ""
    where: str = ""


Changes = Mapping[Change, list[ChangedCard]]


def changes(
    before: Mapping[int, Handed], after: Mapping[int, Handed], gone: Mapping[int, tuple[Change, str]]
) -> Changes:
    """By kind of change, the cards it happened to; kinds that never happened are left out.

    `gone` says of each card that is only in `before` what became of it, and where it went or why.
    """
    found: dict[Change, list[ChangedCard]] = {change: [] for change in Change}
    for card_id, now in after.items():
        was = before.get(card_id)
        if was is None:
            found[Change.ADDED].append(ChangedCard(now.ref, now.title))
        elif was.wording_id != now.wording_id:
            earlier = was.title if was.title != now.title else ""
            found[Change.REWORDED].append(ChangedCard(now.ref, now.title, before=earlier))
    for card_id, (change, where) in gone.items():
        was = before[card_id]
        found[change].append(ChangedCard(was.ref, was.title, where=where))
    return {change: _by_ref(cards) for change, cards in found.items() if cards}


def _by_ref(cards: Iterable[ChangedCard]) -> list[ChangedCard]:
    return sorted(cards, key=lambda card: card.ref)
