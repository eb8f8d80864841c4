"""The handover: what stands against it, the freeze, and the way back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.capture import queries
from facilitator.capture.evidence import tallies
from facilitator.capture.handing import operations
from facilitator.capture.handing.forms import FreezeForm, ReopenForm

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
            flash(gettext("Day one is handed over."), "success")
            return redirect(url_for("handing.handover"), 303)
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
            return redirect(url_for("handing.handover"), 303)
    return _handover_page(reopen_form=form)


def _handover_page(**forms: Any) -> Any:
    workshop = current_workshop()
    active = queries.active_handover(workshop)
    refused = any(form.errors or form.form_errors for form in forms.values())
    given = {"freeze_form": FreezeForm(), "reopen_form": ReopenForm()}
    page = render_template(
        "handing/handover.html",
        active=active,
        earlier=[handover for handover in queries.handovers(workshop) if handover is not active],
        handed=queries.handed_issues(active) if active else [],
        tallies=tallies(workshop, handover_id=active.id) if active else tallies(workshop),
        readiness=None if active else queries.readiness(workshop),
        **given | forms,
    )
    return page, 422 if refused else 200
