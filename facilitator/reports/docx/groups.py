"""What the groups noted, under each issue and in general, and who was in which room."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from facilitator.breakouts.models import Group
from facilitator.breakouts.running.models import GroupNote
from facilitator.reports.docx import parts, style
from facilitator.reports.docx.parts import Cell, Column, Text
from facilitator.reports.groups import GroupHeld


def write_notes(document: Any, notes: Sequence[GroupNote]) -> None:
    """What each group noted on an issue, with the room that it comes from."""
    for note in notes:
        parts.paragraph(document, "List Bullet", Text(f"{_place(note.group)}: ", bold=True), note.text)


def write_general_notes(document: Any, groups: Sequence[GroupHeld]) -> None:
    """What the groups of a measure noted in general; nothing where none did."""
    said = [held for held in groups if held.note]
    if said:
        parts.paragraph(document, "Heading 2", gettext("What the groups say"))
    for held in said:
        parts.paragraph(document, style.CELL, Text(_place(held.group), bold=True))
        parts.prose(document, held.note)


def write_attendance(document: Any, groups: Sequence[GroupHeld]) -> None:
    """Who sat where, in numbers, as it was ticked off in the room."""
    if not groups:
        return
    columns = [
        Column(gettext("Round"), 4),
        Column(gettext("Group"), 4.5),
        Column(gettext("Room"), 3),
        Column(gettext("Seats given"), 2, figures=True),
        Column(gettext("Were there"), 2, figures=True),
    ]
    caption = gettext("Groups: how many had a seat, and how many were ticked off as having been there")
    by_round = sorted(groups, key=lambda held: (held.group.round_id, held.group.id))
    parts.table(document, caption, columns, [_row(held) for held in by_round])


def _row(held: GroupHeld) -> list[Cell]:
    group = held.group
    room = group.room.name if group.room else "–"
    came = gettext("not ticked off") if held.came is None else str(held.came)
    return [group.round.title, Text(group.name, bold=True), room, str(held.seated), came]


def _place(group: Group) -> str:
    """The group with its round, and its room if it had one."""
    return " · ".join([group.name, group.round.title, *([group.room.name] if group.room else [])])
