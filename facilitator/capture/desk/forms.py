"""The shape of what is typed at the desk."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.capture.rules import Reworded
from facilitator.errors import RuleBroken
from facilitator.text import clean_line
from facilitator.web.forms import Form, line

LINE = 5000


def _kept() -> HiddenField:
    return HiddenField(filters=[lambda typed: clean_line(typed or "")[:LINE]], default="")


class LineForm(Form):
    """A line, with what stands for every line; `correcting` names the card that it puts right."""

    line = line(_l("What do you hear?"), LINE, 1)
    standing = _kept()
    above = _kept()
    correcting = _kept()
    before = _kept()
    based_on = _kept()
    was_reworded = False

    def refuse(self, broken: RuleBroken) -> None:
        """Remember that the card had moved on, so that both texts can be shown."""
        super().refuse(broken)
        self.was_reworded = isinstance(broken, Reworded)
