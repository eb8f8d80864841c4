"""What the facilitator sees of the whole workshop at once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from facilitator.agenda.clocks import Clock, Clocks, clocks, minutes_given
from facilitator.agenda.models import GivenTime
from facilitator.agenda.queries import AgendaEntry, agenda
from facilitator.breakouts.group_work.models import Message
from facilitator.breakouts.group_work.queries import Running, messages_now, running
from facilitator.breakouts.models import Seat
from facilitator.breakouts.queries import GroupState, group_states
from facilitator.capture.models import Card, HandedCard, Handover, Kind
from facilitator.capture.queries import BoardCard, with_hiding
from facilitator.capture.sight import hidden, in_sight, moved_on
from facilitator.database import db
from facilitator.text import alphabetical
from facilitator.validation.models import Answer
from facilitator.validation.queries import finished_issues
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant, Workshop
from facilitator.workshops.presence import in_the_room
from facilitator.workshops.queries import headcount, place_of_city, shown_measures

LATEST = 8


@dataclass(frozen=True)
class MeasureCount:
    """How much of each kind a measure holds, in sight."""

    measure: Measure
    counts: Counter[Kind]


@dataclass(frozen=True)
class CityProgress:
    """A city at a group: how many of its delegates are asked, how many of these have answered something.

    `given` counts the issues that each of them has finished.
    """

    name: str
    asked: int
    answering: int
    given: int


@dataclass(frozen=True)
class GroupProgress:
    """A group, how it runs, until when, how many issues it is asked, and how far its people are, by city."""

    table: GroupState
    issues: int
    cities: Sequence[CityProgress]
    running: Running
    clock: Clock | None

    @property
    def asked(self) -> int:
        """How many of its people are asked."""
        return sum(city.asked for city in self.cities)

    @property
    def answering(self) -> int:
        """How many of these have answered something."""
        return sum(city.answering for city in self.cities)

    @property
    def given(self) -> int:
        """How many answers they have given, one for each issue and person."""
        return sum(city.given for city in self.cities)

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
    clocks: Clocks
    given: Sequence[GivenTime]
    messages: Sequence[Message]

    def groups_in(self, round_id: int) -> list[GroupProgress]:
        """The groups of a round."""
        return [progress for progress in self.groups if progress.table.group.round_id == round_id]

    def name_of_group(self, group_id: int) -> str:
        """What a group is called."""
        names = {progress.table.group.id: progress.table.group.name for progress in self.groups}
        return names.get(group_id, "–")

    @property
    def open_tables(self) -> list[GroupState]:
        """The groups that are open now."""
        return [progress.table for progress in self.groups if progress.table.is_open]


def overview(workshop: Workshop) -> Overview:
    """The workshop as it stands, in a fixed number of statements."""
    clocks_now = clocks(workshop.id, workshop.timezone)
    return Overview(
        agenda=agenda(workshop),
        measures=_counts(workshop),
        latest=_latest(workshop),
        people=headcount(workshop),
        cities=_people_by_city(workshop),
        groups=_progress(workshop, clocks_now),
        clocks=clocks_now,
        given=minutes_given(workshop, clocks_now) if clocks_now.sittings else (),
        messages=messages_now(workshop.id, clocks_now),
    )


def _counts(workshop: Workshop) -> list[MeasureCount]:
    counted: dict[int, Counter[Kind]] = {}
    rows = (
        sa.select(Card.measure_id, Card.kind, sa.func.count())
        .where(Card.workshop_id == workshop.id, in_sight())
        .group_by(Card.measure_id, Card.kind)
    )
    for measure_id, kind, count in db.session.execute(rows):
        counted.setdefault(measure_id, Counter())[kind] = count
    return [MeasureCount(measure, counted.get(measure.id, Counter())) for measure in shown_measures(workshop)]


def _latest(workshop: Workshop) -> list[BoardCard]:
    rows = (
        with_hiding()
        .where(Card.workshop_id == workshop.id, ~moved_on())
        .options(sa.orm.joinedload(Card.city))
        .order_by(Card.id.desc())
        .limit(LATEST)
    )
    return [BoardCard(card, wording, hiding) for card, wording, hiding in db.session.execute(rows)]


def _progress(workshop: Workshop, clocks_now: Clocks) -> list[GroupProgress]:
    states, cities, issues = running(workshop.id), _seated_by_city(workshop), _issues_asked(workshop)
    return [
        GroupProgress(
            table=table,
            issues=issues.get(table.group.measure_id, 0),
            cities=cities[table.group.id],
            running=states[table.group.id],
            clock=clocks_now.of_session(table.group.round_id, table.group.id) if table.is_open else None,
        )
        for table in group_states(workshop)
    ]


def _seated_by_city(workshop: Workshop) -> Mapping[int, list[CityProgress]]:
    """By group the interested cities that sit there, counted."""
    done = finished_issues().where(Answer.workshop_id == workshop.id).subquery()
    given = sa.cast(sa.func.coalesce(sa.func.sum(done.c.finished), 0), sa.Integer)
    rows = (
        sa.select(Seat.group_id, City.name, sa.func.count(), sa.func.count(done.c.finished), given)
        .join(Participant, Participant.id == Seat.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .outerjoin(
            done, sa.and_(done.c.group_id == Seat.group_id, done.c.participant_id == Seat.participant_id)
        )
        .where(Seat.workshop_id == workshop.id, sa.or_(in_the_room(), done.c.finished > 0))
        .group_by(Seat.group_id, City.name)
    )
    found: dict[int, list[CityProgress]] = defaultdict(list)
    by_city = sorted(db.session.execute(rows), key=lambda row: alphabetical(row.name))
    for group_id, city, asked, answering, answers in by_city:
        found[group_id].append(CityProgress(city, asked, answering, answers))
    return found


def _issues_asked(workshop: Workshop) -> Mapping[int, int]:
    """By measure: how many issues of the present handover are in sight."""
    handed = (
        sa.select(Card.measure_id, sa.func.count())
        .join(HandedCard, HandedCard.card_id == Card.id)
        .join(Handover, Handover.id == HandedCard.handover_id)
        .where(Handover.workshop_id == workshop.id, Handover.reopened_at.is_(None))
        .where(Card.kind == Kind.ISSUE, ~hidden())
        .group_by(Card.measure_id)
    )
    return {measure_id: issues for measure_id, issues in db.session.execute(handed)}  # noqa: C416 - rows are no pairs


def _people_by_city(workshop: Workshop) -> list[tuple[City, int]]:
    rows: Sequence[Any] = db.session.execute(
        sa.select(City, sa.func.count(Participant.id))
        .select_from(City)
        .outerjoin(Organisation, Organisation.city_id == City.id)
        .outerjoin(
            Participant,
            sa.and_(Participant.organisation_id == Organisation.id, in_the_room()),
        )
        .where(City.workshop_id == workshop.id)
        .group_by(City.id)
    ).all()
    return sorted(((city, count) for city, count in rows), key=lambda row: place_of_city(row[0]))
