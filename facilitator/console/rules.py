"""What a facilitator should look at and do next, decided on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from facilitator.access.policy import Phase
from facilitator.agenda.models import SessionKind
from facilitator.agenda.queries import AgendaEntry
from facilitator.agenda.rules import OPEN_IN, PAUSES, is_to_close_before, is_undoable


class Concern(StrEnum):
    """What may stand in the way, the worst first."""

    WAITING = "a group has called, and has waited for minutes"
    CALLED = "a group has called the facilitator"
    LEFT_ALONE = "an open group has no facilitator, or no rapporteur"
    NOBODY_PRESENT = "nobody is there in an open group"
    NOT_READY = "time is up, and a group is not ready"
    NO_FACILITATOR = "a group has no facilitator"
    NO_SEAT = "people have no seat in a round"
    NOBODY_SEATED = "nobody sits in a group"
    NOTHING_HANDED_OVER = "a group has no issue to validate"
    NOBODY_THERE = "nobody is here for a lighthouse city"
    NEW_WORDS = "somebody has written anew what was hidden"
    SILENT = "delegates of an open group have not answered"
    NO_EVIDENCE = "no city has spoken on an issue"
    NO_RAPPORTEUR = "a group has no rapporteur"
    NO_SOLUTION = "an issue has no solution"
    NO_OWNER = "a solution has no owner"


_OF_GROUPS = {
    Concern.NO_FACILITATOR,
    Concern.NO_SEAT,
    Concern.NOBODY_SEATED,
    Concern.NOTHING_HANDED_OVER,
    Concern.NO_RAPPORTEUR,
}
_OF_OPEN_GROUPS = {
    Concern.WAITING,
    Concern.CALLED,
    Concern.LEFT_ALONE,
    Concern.NOBODY_PRESENT,
    Concern.NOT_READY,
}
# What can still be mended in a phase, or has to be mended before the next one.
CONCERNS_IN: Mapping[Phase, set[Concern]] = {
    Phase.PREPARATION: set(),
    Phase.DAY_ONE: {Concern.NOBODY_THERE, Concern.NO_EVIDENCE, Concern.NO_SOLUTION, Concern.NO_OWNER},
    Phase.HANDED_OVER: _OF_GROUPS,
    Phase.DAY_TWO: _OF_GROUPS | _OF_OPEN_GROUPS | {Concern.NOBODY_THERE, Concern.SILENT, Concern.NEW_WORDS},
    Phase.CLOSED: {Concern.NO_OWNER, Concern.NEW_WORDS},
}


@dataclass(frozen=True)
class Thing:
    """What a concern is about: its name, the id or reference that its page goes by, how many, and a word."""

    name: str
    key: str = ""
    count: int = 1
    word: str = ""


@dataclass(frozen=True)
class Attention:
    """A concern with all the things it is about."""

    concern: Concern
    things: Sequence[Thing]


def needing_attention(phase: Phase, found: Mapping[Concern, Sequence[Thing]]) -> list[Attention]:
    """What matters in this phase of all that was found, the worst on top."""
    matters = [concern for concern in Concern if concern in CONCERNS_IN[phase] and found.get(concern)]
    return [Attention(concern, found[concern]) for concern in matters]


def is_openable(entry: AgendaEntry, phase: Phase) -> bool:
    """Whether the session is closed, and may be opened in this phase; pauses need no opening."""
    kind = entry.session.kind
    return not entry.is_open and kind not in PAUSES and phase in OPEN_IN.get(kind, set(Phase))


def next_session(agenda: Sequence[AgendaEntry], phase: Phase) -> AgendaEntry | None:
    """The session to open next: the first after all that have been open, if the phase is one of sessions."""
    if phase not in (Phase.DAY_ONE, Phase.DAY_TWO):
        return None
    begun = [place for place, entry in enumerate(agenda) if entry.state != "next"]
    ahead = agenda[begun[-1] + 1 :] if begun else agenda
    if phase is Phase.DAY_TWO:
        # What day one left out is past; only a workshop of a single day goes on with the same day.
        past = {entry.session.day for entry in agenda if entry.session.kind is SessionKind.CAPTURE}
        ahead = [entry for entry in ahead if entry.session.day not in past] or ahead
    return next((entry for entry in ahead if is_openable(entry, phase)), None)


def to_close_before(agenda: Sequence[AgendaEntry], following: AgendaEntry | None) -> list[AgendaEntry]:
    """What is open, and would be closed by now when the next session opens."""
    if following is None:
        return []
    opened = [entry for entry in agenda if entry.is_open]
    return [entry for entry in opened if is_to_close_before(entry.session, following.session)]


def just_closed(agenda: Sequence[AgendaEntry], phase: Phase, at: datetime) -> list[AgendaEntry]:
    """What was closed so lately that it can go on as if nobody had, the latest first."""
    fresh = [
        (entry.closed_at, place)
        for place, entry in enumerate(agenda)
        if entry.closed_at and is_undoable(entry.closed_at, at) and is_openable(entry, phase)
    ]
    return [agenda[place] for _, place in sorted(fresh, reverse=True)]


def pace(session: tuple[date, time, int], expected_end: datetime, at: datetime, zone: tzinfo) -> int | None:
    """How many minutes a session that is on ends later than planned; below zero it is ahead.

    `session` is its day, when it was to begin, and its minutes. Its end is expected by its clock, or
    (as that is over) not before now. On another day than planned (a rehearsal) there is no pace.
    """
    day, starts_at, minutes = session
    planned_end = datetime.combine(day, starts_at, zone) + timedelta(minutes=minutes)
    if at.astimezone(zone).date() != day:
        return None
    return round((max(expected_end, at) - planned_end).total_seconds() / 60)


def is_over(agenda: Sequence[AgendaEntry], kind: SessionKind) -> bool:
    """Whether all sessions of a kind have been held, and there were some."""
    states = {entry.state for entry in agenda if entry.session.kind is kind}
    return states == {"done"}
