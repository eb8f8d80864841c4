"""The page of a group while its round runs, and what the groups noted, for plenary."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.group_work import operations
from facilitator.breakouts.group_work.forms import ArrivalForm, CallForm, MarkForm, NoteForm
from facilitator.breakouts.group_work.models import Mark
from facilitator.breakouts.group_work.queries import versions
from facilitator.breakouts.queries import seated_group
from facilitator.errors import N_, NotFound
from facilitator.group_page.queries import GroupNow, NoteTopic, find_elsewhere, group_now, noted_in_plenary
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.workshops.models import Measure, Participant, Workshop
from facilitator.workshops.queries import (
    measure_with_prefix,
    participant_of,
    participants_with_ids,
    shown_measures,
)

pages = pages_of_workshop(__name__)


@pages.get("/groups/<int:group_id>")
@requires(Action.WATCH)
def group(group_id: int) -> Any:
    """The group's page: its issues and notes, its clock, who is here, who has answered."""
    return _page(group_now(current_workshop(), group_id))


@pages.get("/groups/<int:group_id>/live")
@requires(Action.WATCH)
@polled()
def live_group(group_id: int) -> Any:
    """The part of the group's page that keeps itself fresh."""
    now = group_now(current_workshop(), group_id)
    follow(Topic.GROUP.of(group_id), Topic.WORK.of(group_id), Topic.MEASURE.of(now.table.group.measure_id))
    return render_template("group_page/_page.html", **_shown(now))


@pages.get("/groups/<int:group_id>/notes/<ref>")
@requires(Action.WATCH)
def note(group_id: int, ref: str) -> Any:
    """One note with all that it has said, and the field to go on."""
    now = group_now(current_workshop(), group_id)
    topic = now.topic(ref)
    return _note_page(now, topic, _note_form(topic))


@pages.post("/groups/<int:group_id>/notes/<ref>")
@requires(Action.WRITE_FOR_GROUP)
def write_note(group_id: int, ref: str) -> Any:
    """The next version; what somebody else wrote meanwhile stands beside it."""
    now = group_now(current_workshop(), group_id)
    topic, form = now.topic(ref), NoteForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.write_note(
                now.table.group,
                topic.issue_id,
                form.text.data,
                asked=now.asked,
                based_on=form.version,
                by=current_actor(),
            )
            return redirect(_after_note(group_id, ref), 303)
    return _note_page(now, topic, form)


@pages.get("/groups/<int:group_id>/notes/<ref>/field")
@requires(Action.WATCH)
def note_field(group_id: int, ref: str) -> Any:
    """The field of a note alone, as it is now: what the page's script puts in place."""
    now = group_now(current_workshop(), group_id)
    return render_template("group_page/_note.html", now=now, topic=now.topic(ref))


@pages.post("/groups/<int:group_id>/attendance/<int:participant_id>")
@requires(Action.WRITE_FOR_GROUP)
def tick_off(group_id: int, participant_id: int) -> Any:
    """Say whether somebody is here."""
    workshop, form = current_workshop(), MarkForm()
    if form.validate_on_submit():
        participant = participant_of(workshop, participant_id)
        operations.mark_attendance(
            seated_group(workshop, group_id), participant, form.mark.data, by=current_actor()
        )
        return _back(group_id, f"seat-{participant_id}")
    return _page(group_now(workshop, group_id), mark=form)


@pages.post("/groups/<int:group_id>/attendance")
@requires(Action.WRITE_FOR_GROUP)
def tick_off_the_rest(group_id: int) -> Any:
    """Everybody of whom nothing is known yet is here."""
    marked = operations.mark_the_rest_present(seated_group(current_workshop(), group_id), by=current_actor())
    flash(
        ngettext("One person is marked as present.", "%(num)d people are marked as present.", marked),
        "success",
    )
    return _back(group_id, "people")


@pages.route("/groups/<int:group_id>/arrivals", methods=["GET", "POST"])
@requires(Action.WRITE_FOR_GROUP)
def arrivals(group_id: int) -> Any:
    """Somebody sits here who is not on the list: search for them, and give them their seat."""
    workshop, form = current_workshop(), ArrivalForm()
    found = seated_group(workshop, group_id)
    form.participant.offer(_chosen(form, workshop), "introduction")
    if form.validate_on_submit():
        with form.refusals():
            person = form.participant.row
            operations.seat_who_is_there(workshop, found.group, person, by=current_actor())
            flash(gettext("%(name)s now has a seat in this group.", name=person.display_name), "success")
            return _back(group_id, "people")
    return form.page("group_page/arrivals.html", table=found, **_search(group_id))


@pages.get("/groups/<int:group_id>/arrivals/found")
@requires(Action.WRITE_FOR_GROUP)
def found(group_id: int) -> Any:
    """What the search finds, alone."""
    group = seated_group(current_workshop(), group_id)
    return render_template("group_page/_found.html", table=group, form=ArrivalForm(), **_search(group_id))


