"""Open and close sessions."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.operations import close_session, open_session, undo_closing
from facilitator.agenda.queries import open_sessions, session_of
from facilitator.agenda.rules import is_to_close_before
from facilitator.web.addresses import row_number

pages = pages_of_workshop(__name__)


@pages.post("/sessions/<int:session_id>/opening")
@requires(Action.RUN_SESSIONS)
def opening(session_id: int) -> Any:
    """Let a session take in what it is for; `close` names those that it takes the place of."""
    workshop = current_workshop()
    session = session_of(workshop, session_id)
    replaced = set(request.form.getlist("close", type=row_number))
    opened = open_sessions(workshop)
    closing = [each for each in opened if each.id in replaced]
    open_session(workshop, session, closing=closing, by=current_actor())
    left = [each.title for each in opened if each not in closing and is_to_close_before(each, session)]
    if left:
        flash(
            gettext(
                "%(session)s is open. Still open, too: %(others)s.",
                session=session.title,
                others=", ".join(left),
            ),
            "warning",
        )
    return redirect(url_for("console.console"), 303)


@pages.post("/sessions/<int:session_id>/closing")
@requires(Action.RUN_SESSIONS)
def closing(session_id: int) -> Any:
    """Take in no more."""
    close_session(session_of(current_workshop(), session_id), by=current_actor())
    return redirect(url_for("console.console"), 303)


@pages.post("/sessions/<int:session_id>/closing/removal")
@requires(Action.RUN_SESSIONS)
def undo(session_id: int) -> Any:
    """Go on as if it had not been closed."""
    workshop = current_workshop()
    session = session_of(workshop, session_id)
    undo_closing(workshop, session, by=current_actor())
    flash(gettext("%(session)s is open again.", session=session.title), "success")
    return redirect(url_for("console.console"), 303)
