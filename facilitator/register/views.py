"""The register on one page, with a form for each solution."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.register import operations, queries
from facilitator.register.forms import RegisterForm
from facilitator.register.queries import RegisterEntry
from facilitator.summary import sentences
from facilitator.workshops.queries import cities

pages = pages_of_workshop(__name__)


@pages.get("/report/register")
@requires(Action.READ_SUMMARY)
def register() -> Any:
    """Every solution, those without an owner first."""
    return _page(queries.register_now(current_workshop()))


@pages.post("/report/register/<ref>")
@requires(Action.WRITE_REPORT)
def save(ref: str) -> Any:
    """What was filled in for one of them."""
    entries = queries.register_now(current_workshop())
    entry = queries.entry_of(entries, ref)
    form = _form()
    if form.validate_on_submit():
        with form.refusals():
            operations.save_entry(
                entry, form.plan, form.state.data, based_on=form.version, by=current_actor()
            )
            flash(gettext("%(ref)s was saved.", ref=ref), "success")
            return redirect(url_for("register.register", _anchor=ref), 303)
    form.based_on.data = str(entry.card.wording.version)
    form.name_fields_after(ref)
    return _page(entries, ref, form)


def _page(entries: list[RegisterEntry], wrong: str = "", form: RegisterForm | None = None) -> Any:
    forms = {entry.card.ref: _filled(entry) for entry in entries}
    if form:
        forms[wrong] = form
    page = render_template(
        "register/register.html", entries=entries, entry_forms=forms, wrong=wrong, say=sentences
    )
    return page, 422 if wrong else 200


def _filled(entry: RegisterEntry) -> RegisterForm:
    wording = entry.card.wording
    form = _form(formdata=None, obj=wording, state=entry.state, based_on=str(wording.version))
    form.name_fields_after(entry.card.ref)
    return form


def _form(**options: Any) -> RegisterForm:
    form = RegisterForm(**options)
    form.proven_by_id.offer(cities(current_workshop()), nothing=gettext("No city yet"))
    return form
