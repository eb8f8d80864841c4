"""What a list of people says, row by row: whom, and what was found in the cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitator.sentences import Sentence
from facilitator.text import name_key
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.names import (
    person_key,
)
from facilitator.workshops.roster.places import RosterRole


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What was found in a cell; `refuses` is true where the row can't be taken as it is.

    Where what the cell has `said` may have been meant for something else, `choices` are the nearest; where it
    is an organisation that the workshop does not have, `is_to_add` says so.
    """

    about: RosterField
    sentence: Sentence
    refuses: bool = False
    said: str = ""
    choices: tuple[str, ...] = ()
    is_to_add: bool = False

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person as a row says; what is empty or None, it says nothing of.

    `city` and `organisation` are spelled as in the workshop where it has them. `organisation` is empty
    where the row names a city alone. `wishes` are prefixes of measures, the first choice first.
    """

    name: str
    city: str = ""
    organisation: str = ""
    role: RosterRole | None = None
    email: str = ""
    languages: tuple[str, ...] = ()
    step_free: bool | None = None
    wishes: tuple[str, ...] = ()
    comes_for: str = ""

    @property
    def email_key(self) -> str:
        """The address as addresses are compared."""
        return self.email.casefold()

    @property
    def key(self) -> tuple[str, str]:
        """What tells people apart who have no address: name, and city or organisation."""
        return person_key(self.name), name_key(self.city or self.organisation)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list: its number, whom it says, and what was found in it."""

    row: int
    person: ListedPerson
    findings: tuple[CellFinding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether this row can't be taken as it is."""
        return any(finding.refuses for finding in self.findings)

    def with_finding(self, finding: CellFinding) -> Entry:
        """The same entry, and one more thing found."""
        return replace(self, findings=(*self.findings, finding))


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure of the workshop."""

    prefix: str
    title: str
