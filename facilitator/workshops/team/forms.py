"""The shape of what is typed to invite somebody, to give them a role, and to come in by an invitation."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from facilitator.access.policy import TEAM, Role
from facilitator.database import limits_of
from facilitator.web.forms import Choice, Form, line
from facilitator.workshops.team.models import Invitation

WHAT_THEY_DO: Mapping[Role, Any] = {
    Role.ORGANISER: _l("Organiser: sets up the workshop, invites the team, and closes the workshop"),
    Role.FACILITATOR: _l("Facilitator: runs the days, opens sessions, and leads groups"),
    Role.RAPPORTEUR: _l("Rapporteur: writes down what is said at the desk and in the groups"),
    Role.VIEWER: _l("Viewer: can read everything and change nothing"),
}


def _team_role(value: str | None) -> Role | None:
    if not value:
        return None
    role = Role(value)
    if role not in TEAM:
        raise ValueError(value)
    return role


def role_field() -> Any:
    """One of the roles in the team, each with what it is for."""
    choices = [SelectChoice(value=role.value, label=label) for role, label in WHAT_THEY_DO.items()]
    return Choice(_l("Role"), choices=choices, coerce=_team_role)


class InvitationForm(Form):
    """The role of somebody who is not in the team yet, and perhaps who it is."""

    role = role_field()
    email = line(_l("E-mail"), limits_of(Invitation.email))


class RoleForm(Form):
    """Another role for a member."""

    role = role_field()
