"""The public page, and where the organiser writes it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_door, current_workshop, pages_of_workshop
from facilitator.access.decorators import last_word_counts, requires, takes_a_file, writes_late
from facilitator.access.policy import TEAM, Action
from facilitator.agenda.calendar import calendar_file, file_headers
from facilitator.applications.queries import is_call_open
from facilitator.config import MOST_BYTES
from facilitator.errors import N_, NotFound
from facilitator.event_page import operations, queries, rules
from facilitator.event_page.forms import PageForm, PictureForm
from facilitator.event_page.imaging import MOST_BYTES as MOST_BYTES_OF_A_PICTURE
from facilitator.event_page.imaging import SENT_AS_IT_IS, read_picture
from facilitator.event_page.models import FACTS, EventPage, EventPicture
from facilitator.event_page.presenting import event_entry, public_page
from facilitator.web.edge import turn_to_write
from facilitator.web.forms import chosen_file
from facilitator.web.origins import shared_address
from facilitator.web.submissions import check_pace
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import workshop_with_code

pages = pages_of_workshop(__name__)

PREVIEW, PUBLISH, PICTURE = "preview", "publish", "picture"


@pages.get("/")
@requires(Action.VISIT)
def whole() -> Any:
    """The address of the workshop alone leads to its public page."""
    _readable()
    return redirect(url_for("event_page.about"))


@pages.get("/about")
@requires(Action.VISIT)
def about() -> Any:
    """The page that anybody may read; a draft is there for the team alone."""
    workshop = current_workshop()
    page = public_page(workshop, _readable())
    return render_template("event_page/about.html", page=page, can_apply=is_call_open(workshop))


@pages.get("/about.ics")
@requires(Action.VISIT)
def event_calendar() -> Any:
    """The event for a calendar."""
    workshop = current_workshop()
    page = public_page(workshop, _readable())
    entry = event_entry(page, shared_address("event_page.about"))
    return calendar_file(workshop.title, [entry]), file_headers(workshop.slug)


@pages.get("/about/picture.webp")
@requires(Action.VISIT)
def picture() -> Any:
    """The picture of the page, for whoever may read the page; a browser asks whether it is still the same."""
    _readable()
    found = _picture()
    response = Response(found.data, mimetype="image/webp")
    response.set_etag(found.digest)
    return response.make_conditional(request)


def _picture() -> EventPicture:
    found = queries.picture_of(current_workshop().id)
    if found is None:
        raise NotFound(N_("This page was not found. Please check the address."))
    return found


def _readable() -> EventPage:
    page = queries.page_of(current_workshop().id)
    if page is None or (page.published_at is None and current_actor().roles.isdisjoint(TEAM)):
        # Whether there is a draft is nobody's business.
        raise NotFound(N_("This page was not found. Please check the address."))
    return page


@pages.route("/setup/page", methods=["GET", "POST"])
@requires(Action.SET_UP)
@last_word_counts
def edit() -> Any:
    """Write the page, look at it, publish it; what was typed is saved in one step with being published."""
    workshop, step = current_workshop(), request.form.get("step", "")
    kept = queries.page_of(workshop.id)
    form = PageForm(data={name: getattr(kept, name) for name in FACTS} if kept else None)
    shown = None
    if form.validate_on_submit():
        with form.refusals():
            if step != PREVIEW:
                return _saved(workshop, form, step)
            rules.check_facts(form.facts, starts_on=workshop.starts_on, ends_on=workshop.ends_on)
            shown = public_page(workshop, EventPage(**form.facts))
    return form.page(
        "event_page/edit.html",
        kept=kept,
        page=shown,
        has_picture=queries.picture_of(workshop.id) is not None,
    )


def _saved(workshop: Workshop, form: PageForm, step: str) -> Any:
    page = operations.save_page(workshop, form.facts, by=current_actor())
    if step == PUBLISH:
        operations.publish_page(page, by=current_actor())
        flash(gettext("The page is published. Anybody who has its address can read it."), "success")
    else:
        flash(gettext("The page was saved."), "success")
    return redirect(url_for("event_page.edit_picture" if step == PICTURE else "event_page.edit"), 303)


@pages.route("/setup/page/picture", methods=["GET", "POST"])
@writes_late
@requires(Action.SET_UP)
@takes_a_file("file", most_bytes=MOST_BYTES_OF_A_PICTURE + MOST_BYTES)
def edit_picture() -> Any:
    """Give the page a picture, or say otherwise what it shows; while it is made anew, others write."""
    kept = queries.picture_of(current_workshop().id)
    form = PictureForm(obj=kept)
    form.file.flags.required = kept is None
    if form.is_submitted():
        check_pace(current_actor())
    if form.validate_on_submit():
        with form.refusals():
            _keep_picture(form)
            flash(gettext("The picture was saved."), "success")
            return redirect(url_for("event_page.edit_picture"), 303)
    return form.page(
        "event_page/picture.html",
        picture=queries.picture_of(current_door().workshop_id),
        most=MOST_BYTES_OF_A_PICTURE // 1_000_000,
        sent_as_it_is=SENT_AS_IT_IS,
    )


def _keep_picture(form: PictureForm) -> None:
    file = chosen_file(form.file)
    made = read_picture(file) if file else None
    words = {name: form[name].data for name in ("alternative", "credit")}
    with turn_to_write():
        workshop = workshop_with_code(current_door().code, to_change=True)
        operations.set_picture(workshop, made, **words, by=current_actor())


@pages.post("/setup/page/picture/removal")
@requires(Action.SET_UP)
def remove_picture() -> Any:
    """Leave the page without a picture."""
    operations.remove_picture(_picture(), by=current_actor())
    flash(gettext("The picture was deleted."), "success")
    return redirect(url_for("event_page.edit_picture"), 303)


@pages.post("/setup/page/withdrawal")
@requires(Action.SET_UP)
def unpublish() -> Any:
    """Let nobody but the team read the page any more."""
    page = queries.page_of(current_workshop().id)
    if page:
        operations.unpublish_page(page, by=current_actor())
    flash(gettext("The page is a draft again. Only the team can read it."), "success")
    return redirect(url_for("event_page.edit"), 303)
