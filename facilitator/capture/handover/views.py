"""The handover: what stands against it, the freeze, and the way back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.capture import queries as capture
from facilitator.capture.evidence import tallies
from facilitator.capture.handover import operations, queries
from facilitator.capture.handover.forms import FreezeForm, ReopenForm
from facilitator.capture.lineage.queries import origins_of
from facilitator.capture.links import helped_by, links_handed_over
from facilitator.web.addresses import row_number
from facilitator.web.forms import Confirmation
from facilitator.workshops.queries import measure_with_prefix

pages = pages_of_workshop(__name__)


@pages.get("/handover")
@requires(Action.WATCH)
def handover() -> Any:
    """What is to be handed over, or what was."""
    return _handover_page()


@pages.post("/handover")
@requires(Action.HAND_OVER)
def freeze() -> Any:
    """Freeze day one."""
    form = FreezeForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.freeze_handover(current_workshop(), name=form.name.data, by=current_actor())
            flash(gettext("Day one is finished."), "success")
            return redirect(url_for("handover.handover"), 303)
    return _handover_page(freeze_form=form)


@pages.post("/handover/reopening")
@requires(Action.HAND_OVER)
def reopen() -> Any:
    """Back to day one, with a reason."""
    form = ReopenForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.reopen_handover(current_workshop(), reason=form.reason.data, by=current_actor())
            flash(gettext("Day one is open again."), "success")
            return redirect(url_for("handover.handover"), 303)
    return _handover_page(reopen_form=form)


@pages.get("/handover/unread")
@requires(Action.HAND_OVER)
def unread() -> Any:
    """What came in since this person last looked, by measure."""
    workshop = current_workshop()
    return render_template(
        "handover/unread.html",
        unread=queries.unread_issues(workshop, current_actor().account_id),
        up_to=queries.up_to_now(workshop),
        tallies=tallies(workshop),
    )


@pages.post("/handover/unread/<prefix>")
@requires(Action.HAND_OVER)
def read(prefix: str) -> Any:
    """Read up to what the page showed; what has come in meanwhile stays unread."""
    measure, form = measure_with_prefix(current_workshop(), prefix), Confirmation()
    if form.validate_on_submit():
        up_to = request.form.get("up_to", type=row_number, default=0)
        operations.mark_read(measure, up_to=up_to, by=current_actor())
    return redirect(url_for("handover.unread"), 303)


def _handover_page(**forms: Any) -> Any:
    workshop, account_id = current_workshop(), current_actor().account_id
    active, all_handovers = capture.active_handover(workshop), capture.handovers(workshop)
    earlier = [handover for handover in all_handovers if handover is not active]
    refused = any(form.errors or form.form_errors for form in forms.values())
    given = {"freeze_form": FreezeForm(), "reopen_form": ReopenForm()}
    page = render_template(
        "handover/handover.html",
        active=active,
        hands=queries.hands(all_handovers),
        earlier=earlier,
        changes=queries.changes_since(earlier[0], active, workshop) if earlier else {},
        handed=capture.handed_issues(active) if active else [],
        origins=origins_of(workshop.id),
        tallies=tallies(workshop, handover_id=active.id) if active else {},
        helped_by=helped_by(workshop.id, links_handed_over(active.id)) if active else {},
        checklist=None if active else queries.checklist(workshop, account_id),
        **given | forms,
    )
    return page, 422 if refused else 200
