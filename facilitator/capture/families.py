"""Where what was said on a card counts now: at itself, at the card it was merged into, at its parts.

Evidence, links and authors stay on the card on which they were given, whatever is merged, split or taken
back; each reader asks here where they count. So to take a step back is to remove it, and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from facilitator.capture.models import Card, MergedCard, Merging, SplitPart, Splitting
from facilitator.capture.sight import hidden
from facilitator.database import db
from facilitator.transactions import is_in_turn


class Way(IntEnum):
    """How a card went elsewhere; of two ways the first counts.

    A part of a splitting that was taken back may have been merged or split before: that stands.
    """

    MERGED = 1
    SPLIT = 2
    FOLDED = 3


@dataclass(frozen=True)
class Families:
    """The cards of a workshop that went elsewhere, by their ids; `hidden` are those that were hidden too.

    `since` says when each of them went.
    """

    onward: Mapping[int, tuple[int, ...]]
    ways: Mapping[int, Way] = field(default_factory=dict)
    since: Mapping[int, datetime] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()

    def ends(self, card_id: int) -> tuple[int, ...]:
        """Where the words of a card count now, ascending: itself, unless it went elsewhere.

        None where the steps lead round in a circle, which the rules keep from event.
        """
        return tuple(sorted(member for member in self._reached(card_id) if member not in self.onward))

    def _reached(self, card_id: int) -> set[int]:
        return _walk(card_id, self.onward)

    def members(self, card_id: int) -> set[int]:
        """The card and all whose words count at it: merged into it, split into it, folded into it."""
        return _walk(card_id, self.origins)

    def merged_into(self, card_id: int) -> set[int]:
        """What was merged into the card or folded back into it, at any depth."""
        return _walk(card_id, self._merged) - {card_id}

    @cached_property
    def _merged(self) -> Mapping[int, list[int]]:
        return {
            card_id: [origin for origin in origins if self.ways[origin] is not Way.SPLIT]
            for card_id, origins in self.origins.items()
        }

    @cached_property
    def origins(self) -> Mapping[int, tuple[int, ...]]:
        """By card: those that went into it by one step, ascending."""
        found: dict[int, list[int]] = defaultdict(list)
        for origin, onward in sorted(self.onward.items()):
            for card_id in onward:
                found[card_id].append(origin)
        return {card_id: tuple(origins) for card_id, origins in found.items()}

    def origins_first(self) -> Iterator[int]:
        """The cards that went elsewhere, each after all that had gone into it."""
        waiting = {card_id: len(self.origins.get(card_id, ())) for card_id in self.onward}
        ready = [card_id for card_id, origins in waiting.items() if not origins]
        while ready:
            yield (card_id := ready.pop())
            for onward in self.onward[card_id]:
                if onward in waiting:
                    waiting[onward] -= 1
                    if not waiting[onward]:
                        ready.append(onward)

    def go_in_a_circle(self) -> bool:
        """Whether the words of some card count nowhere any more."""
        return len(list(self.origins_first())) < len(self.onward)


def _walk(card_id: int, steps: Mapping[int, Iterable[int]]) -> set[int]:
    """The card and every other that the steps lead to."""
    reached, ahead = {card_id}, [card_id]
    while ahead:
        new = set(steps.get(ahead.pop(), ())) - reached
        reached |= new
        ahead.extend(new)
    return reached


def families(workshop_id: int) -> Families:
    """The families of a workshop as they stand; in one statement, with a row for each step of a card.

    A request that only reads asks for them once, however many parts of its page want them.
    """
    if is_in_turn():
        return _families(workshop_id)
    kept: dict[int, Families] = db.session().info.setdefault(Families, {})
    if workshop_id not in kept:
        kept[workshop_id] = _families(workshop_id)
    return kept[workshop_id]


def _families(workshop_id: int) -> Families:
    onward: dict[int, tuple[int, ...]] = {}
    ways: dict[int, Way] = {}
    since: dict[int, datetime] = {}
    out_of_sight = set()
    for card_id, onward_id, way, at, is_hidden in db.session.execute(_steps(workshop_id)):
        if ways.setdefault(card_id, Way(way)) == way:
            onward[card_id] = (*onward.get(card_id, ()), onward_id)
            since[card_id] = at
        if is_hidden:
            out_of_sight.add(card_id)
    return Families(onward, ways, since, frozenset(out_of_sight))


def _steps(workshop_id: int) -> sa.Select[int, int, int, datetime, bool]:
    merged = (
        sa.select(
            MergedCard.card_id.label("origin_id"),
            MergedCard.into_id.label("onward_id"),
            _way(Way.MERGED),
            Merging.merged_at.label("at"),
        )
        .join(Merging, Merging.id == MergedCard.merging_id)
        .where(MergedCard.workshop_id == workshop_id, MergedCard.undone_at.is_(None))
    )
    split = sa.select(SplitPart.origin_id, SplitPart.part_id, _way(Way.SPLIT), Splitting.split_at)
    folded = sa.select(SplitPart.part_id, SplitPart.origin_id, _way(Way.FOLDED), Splitting.undone_at)
    steps = sa.union_all(
        merged,
        _of_splittings(split, workshop_id).where(Splitting.undone_at.is_(None)),
        _of_splittings(folded, workshop_id).where(Splitting.undone_at.is_not(None)),
    ).subquery()
    return (
        sa.select(steps.c.origin_id, steps.c.onward_id, steps.c.way, steps.c.at, hidden())
        .join(Card, Card.id == steps.c.origin_id)
        .order_by(steps.c.way, steps.c.origin_id, steps.c.onward_id)
    )


def _of_splittings(parts: sa.Select[*tuple[Any, ...]], workshop_id: int) -> sa.Select[*tuple[Any, ...]]:
    return parts.join(Splitting, Splitting.id == SplitPart.splitting_id).where(
        SplitPart.workshop_id == workshop_id
    )


def _way(way: Way) -> sa.Label[int]:
    return sa.literal(int(way)).label("way")
