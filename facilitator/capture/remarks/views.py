"""Remarks on an issue: read them all, write one down, correct it, take it out of sight."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.capture.forms import HidingForm
from facilitator.capture.models import Card
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.capture.remarks import operations, queries
from facilitator.capture.remarks.forms import RemarkForm
from facilitator.workshops.queries import cities

pages = pages_of_workshop(__name__)


@pages.get("/cards/<ref>/remarks")
@requires(Action.WATCH)
def remarks(ref: str) -> Any:
    """All that was said of an issue while it was presented, with what was corrected or hidden."""
    return _remarks_page(card_by_reference(current_workshop(), ref))


@pages.post("/cards/<ref>/remarks")
@requires(Action.CAPTURE)
def remark(ref: str) -> Any:
    """One remark more."""
    issue, form = card_by_reference(current_workshop(), ref), remark_form()
    if form.validate_on_submit():
        with form.refusals():
            operations.make_remark(issue, text=form.text.data, city=form.city.row, by=current_actor())
            flash(gettext("The remark was added to %(ref)s.", ref=issue.ref), "success")
            return redirect(url_for("capture.card", ref=issue.ref, _anchor="remarks"), 303)
    return _remarks_page(issue, form)


@pages.route("/remarks/<int:remark_id>/correction", methods=["GET", "POST"])
@requires(Action.CAPTURE)
def correct(remark_id: int) -> Any:
    """Say it better."""
    found, issue = queries.remark_of(current_workshop(), remark_id)
    form = remark_form()
    if request.method == "GET":
        form.text.data, form.city.data = found.text, found.city_id
    if form.validate_on_submit():
        with form.refusals():
            operations.correct_remark(found, text=form.text.data, city=form.city.row, by=current_actor())
            return redirect(url_for("remarks.remarks", ref=issue.ref), 303)
    return form.page("remarks/correction.html", issue=issue, remark=found)


@pages.route("/remarks/<int:remark_id>/hiding", methods=["GET", "POST"])
@requires(Action.MODERATE)
def hide(remark_id: int) -> Any:
    """Out of sight, with a reason."""
    found, issue = queries.remark_of(current_workshop(), remark_id)
    form = HidingForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.hide_remark(found, reason=form.reason.data, by=current_actor())
            return redirect(url_for("remarks.remarks", ref=issue.ref), 303)
    return form.page("remarks/hiding.html", issue=issue, remark=found)


@pages.post("/remarks/<int:remark_id>/restoration")
@requires(Action.MODERATE)
def restore(remark_id: int) -> Any:
    """Back in sight."""
    found, issue = queries.remark_of(current_workshop(), remark_id)
    operations.restore_remark(found, by=current_actor())
    return redirect(url_for("remarks.remarks", ref=issue.ref), 303)


def remark_form() -> RemarkForm:
    """The form of a remark, with the cities of the workshop to choose from."""
    form = RemarkForm()
    form.city.offer(cities(current_workshop()), nothing=gettext("No particular city"))
    return form


def _remarks_page(issue: Card, form: RemarkForm | None = None) -> Any:
    return (form or remark_form()).page(
        "remarks/remarks.html",
        issue=issue,
        wording=current_wording(issue),
        kept=queries.remarks_on(issue),
    )
