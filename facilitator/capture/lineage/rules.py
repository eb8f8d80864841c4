"""What may be merged, split and taken back, decided on plain values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from facilitator.capture.families import Way
from facilitator.capture.models import Kind
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import listed

LEAST_PARTS = 2


@dataclass(frozen=True)
class CardStanding:
    """Where a card stands when somebody wants to move it; `way` and on tell where it went, if it did."""

    id: int
    ref: str
    kind: Kind
    is_hidden: bool = False
    is_handed_over: bool = False
    way: Way | None = None
    onward: tuple[str, ...] = ()
    by: str = ""
    at: str = ""


_GONE = {
    Way.MERGED: N_("%(name)s merged %(ref)s into %(onward)s at %(time)s."),
    Way.SPLIT: N_("%(name)s split %(ref)s into %(onward)s at %(time)s."),
    Way.FOLDED: N_("%(name)s put %(ref)s back into %(onward)s at %(time)s."),
}


def check_may_merge(into: CardStanding, origins: Sequence[CardStanding]) -> None:
    """Refuse what makes no sense as one card, and what somebody else has moved meanwhile."""
    if not origins:
        raise RuleBroken(N_("Choose at least two cards to merge."), field="origins")
    if into.id in {origin.id for origin in origins}:
        raise RuleBroken(N_("A card cannot be merged with itself."), field="origins")
    if {origin.kind for origin in origins} != {into.kind}:
        raise RuleBroken(
            N_("Only cards of the same kind can be merged, for example an issue with an issue."),
            field="origins",
        )
    for card in (into, *origins):
        check_is_in_sight(card)
    _check_not_handed_over(origins)


def check_may_split(card: CardStanding, parts: int) -> None:
    """Refuse to split into less than two, and what is not there to be split."""
    if parts < LEAST_PARTS:
        raise RuleBroken(N_("Enter at least two parts. Give each part a different title."), field="parts")
    check_is_in_sight(card)
    _check_not_handed_over([card])


def check_is_in_sight(card: CardStanding) -> None:
    """Refuse to go on with a card that is hidden or has gone elsewhere, and say where."""
    if card.way is not None:
        onward = listed(card.onward)
        raise RuleBroken(_GONE[card.way], ref=card.ref, onward=onward, name=card.by, time=card.at)
    if card.is_hidden:
        raise RuleBroken(N_("%(ref)s is hidden. Restore it first."), ref=card.ref)


def check_not_undone(*, name: str, time: str) -> None:
    """Refuse to take back what has been taken back; `name` is empty while the step stands."""
    if time:
        raise RuleBroken(N_("%(name)s already undid this at %(time)s."), name=name, time=time)


def check_parts_may_go(parts: Collection[CardStanding]) -> None:
    """Refuse to fold parts that day two is answering to."""
    _check_not_handed_over(parts)


def check_nothing_is_lost(*, goes_in_a_circle: bool) -> None:
    """Refuse a step after which what was said on some card would count nowhere."""
    if goes_in_a_circle:
        raise RuleBroken(N_("The result of this step was merged later. Undo that merge first."))


def _check_not_handed_over(cards: Collection[CardStanding]) -> None:
    for card in cards:
        if card.is_handed_over:
            raise RuleBroken(
                N_("%(ref)s is in the handover, and day two uses it. Reopen day one first."),
                ref=card.ref,
            )
