"""Take somebody out of the list who left nothing behind, with what was arranged for them."""

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.database import db, table_of
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.repointing import Repointing
from facilitator.workshops.hanging import ARRANGED, rows_about
from facilitator.workshops.models import Participant
from facilitator.workshops.people.rules import check_may_remove

OF_ONE_ENTRY = {"activity", "submission"}
"""Tables that tell that somebody did something, and are no deed by themselves."""


class Removal(NamedTuple):
    """What hangs on somebody, by table: what they said or did stays and keeps them, the rest goes."""

    stays: Mapping[str, int]
    goes: Mapping[str, int]

    @property
    def is_possible(self) -> bool:
        """Whether nothing they said or did would be lost."""
        return not self.stays

    @property
    def has_spoken(self) -> bool:
        """Whether they said or did something for their city; the log of their own entry is none of it."""
        return bool(self.stays.keys() - OF_ONE_ENTRY)


def removal_of(participant: Participant) -> Removal:
    """What removing somebody would take along, and what stands against it."""
    rows = rows_about(participant)
    arranged = ARRANGED - {"seat"} if _has_sat(participant) else ARRANGED
    goes = {name: count for name, count in rows.items() if name in arranged}
    return Removal({name: rows[name] for name in rows.keys() - goes.keys()}, goes)


def _has_sat(participant: Participant) -> bool:
    # Seats are of a package above this one, as all that hangs on a person is: found by its table.
    seat = db.metadata.tables["seat"]
    sat = sa.select(seat.c.id).where(seat.c.participant_id == participant.id, seat.c.round_has_begun)
    return db.session.execute(sat).first() is not None


def remove_person(participant: Participant, *, by: Actor) -> None:
    """Take somebody out with what was arranged for them; refuses where something they said would be lost."""
    check_may_remove(participant.display_name, is_possible=removal_of(participant).is_possible)
    record(Event.PARTICIPANT_REMOVED, participant, by=by)
    table = table_of(Participant)
    row = db.session.execute(sa.select(table).where(table.c.id == participant.id)).mappings().one()
    Repointing(giving_way=[(table, dict(row))]).apply()
