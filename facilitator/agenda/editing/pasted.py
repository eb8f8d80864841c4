"""An agenda that somebody pastes from a spreadsheet: what each row says, and what is wrong with it.

Decided on plain values: nothing here is written, and no database is asked.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from facilitator.agenda.draft import AgendaDraft, SessionPlan
from facilitator.agenda.editing.rules import check_may_paste, say_too_many_at_once
from facilitator.agenda.models import MOST_LENGTH, MOST_TRACKS, Session, SessionKind
from facilitator.database import limits_of
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import Sentence, say, say_many
from facilitator.text import clean_line, name_key
from facilitator.workshops.roster.reading import read_paste
from facilitator.workshops.roster.sheet import Row

HEADINGS = {
    "day": "day, date, tag, datum, jour, giorno, dag",
    "time": "time, start, starts, from, begin, beginn, zeit, uhrzeit, heure, ora, tijd",
    "ends": "end, ends, to, until, bis, ende, fin, fine, einde",
    "minutes": "minutes, min, length, duration, dauer, minuten, durée, durata, duur",
    "title": "title, session, what, titel, thema, titre, titolo",
    "kind": "kind, type, art, genre, tipo, soort",
    "room": "room, place, where, raum, ort, salle, sala, zaal",
    "measure": "measure, topic, maßnahme, mesure, misura, maatregel",
}
_COLUMNS = {name_key(word): column for column, words in HEADINGS.items() for word in words.split(",")}
_IN_ORDER = ("day", "time", "title", "kind", "room", "minutes")
_KINDS = {name_key(name): kind for kind in SessionKind for name in (kind.value, kind.name, kind.word)}
_TIME = re.compile(r"(\d{1,2})(?:[:.hH](\d{2})?)?\s*([ap]m)?", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:[-\u2013\u2014]|to|bis)\s*", re.IGNORECASE)
# A time zone that stands behind a time, as people type it: CET, UTC+2.
_ZONE = re.compile(r"\s*\(?\b([A-Z]{2,5}(?:[+-]\d{1,2})?)\)?\s*$")
_LENGTH = re.compile(r"(?:(\d{1,2})\s*h\s*)?(?:(\d{1,4})\s*(?:m|min|minutes|minuten)?\.?)?", re.IGNORECASE)


class PasteContext(NamedTuple):
    """What rows are held against: the first day, how many there are, rooms and measures by their names."""

    starts_on: date
    days: int
    rooms: Mapping[str, int]
    measures: Mapping[str, int]


@dataclass
class PastedSession:
    """A row: its number in the list, what it says, what is wrong with it, and what one should know."""

    row: int
    title: str
    day: int = 0
    kind: SessionKind = SessionKind.PLENARY
    starts_at: time | None = None
    minutes: int = 0
    room: str = ""
    room_id: int | None = None
    measure: str = ""
    measure_id: int | None = None
    track: int | None = None
    # As it would be planned; none where something is wrong with it, or with a row that it follows.
    plan: SessionPlan | None = None
    problems: list[Sentence] = field(default_factory=list)
    remarks: list[Sentence] = field(default_factory=list)


def read_agenda(text: str, known: PasteContext) -> list[PastedSession]:
    """The sessions of a pasted table, in its order; raises `RuleBroken` where it is no table.

    A first row with headings says what each column holds; without one they are day, time, title, kind, room
    and minutes. An empty day is that of the row above; an empty time follows what comes before.
    """
    rows = read_paste(text).rows
    check_may_paste(len(rows) - 1)
    columns = {at: name for at, cell in enumerate(rows[0].cells) if (name := _COLUMNS.get(name_key(cell)))}
    has_headings = "title" in columns.values()
    if not has_headings:
        columns = dict(enumerate(_IN_ORDER))
    sessions: list[PastedSession] = []
    day = 1
    for row in rows[1:] if has_headings else rows:
        found = _read_row(row, columns, known, day)
        day = found.day or day
        sessions.append(found)
    if not sessions:
        raise RuleBroken(N_("There is no session in this list. Paste it with its rows."), field="text")
    _find_tracks(sessions)
    return sessions


def _read_row(row: Row, columns: Mapping[int, str], known: PasteContext, day: int) -> PastedSession:
    cells = {name: clean_line(row.cell(at)) for at, name in columns.items()}
    found = PastedSession(row.number, cells.get("title", ""))
    steps: tuple[tuple[Callable[..., None], tuple[Any, ...]], ...] = (
        (_read_title, ()),
        (_read_day, (cells.get("day", ""), known, day)),
        (_read_kind, (cells.get("kind", ""),)),
        (_read_times, (cells,)),
        (_read_room, (cells.get("room", ""), known)),
        (_read_measure, (cells.get("measure", ""), known)),
    )
    for read, told in steps:
        try:
            read(found, *told)
        except RuleBroken as broken:
            found.problems.append(broken.sentence)
    return found


def _read_title(found: PastedSession) -> None:
    most = limits_of(Session.title).most
    if not found.title:
        raise RuleBroken(N_("Enter a title."))
    if len(found.title) > most:
        sentence = say_many(
            "The title is too long. The limit is one character.",
            "The title is too long. The limit is %(num)d characters.",
            most,
        )
        raise RuleBroken(sentence)


def _read_day(found: PastedSession, typed: str, known: PasteContext, day: int) -> None:
    number = re.fullmatch(r"\D{0,9}(\d{1,3})", typed)
    if not typed:
        found.day = day
    elif number:
        found.day = int(number[1])
    else:
        found.day = (_date(typed) - known.starts_on).days + 1
    if not 1 <= found.day <= known.days:
        found.day = 0
        raise RuleBroken(N_("“%(typed)s” is not a day of the workshop."), typed=typed)


def _date(typed: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
    raise RuleBroken(N_("“%(typed)s” is not a day. Enter 1, 2 or a date like 2018-06-30."), typed=typed)


def _read_kind(found: PastedSession, typed: str) -> None:
    if typed and name_key(typed) not in _KINDS:
        raise RuleBroken(N_("“%(typed)s” is not a kind of session."), typed=typed)
    found.kind = _KINDS[name_key(typed)] if typed else SessionKind.PLENARY


def _read_times(found: PastedSession, cells: Mapping[str, str]) -> None:
    typed, zone = cells.get("time", ""), ""
    if marked := _ZONE.search(typed):
        typed, zone = typed[: marked.start()], marked[1]
    if zone and zone.lower() not in ("am", "pm"):
        remark = N_("“%(zone)s” is not read: times are those of the clocks at the place of the workshop.")
        found.remarks.append(say(remark, zone=zone))
    begin, *end = _RANGE.split(typed, maxsplit=1)
    found.starts_at = _time(begin) if begin else None
    ends = _time(next(iter([*end, cells.get("ends", "")]))) if end or cells.get("ends") else None
    found.minutes = _minutes(cells.get("minutes", ""), found.starts_at, ends)
    if not 1 <= found.minutes <= MOST_LENGTH:
        raise RuleBroken(N_("Enter a length in minutes, from 1 to 1440, or an end."))


def _time(typed: str) -> time:
    found = _TIME.fullmatch(typed.strip())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        hour = hour % 12 + 12 * (half == "pm") if half else hour
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise RuleBroken(N_("“%(typed)s” is not a time. Enter it like 14:05."), typed=typed)


def _minutes(typed: str, begins: time | None, ends: time | None) -> int:
    if typed:
        found = _LENGTH.fullmatch(typed)
        if not found:
            raise RuleBroken(N_("“%(typed)s” is not a length. Enter the minutes."), typed=typed)
        return int(found[1] or 0) * 60 + int(found[2] or 0)
    if begins is None or ends is None:
        return 0
    # One that ends before it begins ends after midnight.
    apart = datetime.combine(date.min, ends) - datetime.combine(date.min, begins)
    return int((apart % timedelta(days=1)).total_seconds()) // 60


def _read_room(found: PastedSession, typed: str, known: PasteContext) -> None:
    found.room = typed
    if typed and name_key(typed) not in known.rooms:
        raise RuleBroken(N_("There is no room “%(typed)s”. Add it to the rooms first."), typed=typed)
    found.room_id = known.rooms.get(name_key(typed)) if typed else None


def _read_measure(found: PastedSession, typed: str, known: PasteContext) -> None:
    found.measure = typed
    if typed and name_key(typed) not in known.measures:
        raise RuleBroken(N_("“%(typed)s” is not in the list of topics of this workshop."), typed=typed)
    found.measure_id = known.measures.get(name_key(typed)) if typed else None
    if (found.kind is SessionKind.CAPTURE) != bool(typed):
        raise RuleBroken(N_("A capture session needs a measure, and no other session has one."))


def _find_tracks(sessions: Sequence[PastedSession]) -> None:
    """Give sessions that overlap, and state their starts, tracks of their own."""
    for together in _overlapping(sessions):
        busy: list[datetime] = []
        for session in together:
            begins, ends = _span(session)
            at = next((at for at, ended in enumerate(busy) if ended <= begins), len(busy))
            if at == MOST_TRACKS:
                session.problems.append(say_too_many_at_once())
                continue
            busy[at : at + 1] = [ends]
            session.track = at + 1


def _overlapping(sessions: Sequence[PastedSession]) -> Iterator[list[PastedSession]]:
    timed = sorted((each for each in sessions if each.starts_at and each.day and each.minutes), key=_span)
    together: list[PastedSession] = []
    last = None
    for session in timed:
        begins, ends = _span(session)
        if last is None or begins >= last:
            if len(together) > 1:
                yield together
            together, last = [], ends
        together.append(session)
        last = max(last, ends)
    if len(together) > 1:
        yield together


def _span(session: PastedSession) -> tuple[datetime, datetime]:
    begins = datetime.combine(date.min + timedelta(days=session.day), session.starts_at or time())
    return begins, begins + timedelta(minutes=session.minutes)


def find_places(sessions: Sequence[PastedSession], draft: AgendaDraft) -> None:
    """Plan each row in which nothing is wrong; that the agenda has no place for it is a problem of the row.

    One without a start follows the one above it, whatever else is planned on that day.
    """
    above: PastedSession | None = None
    follows: time | None = None
    for each in sessions:
        is_on_its_own = above is None or above.day != each.day
        if not each.problems and (is_on_its_own or each.starts_at or (above and above.plan)):
            follows = _find_place(each, None if is_on_its_own else follows, draft)
        above = each


def _find_place(session: PastedSession, follows: time | None, draft: AgendaDraft) -> time | None:
    """Plan a row; returns when one that follows it starts, if that is on the same day."""
    plan = SessionPlan(
        session.kind,
        session.day,
        session.title,
        session.starts_at or follows,
        session.minutes,
        measure_id=session.measure_id,
        room_id=session.room_id,
        track=session.track,
    )
    try:
        placed = draft.add(plan)
    except RuleBroken as broken:
        session.problems.append(broken.sentence)
        return None
    session.plan = plan
    return draft.ends_at(plan, placed.starts_at)
