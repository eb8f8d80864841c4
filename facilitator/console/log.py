"""Who did what, with names in place of ids, so that each change reads as a sentence."""

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
from facilitator.capture.models import Card, Cluster, Evidence, Handover, Kind, Stance
from facilitator.capture.queries import with_wording
from facilitator.console.words import HAPPENED
from facilitator.database import db
from facilitator.live.activity import Activity
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
class Happening:
    """One change: "hid %(what)s: %(reason)s", with what stands for each of its gaps."""

    number: int
    at: datetime
    day: date
    who: str
    sentence: str
    values: Mapping[str, Subject | Term | str]


NOBODY_KNOWS = Subject("")
# By the noun of an activity: the id that it carries, and the name that people know.
NAMED: dict[str, sa.Select[int, str]] = {
    "project": sa.select(Project.id, Project.name),
    "measure": sa.select(Measure.id, Measure.title),
    "city": sa.select(City.id, City.name),
    "organisation": sa.select(Organisation.id, Organisation.name),
    "room": sa.select(Room.id, Room.name),
    "criterion": sa.select(Criterion.id, Criterion.name),
    "session": sa.select(Session.id, Session.title),
    "round": sa.select(Session.id, Session.title),
    "group": sa.select(Group.id, Group.name),
    "plan": sa.select(Plan.id, sa.cast(Plan.number, sa.Text)),
    "handover": sa.select(Handover.id, Handover.name),
    "cluster": sa.select(Cluster.id, Cluster.name),
    "participant": sa.select(Participant.id, Participant.display_name),
    "member": sa.select(Membership.id, Account.name).join(Account, Account.id == Membership.account_id),
    "evidence": sa.select(Evidence.id, City.name).join(City, City.id == Evidence.city_id),
}
# What the id of an activity points at, where its noun is another.
OF_WHAT = {
    **dict.fromkeys((*Kind, "picture", "second_take", "reply"), "card"),
    "approach": "measure",
}
# What stands in a sentence as it was said.
SAID = ("reason", "room", "words", "minutes")
TERMS: dict[str, type[Term]] = {"to": Phase, "came_from": Phase, "stance": Stance}


def happenings(workshop: Workshop, before: int | None, most: int = MOST) -> list[Happening]:
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


def _told(row: Activity, who: str, subjects: Mapping[Pointer, Subject], zone: tzinfo) -> Happening:
    things = {gap: subjects.get(pointer, NOBODY_KNOWS) for gap, pointer in _pointers(row).items()}
    if row.happened == "participant.joined" and not who:
        # Who joins is not yet anybody: it is they who did it.
        who = things["what"].name
    values = _details(row.detail) | things
    return Happening(row.id, row.at, row.at.astimezone(zone).date(), who, HAPPENED[row.happened], values)


def _pointers(row: Activity) -> dict[str, Pointer]:
    """What the gaps of its sentence point at."""
    noun, detail = row.happened.partition(".")[0], row.detail
    if noun in ("workshop", "submission") or row.subject_id is None:
        return {}
    pointers = {"what": (OF_WHAT.get(noun, noun), row.subject_id)}
    if noun in ("evidence", "missing_issue"):
        pointers = {"what": ("card", detail["issue"]), "city": ("evidence", row.subject_id)}
    elif noun == "remark":
        pointers = {"what": ("card", detail["issue"])}
    elif noun == "cards":
        pointers = {"what": ("card", detail["issue_id"]), "other": ("card", detail["helps_id"])}
    said = {gap: (gap, detail[gap]) for gap in ("group", "city", "participant", "cluster") if detail.get(gap)}
    said |= {gap: ("card", detail[gap]) for gap in ("issue", "other") if detail.get(gap)}
    return said | pointers


def _details(detail: Mapping[str, Any]) -> dict[str, Subject | Term | str]:
    told: dict[str, Subject | Term | str] = {
        gap: kind(detail[gap]) for gap, kind in TERMS.items() if detail.get(gap)
    }
    return told | {gap: str(detail[gap] or "–") for gap in SAID if gap in detail}


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
