"""The shape of what is typed to join, and to put right whom somebody speaks for."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.web.forms import Form, line, pick


class JoinForm(Form):
    """Whom one speaks for, and what the room may call one."""

    organisation = pick(_l("Which city do you speak for?"))
    display_name = line(_l("What shall we call you?"), 80, 1)
    # Said by who has been asked whether they were here before.
    another = HiddenField(default="")


class OrganisationForm(Form):
    """Whom somebody speaks for who joined for the wrong city."""

    organisation = pick(_l("Whom do they speak for?"))


class SamePersonForm(Form):
    """Who else this person is, having joined twice."""

    other = pick(_l("Which other entry is the same person?"))
    # Which two entries the page showed: a number may belong to somebody else by now.
    shown = HiddenField(default="")
