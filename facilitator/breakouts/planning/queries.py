"""Reads of wishes, rules, plans, searches and what is published."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.accounts.models import Account
from facilitator.agenda.models import Session, SessionKind
from facilitator.breakouts.group_work.models import Message
from facilitator.breakouts.models import Absence, Group, Seat, Withdrawal
from facilitator.breakouts.planning.models import (
    Interest,
    Need,
    Outcome,
    Pair,
    Pin,
    Plan,
    PlannedSeat,
    Publication,
    ReplacedSeat,
    Search,
    Wish,
)
from facilitator.breakouts.planning.rules import is_broken_off
from facilitator.database import ask, db, now, table_of
from facilitator.errors import N_, NotFound
from facilitator.live.activity import Activity
from facilitator.live.events import Event
from facilitator.repointing import references
from facilitator.text import alphabetical
from facilitator.workshops.models import Measure, Organisation, Participant, Workshop


@dataclass(frozen=True)
class Draft:
    """A plan with its latest search, and whether its seats are the published ones."""

    plan: Plan
    search: Search
    is_published: bool
    maker: str = ""

    @property
    def is_broken_off(self) -> bool:
        """Whether its process died, or was never heard of again."""
        if self.search.outcome is Outcome.BROKEN_OFF:
            return True
        return self.search.ended_at is None and is_broken_off(self.search.seen_at, now())

    @property
    def is_searched(self) -> bool:
        """Whether it is being searched for now."""
        return self.search.ended_at is None and not self.is_broken_off

    @property
    def is_found(self) -> bool:
        """Whether there is something to look at."""
        return self.search.outcome in (Outcome.FOUND, Outcome.STOPPED)


def drafts(workshop: Workshop) -> list[Draft]:
    """All plans in the order in which they were made."""
    each = aliased(Search)
    latest = sa.select(sa.func.max(each.id)).where(each.plan_id == Plan.id).scalar_subquery()
    published = sa.exists().where(Publication.plan_id == Plan.id, Publication.replaced_at.is_(None))
    rows = db.session.execute(
        sa.select(Plan, Search, published, sa.func.coalesce(Account.name, ""))
        .select_from(Plan)
        .join(Search, Search.id == latest)
        .outerjoin(Account, Account.id == Plan.made_by)
        .where(Plan.workshop_id == workshop.id)
        .order_by(Plan.number)
    )
    return [Draft(plan, search, bool(is_published), maker) for plan, search, is_published, maker in rows]


def draft(workshop: Workshop, number: int) -> Draft:
    """The plan of this number."""
    found = [each for each in drafts(workshop) if each.plan.number == number]
    if not found:
        raise NotFound(N_("This plan was not found in this workshop."))
    return found[0]


def planned_seats(plan_ids: Sequence[int]) -> Mapping[int, list[tuple[int, int]]]:
    """For each plan the group and the participant of each of its seats."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = sa.select(PlannedSeat.plan_id, PlannedSeat.group_id, PlannedSeat.participant_id)
    for plan_id, group_id, participant_id in db.session.execute(
        rows.where(PlannedSeat.plan_id.in_(plan_ids))
    ):
        found[plan_id].append((group_id, participant_id))
    return found


def published_rounds(workshop: Workshop) -> set[int]:
    """The rounds whose seats are published."""
    active = sa.select(Publication.round_id).filter_by(workshop_id=workshop.id, replaced_at=None)
    return set(db.session.scalars(active))


def active_publications(round_ids: Sequence[int]) -> Sequence[Publication]:
    """What is published in these rounds, one row for each that has something."""
    rows = sa.select(Publication).where(
        Publication.round_id.in_(round_ids), Publication.replaced_at.is_(None)
    )
    return db.session.scalars(rows).all()


@dataclass(frozen=True)
class LastPublication:
    """The publication of a plan that is the latest still to hold, with its rows and rounds."""

    plan: Plan
    rows: Sequence[Publication]
    rounds: Sequence[Session]
    publisher: str

    @property
    def at(self) -> datetime:
        """When it was."""
        return self.rows[0].published_at


