"""Measures, rooms, criteria and the agenda in the file."""

from collections.abc import Sequence
from typing import Any

from facilitator.agenda.draft import SessionPlan
from facilitator.agenda.models import MOST_LENGTH, MOST_TRACKS, Authors, Room, Session, SessionKind
from facilitator.agenda.operations import add_rooms, plan_sessions
from facilitator.agenda.queries import agenda, rooms
from facilitator.agenda.rules import MOST_SESSIONS
from facilitator.database import Limits, limits_of
from facilitator.errors import N_, EntryBroken, of_entry
from facilitator.sentences import say
from facilitator.validation.criteria.languages import check_is_a_language
from facilitator.validation.criteria.operations import WORDS, translate_criterion
from facilitator.validation.criteria.queries import translations
from facilitator.validation.criteria.rules import LEAST_WEIGHT, MOST_WEIGHT
from facilitator.validation.models import Criterion
from facilitator.validation.operations import add_criteria
from facilitator.validation.queries import criteria
from facilitator.validation.rules import MOST_CRITERIA
from facilitator.workshop_file.loaded import Loaded, by_name, named_if_any, retirement
from facilitator.workshop_file.section import Plain, Section, one_by_one
from facilitator.workshop_file.shapes import (
    Entry,
    FieldShape,
    clock,
    flag,
    in_shape,
    number,
    one_of,
    optional,
    refused,
    text,
    texts,
    whole,
)
from facilitator.workshops import queries
from facilitator.workshops.models import QUESTION, Measure, MeasureColour, Workshop
from facilitator.workshops.operations import add_measures
from facilitator.workshops.rules import MOST_DAYS, check_prefix

MOST_SEATS = 9_999


def _prefix(value: Any) -> str:
    prefix = text(limits_of(Measure.prefix))(value).upper()
    check_prefix(prefix)
    return prefix


def _read_measures(loaded: Loaded, entries: Sequence[Entry]) -> None:
    rows = [
        Measure(
            **{name: entry[name] for name in ("prefix", "title", "question", "colour")},
            prompts="\n".join(entry["prompts"]),
            retired_at=retirement(entry),
        )
        for entry in entries
    ]
    added = add_measures(loaded.workshop, rows, by=loaded.organiser)
    loaded.measures.update(by_name(entries, "prefix", added))


def _measures(workshop: Workshop) -> list[Plain]:
    return [
        {
            "prefix": measure.prefix,
            "title": measure.title,
            "question": measure.question,
            "prompts": [line for line in measure.prompts.split("\n") if line],
            "colour": measure.colour,
            "is_retired": measure.retired_at is not None,
        }
        for measure in queries.measures(workshop)
    ]


MEASURES = Section(
    name="measures",
    name_field="prefix",
    fields={
        "prefix": FieldShape(_prefix),
        "title": FieldShape(text(limits_of(Measure.title))),
        "question": FieldShape(text(QUESTION), ""),
        "prompts": FieldShape(texts(limits_of(Measure.prompts)), []),
        "colour": FieldShape(optional(whole(1, len(MeasureColour))), None),
        "is_retired": FieldShape(flag, False),
    },
    read=_read_measures,
    write=_measures,
)


def _read_rooms(loaded: Loaded, entries: Sequence[Entry]) -> None:
    added = add_rooms(loaded.workshop, [Room(**entry) for entry in entries], by=loaded.organiser)
    loaded.rooms.update(by_name(entries, "name", added))


def _rooms(workshop: Workshop) -> list[Plain]:
    return [
        {"name": room.name, "seats": room.seats, "accessible": room.accessible} for room in rooms(workshop)
    ]


ROOMS = Section(
    name="rooms",
    name_field="name",
    fields={
        "name": FieldShape(text(limits_of(Room.name))),
        "seats": FieldShape(whole(1, MOST_SEATS)),
        "accessible": FieldShape(flag, True),
    },
    read=_read_rooms,
    write=_rooms,
)

_WORDS = {
    "name": FieldShape(text(limits_of(Criterion.name))),
    "question": FieldShape(text(limits_of(Criterion.question)), ""),
    "low": FieldShape(text(limits_of(Criterion.low)), ""),
    "high": FieldShape(text(limits_of(Criterion.high)), ""),
}


