"""Find a workshop, join it, come back to it; for the team, its people and its phase."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user

from facilitator.access.current import current_actor, current_workshop, server_secret
from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action, Phase
from facilitator.accounts.operations import has_accounts
from facilitator.errors import N_, RuleBroken
from facilitator.mail.posting import contact_of
from facilitator.web.addresses import row_number
from facilitator.web.cookies import keep_token
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.forms import Confirmation
from facilitator.web.guessing import GUESSED, guessable
from facilitator.web.pages import may_do
from facilitator.web.sentences import in_words
from facilitator.web.terminology import speak, term_word
from facilitator.workshops import queries, rules
from facilitator.workshops.forms import EARLY, JoinForm, OrganisationForm, SamePersonForm
from facilitator.workshops.hanging import what_hangs_on
from facilitator.workshops.models import Organisation, Part, Presence, Workshop
from facilitator.workshops.operations import (
    change_organisation,
    close_workshop,
    hash_token,
    join_as_listed,
    join_workshop,
    merge_participants,
    move_workshop,
    renew_personal_link,
    reopen_workshop,
)

pages = Blueprint("workshops", __name__)

# The workshop in which this browser has a place; the place's own cookie is not sent to pages outside it.
LAST_PLACE = "place"
YES = "yes"
# Said by who was asked for their whole name.
IN_FULL = "in-full"


@pages.get("/")
@requires(Action.VISIT)
def home() -> Any:
    """Where a code is typed; an empty server begins with its first account."""
    if not current_user.is_authenticated and not has_accounts():
        return redirect(url_for("accounts.first_account"))
    return render_template("workshops/home.html", typed="", error="", last_place=session.get(LAST_PLACE))


@pages.get("/offline")
@requires(Action.VISIT)
def offline() -> Any:
    """What a phone shows in place of a page that it can't fetch; it has this one on itself."""
    return render_template("workshops/offline.html")


@pages.get("/accessibility")
@requires(Action.VISIT)
def accessibility() -> Any:
    """What works for whom, what does not, and whom to tell."""
    return render_template("workshops/accessibility.html", contact="")


@pages.get("/w/<slug>/accessibility")
@requires(Action.VISIT)
def accessibility_in_workshop() -> Any:
    """The same, with whom to tell for who has a part in the workshop: the address may be an organiser's."""
    contact = contact_of(current_workshop()) if current_actor().roles else ""
    return render_template("workshops/accessibility.html", contact=contact)


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
        page = render_template(
            "workshops/home.html", typed=typed, error=in_words(broken.sentence), last_place=last_place
        )
        return page, GUESSED
    return redirect(url_for("workshops.join", code=workshop.code))


