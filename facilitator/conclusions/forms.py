"""The shape of an edited sentence."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.conclusions.models import ConclusionVersion
from facilitator.database import limits_of
from facilitator.web.forms import Form, prose


class VersionForm(Form):
    """The version of a sentence that its page showed."""

    based_on = HiddenField()

    @property
    def version(self) -> int:
        """What it is based on; -1 where that can't be read, which is no version."""
        typed = self.based_on.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


class ConclusionForm(VersionForm):
    """The text that is printed, and the version that it was written over."""

    text = prose(_l("In the report"), limits_of(ConclusionVersion.text))
