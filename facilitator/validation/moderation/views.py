"""What one person wrote of one thing: a facilitator reads it, hides it with a reason, brings it back."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.capture.forms import HidingForm
from facilitator.validation.moderation import operations, queries

pages = pages_of_workshop(__name__)


@pages.get("/words/<about>/<int:participant_id>")
@requires(Action.MODERATE)
def words(about: str, participant_id: int) -> Any:
    """All of it, in sight or not, with what became of it."""
    found = queries.words_of(current_workshop(), about, participant_id)
    return _page(found, HidingForm(reason=found.hiding.reason if found.hiding else ""))


@pages.post("/words/<about>/<int:participant_id>/hiding")
@requires(Action.MODERATE)
def hide(about: str, participant_id: int) -> Any:
    """Out of sight, with a reason."""
    found, form = queries.words_of(current_workshop(), about, participant_id), HidingForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.hide_words(found, reason=form.reason.data, by=current_actor())
            flash(gettext("The text of %(name)s was hidden.", name=found.person.display_name), "success")
            return redirect(_results(found), 303)
    return _page(found, form)


@pages.post("/words/<about>/<int:participant_id>/restoration")
@requires(Action.MODERATE)
def restore(about: str, participant_id: int) -> Any:
    """Back in sight."""
    found = queries.words_of(current_workshop(), about, participant_id)
    operations.restore_words(found, by=current_actor())
    flash(gettext("The text of %(name)s was restored.", name=found.person.display_name), "success")
    return redirect(_results(found), 303)


def _page(found: queries.Words, form: HidingForm) -> Any:
    return form.page("moderation/words.html", words=found, back=_results(found))


def _results(found: queries.Words) -> str:
    """Where the words stand among what everybody wrote."""
    anchors = {"issue": found.about.name, "solution": "solutions", "approach": "approach"}
    return url_for(
        "summary.measure_results",
        prefix=found.about.measure.prefix,
        issue=found.about.name if found.about.noun == "issue" else None,
        _anchor=anchors[found.about.noun],
    )