def _in_languages(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise refused(say(N_("This must be an object with named fields.")))
    return {language: in_shape(_WORDS, words) for language, words in value.items()}


def _read_criteria(loaded: Loaded, entries: Sequence[Entry]) -> None:
    rows = [
        Criterion(**{name: value for name, value in entry.items() if name != "translations"})
        for entry in entries
    ]
    added = add_criteria(loaded.workshop, rows, by=loaded.organiser)
    loaded.criteria.update(by_name(entries, "key", added))
    one_by_one(_read_translations)(loaded, entries)


def _read_translations(loaded: Loaded, entry: Entry) -> None:
    for language, words in entry["translations"].items():
        check_is_a_language(language, loaded.workshop.language)
        translate_criterion(loaded.criteria[entry["key"]], language, words, by=loaded.organiser)


def _criteria(workshop: Workshop) -> list[Plain]:
    translated = translations(workshop)
    return [
        {
            "key": row.key,
            **{word: getattr(row, word) for word in WORDS},
            "weight": row.weight,
            "translations": {
                language: {word: getattr(said, word) for word in WORDS}
                for language, said in translated.get(row.id, {}).items()
            },
        }
        for row in criteria(workshop)
    ]


CRITERIA = Section(
    name="criteria",
    name_field="key",
    fields={
        "key": FieldShape(text(limits_of(Criterion.key))),
        **_WORDS,
        "weight": FieldShape(number(LEAST_WEIGHT, MOST_WEIGHT), 1.0),
        "translations": FieldShape(_in_languages, {}),
    },
    read=_read_criteria,
    write=_criteria,
    most=MOST_CRITERIA,
)


PLAN = ("kind", "day", "title", "minutes", "track", "is_fixed", "is_blind", "authors")


def _read_sessions(loaded: Loaded, entries: Sequence[Entry]) -> None:
    # A session goes before those that start later, so in the order of their starts nothing has to move.
    order = sorted(range(len(entries)), key=lambda at: (entries[at]["day"], entries[at]["starts"]))
    plans = []
    for at, entry in enumerate(entries):
        with of_entry(at):
            plans.append(_plan(loaded, entry))
    try:
        added = plan_sessions(loaded.workshop, [plans[at] for at in order], by=loaded.organiser)
    except EntryBroken as broken:
        raise EntryBroken(order[broken.entry], broken) from None
    loaded.sessions.update(by_name([entries[at] for at in order], "key", added))


def _plan(loaded: Loaded, entry: Entry) -> SessionPlan:
    measure = named_if_any(loaded.measures, entry["measure"])
    room = named_if_any(loaded.rooms, entry["room"])
    if (entry["kind"] is SessionKind.CAPTURE) != (measure is not None):
        raise refused(say(N_("A capture session needs a measure, and no other session has one.")))
    return SessionPlan(
        **{name: entry[name] for name in PLAN},
        starts_at=entry["starts"],
        measure_id=measure.id if measure else None,
        room_id=room.id if room else None,
    )


def _sessions(workshop: Workshop) -> list[Plain]:
    return [_session(entry.session) for entry in agenda(workshop)]


def _session(session: Session) -> Plain:
    return {
        "key": str(session.id),
        "day": session.day,
        "kind": str(session.kind),
        "title": session.title,
        "measure": session.measure.prefix if session.measure else None,
        "room": session.room.name if session.room else None,
        "starts": session.starts_at.isoformat("minutes"),
        "minutes": session.minutes,
        "track": session.track,
        "is_fixed": session.is_fixed,
        "is_blind": session.is_blind,
        "authors": str(session.authors),
    }


SESSIONS = Section(
    name="sessions",
    name_field="key",
    fields={
        "key": FieldShape(text(Limits(80, 1))),
        "day": FieldShape(whole(1, MOST_DAYS)),
        "kind": FieldShape(one_of(SessionKind)),
        "title": FieldShape(text(limits_of(Session.title))),
        "measure": FieldShape(optional(_prefix), None),
        "room": FieldShape(optional(text(limits_of(Room.name))), None),
        "starts": FieldShape(clock),
        "minutes": FieldShape(whole(1, MOST_LENGTH)),
        "track": FieldShape(optional(whole(1, MOST_TRACKS)), None),
        "is_fixed": FieldShape(optional(flag), None),
        "is_blind": FieldShape(flag, True),
        "authors": FieldShape(one_of(Authors), Authors.CITY),
    },
    read=_read_sessions,
    write=_sessions,
    most=MOST_SESSIONS,
)
