"""The shape of a lighthouse city's answer to what is missing."""

from flask_babel import lazy_gettext as _l

from facilitator.capture.models import Stance
from facilitator.web.forms import Form, one_of


class AnswerForm(Form):
    """Has one's own city met it, solved it, or does it expect it?"""

    stance = one_of(_l("What about your city?"), Stance)
