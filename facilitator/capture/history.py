"""How a card came to say what it says: every version with who wrote it, every hiding, every earlier word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.accounts.models import Account
from facilitator.capture.models import Card, Hiding, Stance, Wording
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.live.events import Event
from facilitator.workshops.models import City, Participant

# What a wording says beside its title.
FACTS = (
    "text", "aspect", "reach", "field", "side", "proven_by", "owner", "by_when", "cost", "partners", "needs",
    "next_step", "conditions",
)  # fmt: skip
SAID = Event.EVIDENCE_GIVEN, Event.EVIDENCE_CHANGED
TAKEN_BACK = Event.EVIDENCE_WITHDRAWN


@dataclass(frozen=True)
class Version:
    """What a card said, who wrote it, and which of its facts the version after it says otherwise."""

    wording: Wording
    author: str
    unlike: Mapping[str, Any]


@dataclass(frozen=True)
class HiddenPeriod:
    """A stretch of time in which a card was hidden, with who hid and who restored it."""

    hiding: Hiding
    hidden_by: str
    restored_by: str


@dataclass(frozen=True)
class EarlierWord:
    """What a city said of an issue before it said otherwise, or took it back."""

    city: str
    stance: Stance
    note: str
    author: str
    said_at: datetime


def versions(card: Card) -> list[Version]:
    """All that a card ever said, the newest first; in one statement."""
    rows = (
        sa.select(Wording, _author())
        .outerjoin(Account, Account.id == Wording.account_id)
        .outerjoin(Participant, Participant.id == Wording.participant_id)
        .where(Wording.card_id == card.id)
        .options(joinedload(Wording.proven_by))
        .order_by(Wording.version.desc())
    )
    found = [(wording, author) for wording, author in db.session.execute(rows)]
    after = [None, *(wording for wording, _ in found)]
    return [
        Version(wording, author, _unlike(wording, newer))
        for (wording, author), newer in zip(found, after, strict=False)
    ]


def _unlike(wording: Wording, newer: Wording | None) -> dict[str, Any]:
    if newer is None:
        return {}
    return {name: said for name in FACTS if (said := getattr(wording, name)) != getattr(newer, name)}


def absences(card: Card) -> list[HiddenPeriod]:
    """Each time that a card was out of sight, the newest first; in one statement."""
    hider, restorer = aliased(Account), aliased(Account)
    rows = (
        sa.select(Hiding, sa.func.coalesce(hider.name, ""), sa.func.coalesce(restorer.name, ""))
        .outerjoin(hider, hider.id == Hiding.hidden_by)
        .outerjoin(restorer, restorer.id == Hiding.restored_by)
        .where(Hiding.card_id == card.id)
        .order_by(Hiding.id.desc())
    )
    return [HiddenPeriod(*row) for row in db.session.execute(rows)]


def earlier_words(issue: Card) -> list[EarlierWord]:
    """What cities said of an issue and no longer do, the newest first; in two statements."""
    cities = dict(
        db.session.execute(sa.select(City.id, City.name).filter_by(workshop_id=issue.workshop_id)).all()
    )
    said: dict[int | None, tuple[str, datetime]] = {}
    found = []
    for row, author in _spoken(issue):
        if row.happened != SAID[0]:
            stance: Any = row.detail.get("before") or row.detail.get("stance")
            note = row.detail.get("note" if row.happened == TAKEN_BACK else "note_before")
            city = cities.get(row.detail.get("city_id", 0))
            # A file that was imported may have rows that do not tell it.
            if city and stance in [*Stance] and isinstance(note, str) and row.subject_id in said:
                found.append(EarlierWord(city, Stance(stance), note, *said[row.subject_id]))
        said[row.subject_id] = (author, row.at)
    return found[::-1]


def _spoken(issue: Card) -> Sequence[sa.Row[Activity, str]]:
    """All that happened to what cities say of an issue, in order, with who did it."""
    rows = (
        sa.select(Activity, _author())
        .outerjoin(Account, Account.id == Activity.account_id)
        .outerjoin(Participant, Participant.id == Activity.participant_id)
        .where(
            Activity.workshop_id == issue.workshop_id,
            Activity.happened.in_((*SAID, TAKEN_BACK)),
            Activity.detail["issue"].as_integer() == issue.id,
        )
    )
    return db.session.execute(rows.order_by(Activity.id)).all()


def _author() -> sa.ColumnElement[str]:
    return sa.func.coalesce(Account.name, Participant.display_name, "")
