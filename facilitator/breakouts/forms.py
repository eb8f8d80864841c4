"""The shape of a group, and of a seat in it."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField

from facilitator.web.forms import Form, line, pick


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A whole number within limits that are said in the sentence."""

    def __init__(self, label: str, least: int, most: int, *, optional: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.least, self.most, self.optional = least, most, optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, if there is one."""
        typed = valuelist[0].strip() if valuelist else ""
        if not typed and self.optional:
            self.data = None
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) < 9):
            raise ValueError(self._limits)
        self.data = int(typed)
        if not self.least <= self.data <= self.most:
            raise ValueError(self._limits)

    @property
    def _limits(self) -> str:
        said: str = gettext(
            "Give a whole number from %(least)d to %(most)d.", least=self.least, most=self.most
        )
        return said


class TableForm(Form):
    """A table, with what a plan has to know of it."""

    name = line(_l("Name of the group"), 80, 1)
    measure = pick(_l("Measure"))
    room = pick(_l("Room"), optional=True)
    capacity = WholeNumber(_l("Seats at the table"), 1, 999, optional=True)
    languages = line(_l("Languages spoken here"), 200)
    facilitator = pick(_l("Facilitator"), optional=True)
    rapporteur = pick(_l("Rapporteur"), optional=True)
    accessible = BooleanField(_l("Reached without steps"), default="checked")


class GroupForm(TableForm):
    """A table, and the round that it is in."""

    round = pick(_l("Round"))


class SeatForm(Form):
    """Who takes a seat."""

    participant = pick(_l("Person"))
