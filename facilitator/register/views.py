"""The register on one page, with a form for each solution."""

from collections.abc import Sequence
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
from facilitator.workshops.models import City
from facilitator.workshops.queries import cities

pages = pages_of_workshop(__name__)


@pages.get("/report/register")
@requires(Action.READ_SUMMARY)
def register() -> Any:
    """Every solution, those without an owner first."""
    workshop = current_workshop()
    return _page(queries.register_now(workshop), cities(workshop))


@pages.post("/report/register/<ref>")
@requires(Action.WRITE_REPORT)
def save(ref: str) -> Any:
    """What was filled in for one of them."""
    entries = queries.register_now(current_workshop())
    entry = queries.entry_of(entries, ref)
    offered = cities(current_workshop())
    form = _form(offered)
    if form.validate_on_submit():
        with form.refusals():
            operations.save_entry(
                entry, form.plan, form.state.data, based_on=form.version, by=current_actor()
            )
            flash(gettext("%(ref)s was saved.", ref=ref), "success")
            return redirect(url_for("register.register", _anchor=ref), 303)
    form.based_on.data = str(entry.card.wording.version)
    form.name_fields_after(ref)
    return _page(entries, offered, ref, form)


def _page(
    entries: list[RegisterEntry], offered: Sequence[City], wrong: str = "", form: RegisterForm | None = None
) -> Any:
    others = (entry for entry in entries if entry.card.ref != wrong)
    forms = {entry.card.ref: _filled(entry, offered) for entry in others} | ({wrong: form} if form else {})
    page = render_template(
        "register/register.html", entries=entries, entry_forms=forms, wrong=wrong, say=sentences
    )
    return page, 422 if wrong else 200


def _filled(entry: RegisterEntry, offered: Sequence[City]) -> RegisterForm:
    wording = entry.card.wording
    form = _form(offered, formdata=None, obj=wording, state=entry.state, based_on=str(wording.version))
    form.name_fields_after(entry.card.ref)
    return form


def _form(offered: Sequence[City], **options: Any) -> RegisterForm:
    form = RegisterForm(**options)
    form.proven_by_id.offer(offered, nothing=gettext("No city yet"))
    return form
