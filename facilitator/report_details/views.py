"""Where the organiser fills in what the report is filed under."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.report_details import operations, queries
from facilitator.report_details.forms import ReportDetailsForm

pages = pages_of_workshop(__name__)


@pages.route("/setup/report", methods=["GET", "POST"])
@requires(Action.SET_UP)
@last_word_counts
def edit() -> Any:
    """All details on one page."""
    workshop = current_workshop()
    form = ReportDetailsForm(obj=queries.details_of(workshop))
    if form.validate_on_submit():
        with form.refusals():
            operations.save_details(workshop, form.typed, by=current_actor())
            flash(gettext("The report details were saved."), "success")
            return redirect(url_for("setup.hub"), 303)
    return form.page("report_details/edit.html")
