"""The shape of a group, and of a seat in it."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from facilitator.breakouts.models import Group
from facilitator.database import limits_of
from facilitator.web.forms import Form, WholeNumber, line, pick


class TableForm(Form):
    """A table, with what a plan has to know of it."""

    name = line(_l("Group name"), limits_of(Group.name))
    measure = pick(_l("Measure"))
    room = pick(_l("Room"), optional=True)
    capacity = WholeNumber(_l("Seats"), 1, 999, optional=True)
    languages = line(_l("Languages spoken in this group"), limits_of(Group.languages))
    facilitator = pick(_l("Facilitator"), optional=True)
    rapporteur = pick(_l("Rapporteur"), optional=True)
    accessible = BooleanField(_l("Step-free access"), default="checked")


class GroupForm(TableForm):
    """A table, and the round that it is in."""

    round = pick(_l("Round"))


class SeatForm(Form):
    """Who takes a seat."""

    participant = pick(_l("Person"))
