"""The shape of what is typed at the desk, of a city's own word, and of who sees what."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from facilitator.agenda.models import Authors
from facilitator.capture.models import Stance
from facilitator.capture.rules import Reworded
from facilitator.errors import RuleBroken
from facilitator.text import clean_line
from facilitator.web.forms import Form, line, one_of

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


class VoiceForm(Form):
    """What the participant's own city says of an issue that somebody else brought up."""

    stance = one_of(_l("And your city?"), Stance)
    note = line(_l("In your own words"), 500)


class SessionForm(Form):
    """Who sees what a capture session collects."""

    is_blind = BooleanField(
        _l("Blind first: until you reveal it, only its authors and the team see what comes in")
    )
    authors = one_of(_l("How do others see who brought an issue up?"), Authors)
