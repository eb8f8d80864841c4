"""Who did what, with names in place of ids, so that each change reads as a sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning.models import Plan
from facilitator.capture.models import Card, Cluster, Evidence, Handover, Stance
from facilitator.capture.queries import with_wording
from facilitator.database import db
from facilitator.errors import N_
from facilitator.live.activity import Activity
from facilitator.live.happenings import SUBJECT, Happening, known
from facilitator.validation.models import Criterion
from facilitator.vocabulary import Term
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
class Subject:
    """What somebody did something to: its name, and its reference if it is a card."""

    name: str
    ref: str = ""


@dataclass(frozen=True)
class Entry:
    """One change: "hid %(what)s: %(reason)s", with what stands for each of its gaps."""

    number: int
    at: datetime
    day: date
    who: str
    sentence: str
    values: Mapping[str, Subject | Term | str]


NOBODY_KNOWS = Subject("")
UNKNOWN = N_("did something that this version does not know: %(name)s")
GAPS = re.compile(r"%\((\w+)\)s")
# By table: the id of a row, and the name that people know it by.
NAMED: dict[str, sa.Select[int, str]] = {
    "project": sa.select(Project.id, Project.name),
    "measure": sa.select(Measure.id, Measure.title),
    "city": sa.select(City.id, City.name),
    "organisation": sa.select(Organisation.id, Organisation.name),
    "room": sa.select(Room.id, Room.name),
    "criterion": sa.select(Criterion.id, Criterion.name),
    "session": sa.select(Session.id, Session.title),
    "group": sa.select(Group.id, Group.name),
    "plan": sa.select(Plan.id, sa.cast(Plan.number, sa.Text)),
    "handover": sa.select(Handover.id, Handover.name),
    "cluster": sa.select(Cluster.id, Cluster.name),
    "participant": sa.select(Participant.id, Participant.display_name),
    "membership": sa.select(Membership.id, Account.name).join(Account, Account.id == Membership.account_id),
    "evidence": sa.select(Evidence.id, City.name).join(City, City.id == Evidence.city_id),
}
# What an entry of the detail points at, where its name is no table's.
POINTS_AT = {"issue": "card", "other": "card", "issue_id": "card", "helps_id": "card"}
# What stands in a sentence as it was said.
SAID = ("reason", "room", "words", "minutes")
TERMS: dict[str, type[Term]] = {"to": Phase, "came_from": Phase, "stance": Stance}


def entries(workshop: Workshop, before: int | None, most: int = MOST) -> list[Entry]:
    """The activity, newest first, from the one before a given number on; in three statements."""
    rows = (
        sa.select(Activity, sa.func.coalesce(Account.name, Participant.display_name, ""))
        .outerjoin(Account, Account.id == Activity.account_id)
        .outerjoin(Participant, Participant.id == Activity.participant_id)
        .where(Activity.workshop_id == workshop.id)
        .order_by(Activity.id.desc())
        .limit(most)
    )
    if before is not None:
        rows = rows.where(Activity.id < before)
    found = [(row, who) for row, who in db.session.execute(rows)]
    subjects = _subjects(workshop, [pointer for row, _ in found for pointer in _pointers(row).values()])
    zone = ZoneInfo(workshop.timezone)
    return [_told(row, who, subjects, zone) for row, who in found]


def _told(row: Activity, who: str, subjects: Mapping[Pointer, Subject], zone: tzinfo) -> Entry:
    happening = known(row.happened)
    things = {gap: subjects.get(pointer, NOBODY_KNOWS) for gap, pointer in _pointers(row).items()}
    if happening is Happening.PARTICIPANT_JOINED and not who:
        # Who joins is not yet anybody: it is they who did it.
        who = things["what"].name
    values = _details(row.detail) | things | {"name": row.happened}
    # A gap that nothing fills is left empty, so that no row takes the page down.
    sentence = happening.sentence if happening else UNKNOWN
    filled = {gap: values.get(gap, NOBODY_KNOWS) for gap in GAPS.findall(sentence)}
    return Entry(row.id, row.at, row.at.astimezone(zone).date(), who, sentence, filled)


def _pointers(row: Activity) -> dict[str, Pointer]:
    """What the gaps of its sentence point at."""
    happening = known(row.happened)
    if happening is None:
        return {}
    found = {}
    for gap in ("what", *GAPS.findall(happening.sentence)):
        entry = happening.gaps.get(gap, gap)
        id_ = row.subject_id if entry == SUBJECT else row.detail.get(entry)
        if isinstance(id_, int) and gap not in SAID:
            found[gap] = (_table_of(happening, entry), id_)
    return found


def _table_of(happening: Happening, entry: str) -> str:
    return happening.table if entry == SUBJECT else POINTS_AT.get(entry, entry)


def _details(detail: Mapping[str, Any]) -> dict[str, Subject | Term | str]:
    told: dict[str, Subject | Term | str] = {
        gap: _term(kind, detail[gap]) for gap, kind in TERMS.items() if detail.get(gap)
    }
    return told | {gap: str(detail[gap] or "–") for gap in SAID if gap in detail}


def _term(kind: type[Term], value: str) -> Term | str:
    return kind(value) if value in {term.value for term in kind} else str(value)


def _subjects(workshop: Workshop, pointers: Iterable[Pointer]) -> dict[Pointer, Subject]:
    ids: dict[str, set[int]] = defaultdict(set)
    for noun, id_ in pointers:
        ids[noun].add(id_)
    return _named(ids) | _cards(workshop, ids["card"])


def _named(ids: Mapping[str, set[int]]) -> dict[Pointer, Subject]:
    asked = [
        select.add_columns(sa.literal(noun)).where(select.selected_columns[0].in_(ids[noun]))
        for noun, select in NAMED.items()
        if ids.get(noun)
    ]
    if not asked:
        return {}
    return {(noun, id_): Subject(name) for id_, name, noun in db.session.execute(sa.union_all(*asked))}


def _cards(workshop: Workshop, ids: Sequence[int] | set[int]) -> dict[Pointer, Subject]:
    cards = with_wording().where(Card.workshop_id == workshop.id, Card.id.in_(ids))
    return {
        ("card", card.id): Subject(wording.title, card.ref) for card, wording in db.session.execute(cards)
    }
