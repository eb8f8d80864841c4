"""The shape of a handover's name and of the reason to open day one again."""

from flask_babel import lazy_gettext as _l

from facilitator.capture.models import Handover
from facilitator.database import Limits, limits_of
from facilitator.web.forms import Form, line


class FreezeForm(Form):
    """The name of a handover."""

    name = line(_l("Name of the handover"), limits_of(Handover.name))


class ReopenForm(Form):
    """Why day one is opened again."""

    reason = line(_l("Why do you reopen day one?"), Limits(limits_of(Handover.reason).most, 3))
