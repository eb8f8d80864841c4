"""The shape of what is typed to begin a rehearsal, and to have it played."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.fields import SelectChoice

from facilitator.rehearsal.models import FEWEST, MOST, SPEEDS, RehearsalStep
from facilitator.web.forms import Choice, Form, WholeNumber, one_of


class RehearsalForm(Form):
    """How many people play."""

    people = WholeNumber(_l("Invented people"), FEWEST, MOST)


class StepForm(Form):
    """Up to which step is played at once; a form of one button, which says it."""

    until = one_of(_l("Step"), RehearsalStep)


def _speed(typed: object) -> int:
    if str(typed) not in map(str, SPEEDS):
        raise ValueError(typed)
    return int(str(typed))


class SpeedForm(Form):
    """How fast both days are played, and who opens the sessions."""

    speed = Choice(
        _l("Speed"),
        choices=[
            SelectChoice(value=60, label=_l("60 times as fast: an hour takes a minute")),
            SelectChoice(value=10, label=_l("10 times as fast: an hour takes six minutes")),
            SelectChoice(value=1, label=_l("As planned: an hour takes an hour")),
        ],
        coerce=_speed,
    )
    steers = BooleanField(_l("Open and close sessions as well"))
