"""Reads a row of a list of people, cell by cell, and keeps what it finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from facilitator.accounts.rules import ADDRESS
from facilitator.errors import N_
from facilitator.sentences import Sentence, Value, listed, say
from facilitator.text import clean_line, name_key, search_key
from facilitator.workshops.roster.columns import Columns
from facilitator.workshops.roster.entries import CellFinding, Entry, KnownMeasure, ListedPerson
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.names import (
    PersonName,
    is_title_or_salutation,
    join_name,
    read_name,
    with_title,
)
from facilitator.workshops.roster.places import KnownCity, Places, RosterRole
from facilitator.workshops.roster.sheet import Row
from facilitator.workshops.roster.words import ROLES, YES_OR_NO

# As long as the tables take them.
LONGEST_NAME, LONGEST_ORGANISATION, LONGEST_LANGUAGES = 80, 120, 200
MOST_WISHES = 3
# Values of a cell that are looked at: whoever lists more says nothing by it.
MOST_VALUES = 12
# A longer cell is no value: half a file, behind a quotation mark that closes too late.
LONGEST_CELL = 500

_AROUND_ADDRESSES = re.compile(r"[\s<>()\[\],;:\"|/]+")
# "et" alone is Estonian.
_BETWEEN = re.compile(r"[,;/|\n]|(?<=\w)\s+(?:and|und|et)\s+(?=\w)", re.IGNORECASE)
_BETWEEN_WISHES = re.compile(r"[;|\n]|\s*\b\d[.)]\s+")
_STEP_FREE = re.compile(
    r"wheelchair|step free|no (?:steps|stairs)|rollstuhl|stufenlos|barrierefrei|fauteuil roulant|sans marches"
    r"|sedia a rotelle|senza gradini|cadeira de rodas|sem degraus"
)
_NOT = re.compile(
    r"\b(?:no|not|kein\w*|ohne|pas|non|senza|sem|nao)\b.*(?:wheelchair|rollstuhl|fauteuil|sedia|cadeira)"
)


class RowReader:
    """Reads one row, and keeps what it finds."""

    def __init__(
        self,
        row: Row,
        columns: Columns,
        places: Places,
        measures: Sequence[KnownMeasure],
        own_roles: Mapping[str, RosterRole | None],
    ) -> None:
        self.row, self.columns, self.places, self.measures = row, columns, places, measures
        self.own_roles = own_roles
        self.findings: list[CellFinding] = []

    def entry(self) -> Entry:
        """The whole row."""
        for column, about in self.columns.fields.items():
            if len(self.row.cell(column)) > LONGEST_CELL:
                self.found(about, TOO_LONG, refuses=True, most=LONGEST_CELL)
        name = self.name()
        city, organisation, role = self.place()
        person = ListedPerson(
            name=name.shown,
            city=city.name if city else "",
            organisation=organisation,
            role=role,
            email=self.email(),
            languages=self.languages(),
            step_free=self.step_free(),
            wishes=self.wishes(),
            comes_for=name.comes_for,
        )
        return Entry(self.row.number, person, tuple(self.findings))

    def found(
        self,
        about: RosterField,
        sentence: str,
        *,
        refuses: bool = False,
        said: str = "",
        choices: Sequence[str] = (),
        is_to_add: bool = False,
        **values: Value,
    ) -> None:
        """Keep a finding."""
        finding = CellFinding(about, Sentence(sentence, values), refuses, said, tuple(choices), is_to_add)
        self.findings.append(finding)

    def cells(self, about: RosterField) -> list[str]:
        """What stands in the columns of a field, without empty cells and those too long to be meant."""
        cells = (self.row.cell(column) for column in self.columns.of(about))
        return [cell for cell in cells if 0 < len(cell) <= LONGEST_CELL]

    def cell(self, about: RosterField) -> str:
        """What stands in the only column of a field, on one line."""
        return clean_line(" ".join(self.cells(about)))

    def name(self) -> PersonName:
        """The name, from one cell or from several."""
        about = RosterField.NAME if self.columns.of(RosterField.NAME) else RosterField.LAST_NAME
        title = self.cell(RosterField.TITLE)
        if whole := self.cells(RosterField.NAME):
            name = read_name(whole[0])
        else:
            name = join_name(self.cell(RosterField.FIRST_NAME), self.cell(RosterField.LAST_NAME))
        if not is_title_or_salutation(title):
            self.found(
                RosterField.TITLE,
                N_("“%(text)s” is not a title like Dr. It is left out."),
                text=_short(title),
            )
        comes_for = self.cell(RosterField.PROXY) or name.comes_for
        name = replace(name, shown=with_title(title, name.shown), comes_for=comes_for)
        if name.problem:
            self.found(about, name.problem, refuses=True)
        elif len(name.shown) > LONGEST_NAME:
            self.found(about, TOO_LONG, refuses=True, most=LONGEST_NAME)
        if name.comes_for:
            self.found(about, COMES_FOR, name=name.shown, other=name.comes_for)
        return name

    def place(self) -> tuple[KnownCity | None, str, RosterRole | None]:
        """City, organisation and role, which have to fit together."""
        said = self.role()
        city_cell, organisation_cell = self.cell(RosterField.CITY), self.cell(RosterField.ORGANISATION)
        city = self.known_city(city_cell) if city_cell else None
        if not (city_cell or organisation_cell):
            about = RosterField.CITY if self.columns.of(RosterField.CITY) else RosterField.ORGANISATION
            self.found(about, N_("Enter the city or organisation."), refuses=True)
        organisation = ""
        if organisation_cell:
            city, organisation = self.known_organisation(organisation_cell, city, said, city_cell)
        if city is None:
            return None, organisation, self.role_of_partner(said, organisation)
        return city, organisation, self.role_in(city, said)

    def known_city(self, text: str) -> KnownCity | None:
        """The city of a cell, or a finding with the nearest names."""
        city = self.places.city(text)
        if city is None:
            self.unknown(RosterField.CITY, text)
        return city

    def known_organisation(
        self, text: str, city: KnownCity | None, said: RosterRole | None, city_cell: str
    ) -> tuple[KnownCity | None, str]:
        """The city and the organisation that a cell means, beside the city of the row."""
        known = self.places.organisation(text)
        theirs = self.places.city_named(known.city) if known else self.places.city(text)
        if city and (theirs or known) and theirs != city:
            sentence = N_("In this workshop %(organisation)s is not of %(city)s. Correct one of the two.")
            self.found(RosterField.ORGANISATION, sentence, refuses=True, organisation=text, city=city.name)
        if known or theirs:
            return theirs, known.name if known else ""
        if len(text) > LONGEST_ORGANISATION:
            self.found(RosterField.ORGANISATION, TOO_LONG, refuses=True, most=LONGEST_ORGANISATION)
        elif city or said is RosterRole.PARTNER:
            self.new_organisation(text)
        elif not city_cell:
            self.unknown(RosterField.ORGANISATION, text)
        return city, text

    def new_organisation(self, text: str) -> None:
        """Say that there will be one more, and what it may have been meant to be."""
        if near := self.places.suggestions(text):
            sentence = N_("%(name)s is a new organisation. If it is one of these, correct it: %(near)s.")
            about = RosterField.ORGANISATION
            self.found(about, sentence, said=text, choices=near, name=text, near=listed(near))
        else:
            self.found(RosterField.ORGANISATION, N_("%(name)s is a new organisation."), name=text)

    def unknown(self, about: RosterField, text: str) -> None:
        """Refuse a place that the workshop does not have, with the nearest that it has."""
        said, text = text, text[:LONGEST_ORGANISATION]
        adds = about is RosterField.ORGANISATION and said == text
        if near := self.places.suggestions(text):
            sentence = N_("%(name)s is not in this workshop. Did you mean: %(near)s?")
            finding = CellFinding(about, say(sentence, name=text, near=listed(near)), True, said, near, adds)
            self.findings.append(finding)
        elif about is RosterField.CITY:
            sentence = N_("%(name)s is not in this workshop. Add the city first, or correct its name.")
            self.found(about, sentence, refuses=True, name=text)
        else:
            sentence = N_(
                "%(name)s is not in this workshop. Add the city first, or enter “partner” as the role."
            )
            self.found(about, sentence, refuses=True, said=said, is_to_add=adds, name=text)

    def role(self) -> RosterRole | None:
        """The role that a cell says."""
        text = self.cell(RosterField.ROLE)
        if name_key(text) in self.own_roles:
            return self.own_roles[name_key(text)]
        if text and name_key(text) not in ROLES:
            sentence = N_(
                "“%(text)s” is not a role here and is left out. Roles are lighthouse, interested, partner."
            )
            self.found(RosterField.ROLE, sentence, text=_short(text))
        return ROLES.get(name_key(text))

    def role_of_partner(self, said: RosterRole | None, organisation: str) -> RosterRole | None:
        """The role of somebody who speaks for no city."""
        if said in (RosterRole.LIGHTHOUSE, RosterRole.INTERESTED) and self.places.organisation(organisation):
            sentence = N_("%(name)s is a partner in this workshop, so this person comes as a partner.")
            self.found(RosterField.ROLE, sentence, name=organisation)
            return RosterRole.PARTNER
        return said or (RosterRole.PARTNER if organisation else None)

    def role_in(self, city: KnownCity, said: RosterRole | None) -> RosterRole | None:
        """The role that a row says of somebody who speaks for a city: the part that it takes."""
        if said is RosterRole.PARTNER:
            self.found(
                RosterField.ROLE,
                N_("%(name)s is a city, so this person comes as its delegate."),
                name=city.name,
            )
            return None
        if said and said is not city.part:
            sentence = {
                RosterRole.LIGHTHOUSE: N_("%(name)s is an interested city. It becomes a lighthouse city."),
                RosterRole.INTERESTED: N_("%(name)s is a lighthouse city. It becomes an interested city."),
            }[said]
            self.found(RosterField.ROLE, sentence, name=city.name)
        return said

    def email(self) -> str:
        """The first address in a cell."""
        text = self.cell(RosterField.EMAIL)
        addresses = [word for word in dict.fromkeys(_AROUND_ADDRESSES.split(text)) if ADDRESS.fullmatch(word)]
        if text and not addresses:
            self.found(
                RosterField.EMAIL, N_("An email address is like ana@example.org. This one is left out.")
            )
        if len(addresses) > 1:
            self.found(
                RosterField.EMAIL, N_("There is more than one email address. Only the first one is used.")
            )
        return addresses[0] if addresses else ""

    def languages(self) -> tuple[str, ...]:
        """Languages, in the order they are written in."""
        found: dict[str, str] = {}
        for cell in self.cells(RosterField.LANGUAGES):
            for word in filter(None, map(clean_line, _BETWEEN.split(cell))):
                found.setdefault(name_key(word), word)
        languages = tuple(found.values())
        if len(", ".join(languages)) > LONGEST_LANGUAGES:
            self.found(RosterField.LANGUAGES, TOO_LONG, refuses=True, most=LONGEST_LANGUAGES)
        return languages

    def step_free(self) -> bool | None:
        """Whether somebody needs a way without steps: yes and no in five languages, or words for it."""
        text = self.cell(RosterField.STEP_FREE)
        key = name_key(text)
        if not any(map(str.isalnum, key)):
            return None
        if key in YES_OR_NO:
            return YES_OR_NO[key]
        if _STEP_FREE.search(key) and not _NOT.search(key):
            return True
        sentence = N_("Only step-free access can be kept: enter yes or no. Note this elsewhere: “%(text)s”.")
        self.found(RosterField.STEP_FREE, sentence, text=_short(text))
        return None

    def wishes(self) -> tuple[str, ...]:
        """The measures that somebody would like to visit."""
        cells = self.cells(RosterField.WISHES)
        whole = [_measure(cell, self.measures) for cell in cells]
        said = [
            word
            for cell, measure in zip(cells, whole, strict=True)
            for word in ([cell] if measure else self.wished(cell))
        ]
        found: dict[str, None] = {}
        for word in said:
            if measure := _measure(word, self.measures):
                found[measure.prefix] = None
            else:
                self.unknown_measure(word)
        if len(found) > MOST_WISHES:
            sentence = N_("There are too many preferences (limit: %(most)s). Only the first ones are used.")
            self.found(RosterField.WISHES, sentence, most=MOST_WISHES)
        return tuple(found)[:MOST_WISHES]

    def wished(self, cell: str) -> list[str]:
        """The values of a cell; commas part them only where nothing else does, since titles have some."""
        words = _BETWEEN_WISHES.split(cell)
        if len([word for word in words if word.strip()]) < 2:
            words = cell.split(",")
        return [word for each in words[:MOST_VALUES] if (word := clean_line(each))]

    def unknown_measure(self, text: str) -> None:
        """Say that a preference is left out, with the nearest measures."""
        titles = {search_key(measure.title): measure.title for measure in self.measures}
        near = [titles[key] for key in get_close_matches(search_key(text[:120]), titles)]
        if near:
            sentence = N_("“%(text)s” is no measure of this workshop. Did you mean: %(near)s?")
            about = RosterField.WISHES
            self.found(about, sentence, said=text, choices=near, text=_short(text), near=listed(near))
        else:
            sentence = N_("“%(text)s” is no measure of this workshop. This preference is left out.")
            self.found(RosterField.WISHES, sentence, text=_short(text))


TOO_LONG = N_("This is too long. The limit in characters is %(most)s.")
COMES_FOR = N_("%(name)s comes for %(other)s. Only %(name)s is imported.")


def _measure(text: str, measures: Iterable[KnownMeasure]) -> KnownMeasure | None:
    key = name_key(text)
    return next((m for m in measures if key in (name_key(m.prefix), name_key(m.title))), None)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
