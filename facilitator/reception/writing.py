"""The people as a list, in the form that an import reads back unchanged, and as a workbook."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext

from facilitator.database import now
from facilitator.documents.guard import guarded
from facilitator.documents.sheets import DataSheet, write_xlsx
from facilitator.errors import N_
from facilitator.reception.own_words import heading_of, role_of
from facilitator.vocabulary import Term
from facilitator.web.terminology import spoken, term_word
from facilitator.workshops.roster.entries import ListedPerson
from facilitator.workshops.roster.fields import RosterField

FIELDS = (
    RosterField.NAME,
    RosterField.CITY,
    RosterField.ORGANISATION,
    RosterField.ROLE,
    RosterField.EMAIL,
    RosterField.LANGUAGES,
    RosterField.STEP_FREE,
    RosterField.WISHES,
)
STATE, LINK = N_("State"), N_("Personal link")
Line = Sequence[str]


def lines(
    people: Iterable[tuple[ListedPerson, Term, str]], *, with_links: bool, mark: str = ""
) -> Iterator[Line]:
    """The headings, then a line for each person, from who they are, their state and their link.

    A `mark` heads a column of its own, in which each line has it, too.
    """
    marks = [mark] if mark else []
    headings = [heading_of(field, term_word(field), spoken()) for field in FIELDS]
    yield [*headings, gettext(STATE), *([gettext(LINK)] if with_links else []), *marks]
    for person, state, link in people:
        yield [*_cells(person), term_word(state), *([link] if with_links else []), *marks]


def _cells(person: ListedPerson) -> Line:
    return (
        person.name,
        person.city,
        person.organisation,
        role_of(person.role, term_word(person.role) if person.role else "", spoken()),
        person.email,
        ", ".join(person.languages),
        "yes" if person.step_free else "no",
        "; ".join(person.wishes),
    )


def as_workbook(table: Iterable[Line], title: str) -> bytes:
    """The lines as an Excel workbook in which every cell is text."""
    heads, *rows = ([_kept(cell) for cell in line] for line in table)
    return write_xlsx([DataSheet(title, heads, rows)], title=title, created_at=now())


def _kept(text: str) -> str:
    """Only what looks guarded already would lose that on its way in: a cell says itself that it is text."""
    return guarded(text) if text.startswith("'") else text
