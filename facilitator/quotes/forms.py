"""The shape of a choice how to be quoted."""

from flask_babel import lazy_gettext as _l

from facilitator.quotes.models import QuotedAs
from facilitator.web.forms import Form, one_of


class QuoteConsentForm(Form):
    """One of the ways."""

    quoted_as = one_of(_l("How may the report quote what you write?"), QuotedAs)