def last_publication(workshop: Workshop) -> LastPublication | None:
    """The latest publication that still holds; none where no plan is published."""
    rows = db.session.execute(
        sa.select(Publication, Plan, Session, sa.func.coalesce(Account.name, ""))
        .join(Plan, Plan.id == Publication.plan_id)
        .join(Session, Session.id == Publication.round_id)
        .outerjoin(Account, Account.id == Publication.published_by)
        .where(Publication.workshop_id == workshop.id, Publication.replaced_at.is_(None))
        .order_by(Publication.published_at.desc(), Session.starts_at, Session.id)
    ).all()
    same = [row for row in rows if row[0].published_at == rows[0][0].published_at]
    if not same:
        return None
    return LastPublication(same[0][1], [row[0] for row in same], [row[2] for row in same], same[0][3])


def publications_before(publication: LastPublication) -> Sequence[Publication]:
    """What was published in the same rounds just before."""
    before = [row.before_id for row in publication.rows if row.before_id]
    return db.session.scalars(sa.select(Publication).where(Publication.id.in_(before))).all()


def number_of_plan_before(publication: LastPublication) -> int | None:
    """The number of the plan that was published just before, if it is still there."""
    before = [row.before_id for row in publication.rows if row.before_id]
    rows = sa.select(Plan.number).join(Publication, Publication.plan_id == Plan.id)
    return db.session.scalars(rows.where(Publication.id.in_(before)).limit(1)).one_or_none()


def groups_with_ids(ids: Set[int]) -> Sequence[Group]:
    """The groups with these ids, whether in use or not."""
    return db.session.scalars(sa.select(Group).where(Group.id.in_(ids)).order_by(Group.id)).all()


def replaced_seats(publication_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Group and participant of each seat that these publications replaced."""
    rows = sa.select(ReplacedSeat.group_id, ReplacedSeat.participant_id)
    found = db.session.execute(rows.where(ReplacedSeat.publication_id.in_(publication_ids)))
    return [(group_id, participant_id) for group_id, participant_id in found]


_PLANNED = (Seat, PlannedSeat, ReplacedSeat, Pin, Withdrawal, Message)


def group_at_work(round_ids: Sequence[int]) -> str:
    """The name of a group of these rounds of which something is kept already: notes, answers; or nothing.

    Whatever points at a group is what it did, but for who sits there and what it was told. It is looked for
    where an index leads to it: the rest is written of a group that is open, in a round that has begun.
    """
    planned = {table_of(kind) for kind in _PLANNED}
    kept = [
        sa.exists().where(table.c[column] == Group.id)
        for table, columns in references(table_of(Group)).items()
        if table not in planned
        for column in columns
        if any(index.columns[0].name == column and not index.unique for index in table.indexes)
    ]
    at_work = sa.select(Group.name).where(Group.round_id.in_(round_ids), sa.or_(*kept))
    return db.session.scalars(at_work.order_by(Group.id).limit(1)).one_or_none() or ""


def is_published(round_id: int) -> bool:
    """Whether the seats of a round are published."""
    active = sa.select(Publication.id).filter_by(round_id=round_id, replaced_at=None)
    return db.session.execute(active).first() is not None


def are_seats_published(workshop: Workshop) -> bool:
    """Whether people know already where they sit in a round that is still to begin."""
    known = (
        sa.select(Publication.id)
        .join(Session, Session.id == Publication.round_id)
        .where(Session.workshop_id == workshop.id, Session.has_begun.is_(False))
        .where(Publication.replaced_at.is_(None))
    )
    return db.session.execute(known).first() is not None


def plans_with_seats_in(group: Group) -> Sequence[int]:
    """The numbers of the plans that nobody has been told of and that seat somebody in a group."""
    published = sa.exists().where(Publication.plan_id == Plan.id, Publication.replaced_at.is_(None))
    rows = (
        sa.select(Plan.number)
        .where(Plan.workshop_id == group.workshop_id, ~published)
        .where(sa.exists().where(PlannedSeat.plan_id == Plan.id, PlannedSeat.group_id == group.id))
        .order_by(Plan.number)
    )
    return db.session.execute(rows).scalars().all()


def wishes(workshop: Workshop) -> Mapping[int, list[Wish]]:
    """The wishes of each participant, the dearest first."""
    found: dict[int, list[Wish]] = defaultdict(list)
    for wish in db.session.scalars(
        sa.select(Wish)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(Wish.measure))
        .order_by(Wish.participant_id, Wish.rank)
    ):
        found[wish.participant_id].append(wish)
    return found


def wishes_of(participant_id: int) -> Sequence[Wish]:
    """The wishes of one participant, the dearest first."""
    return db.session.scalars(
        sa.select(Wish).filter_by(participant_id=participant_id).order_by(Wish.rank)
    ).all()


def needs(workshop: Workshop) -> Mapping[int, Need]:
    """What participants need of a table."""
    rows = db.session.scalars(sa.select(Need).filter_by(workshop_id=workshop.id))
    return {need.participant_id: need for need in rows}


def absences(workshop: Workshop) -> Mapping[int, set[int]]:
    """The rounds for which each participant is not there."""
    found: dict[int, set[int]] = defaultdict(set)
    for absence in db.session.scalars(sa.select(Absence).filter_by(workshop_id=workshop.id)):
        found[absence.participant_id].add(absence.round_id)
    return found


def interests(workshop: Workshop) -> Mapping[int, list[Measure]]:
    """The measures that each city came for, by the city's id."""
    found: dict[int, list[Measure]] = defaultdict(list)
    for city_id, measure in db.session.execute(
        sa.select(Interest.city_id, Measure)
        .join(Measure, Measure.id == Interest.measure_id)
        .where(Interest.workshop_id == workshop.id)
        .order_by(Measure.position)
    ):
        found[city_id].append(measure)
    return found


def pairs(workshop: Workshop) -> Sequence[Pair]:
    """The pairs that must, or must not, sit together."""
    someone = joinedload(Participant.organisation).joinedload(Organisation.city)
    return db.session.scalars(
        sa.select(Pair)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(Pair.first).options(someone), joinedload(Pair.second).options(someone))
        .order_by(Pair.id)
    ).all()


