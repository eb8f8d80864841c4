"""What the facilitator sees of the whole workshop at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from facilitator.agenda.queries import AgendaEntry, agenda
from facilitator.breakouts.queries import Table, tables
from facilitator.capture.models import Card, Kind
from facilitator.capture.queries import BoardCard, hidden, with_hiding
from facilitator.database import db
from facilitator.validation.queries import answered_by_group
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant, Workshop

LATEST = 8


@dataclass(frozen=True)
class MeasureCount:
    """How much of each kind a measure holds, in sight."""

    measure: Measure
    counts: Counter[Kind]


@dataclass(frozen=True)
class GroupProgress:
    """A group, how many of its people are asked, and how many of these have answered something."""

    table: Table
    asked: int
    answering: int

    @property
    def silent(self) -> int:
        """How many have not answered anything."""
        return self.asked - self.answering


@dataclass(frozen=True)
class Overview:
    """All that the console shows."""

    agenda: list[AgendaEntry]
    measures: list[MeasureCount]
    latest: list[BoardCard]
    people: int
    cities: list[tuple[City, int]]
    groups: list[GroupProgress]


def overview(workshop: Workshop) -> Overview:
    """The workshop as it stands, in a fixed number of statements."""
    return Overview(
        agenda=agenda(workshop),
        measures=_counts(workshop),
        latest=_latest(workshop),
        people=db.session.execute(
            sa.select(sa.func.count()).select_from(Participant).where(Participant.workshop_id == workshop.id)
        ).scalar_one(),
        cities=_people_by_city(workshop),
        groups=_progress(workshop),
    )


def _counts(workshop: Workshop) -> list[MeasureCount]:
    counted: dict[int, Counter[Kind]] = {}
    rows = (
        sa.select(Card.measure_id, Card.kind, sa.func.count())
        .where(Card.workshop_id == workshop.id, ~hidden())
        .group_by(Card.measure_id, Card.kind)
    )
    for measure_id, kind, count in db.session.execute(rows):
        counted.setdefault(measure_id, Counter())[kind] = count
    measures = db.session.scalars(
        sa.select(Measure).filter_by(workshop_id=workshop.id).order_by(Measure.position)
    )
    return [MeasureCount(measure, counted.get(measure.id, Counter())) for measure in measures]


def _latest(workshop: Workshop) -> list[BoardCard]:
    rows = (
        with_hiding()
        .where(Card.workshop_id == workshop.id)
        .options(sa.orm.joinedload(Card.city))
        .order_by(Card.id.desc())
        .limit(LATEST)
    )
    return [BoardCard(card, wording, hiding) for card, wording, hiding in db.session.execute(rows)]


def _progress(workshop: Workshop) -> list[GroupProgress]:
    answered = answered_by_group(workshop)
    return [_progress_of(table, answered.get(table.group.id, {})) for table in tables(workshop)]


def _progress_of(table: Table, answered: Mapping[int, int]) -> GroupProgress:
    asked = {person.id for person in table.people if person.city and person.city.part is Part.INTERESTED}
    return GroupProgress(table, len(asked), len(asked & answered.keys()))


def _people_by_city(workshop: Workshop) -> list[tuple[City, int]]:
    rows: Sequence[Any] = db.session.execute(
        sa.select(City, sa.func.count(Participant.id))
        .select_from(City)
        .outerjoin(Organisation, Organisation.city_id == City.id)
        .outerjoin(Participant, Participant.organisation_id == Organisation.id)
        .where(City.workshop_id == workshop.id)
        .group_by(City.id)
        .order_by(City.part.desc(), City.name)
    ).all()
    return [(city, count) for city, count in rows]