@pages.route("/join/<code>", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def join(code: str) -> Any:
    """Which city, what name: that is all it takes."""
    workshop = queries.workshop_with_code(code)
    speak(workshop.own_words)
    form = JoinForm()
    form.organisation.offer(
        queries.organisations(workshop), "spoken_name", nothing=gettext("Choose your city"), group=part_of
    )
    if form.validate_on_submit():
        with form.refusals():
            try:
                token = _let_in(code, form)
            except (rules.HereBefore, rules.OnTheList, rules.ListedInPart) as who:
                return _ask_who(who, form, workshop)
            return with_token(workshop, token)
    was_here = session.get(LAST_PLACE) == workshop.slug
    page = "workshops/closed.html" if workshop.phase is Phase.CLOSED else "workshops/join.html"
    return form.page(page, workshop=workshop, last_place=workshop.slug if was_here else None)


def _ask_who(who: RuleBroken, form: JoinForm, workshop: Workshop) -> Any:
    """Ask somebody whose name is known whether they are that person; says nothing but what they typed."""
    if isinstance(who, rules.ListedInPart):
        page = "workshops/in_full.html"
        if form.listed.data == IN_FULL:
            form.display_name.errors = [in_words(who.sentence)]
    else:
        page = f"workshops/{'listed' if isinstance(who, rules.OnTheList) else 'here_before'}.html"
    return render_template(page, form=form, workshop=workshop, yes=YES, in_full=IN_FULL), 409


def _let_in(code: str, form: JoinForm) -> str:
    with turn_to_write():
        _, token = join_workshop(
            queries.workshop_with_code(code, to_change=True),
            organisation=form.organisation.row,
            display_name=form.display_name.data,
            submission=form.submission.data,
            secret=server_secret(),
            by=current_actor(),
            is_another=form.another.data == YES,
            is_listed=form.listed.data == YES,
        )
    return token


@pages.route("/w/<slug>/back/<token>", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def come_back(token: str) -> Any:
    """A personal link, on any device; who is on the list joins by it."""
    form = Confirmation()
    if form.validate_on_submit() and queries.participant_with_token(current_workshop(), _hash(token)):
        with form.refusals():
            _let_listed_in(token)
    return _come_back(token, form)


def _let_listed_in(token: str) -> None:
    code = current_workshop().code
    with turn_to_write():
        workshop = queries.workshop_with_code(code, to_change=True)
        listed = queries.participant_with_token(workshop, _hash(token))
        if listed is not None:
            join_as_listed(listed, by=current_actor())


def _hash(typed: str) -> str:
    return hash_token(rules.plain_code(typed))


@pages.get("/w/<slug>/back")
@guessable
@requires(Action.VISIT)
def come_back_by_code() -> Any:
    """A personal code, typed."""
    return _come_back(request.args.get("code", ""), Confirmation())


def _come_back(typed: str, form: Confirmation) -> Any:
    workshop, token = current_workshop(), rules.plain_code(typed)
    person = queries.participant_with_token(workshop, _hash(typed))
    if person and person.joined_at:
        return with_token(workshop, token)
    if person and workshop.phase is Phase.CLOSED:
        return render_template("workshops/closed.html", workshop=workshop, last_place=None)
    if person:
        return form.page("workshops/expected.html", person=person, token=token)
    return render_template("workshops/not_your_place.html", typed=typed[:40]), GUESSED


def with_token(workshop: Workshop, token: str) -> Response:
    """The way to somebody's own page, for the browser that is theirs from now on."""
    # The session holds what forms are checked by: it has to outlive the browser, as a place does.
    session.permanent, session[LAST_PLACE] = True, workshop.slug
    answer: Response = redirect(url_for("participant_home.home", slug=workshop.slug), 303)  # type: ignore[assignment]
    keep_token(answer, workshop.slug, token)
    return answer


def part_of(organisation: Organisation) -> str:
    """Under which heading an organisation stands in a list to choose from."""
    if organisation.city is None:
        return str(gettext("Other organisations"))
    is_lighthouse = organisation.city.part is Part.LIGHTHOUSE
    return str(gettext("Lighthouse cities") if is_lighthouse else gettext("Interested cities"))


@pages.get("/workshops")
@requires(Action.LIST_OWN_WORKSHOPS)
def own_workshops() -> Any:
    """The workshops one has a role in, by words or in the archive; straight in where there is but one."""
    words, archived = request.args.get("q", "")[:100], "archived" in request.args
    page = max(1, request.args.get("page", 1, type=row_number) or 1)
    found = queries.list_workshops(current_user.id, words=words, archived=archived, page=page)
    is_more = found.archived or found.rehearsals or may_do(Action.CREATE_WORKSHOP)
    is_whole = not (words or archived or is_more)
    if is_whole and found.found == 1:
        return redirect(url_for("console.console", slug=found.memberships[0].workshop.slug))
    last_page = max(1, -(-found.found // queries.WORKSHOPS_A_PAGE))
    if page > last_page:
        place: dict[str, Any] = {**request.args, "page": last_page}
        return redirect(url_for("workshops.own_workshops", **place))
    return render_template(
        "workshops/own.html",
        list=found,
        words=words,
        archived=archived,
        page=page,
        last_page=last_page,
    )


MEANINGS = {
    Presence.LISTED: N_("Expected. Can have a seat and preferences, and nobody waits for their answers."),
    Presence.JOINED: N_("Has opened their own page on a phone or computer, and counts as taking part."),
    Presence.HERE: N_(
        "Was seen at the door or in a group, and counts as taking part, with or without a phone."
    ),
    Presence.LEFT: N_("Has left or does not come, and gets no seat in later rounds."),
}


@pages.get("/w/<slug>/people")
@requires(Action.WATCH)
def people() -> Any:
    """Who is on the list, in the room or gone, and for whom."""
    workshop, typed = current_workshop(), request.args.get("q", "")[:100]
    participants = queries.participants(workshop)
    coming = [person for person in participants if not person.left_at]
    spoken_for = {person.organisation.city_id for person in participants}
    return render_template(
        "workshops/people.html",
        participants=participants,
        typed=typed,
        found=queries.by_city(queries.found_among(participants, typed)),
        coming=coming,
        there=[person for person in coming if person.has_come],
        doubles=queries.doubles(participants),
        nobody_for=[each for each in queries.offered(queries.cities(workshop)) if each.id not in spoken_for],
        meanings=MEANINGS,
    )


@pages.route("/w/<slug>/people/<int:participant_id>/personal-link", methods=["GET", "POST"])
@requires(Action.MODERATE)
def renew_link(participant_id: int) -> Any:
    """A new personal link for who lost theirs: asked first, since it ends the old one; shown once."""
    participant = queries.participant_of(current_workshop(), participant_id)
    form = Confirmation()
    if not form.validate_on_submit():
        return form.page("workshops/renew_link.html", participant=participant)
    secret = server_secret()
    token = renew_personal_link(participant, secret=secret, by=current_actor())
    return never_kept(render_template("workshops/personal_link.html", participant=participant, token=token))


@pages.route("/w/<slug>/people/<int:participant_id>/organisation", methods=["GET", "POST"])
@requires(Action.MODERATE)
def organisation(participant_id: int) -> Any:
    """Put right for whom somebody speaks."""
    workshop = current_workshop()
    participant = queries.participant_of(workshop, participant_id)
    form = OrganisationForm(organisation=participant.organisation_id)
    form.organisation.offer(
        queries.organisations(workshop), "spoken_name", nothing=gettext("Choose a city"), group=part_of
    )
    if form.validate_on_submit():
        with form.refusals():
            change_organisation(participant, form.organisation.row, by=current_actor())
            name, speaks_for = participant.display_name, form.organisation.row.spoken_name
            flash(gettext("%(name)s now represents %(city)s.", name=name, city=speaks_for), "success")
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
            merge_participants(kept, form.other.row, by=current_actor())
            flash(gettext("The two entries of %(name)s were merged.", name=kept.display_name), "success")
            return redirect(url_for("workshops.people"), 303)
    double = form.other.row
    hanging = what_hangs_on(double, kept) if double else None
    return form.page("workshops/same_person.html", kept=kept, double=double, hanging=hanging)


@pages.get("/w/<slug>/phase")
@requires(Action.STEER)
def early_move() -> Any:
    """Ask whether day one is meant to begin before its date."""
    return render_template("workshops/early_move.html", to=Phase.DAY_ONE, early=EARLY)


@pages.post("/w/<slug>/phase")
@requires(Action.STEER)
def move() -> Any:
    """Take the workshop to another phase; asks first where day one would begin before its date."""
    workshop = current_workshop()
    try:
        to = Phase(request.form.get("to", ""))
    except ValueError:
        to = workshop.phase
    begins = workshop.phase is Phase.PREPARATION and to is Phase.DAY_ONE
    if begins and EARLY not in request.form and workshop.starts_on > queries.today(workshop):
        return redirect(url_for("workshops.early_move"), 303)
    move_workshop(workshop, to, by=current_actor())
    return _moved(to)


@pages.post("/w/<slug>/closing")
@requires(Action.CLOSE)
def close() -> Any:
    """End the workshop."""
    close_workshop(current_workshop(), by=current_actor())
    return _moved(Phase.CLOSED)


@pages.post("/w/<slug>/reopening")
@requires(Action.CLOSE)
def reopen() -> Any:
    """Open the workshop again."""
    reopen_workshop(current_workshop(), by=current_actor())
    return _moved(Phase.DAY_TWO)


def _moved(to: Phase) -> Any:
    flash(gettext("The workshop moved to: %(phase)s.", phase=term_word(to)), "success")
    return redirect(url_for("console.console"), 303)
