"""The shape of a group, and of a seat in it."""

from flask_babel import lazy_gettext as _l

from facilitator.web.forms import Form, line, pick


class GroupForm(Form):
    """A table in a round."""

    name = line(_l("Name of the group"), 80, 1)
    round = pick(_l("Round"))
    measure = pick(_l("Measure"))
    room = pick(_l("Room"), optional=True)
    facilitator = pick(_l("Facilitator"), optional=True)
    rapporteur = pick(_l("Rapporteur"), optional=True)


class SeatForm(Form):
    """Who takes a seat."""

    participant = pick(_l("Person"))
