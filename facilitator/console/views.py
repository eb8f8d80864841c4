"""The facilitator's screen, the wall, and the log of what happened."""

from typing import Any

import segno
from flask import render_template, request, url_for

from facilitator.access.current import current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.models import SessionKind
from facilitator.agenda.queries import agenda
from facilitator.breakouts.queries import tables
from facilitator.console.attention import attention
from facilitator.console.log import MOST, happenings
from facilitator.console.queries import overview
from facilitator.console.rules import is_openable, is_over, next_session
from facilitator.errors import N_, NotFound
from facilitator.live.pulse import follows_activity
from facilitator.web.addresses import row_number
from facilitator.workshops.rules import MOVES

pages = pages_of_workshop(__name__)


@pages.get("/console")
@requires(Action.WATCH)
def console() -> Any:
    """The whole workshop on one screen."""
    return render_template("console/console.html", **_console())


@pages.get("/console/live")
@requires(Action.WATCH)
@follows_activity
def live_console() -> Any:
    """The same, alone."""
    return render_template("console/_overview.html", **_console())


@pages.get("/wall/<code>")
@requires(Action.VISIT)
def wall(code: str) -> Any:
    """What the projector shows: how to join, and what is on; for those who know the code."""
    _check_code(code)
    join = url_for("workshops.join", code=current_workshop().code, _external=True)
    return render_template("console/wall.html", join=join, qr=_qr(join), **_wall())


@pages.get("/wall/<code>/live")
@requires(Action.VISIT)
@follows_activity
def live_wall(code: str) -> Any:
    """What is on, alone."""
    _check_code(code)
    return render_template("console/_wall.html", **_wall())


@pages.get("/activity")
@requires(Action.WATCH)
def activity() -> Any:
    """Who did what, newest first."""
    told = happenings(current_workshop(), request.args.get("before", type=row_number))
    return render_template("console/activity.html", happenings=told, is_full=len(told) == MOST)


def _console() -> dict[str, Any]:
    workshop = current_workshop()
    found = overview(workshop)
    return {
        "overview": found,
        "attention": attention(workshop, found),
        "next_session": next_session(found.agenda, workshop.phase),
        "openable": {entry.session.id for entry in found.agenda if is_openable(entry, workshop.phase)},
        "is_captured": is_over(found.agenda, SessionKind.CAPTURE),
        "is_validated": is_over(found.agenda, SessionKind.BREAKOUT),
        "moves": MOVES[workshop.phase],
        "join": url_for("workshops.join", code=workshop.code, _external=True),
    }


def _check_code(code: str) -> None:
    if code != current_workshop().code:
        raise NotFound(N_("No workshop has this code. Look at the screen in the room once more."))


def _wall() -> dict[str, Any]:
    workshop = current_workshop()
    return {
        "now": [entry for entry in agenda(workshop) if entry.is_open],
        "open_tables": [table for table in tables(workshop) if table.is_open],
    }


def _qr(address: str) -> str:
    return segno.make(address, micro=False, error="m").svg_inline(border=4, omitsize=True, svgclass="qr-code")
