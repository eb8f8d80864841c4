"""Where the organiser fills in what the report is filed under."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.report_details import operations, queries, rules
from facilitator.report_details.forms import ReportDetailsForm

pages = pages_of_workshop(__name__)


@pages.route("/setup/report", methods=["GET", "POST"])
@requires(Action.SET_UP)
@last_word_counts
def edit() -> Any:
    """All details on one page."""
    workshop = current_workshop()
    kept = queries.texts_of(workshop)
    form = ReportDetailsForm(data=kept | {"shown": rules.state_of(kept)})
    if form.validate_on_submit():
        merged = rules.merge(kept, form.typed, form.shown.data)
        if not merged.refused:
            operations.save_details(workshop, merged.texts, by=current_actor())
            flash(gettext("The report details were saved."), "success")
            return redirect(url_for("setup.hub"), 303)
        _show_again(form, kept, merged)
    return form.page("report_details/edit.html")


def _show_again(form: ReportDetailsForm, kept: Mapping[str, str], merged: rules.MergedDetails) -> None:
    """What both have changed, beside what somebody else has: the next form is about the page as it is now."""
    for broken in merged.refused:
        form.refuse(broken)
    for name, text in merged.texts.items():
        form[name].data = text
    form.shown.data = rules.state_of(kept)
