"""The agenda as the organiser sets it up: days, sessions, their order and their rooms."""

from typing import Any, NamedTuple

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import only_reads, requires
from facilitator.access.policy import Action
from facilitator.agenda.clashes import Booked, clashes
from facilitator.agenda.editing import operations, queries
from facilitator.agenda.editing.forms import (
    AgendaMoveForm,
    AgendaStep,
    PasteForm,
    PlannedSessionForm,
    RoomForm,
)
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.operations import add_room, plan_session
from facilitator.agenda.ordering import AgendaPlace, at_the_ends
from facilitator.agenda.programme import programme
from facilitator.agenda.queries import room_of, rooms, session_of
from facilitator.errors import N_, RuleBroken
from facilitator.vocabulary import Term
from facilitator.web import pages as words
from facilitator.web.addresses import row_number
from facilitator.web.forms import Confirmation
from facilitator.web.sentences import day as day_in_words
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import measures

pages = pages_of_workshop(__name__)
# Where the app keeps what takes up rooms and people besides sessions: groups are in a package above this one.
BOOKINGS = "facilitator.bookings"


class DayChoice(NamedTuple):
    """A day of the workshop, as a list offers it."""

    id: int
    label: str


@pages.get("/setup/agenda")
@requires(Action.SET_UP)
def agenda() -> Any:
    """All days with their sessions, to be added to, changed and put in order."""
    return _agenda(AgendaMoveForm(formdata=None))


@pages.post("/setup/agenda/moves")
@requires(Action.SET_UP)
def move() -> Any:
    """Move a session; the page comes back at its button, so that it can be moved on."""
    form = AgendaMoveForm()
    if form.validate_on_submit():
        with form.refusals():
            return _moved(current_workshop(), form.step)
    return _agenda(form)


def _moved(workshop: Workshop, step: AgendaStep | None) -> Any:
    if step is None:
        raise RuleBroken(N_("Choose a session and where to move it."))
    session, by = session_of(workshop, step.session_id), current_actor()
    if step.way == "before":
        operations.move_before(workshop, session, session_of(workshop, step.number), by=by)
    elif step.way == "end":
        operations.move_to_end(workshop, session, step.number, by=by)
    else:
        moving = operations.move_earlier if step.way == "earlier" else operations.move_later
        moving(workshop, session, by=by)
    told = {"title": session.title, "day": session.day, "time": words.clock(session.starts_at)}
    flash(gettext("“%(title)s” now starts on day %(day)s at %(time)s.", **told), "success")
    button = step.way if step.way in ("earlier", "later") else "session"
    return redirect(url_for("editing.agenda", _anchor=f"{button}-{session.id}"), 303)


def _agenda(form: AgendaMoveForm) -> Any:
    workshop = current_workshop()
    days = programme(workshop)
    entries = [entry for day in days for entry in day.entries]
    spans = {entry.session.id: entry.span for entry in entries}
    booked = [*queries.booked_by_sessions(entries)]
    for others in current_app.extensions[BOOKINGS]:
        booked += others(workshop, spans)
    sessions = [entry.session for entry in entries]
    first, last = at_the_ends([AgendaPlace(each.id, each.day, each.track) for each in sessions])
    return form.page(
        "editing/agenda.html",
        days=days,
        clashes=clashes(booked),
        Booked=Booked,
        first_of_day=first,
        last_of_day=last,
    )


@pages.route("/setup/agenda/new", methods=["GET", "POST"])
@requires(Action.SET_UP)
def new() -> Any:
    """Another session: the last of its day, or where its start takes it."""
    asked = {"day": request.args.get("day", type=row_number), "kind": _kind_asked()}
    form = _session_form(data=asked)
    if form.validate_on_submit():
        with form.refusals():
            has_start = form.starts_at.data is not None
            added = plan_session(
                current_workshop(), **_of_session(form), is_fixed=has_start, by=current_actor()
            )
            flash(gettext("“%(title)s” was added.", title=added.title), "success")
            return _back_to(added)
    return form.page("editing/session.html", session=None)


def _kind_asked() -> Term | None:
    asked = request.args.get("kind")
    return SessionKind(asked) if asked in {kind.value for kind in SessionKind} else None


@pages.route("/setup/agenda/<int:session_id>", methods=["GET", "POST"])
@requires(Action.SET_UP)
def session(session_id: int) -> Any:
    """A session, to be changed."""
    workshop = current_workshop()
    found = session_of(workshop, session_id)
    facts = {name: getattr(found, name) for name in ("title", "kind", "day", "minutes", "track")}
    starts_at = found.starts_at if found.is_fixed else None
    form = _session_form(
        found, data=facts | {"measure": found.measure_id, "room": found.room_id, "starts_at": starts_at}
    )
    if form.validate_on_submit():
        with form.refusals():
            operations.change_session(workshop, found, **_of_session(form), by=current_actor())
            flash(gettext("“%(title)s” was saved.", title=found.title), "success")
            return _back_to(found)
    return form.page("editing/session.html", session=found)