def pins(workshop: Workshop) -> Sequence[tuple[Pin, Participant, Group, Session]]:
    """Who stays at which table of which round."""
    rows = db.session.execute(
        sa.select(Pin, Participant, Group, Session)
        .join(Participant, Participant.id == Pin.participant_id)
        .join(Group, Group.id == Pin.group_id)
        .join(Session, Session.id == Pin.round_id)
        .where(Pin.workshop_id == workshop.id)
        .order_by(Session.id)
    )
    found = [(pin, participant, group, round_) for pin, participant, group, round_ in rows]
    by_name = sorted(found, key=lambda row: alphabetical(row[1].display_name))
    return sorted(by_name, key=lambda row: (row[3].day, row[3].starts_at, row[3].id))


Rule = TypeVar("Rule", Pair, Pin)


def rule_of(kind: type[Rule], workshop: Workshop, id_: int) -> Rule:
    """The pair or the pin with this id in this workshop."""
    row = db.session.scalars(sa.select(kind).filter_by(workshop_id=workshop.id, id=id_)).one_or_none()
    if row is None:
        raise NotFound(N_("This rule was not found in this workshop."))
    return row


OF_A_PERSON = Event.PARTICIPANT_SEATED, Event.PARTICIPANT_UNSEATED
OF_A_TABLE = Event.GROUP_WITHDRAWN, Event.GROUP_REACTIVATED, Event.GROUP_RELOCATED, Event.GROUP_STAFFED
STEPS = {
    Event.PARTICIPANT_SEATED: N_("%(who)s added %(person)s to %(group)s."),
    Event.PARTICIPANT_UNSEATED: N_("%(who)s removed %(person)s from %(group)s."),
    Event.GROUP_WITHDRAWN: N_("%(who)s deactivated %(group)s."),
    Event.GROUP_REACTIVATED: N_("%(who)s reactivated %(group)s."),
    Event.GROUP_RELOCATED: N_("%(who)s moved %(group)s to another room: %(room)s."),
    Event.GROUP_STAFFED: N_("%(who)s changed the team of %(group)s."),
    Event.ROUND_SPREAD: N_("%(who)s distributed people over the groups."),
    Event.PLAN_PUBLISHED: N_("%(who)s published a plan."),
    Event.PLAN_UNPUBLISHED: N_("%(who)s undid the publication of a plan."),
}
MOVED = N_("%(who)s moved %(person)s from %(left)s to %(group)s.")


