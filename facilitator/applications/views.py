"""The call as the organiser sets it up, the form by which cities apply, and what the team decides."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext, ngettext

from facilitator.access.current import (
    current_actor,
    current_door,
    current_workshop,
    pages_of_workshop,
    server_secret,
)
from facilitator.access.decorators import only_reads, requires, writes_late
from facilitator.access.policy import Action
from facilitator.applications import operations, queries, rules
from facilitator.applications.forms import ApplicationForm, DecisionForm, OpenCallForm
from facilitator.applications.letters import letter_of_receipt, letter_on
from facilitator.applications.models import Application, Decision, OpenCall
from facilitator.applications.rules import CallState, delegates_to_list, read_delegates, same_cities
from facilitator.errors import N_
from facilitator.mail.letter import Letter
from facilitator.mail.models import MailKind
from facilitator.mail.posting import contact_of, goes_out, post, written
from facilitator.mail.queries import count_about
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.forms import Confirmation, Form
from facilitator.web.guessing import guessable
from facilitator.web.origins import shared_address
from facilitator.web.submissions import check_pace
from facilitator.workshops.lists.countries import countries
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.queries import today as today_at
from facilitator.workshops.queries import workshop_with_code

pages = pages_of_workshop(__name__)

PRIVACY = N_(
    "We use what you enter to choose the cities of this workshop and to prepare it. Only the team of the"
    " workshop reads it. Write to us if you want it to be corrected or deleted."
)
PUBLIC_PAGE = "facilitator.public_page"
"""Where the app keeps who knows of public pages: a function from the workshop to whether it has one."""
WEEKS_BEFORE = timedelta(weeks=6)
# A call that is published as it stands does not close the same night.
DAYS_AT_LEAST = timedelta(days=7)
SAID = {
    Decision.ACCEPTED: N_("%(city)s was accepted and is now an interested city of the workshop."),
    Decision.WAITING: N_("%(city)s was put on the waiting list."),
    Decision.DECLINED: N_("%(city)s was declined."),
}


@pages.route("/setup/call", methods=["GET", "POST"])
@requires(Action.SET_UP)
def call() -> Any:
    """When cities can apply, and what they read before they do."""
    workshop = current_workshop()
    found = queries.call_of(workshop)
    form = OpenCallForm(obj=found, data=None if found else _usual_call(workshop))
    if form.validate_on_submit():
        with form.refusals():
            typed = {name: form[name].data for name in ("opens_on", "closes_on", "introduction")}
            published = {name: form[name].data for name in ("privacy_notice", "is_published")}
            operations.set_call(workshop, **typed, **published, by=current_actor())
            flash(gettext("The call was saved."), "success")
            return redirect(url_for("applications.call"), 303)
    return form.page(
        "applications/call.html",
        call=found,
        **_standing(workshop, found),
        number=queries.count_of_applications(workshop),
        contact=contact_of(workshop),
    )


def _usual_call(workshop: Workshop) -> dict[str, Any]:
    today = today_at(workshop)
    soon = min(today + DAYS_AT_LEAST, workshop.starts_on - timedelta(days=1))
    last = max(today, soon, workshop.starts_on - WEEKS_BEFORE)
    return {"opens_on": today, "closes_on": last, "privacy_notice": gettext(PRIVACY)}


def _standing(workshop: Workshop, call: OpenCall | None) -> dict[str, Any]:
    """How the call stands, for a page."""
    return {"state": queries.state_of(workshop, call) if call else CallState.DRAFT, "CallState": CallState}


@pages.route("/apply", methods=["GET", "POST"])
@writes_late
@requires(Action.VISIT)
def apply() -> Any:
    """The form by which a city applies."""
    workshop = current_workshop()
    call = queries.published_call(workshop)
    form = _application_form(queries.measures_to_choose(workshop))
    if form.is_submitted():
        check_pace(current_actor())
    if form.validate_on_submit():
        with form.refusals():
            return redirect(url_for("applications.sent", token=_send(form)), 303)
    standing = _standing(workshop, call)
    if standing["state"] is not CallState.OPEN and not form.is_submitted():
        return render_template("applications/not_open.html", workshop=workshop, call=call, **standing)
    return form.page("applications/apply.html", **_about_the_form(workshop), call=call, **standing)


def _about_the_form(workshop: Workshop) -> dict[str, Any]:
    """What stands around the fields of an application."""
    return {"workshop": workshop, "countries": countries(get_locale()), "contact": contact_of(workshop)}


def _send(form: ApplicationForm) -> str:
    with turn_to_write():
        workshop = _workshop_to_change()
        application, token = operations.send_application(
            workshop,
            form.facts,
            form.measures,
            submission=form.submission.data,
            secret=server_secret(),
            by=current_actor(),
        )
        _confirm(workshop, application, token)
    return token


def _confirm(workshop: Workshop, application: Application, token: str) -> None:
    """Write to the address of an application how to come back to it, unless that has been done."""
    if queries.may_be_confirmed(application):
        link = shared_address("applications.sent", token=token)
        letter = letter_of_receipt(application, title=workshop.title, link=link)
        kind = MailKind.APPLICATION_RECEIVED
        post(workshop, kind, letter, application_id=application.id, by=current_actor())


def _workshop_to_change() -> Workshop:
    """The workshop, held from here to the commit."""
    return workshop_with_code(current_door().code, to_change=True)


def _application_form(offered: Sequence[Measure], **options: Any) -> ApplicationForm:
    form = ApplicationForm(**options)
    form.offer(offered)
    return form


@pages.get("/apply/<token>")
@guessable
@requires(Action.VISIT)
def sent(token: str) -> Any:
    """What has arrived, under the private link by which a city comes back."""
    workshop = current_workshop()
    application = queries.application_with_token(workshop, token)
    call = queries.existing_call(workshop)
    page = render_template(
        "applications/sent.html",
        application=application,
        measures=queries.measures_of(application),
        call=call,
        token=token,
        has_another=queries.has_another_of_this_city(application),
        **_standing(workshop, call),
    )
    return never_kept(page)


@pages.route("/apply/<token>/changes", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def change(token: str) -> Any:
    """An application, to be changed by whoever has its private link."""
    workshop = current_workshop()
    application = queries.application_with_token(workshop, token)
    call = queries.existing_call(workshop)
    named = queries.measures_of(application)
    form = _application_form(queries.measures_to_choose(workshop, named), data=_as_typed(application, named))
    if form.is_submitted():
        check_pace(current_actor())
    if form.validate_on_submit():
        with form.refusals():
            _change(form, token)
            flash(gettext("Your changes were saved."), "success")
            return redirect(url_for("applications.sent", token=token), 303)
    page = form.page(
        "applications/change.html",
        **_about_the_form(workshop),
        call=call,
        token=token,
        **_standing(workshop, call),
    )
    return never_kept(page)


def _change(form: ApplicationForm, token: str) -> None:
    with turn_to_write():
        workshop = _workshop_to_change()
        application = queries.application_with_token(workshop, token)
        address = application.contact_email
        operations.change_application(workshop, application, form.facts, form.measures, by=current_actor())
        if application.contact_email != address:
            _confirm(workshop, application, token)


def _as_typed(application: Application, named: Sequence[Measure]) -> dict[str, Any]:
    facts = operations.facts_of(application)._asdict()
    return facts | {f"choice_{number}": measure.id for number, measure in enumerate(named, 1)}


@pages.get("/applications")
@requires(Action.SET_UP)
def index() -> Any:
    """All applications beside each other."""
    workshop = current_workshop()
    found = queries.applications(workshop)
    return render_template(
        "applications/index.html",
        applications=found,
        measures=queries.measures_by_application(workshop),
        doubles=same_cities((each.id, each.city_name) for each in found),
        delegates={each.id: len(read_delegates(each.delegates)[0]) for each in found},
    )


@pages.route("/applications/<int:application_id>", methods=["GET", "POST"])
@requires(Action.SET_UP)
def application(application_id: int) -> Any:
    """One application, what to decide on it, and the mail that says so."""
    workshop = current_workshop()
    found = queries.application_of(workshop, application_id)
    form = DecisionForm(data={"decision": found.decision, "reason": found.reason, "tells": True})
    if not goes_out():
        del form.tells
    if form.validate_on_submit():
        with form.refusals():
            _decide(workshop, found, form)
            return redirect(url_for("applications.application", application_id=found.id), 303)
    letter = _letter_on(workshop, found)
    return form.page(
        "applications/application.html",
        application=found,
        measures=queries.measures_of(found),
        has_another=queries.has_another_of_this_city(found),
        to_list=delegates_to_list(found.delegates),
        delegates=queries.delegates_of(workshop, found),
        letter=letter and written(workshop, letter),
        last_mail=queries.last_letter_on(found),
        goes_out=goes_out(),
        Decision=Decision,
    )


def _letter_on(workshop: Workshop, found: Application) -> Letter | None:
    """What the city is told, by whoever has decided."""
    public_page = shared_address("event_page.about") if has_public_page(workshop) else ""
    return letter_on(found, workshop, sender=queries.who_decided(found), public_page=public_page)


@pages.app_template_global()
def has_public_page(workshop: Workshop) -> bool:
    """Whether anybody can read about the workshop on a page of its own."""
    return bool(current_app.extensions[PUBLIC_PAGE](workshop))


def _decide(workshop: Workshop, found: Application, form: DecisionForm) -> None:
    decision, secret = form.decision.data, server_secret()
    listed = operations.decide(
        workshop, found, decision, reason=form.reason.data, secret=secret, by=current_actor()
    )
    if form.tells and form.tells.data:
        _tell(workshop, found)
    flash(gettext(SAID[decision], city=found.city_name), "success")
    if listed:
        flash(ngettext("One person was added.", "%(num)d people were added.", len(listed)), "success")


@pages.post("/applications/<int:application_id>/e-mail")
@requires(Action.SET_UP)
def tell(application_id: int) -> Any:
    """Write to a city what was decided."""
    workshop = current_workshop()
    found = queries.application_of(workshop, application_id)
    rules.check_may_tell(found.decision, has_been_told=queries.last_letter_on(found) is not None)
    if _tell(workshop, found):
        flash(gettext("The e-mail is on its way to %(address)s.", address=found.contact_email), "success")
    return redirect(url_for("applications.application", application_id=found.id), 303)


def _tell(workshop: Workshop, application: Application) -> bool:
    """Have the decision sent; returns whether any e-mail goes out."""
    letter = _letter_on(workshop, application)
    if letter is not None:
        kind = MailKind.APPLICATION_DECIDED
        post(workshop, kind, letter, application_id=application.id, by=current_actor())
    return letter is not None and goes_out()


@pages.route("/applications/<int:application_id>/undoing", methods=["GET", "POST"])
@requires(Action.SET_UP)
def undo(application_id: int) -> Any:
    """Take a decision back, once it has been said what goes with it."""
    workshop, form = current_workshop(), Confirmation()
    found = queries.application_of(workshop, application_id)
    if form.validate_on_submit():
        with form.refusals():
            operations.undo_decision(workshop, found, by=current_actor())
            flash(gettext("The decision on %(city)s was undone.", city=found.city_name), "success")
            return redirect(url_for("applications.application", application_id=found.id), 303)
    delegates = queries.delegates_of(workshop, found)
    return form.page("applications/undo.html", application=found, delegates=delegates)


@pages.post("/applications/deletion")
@requires(Action.SET_UP)
@only_reads
def choose_to_delete() -> Any:
    """Say what goes with the applications that were selected, before they are deleted."""
    return _deletion_page(Confirmation(formdata=None), _chosen(current_workshop()))


@pages.post("/applications/deletion/confirmed")
@requires(Action.SET_UP)
def delete() -> Any:
    """Delete the applications that are selected."""
    form, chosen = Confirmation(), _chosen(current_workshop())
    if form.validate_on_submit():
        with form.refusals():
            operations.delete_applications(chosen, by=current_actor())
            flash(
                ngettext("One application was deleted.", "%(num)d applications were deleted.", len(chosen)),
                "success",
            )
            return redirect(url_for("applications.index"), 303)
    return _deletion_page(form, _chosen(current_workshop()))


def _chosen(workshop: Workshop) -> Sequence[Application]:
    """Those that are ticked, and those of a state that are to be chosen together."""
    ticked, state = set(request.form.getlist("application")), request.form.get("state")
    return [
        each
        for each in queries.applications(workshop)
        if str(each.id) in ticked
        or (state == "declined" and each.decision is Decision.DECLINED)
        or (state == "open" and each.decision is None)
    ]


def _deletion_page(form: Form, chosen: Sequence[Application]) -> Any:
    mails = count_about([each.id for each in chosen])
    return form.page("applications/deletion.html", chosen=chosen, mails=mails)
