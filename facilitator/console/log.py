"""Who did what, with names in place of ids, so that each change reads as a sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session
from facilitator.applications.models import Application
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning.models import Plan
from facilitator.capture.models import Card, Cluster, Evidence, Handover, Stance
from facilitator.capture.queries import with_wording
from facilitator.database import db
from facilitator.errors import N_
from facilitator.live.activity import Activity
from facilitator.live.events import SUBJECT, Event, known
from facilitator.mail.models import MailKind
from facilitator.register.models import SolutionState
from facilitator.sentences import Sentence, Value, say
from facilitator.validation.models import Criterion
from facilitator.vocabulary import Term
from facilitator.walls.models import WallContent
from facilitator.workshops.models import (
    City,
    Measure,
    Membership,
    Organisation,
    Participant,
    Project,
    Workshop,
)

MOST = 100

Pointer = tuple[str, int]


@dataclass(frozen=True)
class LogSubject:
    """What somebody did something to: its name, and its reference if it is a card."""

    name: str
    ref: str = ""


@dataclass(frozen=True)
class LogEntry:
    """One change: "%(who)s hid %(what)s: %(reason)s", with the subjects and terms in its gaps."""

    number: int
    at: datetime
    day: date
    said: Sentence
    subjects: Mapping[str, LogSubject]
    terms: Mapping[str, Term]


DELETED = say("something that was deleted")
SYSTEM = say("The system")
UNKNOWN = N_("%(who)s did something that this version does not know: %(name)s")
GAPS = re.compile(r"%\((\w+)\)s")
# By table: the id of a row, and the name that people know it by.
NAMED: dict[str, sa.Select[int, str]] = {
    "project": sa.select(Project.id, Project.name),
    "measure": sa.select(Measure.id, Measure.title),
    "city": sa.select(City.id, City.name),
    "application": sa.select(Application.id, Application.city_name),
    "organisation": sa.select(Organisation.id, Organisation.name),
    "room": sa.select(Room.id, Room.name),
    "criterion": sa.select(Criterion.id, Criterion.name),
    "session": sa.select(Session.id, Session.title),
    "group": sa.select(Group.id, Group.name),
    "plan": sa.select(Plan.id, sa.cast(Plan.number, sa.Text)),
    "handover": sa.select(Handover.id, Handover.name),
    "cluster": sa.select(Cluster.id, Cluster.name),
    "participant": sa.select(Participant.id, Participant.display_name),
    "account": sa.select(Account.id, Account.name),
    "membership": sa.select(Membership.id, Account.name).join(Account, Account.id == Membership.account_id),
    "evidence": sa.select(Evidence.id, City.name).join(City, City.id == Evidence.city_id),
}
# What an entry of the detail points at, where its name is no table's.
POINTS_AT = {"issue": "card", "other": "card", "issue_id": "card", "helps_id": "card"}
BY_THEMSELVES = {Event.PARTICIPANT_JOINED, Event.APPLICATION_SENT, Event.APPLICATION_CHANGED}
# What stands in a sentence as it was said.
SAID = ("reason", "room", "words", "minutes", "created", "changed", "number")
# What was deleted is told by the name that it had; of what is still there these are ids.
OF_DELETED = ("project", "measure", "city", "organisation")
TERMS: dict[str, type[Term]] = {
    "to": Phase,
    "came_from": Phase,
    "stance": Stance,
    "state": SolutionState,
    "role": Role,
    "letter": MailKind,
    "content": WallContent,
}


def entries(workshop: Workshop, before: int | None, most: int = MOST) -> list[LogEntry]:
    """The activity, newest first, from the one before a given number on; in three statements.

    What is written down of one action in two rows is told by one of them.
    """
    rows = (
        sa.select(Activity, sa.func.coalesce(Account.name, Participant.display_name, ""))
        .outerjoin(Account, Account.id == Activity.account_id)
        .outerjoin(Participant, Participant.id == Activity.participant_id)
        .where(Activity.workshop_id == workshop.id, ~_is_told_beside())
        .order_by(Activity.id.desc())
        .limit(most)
    )
    if before is not None:
        rows = rows.where(Activity.id < before)
    found = [(row, who) for row, who in db.session.execute(rows)]
    subjects = _subjects(workshop, [pointer for row, _ in found for pointer in _pointers(row).values()])
    zone = ZoneInfo(workshop.timezone)
    return [_told(row, who, subjects, zone) for row, who in found]


def _is_told_beside() -> sa.ColumnElement[bool]:
    """That a row of the activity is a part of what the row next to it tells."""
    other = aliased(Activity)
    beside = sa.select(other.happened).where(other.workshop_id == Activity.workshop_id).limit(1)
    before = beside.where(other.id < Activity.id).order_by(other.id.desc()).scalar_subquery()
    after = beside.where(other.id > Activity.id).order_by(other.id).scalar_subquery()
    return sa.or_(
        sa.and_(
            Activity.happened == Event.WORKSHOP_MOVED,
            sa.func.coalesce(before, "").in_((Event.HANDOVER_FROZEN, Event.HANDOVER_REOPENED)),
        ),
        sa.and_(
            Activity.happened == Event.ISSUE_ADDED,
            sa.func.coalesce(after, "") == Event.MISSING_ISSUE_ADDED,
        ),
    )


def _told(row: Activity, who: str, subjects: Mapping[Pointer, LogSubject], zone: tzinfo) -> LogEntry:
    event = known(row.happened)
    things = {gap: subjects[pointer] for gap, pointer in _pointers(row).items() if pointer in subjects}
    if event in BY_THEMSELVES and not who and "what" in things:
        # Who joins is not yet anybody, nor is a city that applies: it is they who did it.
        who = things["what"].name
    names = {gap: thing.ref or thing.name for gap, thing in things.items()}
    values = _details(row.detail) | names | {"name": row.happened, "who": who or SYSTEM}
    text = event.sentence if event else UNKNOWN
    # What nothing is left of is said so, and no row takes the page down.
    said = Sentence(text, {gap: values.get(gap) or DELETED for gap in GAPS.findall(text)})
    return LogEntry(row.id, row.at, row.at.astimezone(zone).date(), said, things, _terms(row.detail))


def _pointers(row: Activity) -> dict[str, Pointer]:
    """What the gaps of its sentence point at."""
    event = known(row.happened)
    if event is None:
        return {}
    found = {}
    for gap in ("what", *GAPS.findall(event.sentence)):
        entry = event.gaps.get(gap, gap)
        id_ = row.subject_id if entry == SUBJECT else row.detail.get(entry)
        if isinstance(id_, int) and gap not in SAID:
            found[gap] = (_table_of(event, entry), id_)
    return found


def _table_of(event: Event, entry: str) -> str:
    return event.table if entry == SUBJECT else POINTS_AT.get(entry, entry)


def _details(detail: Mapping[str, Any]) -> dict[str, Value]:
    told: dict[str, Value] = {gap: str(detail[gap]) for gap in TERMS if detail.get(gap)}
    told |= {gap: Sentence(term.word) for gap, term in _terms(detail).items()}
    told |= {gap: detail[gap] for gap in OF_DELETED if isinstance(detail.get(gap), str)}
    return told | {gap: str(detail[gap] or "–") for gap in SAID if gap in detail}


def _terms(detail: Mapping[str, Any]) -> dict[str, Term]:
    """The terms of the vocabulary that stand in gaps: a workshop may call them otherwise."""
    return {
        gap: kind(detail[gap])
        for gap, kind in TERMS.items()
        if isinstance(detail.get(gap), str) and detail[gap] in {term.value for term in kind}
    }


def _subjects(workshop: Workshop, pointers: Iterable[Pointer]) -> dict[Pointer, LogSubject]:
    ids: dict[str, set[int]] = defaultdict(set)
    for noun, id_ in pointers:
        ids[noun].add(id_)
    return _named(ids) | _cards(workshop, ids["card"])


def _named(ids: Mapping[str, set[int]]) -> dict[Pointer, LogSubject]:
    asked = [
        select.add_columns(sa.literal(noun)).where(select.selected_columns[0].in_(ids[noun]))
        for noun, select in NAMED.items()
        if ids.get(noun)
    ]
    if not asked:
        return {}
    return {(noun, id_): LogSubject(name) for id_, name, noun in db.session.execute(sa.union_all(*asked))}


def _cards(workshop: Workshop, ids: Sequence[int] | set[int]) -> dict[Pointer, LogSubject]:
    cards = with_wording().where(Card.workshop_id == workshop.id, Card.id.in_(ids))
    return {
        ("card", card.id): LogSubject(wording.title, card.ref) for card, wording in db.session.execute(cards)
    }
