"""One person: added, put right, removed."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, server_secret
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.mail.posting import goes_out
from facilitator.mail.queries import last_mail_to
from facilitator.reception.forms import PersonEntryForm
from facilitator.reception.views.blueprint import pages
from facilitator.reception.views.links import letter_to
from facilitator.web.edge import never_kept
from facilitator.web.forms import Confirmation
from facilitator.web.pages import may_do
from facilitator.workshops.hanging import told
from facilitator.workshops.models import Workshop
from facilitator.workshops.operations import token_of
from facilitator.workshops.people import removal as removals
from facilitator.workshops.people.operations import NewPerson, change_person, list_people
from facilitator.workshops.people.rules import check_is_new
from facilitator.workshops.queries import delegation_of, organisations, person_of
from facilitator.workshops.views import part_of


@pages.route("/people/new", methods=["GET", "POST"])
@requires(Action.MANAGE_PEOPLE)
def add_person() -> Any:
    """Put somebody on the list."""
    workshop = current_workshop()
    form = _offering(PersonEntryForm(), workshop)
    if form.validate_on_submit():
        with form.refusals():
            _check(form)
            person = NewPerson(form.organisation.row.id, form.display_name.data, form.email.data)
            list_people(workshop, [person], secret=server_secret(), by=current_actor())
            flash(gettext("%(name)s is on the list now.", name=person.display_name), "success")
            return redirect(url_for("workshops.people"), 303)
    return form.page("reception/new_person.html")


@pages.get("/people/<int:participant_id>")
@requires(Action.MODERATE)
def person(participant_id: int) -> Any:
    """Somebody, and what can be done for them; their link is shown to who may put people on the list."""
    participant = person_of(current_workshop(), participant_id)
    token = token_of(participant, server_secret()) if may_do(Action.MANAGE_PEOPLE) else ""
    page = render_template(
        "reception/person.html",
        participant=participant,
        token=token,
        letter=letter_to(participant) if token and participant.email else None,
        last_mail=last_mail_to(participant.id),
        goes_out=goes_out(),
    )
    return never_kept(page)


@pages.route("/people/<int:participant_id>/entry", methods=["GET", "POST"])
@requires(Action.MANAGE_PEOPLE)
@last_word_counts
def entry(participant_id: int) -> Any:
    """Somebody's entry, to be put right."""
    workshop = current_workshop()
    participant = person_of(workshop, participant_id)
    known = {name: getattr(participant, name) for name in ("display_name", "email")}
    form = _offering(PersonEntryForm(organisation=participant.organisation_id, **known), workshop)
    if form.validate_on_submit():
        with form.refusals():
            _check(form, but=participant_id)
            change_person(
                participant,
                organisation=form.organisation.row,
                display_name=form.display_name.data,
                email=form.email.data,
                by=current_actor(),
            )
            flash(gettext("Saved for %(name)s.", name=participant.display_name), "success")
            return redirect(url_for("reception.person", participant_id=participant_id), 303)
    return form.page("reception/entry.html", participant=participant)


@pages.route("/people/<int:participant_id>/removal", methods=["GET", "POST"])
@requires(Action.MANAGE_PEOPLE)
def remove_person(participant_id: int) -> Any:
    """Take somebody out who left nothing behind; what hangs on them is shown first."""
    workshop = current_workshop()
    participant = person_of(workshop, participant_id)
    form = Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            name = participant.display_name
            removals.remove_person(participant, by=current_actor())
            flash(gettext("%(name)s was removed.", name=name), "success")
            return redirect(url_for("workshops.people"), 303)
    removal = removals.removal_of(participant)
    hanging = told(removal.goes if removal.is_possible else removal.stays)
    return form.page("reception/removal.html", participant=participant, removal=removal, hanging=hanging)


def _offering(form: PersonEntryForm, workshop: Workshop) -> PersonEntryForm:
    nothing = gettext("Choose a city or organisation")
    form.organisation.offer(organisations(workshop), "spoken_name", nothing=nothing, group=part_of)
    return form


def _check(form: PersonEntryForm, *, but: int | None = None) -> None:
    others = [each.display_name for each in delegation_of(form.organisation.row) if each.id != but]
    check_is_new(form.display_name.data, form.email.data, others)
