"""The shape of a handover's name and of the reason to open day one again."""

from flask_babel import lazy_gettext as _l

from facilitator.web.forms import Form, line


class FreezeForm(Form):
    """The name of a handover."""

    name = line(_l("Name of the handover"), 120, 1)


class ReopenForm(Form):
    """Why day one is opened again."""

    reason = line(_l("Why is day one opened again?"), 500, 3)
