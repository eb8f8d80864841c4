"""The shape of a remark that is made while somebody presents."""

from flask_babel import lazy_gettext as _l

from facilitator.capture.remarks.forms import RemarkForm
from facilitator.web.forms import pick


class RemarkAtBriefingForm(RemarkForm):
    """A remark, and the issue that is on."""

    issue = pick(_l("About which issue?"))
