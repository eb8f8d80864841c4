"""What the groups noted, under each issue and in general, and who was in which room."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from facilitator.breakouts.group_work.models import GroupNote
from facilitator.breakouts.models import Group
from facilitator.documents.blocks import (
    Block,
    DataTable,
    Heading,
    Look,
    Paragraph,
    Quote,
    Run,
    TableColumn,
    Text,
)
from facilitator.reports.composing.phrases import labelled
from facilitator.reports.groups import GroupHeld
from facilitator.web.sentences import FACTS


def notes_said(notes: Sequence[GroupNote]) -> list[Text]:
    """What each group noted on an issue, with the room that it comes from."""
    return [labelled(_place(note.group), note.text) for note in notes]


def general_notes(groups: Sequence[GroupHeld]) -> Iterator[Block]:
    """What the groups of a measure noted in general; nothing where none did."""
    said = [held for held in groups if held.note]
    if said:
        yield Heading(2, gettext("Notes of the groups"))
    for held in said:
        yield Paragraph(Run(_place(held.group), bold=True), Look.DETAIL)
        yield Quote(held.note)


def attendance(groups: Sequence[GroupHeld]) -> Iterator[Block]:
    """Who sat where, in numbers, as it was ticked off in the room."""
    if not groups:
        return
    columns = [
        TableColumn(gettext("Round"), 4),
        TableColumn(gettext("Group"), 4.5),
        TableColumn(gettext("Room"), 3),
        TableColumn(gettext("Seats"), 2, figures=True),
        TableColumn(gettext("Present"), 2, figures=True),
    ]
    by_round = sorted(groups, key=lambda held: (held.group.round_id, held.group.id))
    yield DataTable(gettext("Groups: seats and attendance"), columns, [_row(held) for held in by_round])


def _row(held: GroupHeld) -> list[Text]:
    group = held.group
    room = group.room.name if group.room else "–"
    came = gettext("Not marked") if held.came is None else str(held.came)
    return [group.round.title, Run(group.name, bold=True), room, str(held.seated), came]


def _place(group: Group) -> str:
    """The group with its round, and its room if it had one."""
    return FACTS.join([group.name, group.round.title, *([group.room.name] if group.room else [])])
