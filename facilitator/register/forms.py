"""The shape of an entry of the register."""

from typing import Any

from flask_babel import lazy_gettext as _l

from facilitator.capture.models import Wording
from facilitator.database import limits_of
from facilitator.register.models import SolutionState
from facilitator.web.forms import VersionForm, day, line, one_of, pick, prose

PLAN = ("owner", "partners", "next_step", "by_when", "needs", "proven_by_id")


class RegisterForm(VersionForm):
    """What is to be done with a solution; all of it may be left empty but the state."""

    owner = line(_l("Owner"), limits_of(Wording.owner))
    partners = line(_l("Partners"), limits_of(Wording.partners))
    next_step = prose(_l("Next step"), limits_of(Wording.next_step))
    by_when = day(_l("By when"))
    needs = prose(_l("Needs"), limits_of(Wording.needs))
    proven_by_id = pick(_l("Proven by"), optional=True)
    state = one_of(_l("State"), SolutionState)

    def name_fields_after(self, ref: str) -> None:
        """Give the fields ids of their own: a form for each solution stands on one page."""
        for field in self:
            field.id = f"{ref}-{field.short_name}"

    @property
    def plan(self) -> dict[str, Any]:
        """What was typed, by the column of the wording."""
        return {name: self[name].data for name in PLAN}
