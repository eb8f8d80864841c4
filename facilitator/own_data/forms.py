"""The shape of what a participant puts right about themselves."""

from flask_babel import lazy_gettext as _l

from facilitator.database import limits_of
from facilitator.web.forms import Form, line, pick
from facilitator.workshops.models import Participant


class OwnEntryForm(Form):
    """Who they are, whom they speak for, where they read mail."""

    display_name = line(_l("Name"), limits_of(Participant.display_name))
    organisation = pick(_l("City or organisation"))
    email = line(_l("E-mail"), limits_of(Participant.email))
