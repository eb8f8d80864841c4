"""The shapes of what the team and the cities fill in."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from facilitator.database import limits_of
from facilitator.quotes.models import QuoteChoice, QuoteDecision
from facilitator.web.forms import Form, day, one_of, prose


class SignOffForm(Form):
    """The last day on which cities can decide; empty where they are not asked."""

    closes_on = day(_l("Last day on which cities can decide"))


class QuoteForm(Form):
    """What a city decides on one text, by the digest of it, or on all that its page showed as open.

    `shown` is how the decision on the one text stood, or the digests of the open ones. Which button was
    pressed says what is decided.
    """

    about = HiddenField()
    shown = HiddenField()
    choice = one_of(_l("Decision"), QuoteChoice, optional=True)
    wording = prose(_l("Wording for the report"), limits_of(QuoteDecision.wording))

    def validate_choice(self, field: Any) -> None:
        """Ask for a button that was pressed."""
        if self.about.data and field.data is None:
            raise ValidationError(gettext("Please choose one."))
