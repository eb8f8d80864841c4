"""Open and close sessions."""

from typing import Any

from flask import redirect, url_for

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.operations import close_session, open_session
from facilitator.agenda.queries import session_of

pages = pages_of_workshop(__name__)


@pages.post("/sessions/<int:session_id>/opening")
@requires(Action.RUN_SESSIONS)
def opening(session_id: int) -> Any:
    """Let a session take in what it is for."""
    workshop = current_workshop()
    open_session(workshop, session_of(workshop, session_id), by=current_actor())
    return redirect(url_for("console.console"), 303)


@pages.post("/sessions/<int:session_id>/closing")
@requires(Action.RUN_SESSIONS)
def closing(session_id: int) -> Any:
    """Take in no more."""
    close_session(session_of(current_workshop(), session_id), by=current_actor())
    return redirect(url_for("console.console"), 303)