@dataclass(frozen=True)
class SeatingStep:
    """One visible step after the seats were published: who did what to whom, and why."""

    row: Activity
    who: str
    person: str
    group: str
    left: str

    @property
    def sentence(self) -> str:
        """What was done, with gaps for the names above and for the `room` of the row's detail."""
        return MOVED if self.left else STEPS[Event(self.row.happened)]


def steps(workshop: Workshop, most: int = 20) -> list[SeatingStep]:
    """What has happened to seats, the latest first."""
    rows = db.session.execute(
        sa.select(Activity, sa.func.coalesce(Account.name, ""))
        .outerjoin(Account, Account.id == Activity.account_id)
        .where(Activity.workshop_id == workshop.id, Activity.happened.in_(STEPS))
        .order_by(Activity.id.desc())
        .limit(most)
    ).all()
    moved = {row.subject_id or 0 for row, _ in rows if row.happened in OF_A_PERSON}
    people = _names(Participant.id, Participant.display_name, moved)
    places = {place for row, _ in rows for place in _places(row) if place}
    groups = _names(Group.id, Group.name, places)
    return [
        SeatingStep(
            row, who, people.get(row.subject_id or 0, ""), *(groups.get(place or 0, "") for place in where)
        )
        for row, who in rows
        for where in (_places(row),)
    ]


def _places(row: Activity) -> tuple[int | None, int | None]:
    if row.happened in OF_A_TABLE:
        return row.subject_id, None
    return row.detail.get("group"), row.detail.get("left")


def _names(id_: sa.orm.Mapped[int], name: sa.orm.Mapped[str], wanted: set[int]) -> dict[int, str]:
    rows = db.session.execute(sa.select(id_, name).where(id_.in_(wanted)))
    return {row_id: said for row_id, said in rows}  # noqa: C416 - rows are no pairs to the type checker


def round_to_begin() -> sa.Exists:
    """That a breakout round of the workshop in the surrounding statement is still to begin."""
    return sa.exists().where(
        Session.workshop_id == sa.bindparam("workshop"),
        Session.kind == SessionKind.BREAKOUT,
        Session.has_begun.is_(False),
    )


_ANY_ROUND = sa.select(round_to_begin())


def any_round_open(workshop: Workshop) -> bool:
    """Whether a breakout round is still to begin."""
    return bool(ask(_ANY_ROUND, {"workshop": workshop.id}).scalar_one())


def _of_round_without_seat() -> list[sa.ColumnElement[bool]]:
    """That a round is still to begin, its seats are published, and one person who comes has none in it."""
    person: sa.BindParameter[int] = sa.bindparam("participant")
    return [
        Session.workshop_id == sa.bindparam("workshop"),
        Session.kind == SessionKind.BREAKOUT,
        Session.has_begun.is_(False),
        sa.exists().where(Publication.round_id == Session.id, Publication.replaced_at.is_(None)),
        ~sa.exists().where(Seat.round_id == Session.id, Seat.participant_id == person),
        ~sa.exists().where(Absence.round_id == Session.id, Absence.participant_id == person),
    ]


def lacks_a_seat() -> sa.Exists:
    """That the person in the surrounding statement has no seat in a round for which others know theirs."""
    return sa.exists().where(*_of_round_without_seat())


_ROUNDS_WITHOUT_SEAT = (
    sa.select(Session.title, Session.starts_at)
    .where(*_of_round_without_seat())
    .order_by(Session.day, Session.starts_at, Session.position)
)


def rounds_without_seat(workshop_id: int, participant_id: int) -> list[tuple[str, time]]:
    """Title and start of the rounds for which others know their seats, and this person has none."""
    rows = ask(_ROUNDS_WITHOUT_SEAT, {"workshop": workshop_id, "participant": participant_id})
    return [(title, starts_at) for title, starts_at in rows]
