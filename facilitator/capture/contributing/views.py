"""What somebody in the room brings up from their phone: an issue, or what helps."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.models import Session
from facilitator.agenda.queries import session_of
from facilitator.capture.contributing.forms import CONTRIBUTION_FORMS, ContributionForm, HelpContributionForm
from facilitator.capture.models import Kind
from facilitator.capture.operations import contribute_card
from facilitator.capture.queries import issues_seen
from facilitator.database import now
from facilitator.web.pages import clock
from facilitator.workshops.models import City
from facilitator.workshops.queries import city_of

pages = pages_of_workshop(__name__)


# The kinds are named, so that the other addresses of a session stay what they are.
@pages.route(f"/sessions/<int:session_id>/<any({', '.join(Kind)}):kind>", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE)
def contribute(session_id: int, kind: str) -> Any:
    """A card of the measure of the session."""
    workshop, actor = current_workshop(), current_actor()
    kind_, session = Kind(kind), session_of(workshop, session_id)
    city = city_of(workshop, actor.city_id)
    form = _form(kind_, session, city)
    if form.validate_on_submit():
        with form.refusals():
            card = contribute_card(session, kind_, form.wording, **form.besides, city=city, by=actor)
            said = {"ref": card.ref, "time": clock(now())}
            flash(gettext("%(ref)s was received at %(time)s. Do you want to add another?", **said), "success")
            return redirect(url_for("participant_home.home"), 303)
    return form.page("contributing/contribute.html", session=session, kind=kind_, city=city)


def _form(kind: Kind, session: Session, city: City | None) -> ContributionForm:
    form = CONTRIBUTION_FORMS[kind]()
    form.speak_for(city)
    if isinstance(form, HelpContributionForm):
        seen = issues_seen(session.measure, current_actor()) if session.measure else []
        form.offer_issues(seen, request.args.get("issue", ""))
    return form
