"""Others' issues on the phones, we too, and what a facilitator says of a session's blindness."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.models import Session
from facilitator.agenda.operations import cover_session, reveal_session, settle_session
from facilitator.agenda.queries import current_reveal, is_open, is_still_blind, session_of
from facilitator.agenda.rules import check_collects
from facilitator.capture.lineage.similar import similar_issues
from facilitator.capture.queries import evidence_of
from facilitator.capture.sight import seen_by
from facilitator.capture.visibility import operations, queries
from facilitator.capture.visibility.forms import SessionForm, WeTooForm
from facilitator.capture.visibility.rules import is_own_tap
from facilitator.database import now
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.web.addresses import row_number
from facilitator.web.pages import clock
from facilitator.workshops.queries import city_of

pages = pages_of_workshop(__name__)

SHOWN = 3
ENOUGH_TO_COMPARE = 8


@pages.get("/sessions/<int:session_id>/issues")
@requires(Action.TAKE_PART)
def others(session_id: int) -> Any:
    """What others brought up for the measure, once it is revealed."""
    return render_template("visibility/others.html", **_others(session_id))


@pages.get("/sessions/<int:session_id>/issues/live")
@requires(Action.TAKE_PART)
@polled(waits=False)
def live_others(session_id: int) -> Any:
    """The list alone."""
    measure_id, me = _capture_session(session_id).measure_id, current_actor().participant_id
    follow(Topic.MEASURE.of(measure_id or 0), Topic.PERSON.of(me or 0))
    return render_template("visibility/_list.html", **_others(session_id))


@pages.get("/sessions/<int:session_id>/similar")
@requires(Action.CONTRIBUTE)
def similar(session_id: int) -> Any:
    """Which issues that the participant may see are much like the one that they type."""
    workshop, title = current_workshop(), request.args.get("title", "")
    session = _capture_session(session_id)
    measure = session.measure.prefix if session.measure else ""
    seen = seen_by(current_actor())
    found = (
        similar_issues(workshop, title=title[:200], measure=measure, seen=seen, limit=SHOWN)
        if len(title) >= ENOUGH_TO_COMPARE
        else []
    )
    return render_template("visibility/_similar.html", session=session, similar=found)


@pages.route("/sessions/<int:session_id>/issues/<ref>/voice", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE)
def we_too(session_id: int, ref: str) -> Any:
    """The participant's own city has something to say of an issue that is there."""
    workshop, actor = current_workshop(), current_actor()
    session = _capture_session(session_id)
    issue = queries.shared_issue(workshop, actor, ref)
    form = WeTooForm(stance=issue.own_stance)
    if form.validate_on_submit():
        with form.refusals():
            city = city_of(workshop, actor.city_id)
            operations.say_we_too(
                session, issue.card, city=city, stance=form.stance.data, note=form.note.data, by=actor
            )
            said = {"city": actor.speaks_for, "ref": issue.ref, "time": clock(now())}
            flash(gettext("The answer of %(city)s on %(ref)s was received at %(time)s.", **said), "success")
            return redirect(url_for("participant_home.home"), 303)
    is_tap = is_own_tap(evidence_of(issue.card.id, actor.city_id), actor.participant_id)
    return form.page("visibility/we_too.html", session=session, issue=issue, is_tap=is_tap)


@pages.post("/sessions/<int:session_id>/issues/<ref>/met")
@requires(Action.CONTRIBUTE)
def met_too(session_id: int, ref: str) -> Any:
    """The participant's own city had this problem too: in one tap, which the next page lets undo."""
    workshop, actor = current_workshop(), current_actor()
    session, issue = _capture_session(session_id), queries.shared_issue(workshop, actor, ref)
    city = city_of(workshop, actor.city_id)
    said = {"city": actor.speaks_for, "ref": issue.ref, "time": clock(now())}
    if operations.say_met_too(session, issue.card, city=city, by=actor):
        flash(gettext("The answer of %(city)s on %(ref)s was received at %(time)s.", **said), "success")
    else:
        flash(
            gettext("%(city)s has already answered on %(ref)s. You can edit the answer.", **said), "warning"
        )
    return redirect(url_for("visibility.we_too", session_id=session.id, ref=issue.ref), 303)


@pages.post("/sessions/<int:session_id>/issues/<ref>/met/removal")
@requires(Action.CONTRIBUTE)
def undo_met_too(session_id: int, ref: str) -> Any:
    """Take that tap back."""
    workshop, actor = current_workshop(), current_actor()
    session, issue = _capture_session(session_id), queries.shared_issue(workshop, actor, ref)
    operations.undo_met_too(session, issue.card, city=city_of(workshop, actor.city_id), by=actor)
    flash(gettext("Your answer on %(ref)s was removed.", ref=issue.ref), "success")
    return redirect(url_for("participant_home.home"), 303)


@pages.route("/sessions/<int:session_id>/settings", methods=["GET", "POST"])
@requires(Action.RUN_SESSIONS)
def settings(session_id: int) -> Any:
    """Whether a session is blind first, and how others see its authors."""
    session = _capture_session(session_id)
    form = SessionForm(obj=session)
    if form.validate_on_submit():
        with form.refusals():
            settle_session(
                session, is_blind=form.is_blind.data, authors=form.authors.data, by=current_actor()
            )
            flash(gettext("Saved."), "success")
            return redirect(url_for("visibility.settings", session_id=session.id), 303)
    reveal = current_reveal(session)
    return form.page(
        "visibility/settings.html",
        session=session,
        reveal=reveal,
        is_blind=is_still_blind(session, reveal.revealed_at if reveal else None),
    )


@pages.post("/sessions/<int:session_id>/reveal")
@requires(Action.RUN_SESSIONS)
def reveal(session_id: int) -> Any:
    """Show the room what the session has collected."""
    session = _capture_session(session_id)
    reveal_session(session, by=current_actor())
    return _back_from(session)


@pages.post("/sessions/<int:session_id>/reveal/removal")
@requires(Action.RUN_SESSIONS)
def cover(session_id: int) -> Any:
    """Take the reveal back."""
    session = _capture_session(session_id)
    cover_session(session, by=current_actor())
    return _back_from(session)


def _back_from(session: Session) -> Any:
    if request.args.get("then") == "settings":
        return redirect(url_for("visibility.settings", session_id=session.id), 303)
    return redirect(url_for("console.console"), 303)


def _capture_session(session_id: int) -> Session:
    session = session_of(current_workshop(), session_id)
    check_collects(session.kind)
    return session


def _others(session_id: int) -> dict[str, Any]:
    workshop, actor = current_workshop(), current_actor()
    session = _capture_session(session_id)
    page = request.args.get("page", type=row_number) or 1
    shared = queries.others_cards(workshop, session, actor, page=page)
    revealed = current_reveal(session)
    return {
        "session": session,
        "shared": shared,
        "page": page,
        "pages": -(-shared.total // queries.ON_A_PAGE),
        "is_blind": is_still_blind(session, revealed.revealed_at if revealed else None),
        "is_open": is_open(session),
    }
