"""The shape of a remark."""

from flask_babel import lazy_gettext as _l

from facilitator.capture.models.remarks import Remark
from facilitator.database import limits_of
from facilitator.web.forms import Form, pick, prose


class RemarkForm(Form):
    """What is said of an issue, and for which city."""

    text = prose(_l("Remark"), limits_of(Remark.text))
    city = pick(_l("Which city says so?"), optional=True)
