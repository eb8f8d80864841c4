"""The shape of a remark."""

from flask_babel import lazy_gettext as _l

from facilitator.web.forms import Form, pick, prose


class RemarkForm(Form):
    """What is said of an issue, and for which city."""

    text = prose(_l("Remark"), 1000, 1)
    city = pick(_l("Who says so?"), optional=True)
