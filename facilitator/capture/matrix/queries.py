"""The chain of a measure as a table, and what is missing in it; in a fixed number of statements."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.queries import still_blind
from facilitator.capture.evidence import Tally, tallies
from facilitator.capture.links import chain
from facilitator.capture.matrix.rules import Hole, holes_of_issue
from facilitator.capture.models import Card, Kind, Reach, Side, Wording
from facilitator.capture.queries import BoardCard, with_wording
from facilitator.capture.sight import in_sight
from facilitator.database import db
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.queries import measures

Column = Reach | Side | Kind
# An enabler stands inside or outside the city, a strategy on one of two sides, a solution in one column.
COLUMNS: tuple[Column, ...] = (Reach.INSIDE, Reach.OUTSIDE, Side.INNER, Side.EXTERNAL, Kind.SOLUTION)


@dataclass(frozen=True)
class Row:
    """An issue with its evidence, and by column what helps with it."""

    issue: BoardCard
    tally: Tally
    helps: Mapping[Column, Sequence[BoardCard]]

    @property
    def solutions(self) -> Sequence[BoardCard]:
        """What is to be done about it."""
        return self.helps[Kind.SOLUTION]

    @property
    def holes(self) -> frozenset[Hole]:
        """What is missing in its row."""
        return holes_of_issue(
            voices=len(self.tally.voices), owners=[solution.wording.owner for solution in self.solutions]
        )


@dataclass(frozen=True)
class Matrix:
    """A measure with its issues in sight, by number, and all of its cards that help."""

    measure: Measure
    rows: Sequence[Row]
    helping: Sequence[BoardCard]

    @property
    def holes(self) -> Counter[Hole]:
        """How many issues have each hole, in the order of the holes; none is counted with zero."""
        counted = Counter(hole for row in self.rows for hole in row.holes)
        return Counter({hole: counted[hole] for hole in Hole if counted[hole]})

    @property
    def has_outside_enabler(self) -> bool:
        """Whether something outside the cities helps with the measure."""
        return any(card.wording.reach is Reach.OUTSIDE for card in self.helping)

    @property
    def without_owner(self) -> list[BoardCard]:
        """The measure's solutions that nobody owns, whether or not they are linked."""
        solutions = (card for card in self.helping if card.card.kind is Kind.SOLUTION)
        return [card for card in solutions if not card.wording.owner]

    def with_hole(self, hole: Hole | None) -> Sequence[Row]:
        """The rows that have a hole, or all of them."""
        return [row for row in self.rows if hole is None or hole in row.holes]


@dataclass(frozen=True)
class _Cards:
    """All that is in sight of a workshop, and for each helping card the references it helps with."""

    found: Sequence[BoardCard]
    tallies: Mapping[int, Tally]
    by_ref: dict[str, dict[Column, list[BoardCard]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for card in self.found:
            for ref in card.helps:
                columns = self.by_ref.setdefault(ref, {column: [] for column in COLUMNS})
                columns[_column(card)].append(card)


def matrix(measure: Measure, *, for_the_room: bool = False) -> Matrix:
    """The matrix of one measure; what another measure's cards help with stands in it too.

    For the room, which looks at the wall, nothing that is still blind.
    """
    workshop = db.session.get_one(Workshop, measure.workshop_id)
    # Of other measures only what helps can stand here.
    wanted = sa.or_(Card.measure_id == measure.id, Card.kind != Kind.ISSUE)
    seen = ~still_blind(Card.session_id) if for_the_room else sa.true()
    return _matrix(measure, _cards(workshop, sa.and_(wanted, seen)))


def matrices(workshop: Workshop) -> list[Matrix]:
    """The matrix of every measure, in their order."""
    cards = _cards(workshop, sa.true())
    return [_matrix(measure, cards) for measure in measures(workshop)]


def _matrix(measure: Measure, cards: _Cards) -> Matrix:
    own = [card for card in cards.found if card.card.measure_id == measure.id]
    nothing: Mapping[Column, Sequence[BoardCard]] = {column: [] for column in COLUMNS}
    return Matrix(
        measure=measure,
        rows=[
            Row(card, cards.tallies[card.id], cards.by_ref.get(card.ref, nothing))
            for card in own
            if card.card.kind is Kind.ISSUE
        ],
        helping=[card for card in own if card.card.kind is not Kind.ISSUE],
    )


def _cards(workshop: Workshop, wanted: sa.ColumnElement[bool]) -> _Cards:
    rows = db.session.execute(
        with_wording()
        .where(Card.workshop_id == workshop.id, in_sight(), wanted)
        .options(joinedload(Wording.proven_by))
        .order_by(Card.measure_id, Card.kind, Card.number)
    )
    helps = chain(workshop.id)
    found = [BoardCard(card, wording, helps=list(helps.get(card.id, ()))) for card, wording in rows]
    return _Cards(found, tallies(workshop))


def _column(card: BoardCard) -> Column:
    wording = card.wording
    return wording.reach or wording.side or Kind.SOLUTION


def candidates(issue: Card, kind: Kind) -> list[BoardCard]:
    """What could be linked to an issue: cards of a kind in sight, those of its own measure first."""
    rows = db.session.execute(
        with_wording()
        .where(Card.workshop_id == issue.workshop_id, Card.kind == kind, in_sight())
        .order_by(Card.measure_id != issue.measure_id, Card.measure_id, Card.number)
    )
    helps = chain(issue.workshop_id)
    return [BoardCard(card, wording, helps=list(helps.get(card.id, ()))) for card, wording in rows]


def linked_to(issue: Card, cards: Iterable[BoardCard]) -> list[BoardCard]:
    """Those among the cards that help with the issue already."""
    return [card for card in cards if issue.ref in card.helps]
