"""The shapes of what the team and the cities fill in on meetings."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from facilitator.database import limits_of
from facilitator.matches.models import Match
from facilitator.vocabulary import Term
from facilitator.web.forms import ClockTime, Form, day, line, one_of, pick, prose


class PairForm(Form):
    """An interested city and a lighthouse city that are to meet."""

    interested = pick(_l("Interested city"))
    lighthouse = pick(_l("Lighthouse city"))


class MatchRefusalForm(PairForm):
    """Why they are not to meet."""

    reason = prose(_l("Reason"), limits_of(Match.reason)._replace(least=1))


class ArrangementForm(Form):
    """When and where two cities meet, and whom to write to."""

    meets_on = day(_l("Day"))
    meets_at = ClockTime(_l("Time"), optional=True)
    place = line(_l("Place or link"), limits_of(Match.place))
    interested_contact = line(_l("Contact of the interested city"), limits_of(Match.interested_contact))
    lighthouse_contact = line(_l("Contact of the lighthouse city"), limits_of(Match.lighthouse_contact))


class AgreementForm(Form):
    """That a city agrees to the day that the page showed."""

    city = HiddenField()
    shown = HiddenField()


class CityChoice(Term):
    """What a city says of a meeting."""

    AGREE = "agree", "Agree"
    REFUSE = "refuse", "Refuse"


class CityAnswerForm(Form):
    """What a city says of a meeting, by its id; which button was pressed says which."""

    about = HiddenField()
    shown = HiddenField()
    choice = one_of(_l("Decision"), CityChoice, optional=True)
    contact = line(_l("Whom should the other city write to?"), limits_of(Match.interested_contact))
    reason = prose(_l("Why you do not want to meet"), limits_of(Match.reason))

    def validate_choice(self, field: Any) -> None:
        """Ask for a button that was pressed."""
        if field.data is None:
            raise ValidationError(gettext("Please choose one."))
