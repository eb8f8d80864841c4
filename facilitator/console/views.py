"""The facilitator's screen, and the log of what happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action, Phase
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.queries import session_of
from facilitator.agenda.rules import UNDO, is_near, is_undoable
from facilitator.breakouts.group_work.forms import Audience, MessageForm, TimeForm
from facilitator.breakouts.group_work.operations import (
    answer_call,
    give_time,
    say_two_minutes_left,
    send_message,
    take_message_down,
    take_time_back,
)
from facilitator.breakouts.queries import seated_group
from facilitator.config import locale_of
from facilitator.console.attention import attention
from facilitator.console.finding import MOST_TYPED, find
from facilitator.console.log import MOST, entries
from facilitator.console.pace import minutes_behind, time_that_counts
from facilitator.console.queries import Overview, overview
from facilitator.console.rules import is_openable, is_over, just_closed, next_session, to_close_before
from facilitator.console.run_of_show import GIFT, run_of_show
from facilitator.database import now
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.text import clean_line
from facilitator.walls.models import PAGED, WallContent
from facilitator.walls.queries import Chosen, all_as_one, walls
from facilitator.web.addresses import row_number
from facilitator.web.forms import Pick
from facilitator.web.origins import shared_address
from facilitator.workshops.queries import organisers
from facilitator.workshops.rules import MOVES

pages = pages_of_workshop(__name__)


@pages.get("/console")
@requires(Action.WATCH)
def console() -> Any:
    """The whole workshop on one screen."""
    return _page()


@pages.get("/console/live")
@requires(Action.WATCH)
@polled(mark=time_that_counts, shared=True)
def live_console() -> Any:
    """The part of the console that keeps itself fresh."""
    follow(Topic.EVERYTHING)
    return render_template("console/_overview.html", **_console())


@pages.post("/console/messages")
@requires(Action.RUN_SESSIONS)
def send() -> Any:
    """Say something to one group, to all of them, or to everybody."""
    workshop = current_workshop()
    form = _message_form(overview(workshop))
    if form.validate_on_submit():
        with form.refusals():
            to = form.to.row
            send_message(workshop, form.text.data, round_=to.session, group=to.group, by=current_actor())
            flash(gettext("Message sent to: %(audience)s.", audience=to.name), "success")
            return redirect(url_for("console.console"), 303)
    return _page(message=form)


@pages.post("/console/messages/<int:message_id>/removal")
@requires(Action.RUN_SESSIONS)
def take_down(message_id: int) -> Any:
    """Show a message no more."""
    take_message_down(current_workshop(), message_id, by=current_actor())
    return redirect(url_for("console.console"), 303)


@pages.post("/rounds/<int:round_id>/two-minutes")
@requires(Action.RUN_SESSIONS)
def two_minutes_left(round_id: int) -> Any:
    """Say to all groups of a round that two minutes are left; one message, in the workshop's language."""
    workshop = current_workshop()
    with force_locale(locale_of(workshop.language)):
        words = gettext("Two minutes left. Please finish now.")
    say_two_minutes_left(workshop, session_of(workshop, round_id), words, by=current_actor())
    return redirect(url_for("console.console"), 303)


@pages.post("/console/time")
@requires(Action.RUN_SESSIONS)
def give_more_time() -> Any:
    """More minutes for one group, or for all of a session."""
    form = _time_form(overview(current_workshop()))
    if form.validate_on_submit():
        with form.refusals():
            whom = form.whom.row
            give_time(whom.session, form.minutes.data, table=whom.table, by=current_actor())
            flash(gettext("More time for: %(audience)s.", audience=whom.name), "success")
            return redirect(url_for("console.console"), 303)
    return _page(time=form)


@pages.post("/sessions/<int:session_id>/five-minutes")
@requires(Action.RUN_SESSIONS)
def five_more_minutes(session_id: int) -> Any:
    """The most usual gift, for all of a session."""
    give_time(session_of(current_workshop(), session_id), GIFT, by=current_actor())
    return redirect(url_for("console.console"), 303)


@pages.post("/console/time/<int:given_id>/removal")
@requires(Action.RUN_SESSIONS)
def take_back(given_id: int) -> Any:
    """Take minutes back that were given."""
    take_time_back(current_workshop(), given_id, by=current_actor())
    return redirect(url_for("console.console"), 303)


@pages.post("/groups/<int:group_id>/calls/answer")
@requires(Action.RUN_SESSIONS)
def come(group_id: int) -> Any:
    """Say to a group that called that one is coming."""
    answer_call(seated_group(current_workshop(), group_id).group, by=current_actor())
    return redirect(url_for("console.console"), 303)


@pages.get("/find")
@requires(Action.WATCH)
def finding() -> Any:
    """Find a page or what is on one by typing; the console opens the same in a dialog."""
    return render_template("console/find.html", **_found())


@pages.get("/find/found")
@requires(Action.WATCH)
def found() -> Any:
    """What is found, alone."""
    return render_template("console/_found.html", **_found())


@pages.get("/activity")
@requires(Action.WATCH)
def activity() -> Any:
    """Who did what, newest first."""
    told = entries(current_workshop(), request.args.get("before", type=row_number))
    return render_template("console/activity.html", entries=told, is_full=len(told) == MOST)


