"""What is still missing in a workshop, with links; its words, its file, and its place in the archive."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_door, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action, Phase
from facilitator.mail.queries import count_failed
from facilitator.setup.steps import STEPS, Step, next_missing, states
from facilitator.setup.terminology import OURS, TerminologyForm
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.pages import may_do
from facilitator.web.submissions import check_pace
from facilitator.web.terminology import our_word
from facilitator.workshop_file.whole.writing import check_may_export, note_export, snapshot, write_whole
from facilitator.workshop_file.writing import written
from facilitator.workshops.operations import archive_workshop, restore_workshop, set_terminology
from facilitator.workshops.queries import workshop_with_code

pages = pages_of_workshop(__name__)
ENDPOINTS = {step.endpoint for step in STEPS}
# Where somebody is in the list of workshops.
PLACE = ("q", "archived", "page")
AT_ONCE = 1 << 16
"""Bytes of a file that are in hand at a time."""


@pages.app_context_processor
def way_on() -> dict[str, Any]:
    """The way on from the page of a step, as a function: few pages ask for it."""
    return {"next_step": _next_step if request.endpoint in ENDPOINTS else lambda: None}


def _next_step() -> Step | None:
    """What is still missing, for whoever sets the workshop up before it begins."""
    if current_door().phase is not Phase.PREPARATION or not may_do(Action.SET_UP):
        return None
    return next_missing(current_workshop(), request.endpoint or "")


@pages.get("/setup")
@requires(Action.SET_UP)
def hub() -> Any:
    """All steps of setting up, each with how far it is."""
    found = states(current_workshop())
    return render_template(
        "setup/hub.html",
        steps=found,
        missing=sum(each.is_missing for each in found),
        unsent=count_failed(current_workshop().id),
    )


@pages.route("/setup/words", methods=["GET", "POST"])
@requires(Action.SET_UP)
def terminology() -> Any:
    """The words of the workshop, each beside ours."""
    workshop = current_workshop()
    form = TerminologyForm(data=workshop.words)
    if form.validate_on_submit():
        with form.refusals():
            set_terminology(workshop, form.words, by=current_actor())
            flash(gettext("The words were saved."), "success")
            return redirect(url_for("setup.hub"), 303)
    return form.page("setup/terminology.html", ours={key: our_word(word) for key, word in OURS.items()})


@pages.get("/setup.json")
@requires(Action.ARCHIVE)
def export() -> Any:
    """The set-up as a file, with the people where that is asked for."""
    workshop = current_workshop()
    content = written(workshop, with_people="people" in request.args)
    answer = Response(json.dumps(content, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{workshop.slug}.json"'
    return never_kept(answer)


@pages.post("/workshop.zip")
@writes_late
@requires(Action.EXPORT)
def export_whole() -> Any:
    """Everything of the workshop in one file; while it is written, others write on."""
    check_pace(current_actor())
    door = current_door()
    check_may_export(is_rehearsal=door.is_rehearsal)
    with ExitStack() as until_it_is_sent:
        target = until_it_is_sent.enter_context(TemporaryFile())
        with snapshot() as connection:
            write_whole(connection, door.workshop_id, target)
        with turn_to_write():
            workshop = workshop_with_code(door.code, to_change=True)
            note_export(workshop, by=current_actor())
        size = target.tell()
        answer = Response(_read_out(target, until_it_is_sent.pop_all()), mimetype="application/zip")
    answer.content_length = size
    answer.headers["Content-Disposition"] = f'attachment; filename="{door.slug}.zip"'
    return never_kept(answer)


def _read_out(file: IO[bytes], until_it_is_sent: ExitStack) -> Iterator[bytes]:
    with until_it_is_sent:
        file.seek(0)
        while chunk := file.read(AT_ONCE):
            yield chunk


@pages.post("/archive")
@requires(Action.ARCHIVE)
def archive() -> Any:
    """Leave the workshop out of the list."""
    workshop = current_workshop()
    archive_workshop(workshop, by=current_actor())
    flash(gettext("%(title)s is in the archive now.", title=workshop.title), "success")
    return _to_list()


@pages.post("/restoring")
@requires(Action.ARCHIVE)
def restore() -> Any:
    """Have the workshop in the list again."""
    workshop = current_workshop()
    restore_workshop(workshop, by=current_actor())
    flash(gettext("%(title)s is in the list again.", title=workshop.title), "success")
    return _to_list()


def _to_list() -> Any:
    """Back to the list, at the page and the search that the button stood on."""
    place: dict[str, Any] = {name: request.args[name] for name in PLACE if name in request.args}
    return redirect(url_for("workshops.own_workshops", **place), 303)
