"""The shape of wishes, needs, rules, plans and steps on the day."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from facilitator.breakouts.models import Withdrawal
from facilitator.breakouts.planning.models import Bond, Need
from facilitator.breakouts.planning.plans import QUICK, THOROUGH, USUAL
from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.vocabulary import Term
from facilitator.web.forms import NOT_OFFERED, Form, WholeNumber, is_offered, line, one_of, pick


class SearchTime(Term):
    """How long to search."""

    QUICK = "quick", N_("Quick")
    USUAL = "usual", N_("Normal")
    THOROUGH = "thorough", N_("Thorough")

    @property
    def moves(self) -> int:
        """The moves that a search may try."""
        return {SearchTime.QUICK: QUICK, SearchTime.USUAL: USUAL, SearchTime.THOROUGH: THOROUGH}[self]


class SelectMultipleRows(SelectMultipleField):  # type: ignore[misc]
    """Rows of the workshop to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, coerce=int, choices=[], **options)
        self.rows: dict[int, Any] = {}

    def offer(self, rows: Any, label: str) -> None:
        """Fill the list from rows with an id; of those that are retired with what was chosen before."""
        before = self.object_data or ()
        self.rows = {row.id: row for row in rows if is_offered(row) or row.id in before}
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


class WishForm(Form):
    """Up to three measures, the dearest first."""

    first = pick(_l("First choice"), optional=True)
    second = pick(_l("Second choice"), optional=True)
    third = pick(_l("Third choice"), optional=True)

    @property
    def wishes(self) -> list[Any]:
        """What is wished for, by rank."""
        return [self.first.row, self.second.row, self.third.row]


class PersonForm(WishForm):
    """What the team notes for a person."""

    step_free = BooleanField(_l("Needs step-free access"))
    languages = line(_l("Languages this person speaks (if important)"), limits_of(Need.languages))
    away = SelectMultipleRows(_l("Rounds this person cannot attend"))


class InterestForm(Form):
    """What a city came for."""

    measures = SelectMultipleRows(_l("Measures"))


class PairForm(Form):
    """Two people who belong together, or apart."""

    first = pick(_l("Person"))
    bond = one_of(_l("Rule"), Bond)
    second = pick(_l("Second person"))


class PinForm(Form):
    """A person who stays at a table."""

    person = pick(_l("Person"))
    group = pick(_l("Group"))


class PlanForm(Form):
    """How to search for a plan."""

    budget = one_of(_l("How thorough?"), SearchTime)
    seed = WholeNumber(_l("Random seed"), 0, 999_999)


class MoveForm(Form):
    """Where somebody moves, in exchange for whom, and (once people know their seats) why."""

    group = pick(_l("Group"))
    other = pick(_l("Swap with"), optional=True)


class VisibleMoveForm(MoveForm):
    """Where somebody moves once people know their seats: they will read why."""

    reason = line(_l("Why?"), limits_of(Withdrawal.reason))


class ShownForm(Form):
    """Confirms what was shown, and nothing else."""

    shown = HiddenField()


class LossForm(ShownForm):
    """Why a table is out of use."""

    reason = line(_l("Why?"), limits_of(Withdrawal.reason))


class RelocationForm(Form):
    """Another room for a table that people have been told of."""

    room = pick(_l("New room"))
    reason = line(_l("Why?"), limits_of(Withdrawal.reason))


class StaffForm(Form):
    """Who runs a table."""

    facilitator = pick(_l("Facilitator"), optional=True)
    rapporteur = pick(_l("Rapporteur"), optional=True)


class DepartureForm(ShownForm):
    """From which round on somebody is gone."""

    round = pick(_l("First round missed"))
