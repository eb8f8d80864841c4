"""A facilitator decides whether late replies count."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.validation.late_replies.operations import decide_late_replies
from facilitator.validation.late_replies.queries import late_replies_to_decide

pages = pages_of_workshop(__name__)


@pages.post("/groups/<int:group_id>/late-replies/<int:late_id>/decision")
@requires(Action.RUN_SESSIONS)
def decide(group_id: int, late_id: int) -> Any:
    """Count them or leave them out."""
    late = late_replies_to_decide(current_workshop(), group_id, late_id)
    counts = request.form.get("counts") == "yes"
    counted = decide_late_replies(late, counts=counts, by=current_actor())
    if counts:
        flash(ngettext("One answer now counts.", "%(num)d answers now count.", counted), "success")
        if counted < len(late.content):
            flash(gettext("The other answers were replaced later, or the wording has changed."))
    else:
        flash(gettext("These answers do not count. They stay in the history."), "success")
    return redirect(url_for("validation.answers", group_id=group_id), 303)
