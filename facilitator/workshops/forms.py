"""The shape of what is typed to join, and to put right whom somebody speaks for."""

from flask_babel import lazy_gettext as _l

from facilitator.web.forms import Form, line, pick


class JoinForm(Form):
    """Whom one speaks for, and what the room may call one."""

    organisation = pick(_l("Which city do you speak for?"))
    display_name = line(_l("What shall we call you?"), 80, 1)


class OrganisationForm(Form):
    """Whom somebody speaks for who joined for the wrong city."""

    organisation = pick(_l("Whom do they speak for?"))