@pages.post("/groups/<int:group_id>/ready")
@requires(Action.WRITE_FOR_GROUP)
def ready(group_id: int) -> Any:
    """The group has done what it was to do."""
    operations.mark_ready(seated_group(current_workshop(), group_id), by=current_actor())
    return _back(group_id)


@pages.post("/groups/<int:group_id>/ready/withdrawal")
@requires(Action.WRITE_FOR_GROUP)
def withdraw_ready(group_id: int) -> Any:
    """It has not, after all."""
    operations.withdraw_ready(seated_group(current_workshop(), group_id).group, by=current_actor())
    return _back(group_id)


@pages.post("/groups/<int:group_id>/calls")
@requires(Action.WRITE_FOR_GROUP)
def call(group_id: int) -> Any:
    """Call the facilitator."""
    workshop, form = current_workshop(), CallForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.call_facilitator(
                seated_group(workshop, group_id), word=form.word.data, by=current_actor()
            )
            return _back(group_id)
    return _page(group_now(workshop, group_id), call=form)


@pages.post("/groups/<int:group_id>/calls/settlement")
@requires(Action.WRITE_FOR_GROUP)
def settle_call(group_id: int) -> Any:
    """Somebody came, or is needed no more."""
    operations.settle_call(seated_group(current_workshop(), group_id).group, by=current_actor())
    return _back(group_id)


@pages.get("/notes")
@requires(Action.WATCH)
def all_notes() -> Any:
    """The notes on the first measure."""
    first = next(iter(shown_measures(current_workshop())), None)
    if first is None:
        raise NotFound(N_("This workshop has no measures yet."))
    return redirect(url_for("group_page.notes", prefix=first.prefix))


@pages.get("/notes/<prefix>")
@requires(Action.WATCH)
def notes(prefix: str) -> Any:
    """What the groups of a measure noted, side by side."""
    return render_template("group_page/notes.html", **_notes(prefix))


@pages.get("/notes/<prefix>/live")
@requires(Action.WATCH)
@polled()
def live_notes(prefix: str) -> Any:
    """The part of the page of notes that keeps itself fresh."""
    shown = _notes(prefix)
    follow(Topic.NOTES.of(shown["measure"].id), Topic.MEASURE.of(shown["measure"].id))
    return render_template("group_page/_notes.html", **shown)


@pages.get("/notes/<prefix>/projector")
@requires(Action.WATCH)
def projected_notes(prefix: str) -> Any:
    """One topic at a time, for the wall: `?topic=RET-03`, or what was noted in general."""
    shown = _notes(prefix)
    wanted = request.args.get("topic", "")
    refs = [noted.topic.ref for noted in shown["noted"]]
    place = refs.index(wanted) if wanted in refs else 0
    return render_template("group_page/projected_notes.html", place=place, **shown)


def _notes(prefix: str) -> dict[str, Any]:
    workshop = current_workshop()
    measure: Measure = measure_with_prefix(workshop, prefix)
    return {
        "measure": measure,
        "measures": shown_measures(workshop),
        "noted": noted_in_plenary(workshop, measure),
    }


def _shown(now: GroupNow, **refused: Any) -> dict[str, Any]:
    fresh = {"call": CallForm(formdata=None)}
    return {"now": now, "table": now.table, "marks": Mark, "forms_of": fresh | refused}


def _page(now: GroupNow, **refused: Any) -> Any:
    """The page; with a form that was refused, as it was typed."""
    return render_template("group_page/group.html", **_shown(now, **refused)), 422 if refused else 200


def _note_form(topic: NoteTopic) -> NoteForm:
    said = topic.note
    return NoteForm(formdata=None, data={"text": said.text if said else ""})


def _note_page(now: GroupNow, topic: NoteTopic, form: NoteForm) -> Any:
    group = now.table.group
    return form.page("group_page/note.html", now=now, topic=topic, versions=versions(group, topic.issue_id))


def _chosen(form: ArrivalForm, workshop: Workshop) -> list[Participant]:
    chosen = participants_with_ids([form.participant.data or 0])
    return [person for person in chosen if person.workshop_id == workshop.id]


def _search(group_id: int) -> dict[str, Any]:
    typed = request.args.get("q", "")[:80]
    return {"typed": typed, "found": find_elsewhere(current_workshop(), group_id, typed)}


def _after_note(group_id: int, ref: str) -> str:
    """Back to the note on its page; a script that saves by itself wants the field alone."""
    if request.headers.get("X-Wants") == "field":
        return url_for("group_page.note_field", group_id=group_id, ref=ref)
    return url_for("group_page.group", group_id=group_id, _anchor=f"note-{ref}")


def _back(group_id: int, anchor: str | None = None) -> Any:
    return redirect(url_for("group_page.group", group_id=group_id, _anchor=anchor), 303)
