"""The groups in the report as JSON: who was in which room, what they noted, where answers came from."""

from collections.abc import Iterable, Mapping
from typing import Any

from facilitator.breakouts.group_work.models import GroupNote, Mark
from facilitator.reports.groups import GroupHeld
from facilitator.text import alphabetical


def group_as_json(held: GroupHeld) -> dict[str, Any]:
    """{round, name, room, seated, attendance, came, note, answers: [{issue, city, people}]}.

    Attendance counts {present, late, left, absent}, and came says [{organisation, people}] of those who
    were there, if only for a while; both are null where nobody was ticked off.
    """
    group = held.group
    return {
        "round": group.round.title,
        "name": group.name,
        "room": group.room.name if group.room else None,
        "seated": held.seated,
        "attendance": {mark: held.marks[mark] for mark in Mark} if held.marks else None,
        "came": _came(held.came_from) if held.marks else None,
        "note": held.note,
        "answers": [
            {"issue": answers.ref, "city": answers.city, "people": answers.people} for answers in held.answers
        ],
    }


def _came(people_from: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"organisation": name, "people": people_from[name]} for name in sorted(people_from, key=alphabetical)
    ]


def notes_as_json(notes: Iterable[GroupNote]) -> list[dict[str, Any]]:
    """[{round, group, room, text}]"""
    return [
        {
            "round": note.group.round.title,
            "group": note.group.name,
            "room": note.group.room.name if note.group.room else None,
            "text": note.text,
        }
        for note in notes
    ]