@pages.route("/setup/agenda/<int:session_id>/removal", methods=["GET", "POST"])
@requires(Action.SET_UP)
def removal(session_id: int) -> Any:
    """Delete a session, once it has been said what belongs to it."""
    workshop = current_workshop()
    found, form = session_of(workshop, session_id), Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            operations.remove_session(workshop, found, by=current_actor())
            flash(gettext("“%(title)s” was deleted.", title=found.title), "success")
            return redirect(url_for("editing.agenda", _anchor=f"day-{found.day}"), 303)
    return form.page("editing/removal.html", session=found, hanging=queries.hanging_on_session(found))


def _back_to(session: Session) -> Any:
    return redirect(url_for("editing.agenda", _anchor=f"session-{session.id}"), 303)


def _session_form(found: Session | None = None, **options: Any) -> PlannedSessionForm:
    workshop = current_workshop()
    form = PlannedSessionForm(**options)
    form.measure.offer(measures(workshop), "title", nothing=gettext("No measure"))
    form.room.offer(rooms(workshop), nothing=gettext("No room yet"))
    days = [
        DayChoice(
            day.number, gettext("Day %(number)s, %(date)s", number=day.number, date=day_in_words(day.on))
        )
        for day in programme(workshop)
        if day.is_of_workshop or (found and found.day == day.number)
    ]
    form.day.offer(days, "label", nothing=gettext("Choose a day"))
    return form


def _of_session(form: PlannedSessionForm) -> dict[str, Any]:
    typed = {name: form[name].data for name in ("title", "kind", "day", "minutes", "starts_at", "track")}
    return typed | {"measure": form.measure.row, "room": form.room.row}


@pages.get("/setup/agenda/paste")
@requires(Action.SET_UP)
def paste() -> Any:
    """Where an agenda is pasted that stands in a spreadsheet."""
    return PasteForm(formdata=None).page("editing/paste.html", sessions=None, kinds=SessionKind)


@pages.post("/setup/agenda/paste/preview")
@requires(Action.SET_UP)
@only_reads
def preview() -> Any:
    """What an import would do, row by row; nothing is written."""
    return _preview(PasteForm())


@pages.post("/setup/agenda/paste")
@requires(Action.SET_UP)
def import_pasted() -> Any:
    """Add all sessions of a table that was shown, or none of them."""
    workshop, form = current_workshop(), PasteForm()
    if form.validate_on_submit() and form.shown.data == form.mark:
        with form.refusals():
            pasted = queries.read_pasted(workshop, form.text.data)
            number = operations.plan_pasted(workshop, pasted, by=current_actor())
            flash(ngettext("One session was added.", "%(num)d sessions were added.", number), "success")
            return redirect(url_for("editing.agenda"), 303)
    return _preview(form)


def _preview(form: PasteForm) -> Any:
    sessions = None
    if form.validate_on_submit():
        with form.refusals():
            sessions = queries.read_pasted(current_workshop(), form.text.data)
            form.shown.data = form.mark
    return form.page("editing/paste.html", sessions=sessions, kinds=SessionKind)


@pages.route("/setup/rooms", methods=["GET", "POST"])
@requires(Action.SET_UP)
def rooms_page() -> Any:
    """All rooms, and another one."""
    workshop, form = current_workshop(), RoomForm()
    if form.validate_on_submit():
        with form.refusals():
            added = add_room(workshop, **_of_room(form), by=current_actor())
            flash(gettext("%(name)s was added.", name=added.name), "success")
            return redirect(url_for("editing.rooms_page"), 303)
    return form.page("editing/rooms.html", rooms=rooms(workshop))


@pages.route("/setup/rooms/<int:room_id>", methods=["GET", "POST"])
@requires(Action.SET_UP)
def room(room_id: int) -> Any:
    """A room, to be changed."""
    workshop = current_workshop()
    found = room_of(workshop, room_id)
    form = RoomForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            operations.change_room(workshop, found, **_of_room(form), by=current_actor())
            flash(gettext("%(name)s was saved.", name=found.name), "success")
            return redirect(url_for("editing.rooms_page"), 303)
    return form.page("editing/room.html", room=found, hanging=queries.hanging_on_room(found))


@pages.post("/setup/rooms/<int:room_id>/removal")
@requires(Action.SET_UP)
def room_removal(room_id: int) -> Any:
    """Delete a room that nothing takes place in."""
    found = room_of(current_workshop(), room_id)
    operations.remove_room(found, by=current_actor())
    flash(gettext("%(name)s was deleted.", name=found.name), "success")
    return redirect(url_for("editing.rooms_page"), 303)


def _of_room(form: RoomForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("name", "seats", "accessible")}
