"""The door: who comes is found by name and checked in; who goes is noted."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.errors import N_
from facilitator.reception import leaving, queries
from facilitator.reception.views.blueprint import pages
from facilitator.web.forms import Confirmation
from facilitator.workshops.people import operations
from facilitator.workshops.queries import person_of

OWN_PAGE = "entry"
"""Where somebody goes on who has noted something on a person's own page, and not at the door."""


@pages.get("/people/door")
@requires(Action.CHECK_IN)
def door() -> Any:
    """Everybody who has not come yet, or whom a search finds."""
    return render_template("reception/door.html", form=Confirmation(formdata=None), **_door())


@pages.get("/people/door/found")
@requires(Action.CHECK_IN)
def found_at_door() -> Any:
    """What the search finds, alone."""
    return render_template("reception/_door.html", form=Confirmation(formdata=None), **_door())


@pages.post("/people/<int:participant_id>/check-in")
@requires(Action.CHECK_IN)
def check_in(participant_id: int) -> Any:
    """Somebody is here."""
    return _note(participant_id, operations.check_in, N_("%(name)s is checked in."))


@pages.post("/people/<int:participant_id>/check-in/undo")
@requires(Action.CHECK_IN)
def undo_check_in(participant_id: int) -> Any:
    """Somebody was checked in by mistake."""
    return _note(participant_id, operations.undo_check_in, N_("The check-in of %(name)s was undone."))


@pages.post("/people/<int:participant_id>/departure")
@requires(Action.CHECK_IN)
def departure(participant_id: int) -> Any:
    """Somebody has left, or does not come."""
    return _note(participant_id, leaving.leave, N_("%(name)s has left. Seats in later rounds are free."))


@pages.post("/people/<int:participant_id>/return")
@requires(Action.CHECK_IN)
def come_again(participant_id: int) -> Any:
    """Somebody who had left is back."""
    return _note(participant_id, operations.note_return, N_("%(name)s is back."))


def _note(participant_id: int, change: Callable[..., None], told: str) -> Any:
    person = person_of(current_workshop(), participant_id)
    change(person, by=current_actor())
    flash(gettext(told, name=person.display_name), "success")
    if request.args.get("back") == OWN_PAGE:
        return redirect(url_for("reception.person", participant_id=participant_id), 303)
    return redirect(url_for("reception.door"), 303)


def _door() -> dict[str, Any]:
    typed = request.args.get("q", "")
    return {"typed": typed, "at_door": queries.at_door(current_workshop(), typed)}