def _found() -> dict[str, Any]:
    typed = clean_line(request.args.get("q", ""))[:MOST_TYPED]
    return {"typed": typed, "found": find(current_workshop(), typed)}


def _page(**refused: Any) -> Any:
    """The page; with a form that was refused, as it was typed."""
    return render_template("console/console.html", **_console(**refused)), 422 if refused else 200


def _console(**refused: Any) -> dict[str, Any]:
    workshop, at = current_workshop(), now()
    found = overview(workshop)
    following = next_session(found.agenda, workshop.phase)
    fresh = {"message": _message_form(found, formdata=None), "time": _time_form(found, formdata=None)}
    return {
        "overview": found,
        "attention": attention(workshop, found, at),
        "behind": minutes_behind(workshop, found, at),
        "show": run_of_show(workshop, found, at),
        "near_end": _near_end(found, at),
        "just_closed": just_closed(found.agenda, workshop.phase, at),
        "undo_for": UNDO,
        "next_session": following,
        "to_close": to_close_before(found.agenda, following),
        "openable": {entry.session.id for entry in found.agenda if is_openable(entry, workshop.phase)},
        "is_captured": is_over(found.agenda, SessionKind.CAPTURE),
        "is_validated": is_over(found.agenda, SessionKind.BREAKOUT),
        "moves": MOVES[workshop.phase],
        "organisers": organisers(workshop) if workshop.phase in (Phase.DAY_TWO, Phase.CLOSED) else (),
        "join": shared_address("workshops.join", code=workshop.code),
        "forms_of": fresh | refused,
        "found": (),
        **_walls(found, at),
    }


def _walls(found: Overview, at: datetime) -> dict[str, Any]:
    """What each wall shows, and what it could show with one press at this moment."""
    shown = walls(current_workshop())
    all_walls = all_as_one(shown)
    captured = [entry.session.measure for entry in found.agenda if entry.is_open and entry.session.measure]
    quick = [Chosen(WallContent.AUTOMATIC), Chosen(WallContent.JOIN), Chosen(WallContent.CLOCK)]
    if found.groups:
        quick.append(Chosen(WallContent.SEATS))
    return {
        "walls": shown,
        "everywhere": all_walls,
        "undoable_walls": {
            wall.key for wall in (*shown, all_walls) if wall.choice and is_undoable(wall.choice.chosen_at, at)
        },
        "quick": quick + [Chosen(WallContent.CARDS, measure.prefix) for measure in captured],
        "quick_words": {
            WallContent.AUTOMATIC: gettext("Automatic"),
            WallContent.JOIN: gettext("Join page"),
            WallContent.CLOCK: gettext("Clock"),
            WallContent.CARDS: gettext("Incoming issues"),
            WallContent.SEATS: gettext("Groups and rooms"),
        },
        "paged": PAGED,
        "wall_names": {
            Chosen(content, str(row.id)).key: row.name
            for content, rows in (
                (WallContent.GROUP, [progress.table.group for progress in found.groups]),
                (WallContent.BRIEFING, [city for city, _ in found.cities]),
                (WallContent.DEMAND, [city for city, _ in found.cities]),
            )
            for row in rows
        },
    }


def _near_end(found: Overview, at: datetime) -> set[int]:
    """The ids of the rounds to whose groups it can be said that they end, and to whom nobody has said so."""
    told = {message.round_id for message in found.messages if message.ends_at}
    running = found.clocks.sittings.keys() & {progress.table.group.round_id for progress in found.groups}
    clocks_of = {id_: found.clocks.of_session(id_) for id_ in running - told}
    return {id_ for id_, clock in clocks_of.items() if clock and is_near(clock.until, at)}


def _message_form(found: Overview, **options: Any) -> MessageForm:
    form = MessageForm(**options)
    everybody = Audience(gettext("Everybody and the projector"))
    rounds = _sessions_that_run(found, SessionKind.BREAKOUT)
    _offer(form.to, [everybody, *rounds, *_groups_that_run(found)], gettext("Choose the audience"))
    return form


def _time_form(found: Overview, **options: Any) -> TimeForm:
    form = TimeForm(**options)
    running = [*_sessions_that_run(found, *SessionKind), *_groups_that_run(found)]
    _offer(form.whom, running, gettext("Choose for which groups"))
    return form


def _offer(field: Pick, audiences: Sequence[Audience], nothing: str) -> None:
    """Offer them to choose from; where there is but one, it is chosen."""
    field.offer(audiences, nothing=nothing)
    if len(audiences) == 1 and field.raw_data is None:
        field.data = audiences[0].id


def _sessions_that_run(found: Overview, *kinds: SessionKind) -> list[Audience]:
    """Each session of these kinds that is open; of a round, all of its groups."""
    opened = [entry.session for entry in found.agenda if entry.is_open and entry.session.kind in kinds]
    return [Audience(_all_of(session), session=session) for session in opened]


def _all_of(session: Session) -> str:
    if session.kind is SessionKind.BREAKOUT:
        return str(gettext("All groups of %(round)s", round=session.title))
    return session.title


def _groups_that_run(found: Overview) -> list[Audience]:
    """Each group that is open."""
    return [Audience(table.group.name, session=table.group.round, table=table) for table in found.open_tables]
