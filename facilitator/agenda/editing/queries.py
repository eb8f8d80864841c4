"""What belongs to a session or a room, what is booked, and what a pasted table would do.

What belongs to a row is found in the models, so that no table is forgotten.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from facilitator import repointing
from facilitator.agenda.arranging import draft_of, planned_sessions, workshop_days
from facilitator.agenda.clashes import Booked, Booking
from facilitator.agenda.editing.pasted import PasteContext, PastedSession, find_places, read_agenda
from facilitator.agenda.models import Room, Session
from facilitator.agenda.programme import ProgrammeEntry
from facilitator.agenda.queries import rooms
from facilitator.database import table_of
from facilitator.errors import N_
from facilitator.text import name_key
from facilitator.workshops.hanging import by_word
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import measures, offered

# By table, as the page calls it.
WORDS = {
    "group": N_("Groups"),
    "card": N_("Cards"),
    "message": N_("Messages"),
    "pin": N_("Rules for seats"),
    "session": N_("Sessions"),
}
# What says that somebody can't attend a round, or what a wall shows, means nothing without round or room.
_GOES_WITH = {"absence", "wall_choice"}
# Seats are published of groups alone, which are told.
_TOLD_BY_GROUPS = {"publication"}


def hanging_on_session(session: Session) -> Mapping[str, int]:
    """What belongs to a session, but for what would go with it: how much, by its word."""
    return _hanging(table_of(Session), session)


def hanging_on_room(room: Room) -> Mapping[str, int]:
    """What takes place in a room: how much, by its word."""
    return _hanging(table_of(Room), room)


def goes_with_session() -> Sequence[sa.Table]:
    """The tables whose rows go with the session that they are about."""
    return [table for table in repointing.references(table_of(Session)) if table.name in _GOES_WITH]


def _hanging(target: sa.Table, row: Session | Room) -> Mapping[str, int]:
    rows = repointing.count_references(target, row.id, row.workshop_id)
    return by_word({name: rows[name] for name in rows.keys() - _GOES_WITH - _TOLD_BY_GROUPS}, WORDS)


def booked_by_sessions(entries: Iterable[ProgrammeEntry]) -> Iterator[Booking]:
    """The rooms of sessions, and the people on their tracks: what is for everybody takes up every track."""
    planned = list(entries)
    tracks = {entry.session.track for entry in planned} - {None} or {None}
    for session, span in planned:
        if session.room:
            room = session.room
            yield Booking(Booked.ROOM, room.id, room.name, session.id, session.title, span, session.id)
        for track in tracks if session.track is None else {session.track}:
            yield Booking(Booked.TRACK, track, "", session.id, session.title, span, session.id)


def read_pasted(workshop: Workshop, text: str) -> list[PastedSession]:
    """The sessions of a pasted table, each held against the agenda as it is; raises as `read_agenda` does."""
    topics = [(name, each.id) for each in offered(measures(workshop)) for name in (each.title, each.prefix)]
    known = PasteContext(
        workshop.starts_on,
        workshop_days(workshop),
        {name_key(each.name): each.id for each in rooms(workshop)},
        {name_key(name): id_ for name, id_ in topics},
    )
    sessions = read_agenda(text, known)
    find_places(sessions, draft_of(workshop, planned_sessions(workshop)))
    return sessions
