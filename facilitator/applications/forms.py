"""The shape of the call, of an application and of a decision."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError

from facilitator.accounts.rules import check_email
from facilitator.applications.models import MOST_CHOICES, Application, Decision, OpenCall
from facilitator.applications.rules import ApplicationFacts, read_delegates
from facilitator.database import Limits, limits_of
from facilitator.errors import N_
from facilitator.web.forms import Form, Needed, day, line, one_of, pick, prose, said_at, say_problems
from facilitator.workshops.lists.countries import country_named
from facilitator.workshops.models import Measure


class OpenCallForm(Form):
    """When cities can apply, and what they read before they do."""

    opens_on = day(_l("First day to apply"), validators=[Needed(N_("Enter the first day to apply."))])
    closes_on = day(_l("Last day to apply"), validators=[Needed(N_("Enter the last day to apply."))])
    introduction = prose(_l("Introduction"), limits_of(OpenCall.introduction))
    privacy_notice = prose(_l("Privacy notice"), limits_of(OpenCall.privacy_notice))
    is_published = BooleanField(_l("Publish the call"))


class ApplicationForm(Form):
    """What a city says of itself."""

    city_name = line(_l("City"), limits_of(Application.city_name))
    country = line(_l("Country"), Limits(80, 1))
    choice_1 = pick(_l("First choice"), optional=True)
    choice_2 = pick(_l("Second choice"), optional=True)
    choice_3 = pick(_l("Third choice"), optional=True)
    choice_4 = pick(_l("Fourth choice"), optional=True)
    choice_5 = pick(_l("Fifth choice"), optional=True)
    plans = prose(_l("What do you do or plan?"), limits_of(Application.plans))
    hopes = prose(_l("What do you hope to learn?"), limits_of(Application.hopes))
    delegates = prose(_l("Delegates"), limits_of(Application.delegates))
    languages = line(_l("Languages that your delegates speak"), limits_of(Application.languages))
    access_needs = prose(_l("Access needs"), limits_of(Application.access_needs))
    contact_name = line(_l("Name of the contact person"), limits_of(Application.contact_name))
    contact_email = line(_l("E-mail address of the contact person"), Limits(254, 1))

    def offer(self, measures: Sequence[Measure]) -> None:
        """Ask for as many choices as there are measures, up to five; for the first one in any case."""
        for number in range(1, MOST_CHOICES + 1):
            if number > len(measures):
                del self[f"choice_{number}"]
            else:
                self[f"choice_{number}"].offer(measures, "title", nothing=gettext("No choice"))
        if measures:
            self.choice_1.flags.required = True

    @property
    def choices(self) -> list[Any]:
        """The fields for measures, in order."""
        return [field for name, field in self._fields.items() if name.startswith("choice_")]

    @property
    def measures(self) -> list[Measure]:
        """The measures that were chosen, in order."""
        return [field.row for field in self.choices if field.row is not None]

    @property
    def facts(self) -> ApplicationFacts:
        """What was typed, with the code of the country."""
        typed = {name: self[name].data for name in ApplicationFacts._fields}
        return ApplicationFacts(**(typed | {"country": country_named(self.country.data) or ""}))

    def validate_country(self, field: Any) -> None:
        """A country by name or code."""
        if field.data and country_named(field.data) is None:
            raise ValidationError(
                gettext("Enter the country by its name or its code, for example France or FR.")
            )

    def validate_delegates(self, field: Any) -> None:
        """Each line is a delegate."""
        _, wrong = read_delegates(field.data)
        say_problems(field, wrong)

    def validate_contact_email(self, field: Any) -> None:
        """An address that a letter can be sent to."""
        with said_at(field):
            check_email(field.data)


class DecisionForm(Form):
    """What becomes of an application, and why."""

    decision = one_of(_l("Decision"), Decision)
    reason = prose(_l("Reason or note"), limits_of(Application.reason))
    tells = BooleanField(_l("Send an e-mail to the contact person"))
