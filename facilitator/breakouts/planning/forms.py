"""The shape of rounds, tables, wishes, needs, rules, plans and steps on the day."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, TimeField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from facilitator.breakouts.forms import WholeNumber
from facilitator.breakouts.planning.models import Bond
from facilitator.breakouts.planning.plans import QUICK, THOROUGH, USUAL
from facilitator.errors import N_
from facilitator.vocabulary import Term
from facilitator.web.forms import NOT_OFFERED, Form, line, one_of, pick


class Budget(Term):
    """How long to search."""

    QUICK = "quick", N_("A quick look")
    USUAL = "usual", N_("As usual")
    THOROUGH = "thorough", N_("Thoroughly")

    @property
    def moves(self) -> int:
        """The moves that a search may try."""
        return {Budget.QUICK: QUICK, Budget.USUAL: USUAL, Budget.THOROUGH: THOROUGH}[self]


class ClockTime(TimeField):  # type: ignore[misc]
    """A time of day; what can't be read is said in a sentence of ours."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            if not valuelist or not valuelist[0].strip():
                raise ValueError
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Give the time as in 14:05.")) from None


class SelectMultipleRows(SelectMultipleField):  # type: ignore[misc]
    """Rows of the workshop to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, coerce=int, choices=[], **options)
        self.rows: dict[int, Any] = {}

    def offer(self, rows: Any, label: str) -> None:
        """Fill the list from rows with an id."""
        self.rows = {row.id: row for row in rows}
        self.choices = [(id_, getattr(row, label)) for id_, row in self.rows.items()]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the ids of rows; what is no id belongs to no row that was offered."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext(NOT_OFFERED)) from None

    def pre_validate(self, _form: Form) -> None:
        """Refuse a row that was never offered."""
        if set(self.data or ()) - self.rows.keys():
            raise ValidationError(gettext(NOT_OFFERED))

    @property
    def picked(self) -> list[Any]:
        """The rows that were ticked."""
        return [row for id_, row in self.rows.items() if id_ in set(self.data or ())]


class RoundForm(Form):
    """A breakout round: when it begins, how long it is."""

    title = line(_l("Name of the round"), 120, 1)
    day = WholeNumber(_l("Day of the workshop"), 1, 30)
    starts_at = ClockTime(_l("Begins at"))
    minutes = WholeNumber(_l("Length in minutes"), 1, 1440)


class WishForm(Form):
    """Up to three measures, the dearest first."""

    first = pick(_l("First wish"), optional=True)
    second = pick(_l("Second wish"), optional=True)
    third = pick(_l("Third wish"), optional=True)

    @property
    def wishes(self) -> list[Any]:
        """What is wished for, by rank."""
        return [self.first.row, self.second.row, self.third.row]


class PersonForm(WishForm):
    """What the team notes for a person."""

    step_free = BooleanField(_l("Needs a way without steps"))
    languages = line(_l("Languages that this person speaks, if it matters"), 200)
    away = SelectMultipleRows(_l("Rounds that this person is not there for"))


class InterestForm(Form):
    """What a city came for."""

    measures = SelectMultipleRows(_l("Measures"))


class PairForm(Form):
    """Two people who belong together, or apart."""

    first = pick(_l("Person"))
    bond = one_of(_l("What holds for them?"), Bond)
    second = pick(_l("Other person"))


class PinForm(Form):
    """A person who stays at a table."""

    person = pick(_l("Who stays"))
    group = pick(_l("Table"))


class PlanForm(Form):
    """How to search for a plan."""

    budget = one_of(_l("How long to search?"), Budget)
    seed = WholeNumber(_l("Seed"), 0, 999_999)


class MoveForm(Form):
    """Where somebody moves, in exchange for whom, and (once people know their seats) why."""

    group = pick(_l("Table"))
    other = pick(_l("In exchange for"), optional=True)


class VisibleMoveForm(MoveForm):
    """The same, once people know their seats: they will read why."""

    reason = line(_l("Why?"), 200, 3)


class ShownForm(Form):
    """Confirms what was shown, and nothing else."""

    shown = HiddenField()


class LossForm(ShownForm):
    """Why a table is out of use."""

    reason = line(_l("Why?"), 200, 3)


class RelocationForm(Form):
    """Another room for a table that people have been told of."""

    room = pick(_l("Another room"))
    reason = line(_l("Why?"), 200, 3)


class StaffForm(Form):
    """Who runs a table."""

    facilitator = pick(_l("Facilitator"), optional=True)
    rapporteur = pick(_l("Rapporteur"), optional=True)


class DepartureForm(ShownForm):
    """From which round on somebody is gone."""

    round = pick(_l("Gone from"))
