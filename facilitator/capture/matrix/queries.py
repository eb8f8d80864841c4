"""The chain of a measure as a table, and what is missing in it; in a fixed number of statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.queries import still_blind
from facilitator.capture.evidence import Tally, spoken_on, tallies
from facilitator.capture.links import chain, links_counted
from facilitator.capture.matrix.rules import ChainGap, gaps_of_issue
from facilitator.capture.models import Card, Kind, Reach, Side, Wording
from facilitator.capture.queries import BoardCard, says_now, with_wording
from facilitator.capture.sight import in_sight
from facilitator.database import db
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.queries import shown_measures

Column = Reach | Side | Kind
# An enabler stands inside or outside the city, a strategy on one of two sides, a solution in one column.
COLUMNS: tuple[Column, ...] = (Reach.INSIDE, Reach.OUTSIDE, Side.INNER, Side.EXTERNAL, Kind.SOLUTION)


@dataclass(frozen=True)
class MatrixRow:
    """An issue with its evidence, and by column what helps with it."""

    issue: BoardCard
    tally: Tally
    helps: Mapping[Column, Sequence[BoardCard]]

    @property
    def solutions(self) -> Sequence[BoardCard]:
        """What is to be done about it."""
        return self.helps[Kind.SOLUTION]


class Help(NamedTuple):
    """A card that helps, as far as the gaps need it."""

    id: int
    measure_id: int
    kind: Kind
    reach: Reach | None
    owner: str


@dataclass(frozen=True)
class Matrix:
    """A measure with its issues in sight by number, what is missing of each, and all of its cards that help.

    Cards by their ids: `rows` reads those that a page shows.
    """

    measure: Measure
    issues: Sequence[int]
    missing: Mapping[int, frozenset[ChainGap]]
    helping: Sequence[Help]
    links: Mapping[int, Sequence[int]]

    @property
    def gaps(self) -> Counter[ChainGap]:
        """How many issues have each gap, in the order of the gaps; none is counted with zero."""
        counted = Counter(gap for gaps in self.missing.values() for gap in gaps)
        return Counter({gap: counted[gap] for gap in ChainGap if counted[gap]})

    @property
    def has_outside_enabler(self) -> bool:
        """Whether something outside the cities helps with the measure."""
        return any(help_.reach is Reach.OUTSIDE for help_ in self.helping)

    @property
    def without_owner(self) -> list[int]:
        """The measure's solutions that nobody owns, whether or not they are linked."""
        return [help_.id for help_ in self.helping if help_.kind is Kind.SOLUTION and not help_.owner]

    def with_gap(self, gap: ChainGap | None) -> Sequence[int]:
        """The issues that have a gap, or all of them."""
        return [issue for issue in self.issues if gap is None or gap in self.missing[issue]]


def matrix(measure: Measure, *, for_the_room: bool = False) -> Matrix:
    """The matrix of one measure; what another measure's cards help with stands in it too.

    For the room, which looks at the wall, nothing that is still blind.
    """
    workshop = db.session.get_one(Workshop, measure.workshop_id)
    seen = ~still_blind(Card.session_id) if for_the_room else sa.true()
    return _matrices(workshop, [measure], seen)[0]


def matrices(workshop: Workshop) -> list[Matrix]:
    """The matrix of every measure, in their order."""
    return _matrices(workshop, shown_measures(workshop), sa.true())


def rows(matrix: Matrix, issues: Sequence[int]) -> list[MatrixRow]:
    """The rows of these issues, in this order, in a fixed number of statements."""
    helping = {help_id for issue in issues for help_id in matrix.links.get(issue, ())}
    cards = {card.id: card for card in cards_with_ids({*issues, *helping})}
    workshop = db.session.get_one(Workshop, matrix.measure.workshop_id)
    heard = tallies(workshop, among=issues)
    found = []
    for issue in issues:
        columns: dict[Column, list[BoardCard]] = {column: [] for column in COLUMNS}
        for help_id in matrix.links.get(issue, ()):
            columns[_column(cards[help_id])].append(cards[help_id])
        found.append(MatrixRow(cards[issue], heard[issue], columns))
    return found


def cards_with_ids(ids: Collection[int]) -> list[BoardCard]:
    """These cards, by measure, kind and number."""
    found = db.session.execute(
        with_wording()
        .where(Card.id.in_(ids))
        .options(joinedload(Wording.proven_by))
        .order_by(Card.measure_id, Card.kind, Card.number)
    )
    return [BoardCard(card, wording) for card, wording in found]


def _matrices(workshop: Workshop, wanted: Sequence[Measure], seen: sa.ColumnElement[bool]) -> list[Matrix]:
    issues, helping = _issues(wanted, seen), _helping(workshop, seen)
    spoken, links = spoken_on(workshop.id), _links(workshop, helping)
    owners = {help_id: help_.owner for help_id, help_ in helping.items() if help_.kind is Kind.SOLUTION}
    return [
        Matrix(
            measure,
            own := issues[measure.id],
            {
                issue: gaps_of_issue(
                    is_spoken_on=issue in spoken,
                    owners=[owners[help_id] for help_id in links.get(issue, ()) if help_id in owners],
                )
                for issue in own
            },
            [help_ for help_ in helping.values() if help_.measure_id == measure.id],
            links,
        )
        for measure in wanted
    ]


def _issues(wanted: Sequence[Measure], seen: sa.ColumnElement[bool]) -> Mapping[int, list[int]]:
    """By measure: its issues in sight, by number."""
    found: dict[int, list[int]] = {measure.id: [] for measure in wanted}
    ids = (
        sa.select(Card.measure_id, Card.id)
        .where(Card.measure_id.in_(found), Card.kind == Kind.ISSUE, in_sight(), seen)
        .order_by(Card.number)
    )
    for measure_id, issue in db.session.execute(ids):
        found[measure_id].append(issue)
    return found


def _helping(workshop: Workshop, seen: sa.ColumnElement[bool]) -> Mapping[int, Help]:
    """By id: all that is in sight and helps, in the order in which it is shown."""
    found = (
        sa.select(Card.id, Card.measure_id, Card.kind, Wording.reach, Wording.owner)
        .join(Wording, says_now())
        .where(Card.workshop_id == workshop.id, Card.kind != Kind.ISSUE, in_sight(), seen)
        .order_by(Card.measure_id, Card.kind, Card.number)
    )
    return {row.id: Help(*row) for row in db.session.execute(found)}


def _links(workshop: Workshop, helping: Mapping[int, Help]) -> Mapping[int, list[int]]:
    """By issue: what helps with it, in the order in which it is shown."""
    helped: dict[int, set[int]] = defaultdict(set)
    for issue, help_id in links_counted(workshop.id):
        helped[help_id].add(issue)
    found: dict[int, list[int]] = defaultdict(list)
    for help_id in helping:
        for issue in helped[help_id]:
            found[issue].append(help_id)
    return found


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
