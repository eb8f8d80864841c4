"""The shape of a list that comes in, and of what its columns hold."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, TextAreaField

from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.reception.queries import ExpectedPeople
from facilitator.vocabulary import Term
from facilitator.web.forms import Form, line, one_of, pick
from facilitator.workshops.models import Participant
from facilitator.workshops.roster.columns import ROWS_BEFORE_PEOPLE
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.sheet import Row, Sheet


class UploadForm(Form):
    """A list as a file, or pasted."""

    file = FileField(_l("File"))
    pasted = TextAreaField(_l("Or paste the list"), default="")


class PersonEntryForm(Form):
    """One person on the list: who they are, whom they speak for, where they read mail."""

    display_name = line(_l("Name"), limits_of(Participant.display_name))
    organisation = pick(_l("City or organisation"))
    email = line(_l("E-mail"), limits_of(Participant.email))


class ImportForm(Form):
    """What the preview showed, which is what is done."""

    shown = HiddenField(default="")


class Recipients(Term):
    """To whom of those who have not joined their link is written."""

    ALL = "all", N_("Everybody with an e-mail address who has not joined yet")
    OTHERS = "others", N_("Only those to whom no link has been sent yet")


class LinksForm(Form):
    """To whom personal links are written, with the numbers of people that the page has shown."""

    recipients = one_of(_l("To whom?"), Recipients)
    shown = HiddenField(default="")

    people: Mapping[Recipients, Sequence[Participant]]

    def offer(self, found: ExpectedPeople) -> None:
        """Ask to whom, where there is a choice; at first those to whom nothing was sent yet."""
        if not self.is_submitted():
            self.recipients.data = Recipients.OTHERS if found.written_to else Recipients.ALL
        self.people = {Recipients.ALL: found.reachable, Recipients.OTHERS: found.others}
        if not (found.written_to and found.others):
            del self.recipients

    @property
    def chosen(self) -> Sequence[Participant]:
        """Those to write to."""
        return self.people[self.recipients.data if self.recipients else Recipients.ALL]

    @property
    def counts(self) -> str:
        """How many there are now of each, as the page keeps it."""
        return "-".join(str(len(people)) for people in self.people.values())


class OfferedRow(NamedTuple):
    """A row that may have the headings, with its number as its id; 0 is none."""

    id: int
    label: str


class ColumnsForm(Form):
    """In which row the headings are."""

    heading_row = pick(_l("Row with the headings"))

    def offer_rows(self, sheet: Sheet) -> None:
        """Offer the first rows of a sheet by number, with the beginning of what is in them."""
        rows = [OfferedRow(row.number, _beginning(row)) for row in sheet.rows[:ROWS_BEFORE_PEOPLE]]
        self.heading_row.offer([OfferedRow(0, gettext("There are no headings")), *rows], "label")
        # One of them is always chosen.
        del self.heading_row.choices[0]


def _beginning(row: Row) -> str:
    return f"{row.number}: {' · '.join(filter(None, row.cells))[:80]}"


def fields_of_columns(form: Any) -> dict[int, RosterField]:
    """By column what was chosen that it holds, of a form as it was sent; what is no choice is left out."""
    known = {field.value: field for field in RosterField}
    found = {}
    for name, value in form.items():
        column = name.removeprefix("column-")
        if name != column and column.isascii() and column.isdigit() and len(column) < 4 and value in known:
            found[int(column)] = known[value]
    return found
