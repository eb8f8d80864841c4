"""What the merge desk shows: one pair side by side with why, and those that come next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facilitator.capture.evidence import Tally, tallies
from facilitator.capture.lineage.pairs import LESS_LIKELY
from facilitator.capture.lineage.queries import open_pairs
from facilitator.capture.models import Card
from facilitator.capture.queries import BoardCard, with_wording
from facilitator.capture.similarity import SURE, Reason
from facilitator.database import db
from facilitator.workshops.models import Workshop

NEXT = 8


@dataclass(frozen=True)
class ComparedCard:
    """A card of the pair that is compared, and what the cities say of it."""

    card: BoardCard
    tally: Tally


@dataclass(frozen=True)
class LikelyPair:
    """Two issues side by side, and why they look alike; `likeness` from 0 to 1."""

    sides: tuple[ComparedCard, ComparedCard]
    likeness: float
    reason: Reason

    @property
    def key(self) -> str:
        """Both ids, as the address of the pair has them."""
        return f"{self.sides[0].card.id}-{self.sides[1].card.id}"

    @property
    def cities(self) -> list[str]:
        """The cities that have spoken on both."""
        first, second = ({voice.city for voice in side.tally.voices} for side in self.sides)
        return sorted(first & second)


@dataclass(frozen=True)
class MergeDesk:
    """The pair that is judged now, at its place among all that are open, and the next ones."""

    count: int
    place: int
    pair: LikelyPair | None
    following: Sequence[LikelyPair]


def desk(workshop: Workshop, place: int, *, less_likely: bool) -> MergeDesk:
    """The merge desk at a place of its list; in a fixed number of statements, whatever is open."""
    pairs = open_pairs(workshop, LESS_LIKELY if less_likely else SURE)
    place = place if 0 <= place < len(pairs) else 0
    shown = pairs[place : place + 1 + NEXT]
    cards = _cards({id_ for pair in shown for id_ in (pair.first, pair.second)})
    heard = tallies(workshop)
    found = [
        LikelyPair(
            (
                ComparedCard(cards[pair.first], heard[pair.first]),
                ComparedCard(cards[pair.second], heard[pair.second]),
            ),
            pair.score,
            pair.reason,
        )
        for pair in shown
    ]
    return MergeDesk(len(pairs), place, next(iter(found), None), found[1:])


def _cards(ids: set[int]) -> Mapping[int, BoardCard]:
    found = db.session.execute(with_wording().where(Card.id.in_(ids)))
    return {card.id: BoardCard(card, wording) for card, wording in found}
