"""Open and close sessions; the programme on paper and for calendars."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.calendar import calendar_file, file_headers
from facilitator.agenda.operations import close_session, open_session, undo_closing
from facilitator.agenda.programme import calendar_entry, programme
from facilitator.agenda.queries import open_sessions, session_of
from facilitator.agenda.rules import is_to_close_before
from facilitator.agenda.timing import date_of
from facilitator.database import now
from facilitator.web.addresses import row_number
from facilitator.web.sentences import listed
from facilitator.workshops.forms import EARLY
from facilitator.workshops.queries import today

pages = pages_of_workshop(__name__)


@pages.get("/sessions/<int:session_id>/opening")
@requires(Action.RUN_SESSIONS)
def early_opening(session_id: int) -> Any:
    """Ask whether a session of a later day is meant; `close` names those that it takes the place of."""
    workshop = current_workshop()
    session = session_of(workshop, session_id)
    replaced = request.args.getlist("close", type=row_number)
    on = date_of(workshop.starts_on, session.day)
    return render_template("agenda/early_opening.html", session=session, on=on, close=replaced, early=EARLY)


@pages.post("/sessions/<int:session_id>/opening")
@requires(Action.RUN_SESSIONS)
def opening(session_id: int) -> Any:
    """Let a session take in what it is for; asks first where it is planned for a later day.

    `close` names those that it takes the place of.
    """
    workshop = current_workshop()
    session = session_of(workshop, session_id)
    replaced = set(request.form.getlist("close", type=row_number))
    if EARLY not in request.form and date_of(workshop.starts_on, session.day) > today(workshop):
        asking = url_for("agenda.early_opening", session_id=session_id, close=sorted(replaced))
        return redirect(asking, 303)
    opened = open_sessions(workshop)
    closing = [each for each in opened if each.id in replaced]
    open_session(workshop, session, closing=closing, by=current_actor())
    left = [each.title for each in opened if each not in closing and is_to_close_before(each, session)]
    if left:
        flash(
            gettext(
                "%(session)s is open. These are also still open: %(others)s.",
                session=session.title,
                others=listed(left),
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


@pages.get("/agenda/sheet")
@requires(Action.WATCH)
def sheet() -> Any:
    """The programme to be printed."""
    return render_template("agenda/sheet.html", days=programme(current_workshop()), printed_at=now())


@pages.get("/agenda.ics")
@requires(Action.WATCH)
def calendar() -> Any:
    """The programme for a calendar."""
    workshop = current_workshop()
    entries = [calendar_entry(workshop, entry) for day in programme(workshop) for entry in day.by_time]
    return calendar_file(workshop.title, entries), file_headers(workshop.slug)
