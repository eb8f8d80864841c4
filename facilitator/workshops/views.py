"""Find a workshop, join it, come back to it; for the team, its people and its phase."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action, Phase
from facilitator.errors import RuleBroken
from facilitator.web.addresses import row_number
from facilitator.web.cookies import keep_token
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.forms import Confirmation, say
from facilitator.web.guessing import GUESSED, guessable
from facilitator.workshops import queries, rules
from facilitator.workshops.forms import JoinForm, OrganisationForm, SamePersonForm
from facilitator.workshops.hanging import what_hangs_on
from facilitator.workshops.models import Organisation, Part, Workshop
from facilitator.workshops.operations import (
    change_organisation,
    hash_token,
    join_workshop,
    merge_participants,
    move_workshop,
    pair_of,
    renew_personal_link,
)

pages = Blueprint("workshops", __name__)

# The workshop in which this browser has a place; the place's own cookie is not sent to pages outside it.
LAST_PLACE = "place"
ANOTHER = "yes"


@pages.get("/")
@requires(Action.VISIT)
def home() -> Any:
    """Where a code is typed."""
    return render_template("workshops/home.html", typed="", error="", last_place=session.get(LAST_PLACE))


@pages.get("/join")
@guessable
@requires(Action.VISIT)
def join_by_code() -> Any:
    """The code as it was typed, on its way to the join page."""
    typed = request.args.get("code", "")[:40]
    try:
        rules.check_is_typed(typed)
        workshop = queries.workshop_with_code(typed)
    except RuleBroken as broken:
        last_place = session.get(LAST_PLACE)
        page = render_template("workshops/home.html", typed=typed, error=say(broken), last_place=last_place)
        return page, GUESSED
    return redirect(url_for("workshops.join", code=workshop.code))


@pages.route("/join/<code>", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def join(code: str) -> Any:
    """Which city, what name: that is all it takes."""
    workshop = queries.workshop_with_code(code)
    form = JoinForm()
    form.organisation.offer(
        queries.organisations(workshop), "spoken_name", nothing=gettext("Choose your city"), group=_group
    )
    if form.validate_on_submit():
        with form.refusals():
            try:
                token = _let_in(code, form)
            except rules.HereBefore:
                asked = {"form": form, "workshop": workshop, "another": ANOTHER}
                return render_template("workshops/here_before.html", **asked), 409
            return _with_token(workshop, token)
    was_here = session.get(LAST_PLACE) == workshop.slug
    page = "workshops/closed.html" if workshop.phase is Phase.CLOSED else "workshops/join.html"
    return form.page(page, workshop=workshop, last_place=workshop.slug if was_here else None)


def _let_in(code: str, form: JoinForm) -> str:
    with turn_to_write():
        _, token = join_workshop(
            queries.workshop_with_code(code, to_change=True),
            organisation=form.organisation.row,
            display_name=form.display_name.data,
            submission=form.submission.data,
            secret=str(current_app.secret_key),
            by=current_actor(),
            is_another=form.another.data == ANOTHER,
        )
    return token


@pages.get("/w/<slug>/back/<token>")
@guessable
@requires(Action.VISIT)
def come_back(token: str) -> Any:
    """A personal link, on any device."""
    return _come_back(token)


@pages.get("/w/<slug>/back")
@guessable
@requires(Action.VISIT)
def come_back_by_code() -> Any:
    """A personal code, typed."""
    return _come_back(request.args.get("code", ""))


def _come_back(typed: str) -> Any:
    workshop, token = current_workshop(), rules.plain_code(typed)
    if queries.participant_with_token(workshop, hash_token(token)):
        return _with_token(workshop, token)
    return render_template("workshops/not_your_place.html", typed=typed[:40]), GUESSED


def _with_token(workshop: Workshop, token: str) -> Response:
    # The session holds what forms are checked by: it has to outlive the browser, as a place does.
    session.permanent, session[LAST_PLACE] = True, workshop.slug
    answer: Response = redirect(url_for("place.place", slug=workshop.slug), 303)  # type: ignore[assignment]
    keep_token(answer, workshop.slug, token)
    return answer


def _group(organisation: Organisation) -> str:
    if organisation.city is None:
        return str(gettext("Other organisations"))
    is_lighthouse = organisation.city.part is Part.LIGHTHOUSE
    return str(gettext("Lighthouse cities") if is_lighthouse else gettext("Interested cities"))


@pages.get("/workshops")
@requires(Action.LIST_OWN_WORKSHOPS)
def own_workshops() -> Any:
    """The workshops one has a role in; straight into it where there is but one."""
    own = queries.workshops_of(current_user.id)
    if len(own) == 1:
        return redirect(url_for("console.console", slug=own[0].workshop.slug))
    return render_template("workshops/own.html", memberships=own)


@pages.get("/w/<slug>/people")
@requires(Action.WATCH)
def people() -> Any:
    """Who is in the room, and for whom."""
    workshop = current_workshop()
    participants = queries.participants(workshop)
    return render_template(
        "workshops/people.html",
        participants=participants,
        doubles=queries.doubles(participants),
        cities=queries.cities(workshop),
        renewed=None,
    )


@pages.route("/w/<slug>/people/<int:participant_id>/personal-link", methods=["GET", "POST"])
@requires(Action.MODERATE)
def renew_link(participant_id: int) -> Any:
    """A new personal link for who lost theirs: asked first, since it ends the old one; shown once."""
    participant = queries.participant_of(current_workshop(), participant_id)
    form = Confirmation()
    if not form.validate_on_submit():
        return form.page("workshops/renew_link.html", participant=participant)
    token = renew_personal_link(participant, by=current_actor())
    return never_kept(render_template("workshops/personal_link.html", participant=participant, token=token))


@pages.route("/w/<slug>/people/<int:participant_id>/organisation", methods=["GET", "POST"])
@requires(Action.MODERATE)
def organisation(participant_id: int) -> Any:
    """Put right for whom somebody speaks."""
    workshop = current_workshop()
    participant = queries.participant_of(workshop, participant_id)
    form = OrganisationForm(organisation=participant.organisation_id)
    form.organisation.offer(
        queries.organisations(workshop), "spoken_name", nothing=gettext("Choose a city"), group=_group
    )
    if form.validate_on_submit():
        with form.refusals():
            change_organisation(participant, form.organisation.row, by=current_actor())
            name, speaks_for = participant.display_name, form.organisation.row.spoken_name
            flash(gettext("%(name)s speaks for %(city)s now.", name=name, city=speaks_for), "success")
            return redirect(url_for("workshops.people"), 303)
    return form.page("workshops/organisation.html", participant=participant)


@pages.route("/w/<slug>/people/<int:participant_id>/same-person", methods=["GET", "POST"])
@requires(Action.MODERATE)
def same_person(participant_id: int) -> Any:
    """Make one of two entries: chosen first, then shown with what hangs on it, then done."""
    workshop = current_workshop()
    kept = queries.participant_of(workshop, participant_id)
    form = SamePersonForm(other=request.args.get("other", type=row_number))
    others = [person for person in queries.participants(workshop) if person.id != kept.id]
    form.other.offer(others, "introduction", nothing=gettext("Choose a person"))
    if form.validate_on_submit():
        with form.refusals():
            rules.check_is_as_shown(is_as_shown=form.shown.data == pair_of(kept, form.other.row))
            merge_participants(kept, form.other.row, by=current_actor())
            flash(gettext("%(name)s is one person now.", name=kept.display_name), "success")
            return redirect(url_for("workshops.people"), 303)
    double = form.other.row
    hanging = what_hangs_on(double, kept) if double else None
    shown = pair_of(kept, double) if double else ""
    return form.page("workshops/same_person.html", kept=kept, double=double, hanging=hanging, shown=shown)


@pages.post("/w/<slug>/phase")
@requires(Action.STEER)
def move() -> Any:
    """Take the workshop to another phase."""
    try:
        to = Phase(request.form.get("to", ""))
    except ValueError:
        to = current_workshop().phase
    move_workshop(current_workshop(), to, by=current_actor())
    flash(gettext("The workshop is now here: %(phase)s.", phase=gettext(to.word)), "success")
    return redirect(url_for("console.console"), 303)
