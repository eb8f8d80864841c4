"""Keep a list until it is imported, and import it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.breakouts.planning.operations import NeedOfPerson, enter_needs, enter_wishes
from facilitator.database import db, now
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.reception import queries, rules
from facilitator.reception.models import RosterUpload
from facilitator.reception.queries import Preview
from facilitator.text import name_key
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant, Workshop
from facilitator.workshops.operations import add_organisation, add_organisations, organisation_for
from facilitator.workshops.people.operations import NewPerson, change_person, list_people
from facilitator.workshops.profile.operations import change_city
from facilitator.workshops.queries import cities, measures, organisations, participants
from facilitator.workshops.roster.changes import Effect, RowChange
from facilitator.workshops.roster.columns import choose_columns
from facilitator.workshops.roster.entries import ListedPerson
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.sheet import Sheet


class Imported(NamedTuple):
    """How many people an import put on the list, how many entries it changed, how many rows it left out."""

    created: int
    changed: int
    left_out: int


def keep_upload(workshop: Workshop, sheet: Sheet, *, by: Actor) -> RosterUpload:
    """Keep a list for its preview; those that nobody has imported for a day go."""
    db.session.execute(
        sa.delete(RosterUpload).where(
            RosterUpload.workshop_id == workshop.id, RosterUpload.uploaded_at < now() - queries.KEPT_FOR
        )
    )
    upload = RosterUpload(workshop_id=workshop.id, account_id=by.account_id, **RosterUpload.values_of(sheet))
    db.session.add(upload)
    db.session.flush()
    return upload


def choose_fields(upload: RosterUpload, fields: dict[int, RosterField], *, heading_row: int) -> None:
    """Say by hand what each column of a list holds."""
    choose_columns(upload.sheet, fields, heading_row=heading_row)
    upload.fields = {str(column): field.value for column, field in sorted(fields.items())}
    upload.heading_row = heading_row
    db.session.flush()


def correct_cells(upload: RosterUpload, preview: Preview, chosen: Mapping[str, str]) -> int:
    """Put what somebody chose in place of what a list says; returns how many cells have changed.

    `chosen` is by the key of a finding (`Preview.key_of`). A choice counts for all rows with the same text.
    """
    meant, fields = preview.meant(chosen), preview.columns.fields if preview.columns else {}
    changed, rows = 0, []
    for number, *cells in upload.cells:
        said = [rules.corrected(cell, fields.get(column), meant) for column, cell in enumerate(cells)]
        changed += sum(cell != before for cell, before in zip(said, cells, strict=True))
        rows.append([number, *said])
    upload.cells = rows
    db.session.flush()
    return changed


def add_listed_organisations(
    workshop: Workshop, preview: Preview, names: Collection[str], *, by: Actor
) -> Sequence[Organisation]:
    """Add those of the organisations that a list names and the workshop does not have, as partners."""
    to_add = [Organisation(name=name) for name in preview.organisations_to_add if name in names]
    return add_organisations(workshop, to_add, by=by)


def discard_upload(upload: RosterUpload) -> None:
    """Forget a list that is not to be imported."""
    db.session.delete(upload)
    db.session.flush()


def import_people(
    workshop: Workshop, upload: RosterUpload, preview: Preview, *, secret: str, by: Actor
) -> Imported:
    """Do what a preview says: put people on the list and change entries; nobody is removed.

    Raises `RuleBroken` where the workshop does not allow it, and leaves the list to be tried again.
    """
    rows = [row for row in preview.rows if row.effect in rules.TAKEN]
    importing = _Importing(workshop, by)
    importing.change_parts(rows)
    created = [row for row in rows if row.effect is Effect.CREATED]
    changed = [row for row in rows if row.effect is Effect.CHANGED]
    people = importing.create(created, secret)
    importing.change(changed)
    importing.note([*zip(created, people, strict=True), *importing.with_person(changed)])
    discard_upload(upload)
    left_out = sum(row.effect is Effect.REFUSED for row in preview.rows)
    imported = Imported(len(created), len(changed), left_out)
    record(Event.WORKSHOP_IMPORTED_PEOPLE, workshop, by=by, **imported._asdict())
    return imported


class _Importing:
    """An import, with what it finds in the workshop read once."""

    def __init__(self, workshop: Workshop, by: Actor) -> None:
        self.workshop, self.by = workshop, by
        self.cities: dict[str, City] = {city.name: city for city in cities(workshop)}
        self.organisations: dict[str, Organisation] = {}
        self.offices: dict[int, Organisation] = {}
        for each in sorted(organisations(workshop), key=lambda each: each.id):
            self.organisations[name_key(each.name)] = each
            if each.city_id:
                self.offices.setdefault(each.city_id, each)
        self.people: dict[int, Participant] = {person.id: person for person in participants(workshop)}
        self.measures: dict[str, Measure] = {each.prefix: each for each in measures(workshop)}

    def change_parts(self, rows: Sequence[RowChange]) -> None:
        """Let cities take the part that the list says."""
        known = {city.name: city.part for city in queries.known_cities(self.workshop)}
        for name, role in rules.new_parts(rows, known).items():
            city = self.cities[name]
            change_city(
                self.workshop,
                city,
                name=city.name,
                country=city.country,
                part=Part(role.value),
                other_names=city.other_names,
                project=city.project,
                by=self.by,
            )

    def create(self, rows: Sequence[RowChange], secret: str) -> list[Participant]:
        """Put those who are new on the list, in the order of their rows."""
        people = [self._new(row.entry.person) for row in rows]
        return list_people(self.workshop, people, secret=secret, by=self.by) if people else []

    def _new(self, person: ListedPerson) -> NewPerson:
        return NewPerson(self._organisation_of(person).id, person.name, person.email)

    def change(self, rows: Sequence[RowChange]) -> None:
        """Put the entries of those right who are there already."""
        for row, known in self.with_person(rows):
            about = {difference.about for difference in row.differences}
            person = row.entry.person
            moves = about & {RosterField.CITY, RosterField.ORGANISATION}
            change_person(
                known,
                organisation=self._organisation_of(person) if moves else known.organisation,
                display_name=person.name,
                email=person.email or known.email,
                by=self.by,
            )

    def with_person(self, rows: Sequence[RowChange]) -> list[tuple[RowChange, Participant]]:
        """Each row beside the person whom it is about."""
        return [(row, self.people[row.known_id]) for row in rows if row.known_id is not None]

    def note(self, rows: Sequence[tuple[RowChange, Participant]]) -> None:
        """Enter what the rows say of needs and preferences, where they say something new."""
        wishes = [
            (who, [self.measures[prefix] for prefix in row.entry.person.wishes])
            for row, who in rows
            if row.entry.person.wishes and _says(row, RosterField.WISHES)
        ]
        before = {known.id: known.person for known in queries.known_people(self.workshop)}
        needs = [
            (who, _need(before[who.id], row.entry.person))
            for row, who in rows
            if _says(row, RosterField.LANGUAGES) or _says(row, RosterField.STEP_FREE)
        ]
        enter_wishes(wishes, by=self.by)
        enter_needs([(who, need) for who, need in needs if need != _need(before[who.id])], by=self.by)

    def _organisation_of(self, person: ListedPerson) -> Organisation:
        if not person.organisation:
            return self._office_of(self.cities[person.city])
        key = name_key(person.organisation)
        if key not in self.organisations:
            city = self.cities[person.city] if person.city else None
            self.organisations[key] = add_organisation(
                self.workshop, name=person.organisation, city=city, by=self.by
            )
        return self.organisations[key]

    def _office_of(self, city: City) -> Organisation:
        if city.id not in self.offices:
            self.offices[city.id] = organisation_for(self.workshop, city, by=self.by)
        return self.offices[city.id]


def _says(row: RowChange, about: RosterField) -> bool:
    return row.effect is Effect.CREATED or any(each.about is about for each in row.differences)


def _need(before: ListedPerson, after: ListedPerson | None = None) -> NeedOfPerson:
    """What somebody needs; what a row leaves empty stays as it was."""
    step_free = before.step_free if after is None or after.step_free is None else after.step_free
    languages = after.languages if after and after.languages else before.languages
    return NeedOfPerson(bool(step_free), ", ".join(languages))
