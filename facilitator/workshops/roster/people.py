"""People from the rows of a table, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from facilitator.errors import N_
from facilitator.sentences import say
from facilitator.workshops.roster.columns import Columns
from facilitator.workshops.roster.entries import CellFinding, Entry, KnownMeasure
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.names import (
    could_be_one,
)
from facilitator.workshops.roster.places import Places, RosterRole
from facilitator.workshops.roster.rows import RowReader
from facilitator.workshops.roster.sheet import Sheet
from facilitator.workshops.roster.words import NO_ROLES


def read_people(
    sheet: Sheet,
    columns: Columns,
    *,
    places: Places,
    measures: Sequence[KnownMeasure],
    own_roles: Mapping[str, RosterRole | None] = NO_ROLES,
) -> tuple[Entry, ...]:
    """An entry for each row below the headings, in their order.

    `own_roles` has further words for roles, by their `name_key`; None is a city's of either kind.
    """
    entries = [RowReader(row, columns, places, measures, own_roles).entry() for row in columns.people(sheet)]
    return tuple(_with_one_part_a_city(_without_doubles(entries)))


def _without_doubles(entries: Iterable[Entry]) -> list[Entry]:
    """Refuse a person who stood in an earlier row; the first row is taken."""
    first_by_key: dict[tuple[str, str], Entry] = {}
    first_by_email: dict[str, Entry] = {}
    told: list[Entry] = []
    for entry in entries:
        if not entry.is_refused:
            entry = _beside(entry, first_by_key, first_by_email)
        if not entry.is_refused:
            first_by_key[entry.person.key] = entry
            if entry.person.email:
                first_by_email.setdefault(entry.person.email_key, entry)
        told.append(entry)
    return told


def _beside(entry: Entry, by_key: Mapping[Any, Entry], by_email: Mapping[str, Entry]) -> Entry:
    person = entry.person
    if same := by_key.get(person.key):
        sentence = N_("Row %(row)s has this name for the same city or organisation. Delete one of the rows.")
        return entry.with_finding(CellFinding(RosterField.NAME, say(sentence, row=same.row), refuses=True))
    same = by_email.get(person.email_key) if person.email else None
    if same and could_be_one(same.person.name, person.name):
        sentence = N_("Row %(row)s has the same person, by name and email address. Delete one of the rows.")
        return entry.with_finding(CellFinding(RosterField.EMAIL, say(sentence, row=same.row), refuses=True))
    if same:
        sentence = N_("Row %(row)s has the same email address, but another name. Check the address.")
        return entry.with_finding(CellFinding(RosterField.EMAIL, say(sentence, row=same.row)))
    return entry


def _with_one_part_a_city(entries: Iterable[Entry]) -> list[Entry]:
    """Refuse a row that gives its city another part than an earlier row does."""
    first: dict[str, Entry] = {}
    told: list[Entry] = []
    for entry in entries:
        says = entry.person.city and entry.person.role and not entry.is_refused
        before = first.setdefault(entry.person.city, entry) if says else entry
        if before.person.role is not entry.person.role:
            sentence = N_("Row %(row)s says that %(city)s has another role. Correct one of the rows.")
            said = say(sentence, row=before.row, city=entry.person.city)
            entry = entry.with_finding(CellFinding(RosterField.ROLE, said, refuses=True))
        told.append(entry)
    return told
