"""The shape of a city's own word, and of who sees what a session collects."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from facilitator.agenda.models import Authors
from facilitator.capture.models import Evidence, Stance
from facilitator.database import limits_of
from facilitator.web.forms import Form, line, one_of


class WeTooForm(Form):
    """What the participant's own city says of an issue that is there already."""

    stance = one_of(_l("What about your city?"), Stance)
    note = line(_l("In your own words"), limits_of(Evidence.note))


class SessionForm(Form):
    """Who sees what a capture session collects."""

    is_blind = BooleanField(
        _l("Hide contributions until you show them. Until then, only their authors and the team see them.")
    )
    authors = one_of(_l("How do others see who added something?"), Authors)
