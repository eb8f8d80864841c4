"""The shape of what is typed to join, and to put right whom somebody speaks for."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.database import limits_of
from facilitator.web.forms import Form, line, pick
from facilitator.workshops.models import Participant

EARLY = "early"
"""In a form, that something is meant now although it is planned for a later day."""


class JoinForm(Form):
    """Whom one speaks for, and what the room may call one."""

    organisation = pick(_l("Which city or organisation do you represent?"))
    display_name = line(_l("Your name"), limits_of(Participant.display_name))
    # Said by who has been asked whether they were here before.
    another = HiddenField(default="")
    # Said by who has been asked whether they are the one who is on the list.
    listed = HiddenField(default="")

    @property
    def other_names(self) -> str:
        """What the cities of the list are called in other languages: a line for each, after its value."""
        cities = ((id_, row.city) for id_, row in self.organisation.rows.items())
        return "\n".join(f"{id_} {city.other_names}" for id_, city in cities if city and city.other_names)


class OrganisationForm(Form):
    """Whom somebody speaks for who joined for the wrong city."""

    organisation = pick(_l("Which city or organisation do they represent?"))


class SamePersonForm(Form):
    """Who else this person is, having joined twice."""

    other = pick(_l("Which other entry is for the same person?"))
