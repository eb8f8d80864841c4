"""The shape of a city's own word, and of who sees what a session collects."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from facilitator.agenda.models import Authors
from facilitator.capture.models import Stance
from facilitator.web.forms import Form, line, one_of

NOTE = 500


class VoiceForm(Form):
    """What the participant's own city says of an issue that is there already."""

    stance = one_of(_l("And your city?"), Stance)
    note = line(_l("In your own words"), NOTE)


class SessionForm(Form):
    """Who sees what a capture session collects."""

    is_blind = BooleanField(_l("Blind first: until you reveal it, its authors and the team alone see it"))
    authors = one_of(_l("How do others see who brought something up?"), Authors)
