"""Reads of the people as a list has them, and of lists that wait to be imported."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.planning import queries as planning
from facilitator.breakouts.planning.rules import BETWEEN_LANGUAGES
from facilitator.breakouts.queries import rounds
from facilitator.database import db
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.mail.models import MailKind
from facilitator.mail.queries import people_written_to
from facilitator.reception import rules
from facilitator.reception.models import RosterUpload
from facilitator.reception.own_words import own_headings, own_roles
from facilitator.text import clean_line, name_key
from facilitator.workshops import queries as workshops
from facilitator.workshops.models import Participant, Presence, Workshop
from facilitator.workshops.operations import token_of
from facilitator.workshops.presence import has_come, is_coming
from facilitator.workshops.roster.changes import Effect, KnownPerson, RowChange, changes
from facilitator.workshops.roster.columns import Columns, choose_columns, find_columns
from facilitator.workshops.roster.entries import CellFinding, KnownMeasure, ListedPerson
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.people import read_people
from facilitator.workshops.roster.places import KnownCity, KnownOrganisation, Places, RosterRole
from facilitator.workshops.roster.sheet import Row, Sheet

MOST_AT_DOOR = 40
"""People whom one page of the door shows: who is not among them is found by a letter more."""
KEPT_FOR = timedelta(days=1)
"""How long a list waits to be imported: it has names and addresses, and is not kept without need."""


@dataclass(frozen=True)
class Preview:
    """What importing a list would do; without columns where it is not known what they hold."""

    sheet: Sheet
    columns: Columns | None
    problem: RuleBroken | None
    rows: tuple[RowChange, ...]

    @cached_property
    def counts(self) -> Counter[Effect]:
        """How many rows would do what."""
        return Counter(row.effect for row in self.rows)

    @property
    def taken(self) -> int:
        """How many rows would change something."""
        return sum(self.counts[effect] for effect in rules.TAKEN)

    def with_effect(self, effect: Effect) -> list[RowChange]:
        """The rows of one effect, in their order."""
        return [row for row in self.rows if row.effect is effect]

    @property
    def to_choose(self) -> dict[str, CellFinding]:
        """By a key of its own each finding from which somebody can choose what was meant."""
        return {
            f"meant-{row.entry.row}-{number}": finding
            for row in self.rows
            for number, finding in enumerate(row.entry.findings)
            if finding.choices
        }

    def meant(self, chosen: Mapping[str, str]) -> dict[tuple[RosterField, str], str]:
        """By field and what a cell has said, what was chosen of that which was offered there."""
        return {
            (finding.about, finding.said): chosen[key]
            for key, finding in self.to_choose.items()
            if chosen.get(key) in finding.choices
        }

    @property
    def organisations_to_add(self) -> dict[str, bool]:
        """The organisations that the workshop does not have; whether each is like none that it has."""
        found: dict[str, tuple[str, bool]] = {}
        for row in self.rows:
            for finding in row.entry.findings:
                if finding.is_to_add:
                    found.setdefault(name_key(finding.said), (finding.said, not finding.choices))
        return dict(found.values())

    @property
    def columns_to_choose(self) -> list[tuple[int, str, str]]:
        """The columns that have something in them: number from 0, heading, and what stands there first."""
        at = self.columns.heading_row if self.columns else 0
        headings = next((row for row in self.sheet.rows if row.number == at), Row(0, ()))
        below = [row for row in self.sheet.rows if row.number > at]
        width = max((len(row.cells) for row in self.sheet.rows), default=0)
        found = []
        for column in range(width):
            values = filter(None, (row.cell(column) for row in below))
            sample = ", ".join(clean_line(value)[:40] for value in islice(values, 3))
            if sample:
                found.append((column, clean_line(headings.cell(column))[:80], sample))
        return found

    @cached_property
    def key(self) -> str:
        """Tells what would be done from anything else, so that what is done is what was shown."""
        told = [
            (row.entry.row, row.entry.person, row.effect, row.known_id, row.differences) for row in self.rows
        ]
        return blake2b(repr(told).encode(), digest_size=12).hexdigest()


class AtDoor(NamedTuple):
    """Who is shown at the door, whether there are more, and how many of all who are coming are here."""

    people: Sequence[Participant]
    is_more: bool
    here: int
    coming: int


def at_door(workshop: Workshop, typed: str) -> AtDoor:
    """Whom a search finds; without one, those of the list who have not been seen yet."""
    everybody = workshops.participants(workshop)
    waiting = [person for person in everybody if person.presence not in (Presence.HERE, Presence.LEFT)]
    found = workshops.found_among(everybody, typed) if typed.strip() else waiting
    here = sum(person.presence is Presence.HERE for person in everybody)
    return AtDoor(found[:MOST_AT_DOOR], len(found) > MOST_AT_DOOR, here, here + len(waiting))


def upload_of(workshop: Workshop, upload_id: int, account_id: int | None) -> RosterUpload:
    """The list that this account uploaded; another's is not found."""
    found = db.session.scalars(
        sa.select(RosterUpload).filter_by(workshop_id=workshop.id, id=upload_id, account_id=account_id)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This list was imported or deleted. Please upload it again."))
    return found


def uploads_of(workshop: Workshop, account_id: int | None) -> Sequence[RosterUpload]:
    """The lists that this account uploaded and has not imported, the newest first."""
    return db.session.scalars(
        sa.select(RosterUpload)
        .filter_by(workshop_id=workshop.id, account_id=account_id)
        .order_by(RosterUpload.id.desc())
    ).all()


def preview(workshop: Workshop, upload: RosterUpload) -> Preview:
    """What an uploaded list would do to the workshop as it is now."""
    sheet = upload.sheet
    try:
        columns = _columns(workshop, upload, sheet)
    except RuleBroken as broken:
        return Preview(sheet, None, broken, ())
    cities = known_cities(workshop)
    measures = [KnownMeasure(each.prefix, each.title) for each in workshops.measures(workshop)]
    entries = rules.possible_now(
        read_people(
            sheet,
            columns,
            places=_places(workshop, cities),
            measures=measures,
            own_roles=own_roles(workshop.own_words),
        ),
        {city.name: city.part for city in cities},
        may_change_parts=workshop.phase is Phase.PREPARATION,
        may_wish=planning.any_round_open(workshop) or not rounds(workshop),
    )
    return Preview(sheet, columns, None, changes(entries, known_people(workshop)))


def _columns(workshop: Workshop, upload: RosterUpload, sheet: Sheet) -> Columns:
    if upload.chosen is None:
        return find_columns(sheet, own_headings(workshop.own_words))
    return choose_columns(sheet, upload.chosen, heading_row=upload.heading_row or 0)


def known_cities(workshop: Workshop) -> list[KnownCity]:
    """The cities as a list is held against them."""
    return [
        KnownCity(city.name, RosterRole(city.part), tuple(filter(None, city.other_names.split(", "))))
        for city in workshops.cities(workshop)
    ]


def _places(workshop: Workshop, cities: Sequence[KnownCity]) -> Places:
    organisations = workshops.organisations(workshop)
    return Places(
        cities, [KnownOrganisation(each.name, each.city.name if each.city else "") for each in organisations]
    )


def known_people(workshop: Workshop) -> list[KnownPerson]:
    """Everybody on the list or there, with all that a list can say of them."""
    return [KnownPerson(person.id, listed) for person, listed in listed_people(workshop)]


def listed_people(workshop: Workshop) -> list[tuple[Participant, ListedPerson]]:
    """Everybody on the list or there beside what a list would say of them; in three statements."""
    wishes, needs = planning.wishes(workshop), planning.needs(workshop)
    return [
        (
            person,
            _as_listed(
                person,
                languages=needs[person.id].languages if person.id in needs else "",
                step_free=person.id in needs and needs[person.id].step_free,
                wishes=tuple(wish.measure.prefix for wish in wishes.get(person.id, ())),
            ),
        )
        for person in workshops.participants(workshop)
    ]


def _as_listed(
    person: Participant, *, languages: str, step_free: bool, wishes: tuple[str, ...]
) -> ListedPerson:
    city = person.city
    return ListedPerson(
        name=person.display_name,
        city=city.name if city else "",
        organisation=person.organisation.name,
        role=RosterRole(city.part) if city else RosterRole.PARTNER,
        email=person.email,
        languages=tuple(filter(None, map(str.strip, BETWEEN_LANGUAGES.split(languages)))),
        step_free=step_free,
        wishes=wishes,
    )


class ExpectedPeople(NamedTuple):
    """Who is on the list and has not come, by whether they can be written to."""

    reachable: Sequence[Participant]
    """With an address, and a link that can be given."""
    unreachable: Sequence[Participant]
    written_to: frozenset[int]
    """Of the first, those whose link has been sent to them, or waits to be sent."""

    @property
    def others(self) -> list[Participant]:
        """Those who can be written to and have not been."""
        return [person for person in self.reachable if person.id not in self.written_to]


def expected_people(workshop: Workshop, secret: str) -> ExpectedPeople:
    """Everybody who is on the list and has not come, by name."""
    expected = workshops.participants(workshop, which=sa.and_(is_coming(), ~has_come()))
    reachable = [person for person in expected if person.email and token_of(person, secret)]
    written_to = people_written_to(workshop.id, MailKind.PERSONAL_LINK)
    ids = {person.id for person in reachable}
    return ExpectedPeople(
        reachable, [person for person in expected if person.id not in ids], written_to & ids
    )
