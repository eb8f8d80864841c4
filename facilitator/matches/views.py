"""The page of the team on who meets whom, that of one meeting, and the page of each city by its link."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import (
    current_actor,
    current_door,
    current_workshop,
    pages_of_workshop,
    server_secret,
)
from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action
from facilitator.agenda.calendar import CalendarEntry, calendar_file, file_headers
from facilitator.agenda.timing import span
from facilitator.errors import N_, NotFound
from facilitator.matches import operations, queries, sentences
from facilitator.matches.forms import (
    AgreementForm,
    ArrangementForm,
    CityAnswerForm,
    CityChoice,
    MatchRefusalForm,
    PairForm,
)
from facilitator.matches.models import Match
from facilitator.matches.queries import KnownMatch, MatchBoard
from facilitator.matches.rules import MEETING_MINUTES, MOST_MATCHES
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.guessing import guessable
from facilitator.web.submissions import check_pace
from facilitator.workshops.marking import marked
from facilitator.workshops.models import City, Part, Workshop
from facilitator.workshops.queries import cities, workshop_with_code

pages = pages_of_workshop(__name__)


@pages.get("/report/matches")
@requires(Action.READ_SUMMARY)
def overview() -> Any:
    """What nobody can answer, who is proposed to meet, and who is to."""
    return _overview(_offered(PairForm(formdata=None)))


@pages.post("/report/matches")
@requires(Action.WRITE_REPORT)
def plan() -> Any:
    """Let two cities meet, as proposed or by hand."""
    form = _offered(PairForm())
    if form.validate_on_submit():
        with form.refusals():
            match = operations.plan_match(current_workshop(), *_pair(form), by=current_actor())
            flash(gettext("The meeting was planned. Now choose a date."), "success")
            return redirect(url_for("matches.match", match_id=match.id), 303)
    return _overview(form)


@pages.post("/report/matches/refusals")
@requires(Action.WRITE_REPORT)
def refuse() -> Any:
    """Say why two cities are not to meet, whether that was planned or proposed."""
    form = _offered(MatchRefusalForm())
    if form.validate_on_submit():
        with form.refusals():
            pair = _pair(form)
            operations.refuse_match(current_workshop(), *pair, form.reason.data, by=current_actor())
            flash(gettext("The meeting was refused."), "success")
            return redirect(url_for("matches.overview", _anchor="refused"), 303)
    return _overview(_offered(PairForm(formdata=None)), form)


@pages.route("/report/matches/<int:match_id>", methods=["GET", "POST"])
@requires(Action.WRITE_REPORT)
def match(match_id: int) -> Any:
    """When and where two cities meet, and whom to write to."""
    workshop = current_workshop()
    known = queries.known_match(workshop, match_id)
    form = ArrangementForm(obj=known.match)
    if form.validate_on_submit():
        with form.refusals():
            operations.arrange_match(
                workshop,
                known.match,
                form.meets_on.data,
                form.meets_at.data,
                place=form.place.data,
                contacts=(form.interested_contact.data, form.lighthouse_contact.data),
                by=current_actor(),
            )
            flash(gettext("The meeting was saved."), "success")
            return _back(match_id)
    return _match_page(workshop, known, form)


@pages.post("/report/matches/<int:match_id>/agreements")
@requires(Action.WRITE_REPORT)
def agree(match_id: int) -> Any:
    """Note that one of the cities agrees to the day."""
    workshop, form = current_workshop(), AgreementForm()
    known = queries.known_match(workshop, match_id)
    if form.validate_on_submit():
        with form.refusals():
            city = _one_of(known.match, form.city.data)
            operations.agree_to_match(known.match, city, shown=form.shown.data, by=current_actor())
            flash(gettext("It was noted that %(city)s agrees.", city=city.name), "success")
            return _back(match_id)
    return _match_page(workshop, known, ArrangementForm(formdata=None, obj=known.match), form)


@pages.post("/report/matches/<int:match_id>/removal")
@requires(Action.WRITE_REPORT)
def undo(match_id: int) -> Any:
    """Forget what was decided on two cities."""
    operations.undo_match(queries.match_with_id(current_workshop(), match_id), by=current_actor())
    flash(gettext("The meeting was removed. It can be proposed again."), "success")
    return redirect(url_for("matches.overview"), 303)


@pages.get("/report/matches.ics")
@requires(Action.READ_SUMMARY)
def calendar() -> Any:
    """The meetings that both cities agreed to, for a calendar."""
    workshop = current_workshop()
    return _calendar(workshop, [each for each in queries.matches(workshop) if each.is_agreed])


@pages.route("/matches/<token>", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def city(token: str) -> Any:
    """The meetings of a city, under its private link, and what it says of each."""
    workshop = current_workshop()
    found, form = _city(workshop, token), CityAnswerForm()
    if form.is_submitted():
        check_pace(current_actor())
    if form.validate_on_submit():
        with form.refusals():
            _answer(token, form)
            flash(gettext("Your decision was saved."), "success")
            return redirect(url_for("matches.city", token=token), 303)
    return _city_page(workshop, found, token, form)


@pages.get("/matches/<token>/meetings.ics")
@guessable
@requires(Action.VISIT)
def calendar_of_city(token: str) -> Any:
    """The meetings of a city that were agreed, for its calendar."""
    workshop = current_workshop()
    own = queries.matches_of(workshop, _city(workshop, token))
    return _calendar(workshop, [each.match for each in own if each.match.is_agreed])


def _answer(token: str, form: CityAnswerForm) -> None:
    with turn_to_write():
        workshop = workshop_with_code(current_door().code, to_change=True)
        found, by = _city(workshop, token), current_actor()
        match = next(
            (
                each.match
                for each in queries.matches_of(workshop, found)
                if str(each.match.id) == form.about.data
            ),
            None,
        )
        if match is None:
            raise NotFound(N_("This meeting was not found in this workshop."))
        if form.choice.data is CityChoice.AGREE:
            shown, contact = form.shown.data, form.contact.data
            operations.agree_to_match(match, found, shown=shown, by=by, contact=contact)
        else:
            pair = match.interested, match.lighthouse
            operations.refuse_match(workshop, *pair, form.reason.data, by=by, refused_by=found)


def _city(workshop: Workshop, token: str) -> City:
    return queries.city_with_token(workshop, token, server_secret())


def _city_page(workshop: Workshop, city: City, token: str, form: CityAnswerForm) -> Any:
    known = queries.matches_of(workshop, city)
    wrong = form.about.data if form.is_submitted() else ""
    page = form.page(
        "matches/city.html",
        workshop=workshop,
        city=city,
        token=token,
        known=known,
        say=sentences,
        wrong=wrong if wrong in {str(each.match.id) for each in known} else "",
        forms_of={
            each.match.id: _answer_form(each.match, city, form if wrong == str(each.match.id) else None)
            for each in known
        },
        CityChoice=CityChoice,
    )
    return never_kept(page)


def _answer_form(match: Match, city: City, refused: CityAnswerForm | None) -> CityAnswerForm:
    if refused:
        # Its page shows the day as it stands now.
        refused.shown.data = match.stands
        return refused
    form = CityAnswerForm(
        formdata=None, about=str(match.id), shown=match.stands, contact=match.contact_of(city)
    )
    for field in (form.contact, form.reason):
        field.id = f"{field.short_name}-{match.id}"
    # Whoever refuses says why.
    form.reason.flags.required = True
    return form


def _overview(form: PairForm, refused: MatchRefusalForm | None = None) -> Any:
    workshop = current_workshop()
    board = queries.board(workshop)
    page = render_template(
        "matches/overview.html",
        form=form,
        board=board,
        refused=refused,
        refusal_of=lambda interested, lighthouse: _refusal(interested, lighthouse, refused),
        links=_links(board),
        say=sentences,
        most=MOST_MATCHES,
    )
    is_wrong = form.errors or form.form_errors or refused is not None
    return page, 422 if is_wrong else 200


def _links(board: MatchBoard) -> list[tuple[City, str]]:
    """The cities that are to meet somebody, each with the end of its link."""
    meeting = {city.id for each in board.planned for city in (each.match.interested, each.match.lighthouse)}
    return [
        (city, queries.token_of_city(city, server_secret())) for city in board.cities if city.id in meeting
    ]


def _refusal(interested: City, lighthouse: City, refused: MatchRefusalForm | None) -> MatchRefusalForm:
    if refused and (refused.interested.data, refused.lighthouse.data) == (interested.id, lighthouse.id):
        return refused
    form = MatchRefusalForm(formdata=None)
    form.reason.id = f"reason-{interested.id}-{lighthouse.id}"
    return form


def _offered(form: Any) -> Any:
    found = cities(current_workshop())
    form.interested.offer([city for city in found if city.part is Part.INTERESTED])
    form.lighthouse.offer([city for city in found if city.part is Part.LIGHTHOUSE])
    return form


def _pair(form: PairForm) -> tuple[City, City]:
    return form.interested.row, form.lighthouse.row


def _match_page(
    workshop: Workshop, known: KnownMatch, form: ArrangementForm, agreement: AgreementForm | None = None
) -> Any:
    match = known.match
    shown = {"shown": match.stands}
    page = form.page(
        "matches/match.html",
        known=known,
        match=match,
        slots=queries.free_slots(workshop, match),
        agreement=agreement,
        agreements=[
            (city, AgreementForm(formdata=None, city=str(city.id), **shown)) for city in match.waits_for
        ],
        say=sentences,
    )
    return (page[0], 422) if agreement is not None else page


def _one_of(match: Match, typed: str | None) -> City:
    for city in (match.interested, match.lighthouse):
        if str(city.id) == typed:
            return city
    raise NotFound(N_("This city was not found in this workshop."))


def _back(match_id: int) -> Any:
    return redirect(url_for("matches.match", match_id=match_id), 303)


def _calendar(workshop: Workshop, agreed: list[Match]) -> Any:
    zone = ZoneInfo(workshop.timezone)
    entries = [
        CalendarEntry(
            f"match-{match.id}@{workshop.slug}.facilitator",
            marked(gettext("%(one)s meets %(other)s", one=match.pair[0], other=match.pair[1]), workshop),
            span(match.meets_on, match.meets_at, MEETING_MINUTES, zone),
            match.place,
        )
        for match in agreed
        if match.meets_on and match.meets_at
    ]
    return calendar_file(workshop.title, entries), file_headers(f"{workshop.slug}-meetings")
