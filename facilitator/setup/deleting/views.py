"""Delete a workshop."""

from typing import Any

from flask import current_app, flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.setup.deleting.forms import TitleForm
from facilitator.setup.deleting.queries import contents_of, is_in_use
from facilitator.web.forms import Confirmation
from facilitator.web.submissions import forget_this_form
from facilitator.workshops.deletion import delete_with_everything
from facilitator.workshops.queries import has_rehearsal

pages = pages_of_workshop(__name__)


@pages.route("/deletion", methods=["GET", "POST"])
@requires(Action.DELETE)
def delete() -> Any:
    """Delete the workshop, once it was said what goes with it; where people were at work, by its title."""
    workshop = current_workshop()
    if workshop.is_rehearsal:
        return redirect(url_for("rehearsal.rehearsal"), 303)
    must_type = is_in_use(workshop)
    form = TitleForm() if must_type else Confirmation()
    if isinstance(form, TitleForm):
        form.expected = workshop.title
    if form.validate_on_submit():
        title = workshop.title
        current_app.logger.info("workshop.deleted slug=%s by=%s", workshop.slug, current_actor().account_id)
        delete_with_everything(workshop)
        forget_this_form()
        flash(gettext("%(title)s was deleted.", title=title), "success")
        return redirect(url_for("workshops.own_workshops"), 303)
    return form.page(
        "setup/delete.html",
        contents=contents_of(workshop),
        must_type=must_type,
        has_rehearsal=has_rehearsal(workshop),
        is_archived=workshop.archived_at is not None,
    )
