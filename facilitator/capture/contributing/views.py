"""What somebody in the room adds from their phone: an issue in one line, or what helps."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.models import Session
from facilitator.agenda.queries import session_of
from facilitator.capture.contributing.forms import (
    HELP_FORMS,
    HelpContributionForm,
    IssueContributionForm,
    IssueDetailsForm,
)
from facilitator.capture.contributing.operations import describe_issue
from facilitator.capture.contributing.queries import own_issue
from facilitator.capture.models import Kind
from facilitator.capture.operations import contribute_card
from facilitator.capture.queries import issues_seen
from facilitator.database import now
from facilitator.web.pages import clock
from facilitator.workshops.models import City
from facilitator.workshops.queries import city_of

pages = pages_of_workshop(__name__)


@pages.route("/sessions/<int:session_id>/issue", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE)
def add_issue(session_id: int) -> Any:
    """An issue of the measure of the session, in one line; the page that confirms it asks for more."""
    workshop, actor = current_workshop(), current_actor()
    session, city = session_of(workshop, session_id), city_of(workshop, actor.city_id)
    form = IssueContributionForm()
    form.speak_for(city)
    if form.validate_on_submit():
        with form.refusals():
            issue = contribute_card(session, Kind.ISSUE, form.wording, stance=form.said, city=city, by=actor)
            flash(gettext("%(ref)s was received at %(time)s.", ref=issue.ref, time=clock(now())), "success")
            return redirect(url_for("contributing.details", ref=issue.ref), 303)
    return form.page("contributing/issue.html", session=session, city=city)


@pages.route("/contributions/<ref>", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE)
def details(ref: str) -> Any:
    """One's own issue, as it was received: what it is about, one's own experience, what helps."""
    workshop, actor = current_workshop(), current_actor()
    issue, city = own_issue(workshop, actor, ref), city_of(workshop, actor.city_id)
    said = issue.evidence.stance if issue.evidence else None
    form = IssueDetailsForm(
        text=issue.wording.text,
        aspect=issue.wording.aspect,
        stance=said,
        based_on=str(issue.wording.version),
        heard_at=issue.heard_at,
    )
    form.speak_for(city)
    theirs = None
    if form.validate_on_submit():
        theirs = issue.wording if form.version != issue.wording.version else None
        with form.refusals():
            describe_issue(
                issue, text=form.text.data, aspect=form.aspect.data, stance=form.said,
                based_on=form.version, heard_at=form.heard_at.data or "", city=city, by=actor,
            )  # fmt: skip
            flash(gettext("Your details on %(ref)s were saved.", ref=issue.card.ref), "success")
            return redirect(url_for("participant_home.home"), 303)
    form.based_on.data, form.heard_at.data = str(issue.wording.version), issue.heard_at
    return form.page("contributing/details.html", issue=issue, city=city, theirs=theirs)


# The kinds are named, so that the other addresses of a session stay what they are.
@pages.route(f"/sessions/<int:session_id>/<any({', '.join(HELP_FORMS)}):kind>", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE)
def contribute(session_id: int, kind: str) -> Any:
    """What helps, of the measure of the session."""
    workshop, actor = current_workshop(), current_actor()
    kind_, session = Kind(kind), session_of(workshop, session_id)
    city = city_of(workshop, actor.city_id)
    form = _form(kind_, session, city)
    if form.validate_on_submit():
        with form.refusals():
            helps_with = form.helps_with.data
            card = contribute_card(session, kind_, form.wording, helps_with=helps_with, city=city, by=actor)
            said = {"ref": card.ref, "time": clock(now())}
            flash(gettext("%(ref)s was received at %(time)s. Do you want to add another?", **said), "success")
            return redirect(url_for("participant_home.home"), 303)
    return form.page("contributing/contribute.html", session=session, kind=kind_, city=city)


def _form(kind: Kind, session: Session, city: City | None) -> HelpContributionForm:
    form = HELP_FORMS[kind]()
    form.speak_for(city)
    seen = issues_seen(session.measure, current_actor()) if session.measure else []
    form.offer_issues(seen, request.args.get("issue", ""))
    return form
