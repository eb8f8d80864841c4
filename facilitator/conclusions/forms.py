"""The shape of an edited sentence."""

from flask_babel import lazy_gettext as _l

from facilitator.conclusions.models import ConclusionVersion
from facilitator.database import limits_of
from facilitator.web.forms import VersionForm, prose


class ConclusionForm(VersionForm):
    """The text that is printed, and the version that it was written over."""

    text = prose(_l("In the report"), limits_of(ConclusionVersion.text))
