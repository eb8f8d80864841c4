"""The shape of a link to what helps, of a new card in its place, and of a search."""

from flask_babel import lazy_gettext as _l

from facilitator.web.forms import Form, pick


class HelpForm(Form):
    """Which card helps with the issue."""

    other = pick(_l("Card"))
