"""What differs between two states of day one, worked out from plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from facilitator.capture.models import Stance
from facilitator.errors import N_
from facilitator.text import alphabetical
from facilitator.vocabulary import Term


class CardChange(Term):
    """What has become of a card between two handovers."""

    ADDED = "added", N_("Added")
    REWORDED = "reworded", N_("Edited")
    MERGED = "merged", N_("Merged")
    SPLIT = "split", N_("Split into parts")
    HIDDEN = "hidden", N_("Hidden")
    EVIDENCE = "evidence", N_("Evidence changed")
    CHAIN = "chain", N_("Links changed")


class Handed(NamedTuple):
    """A card as one handover holds it."""

    ref: str
    wording_id: int
    title: str
    voices: Mapping[str, tuple[Stance, str]] = {}
    """By city: what it says of an issue, and its own words."""
    helped_by: frozenset[str] = frozenset()


class ChangedVoice(NamedTuple):
    """A city whose word on an issue differs; none where it had said nothing, or takes it back."""

    city: str
    before: Stance | None
    after: Stance | None


@dataclass(frozen=True)
class ChangedCard:
    """A card that differs: what it says now, what it said before, the cards it went to or why it is gone.

    Of an issue also whose word on it differs, and which cards help with it now, and which no more.
    """

    ref: str
    title: str
    before: str = ""
    where: tuple[str, ...] = ()
    voices: tuple[ChangedVoice, ...] = ()
    linked: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()


Changes = Mapping[CardChange, list[ChangedCard]]


def changes(
    before: Mapping[int, Handed],
    after: Mapping[int, Handed],
    gone: Mapping[int, tuple[CardChange, tuple[str, ...]]],
) -> Changes:
    """By kind of change, the cards it happened to; kinds that never happened are left out.

    `gone` says of each card that is only in `before` what became of it, with the cards it went to or the
    one reason.
    """
    found: dict[CardChange, list[ChangedCard]] = {change: [] for change in CardChange}
    for card_id, now in after.items():
        was = before.get(card_id)
        if was is None:
            found[CardChange.ADDED].append(ChangedCard(now.ref, now.title))
            continue
        if was.wording_id != now.wording_id:
            earlier = was.title if was.title != now.title else ""
            found[CardChange.REWORDED].append(ChangedCard(now.ref, now.title, before=earlier))
        if voices := _changed_voices(was, now):
            found[CardChange.EVIDENCE].append(ChangedCard(now.ref, now.title, voices=voices))
        if was.helped_by != now.helped_by:
            linked, unlinked = now.helped_by - was.helped_by, was.helped_by - now.helped_by
            found[CardChange.CHAIN].append(
                ChangedCard(
                    now.ref, now.title, linked=tuple(sorted(linked)), unlinked=tuple(sorted(unlinked))
                )
            )
    for card_id, (change, where) in gone.items():
        was = before[card_id]
        found[change].append(ChangedCard(was.ref, was.title, where=where))
    return {change: _by_ref(cards) for change, cards in found.items() if cards}


def _changed_voices(was: Handed, now: Handed) -> tuple[ChangedVoice, ...]:
    said = {city: (was.voices.get(city), now.voices.get(city)) for city in was.voices.keys() | now.voices}
    return tuple(
        ChangedVoice(city, before[0] if before else None, after[0] if after else None)
        for city, (before, after) in sorted(said.items(), key=lambda item: alphabetical(item[0]))
        if before != after
    )


def _by_ref(cards: Iterable[ChangedCard]) -> list[ChangedCard]:
    return sorted(cards, key=lambda card: card.ref)
