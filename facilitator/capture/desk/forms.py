"""The shape of what is typed at the desk."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.capture.models.lines import WaitingLine
from facilitator.database import limits_of
from facilitator.text import clean_line
from facilitator.web.forms import Form, line


def _kept() -> HiddenField:
    return HiddenField(
        filters=[lambda typed: clean_line(typed or "")[: limits_of(WaitingLine.line).most]], default=""
    )


class LineForm(Form):
    """A line, with what stands for every line.

    `correcting` names the card that it puts right, `waiting` the line to be completed that it was.
    """

    line = line(_l("New entry"), limits_of(WaitingLine.line))
    standing = _kept()
    above = _kept()
    correcting = _kept()
    before = _kept()
    based_on = _kept()
    waiting = _kept()
