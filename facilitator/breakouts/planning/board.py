"""A plan as a page shows it: tables as columns, people as rows with their city's colour."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.models import Session
from facilitator.breakouts.allocation import Plan, SeatingRole
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning import queries
from facilitator.breakouts.planning.findings import Scales, SeatChange
from facilitator.breakouts.planning.models import Pin
from facilitator.breakouts.planning.snapshot import Snapshot
from facilitator.database import db
from facilitator.text import alphabetical
from facilitator.workshops.models import Measure, Workshop

WEIGHED = 4000
"""Up to so many people times tables each table is weighed at once; beyond that, the chosen one alone."""


@dataclass(frozen=True)
class SeatedPerson:
    """A person in a column: the accent is that of their organisation, and their pin is by its id."""

    id: int
    name: str
    organisation: str
    accent: int
    is_lighthouse: bool
    pin: int | None


@dataclass(frozen=True)
class GroupColumn:
    """A table with those who sit there."""

    group: Group
    people: list[SeatedPerson]

    @property
    def is_full(self) -> bool:
        """Whether nobody else can sit here."""
        return self.group.seats is not None and len(self.people) >= self.group.seats


@dataclass(frozen=True)
class RoundBoard:
    """A round with its tables, and those who have no seat in it; rounds count from 1."""

    number: int
    round: Session
    has_begun: bool
    tables: list[GroupColumn]
    unseated: list[SeatedPerson]


def board_of(workshop: Workshop, snapshot: Snapshot, plan: Plan) -> list[RoundBoard]:
    """The rounds of a plan, in a fixed number of statements."""
    groups = {
        group.id: group
        for group in db.session.scalars(
            sa.select(Group)
            .filter_by(workshop_id=workshop.id)
            .options(
                joinedload(Group.round),
                joinedload(Group.measure),
                joinedload(Group.room),
                joinedload(Group.facilitator),
                joinedload(Group.rapporteur),
            )
        )
    }
    pins = {(pin.round_id, pin.participant_id): pin for pin, _, _, _ in queries.pins(workshop)}
    lines = _Lines(snapshot, pins)
    return [
        RoundBoard(
            number=r + 1,
            round=groups[ids[0]].round,
            has_begun=snapshot.problem.rounds[r].started,
            tables=[
                GroupColumn(groups[id_], [lines.of(r, p, id_) for p in plan[r][t]])
                for t, id_ in enumerate(ids)
            ],
            unseated=[lines.of(r, p, None) for p in snapshot.unseated(plan, r)],
        )
        for r, ids in enumerate(snapshot.groups)
    ]


class _Lines:
    """Makes the lines of people; an organisation has the same accent everywhere."""

    def __init__(self, snapshot: Snapshot, pins: Mapping[tuple[int, int], Pin]) -> None:
        self.snapshot, self.pins = snapshot, pins
        names = sorted({who.organisation for who in snapshot.problem.people}, key=alphabetical)
        self.accent = {name: Measure.accent_at(place) for place, name in enumerate(names, start=1)}

    def of(self, round_: int, person: int, group_id: int | None) -> SeatedPerson:
        """A person in a column; a pin elsewhere is none here."""
        who, id_ = self.snapshot.problem.people[person], self.snapshot.people[person]
        pin = self.pins.get((self.snapshot.rounds[round_], id_))
        return SeatedPerson(
            id=id_,
            name=who.name,
            organisation=who.organisation,
            accent=self.accent[who.organisation],
            is_lighthouse=who.role is SeatingRole.LIGHTHOUSE,
            pin=pin.id if pin and pin.group_id == group_id else None,
        )


@dataclass(frozen=True)
class Option:
    """A table that somebody could move to, and what that would mean, if it was weighed."""

    column: GroupColumn
    is_own: bool
    change: SeatChange | None


@dataclass(frozen=True)
class Exchange:
    """Somebody with whom to exchange seats, and what that would mean."""

    person: SeatedPerson
    change: SeatChange


def options(snapshot: Snapshot, plan: Plan, shown: RoundBoard, person: int) -> list[Option]:
    """Where a person could sit in a round."""
    r = shown.number - 1
    weigh = len(snapshot.people) * len(shown.tables) <= WEIGHED
    scales = Scales(snapshot, plan) if weigh else None
    found = []
    for t, column in enumerate(shown.tables):
        is_own = person in plan[r][t]
        is_weighed = scales is not None and not is_own and not column.is_full
        found.append(Option(column, is_own, scales.of_move(r, person, t) if is_weighed and scales else None))
    return found


def exchanges(
    snapshot: Snapshot, plan: Plan, shown: RoundBoard, person: int, table: int
) -> tuple[SeatChange | None, list[Exchange]]:
    """What a move to one table means, and what an exchange with each who sits there: the best first."""
    r, column = shown.number - 1, shown.tables[table]
    scales = Scales(snapshot, plan)
    alone = None if column.is_full else scales.of_move(r, person, table)
    if not any(person in people for people in plan[r]):
        return alone, []  # nobody can take a seat that is not there
    found = [
        Exchange(line, scales.of_move(r, person, table, snapshot.position[line.id])) for line in column.people
    ]
    return alone, sorted(
        found, key=lambda each: (bool(each.change.broken), [after for _, _, after in each.change.aims])
    )
