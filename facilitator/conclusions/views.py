"""The summary of the report beside what it rests on, and a page on which a sentence is edited."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.conclusions import operations, queries
from facilitator.conclusions.forms import ConclusionForm
from facilitator.conclusions.queries import StatedConclusion
from facilitator.errors import RuleBroken
from facilitator.summary import sentences
from facilitator.web.forms import VersionForm
from facilitator.web.sentences import in_words
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import measures

pages = pages_of_workshop(__name__)


@pages.get("/report/summary")
@requires(Action.READ_SUMMARY)
def summary() -> Any:
    """Every sentence with its issues and figures, measure by measure."""
    workshop = current_workshop()
    return _summary_page(workshop)


def _summary_page(workshop: Workshop, problem: RuleBroken | None = None) -> str:
    return render_template(
        "conclusions/summary.html",
        stated=queries.conclusions_now(workshop),
        measures=measures(workshop),
        say=sentences,
        problem=problem,
        form_of=lambda stated: VersionForm(formdata=None, based_on=str(stated.version)),
    )


@pages.route("/report/summary/<kind>/<subject>", methods=["GET", "POST"])
@requires(Action.WRITE_REPORT)
def edit(kind: str, subject: str) -> Any:
    """One sentence, its figures, and what it said before."""
    workshop = current_workshop()
    stated = queries.conclusion_of(workshop, kind, subject)
    form = ConclusionForm()
    if request.method == "GET":
        form.text.data = in_words(stated.text)
    if form.validate_on_submit():
        with form.refusals():
            text, based_on = form.text.data, form.version
            operations.edit_conclusion(workshop, stated, text, based_on=based_on, by=current_actor())
            flash(gettext("The sentence was saved."), "success")
            return _back(stated)
    # What is typed next is written over what the page shows now.
    form.based_on.data = str(stated.version)
    return form.page("conclusions/edit.html", stated=stated, text_now=in_words(stated.text), say=sentences)


@pages.post("/report/summary/<kind>/<subject>/omission")
@requires(Action.WRITE_REPORT)
def leave_out(kind: str, subject: str) -> Any:
    """Not in the report."""
    return _choose(operations.leave_out_conclusion, kind, subject)


@pages.post("/report/summary/<kind>/<subject>/draft")
@requires(Action.WRITE_REPORT)
def restore(kind: str, subject: str) -> Any:
    """The draft again, as the figures give it."""
    return _choose(operations.restore_draft, kind, subject)


def _choose(choose: Callable[..., None], kind: str, subject: str) -> Any:
    workshop, form = current_workshop(), VersionForm()
    stated = queries.conclusion_of(workshop, kind, subject)
    try:
        choose(workshop, stated, based_on=form.version, by=current_actor())
    except RuleBroken as broken:
        return _summary_page(workshop, broken), 422
    return _back(stated)


def _back(stated: StatedConclusion) -> Any:
    return redirect(url_for("conclusions.summary", _anchor=f"{stated.kind.value}-{stated.subject}"), 303)
