"""What every page can use: words of terms, the navigation of the team, dates in the workshop's time."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, request, url_for
from flask_babel import (
    format_date,
    format_decimal,
    format_percent,
    format_time,
    get_locale,
    get_translations,
    gettext,
)
from flask_login import current_user
from jinja2 import StrictUndefined

from facilitator.access.authors import form_author
from facilitator.access.policy import BY_RIGHT, Action, Phase, may, refusal_of_account
from facilitator.errors import N_
from facilitator.live.polling import server_time
from facilitator.paths import STATIC
from facilitator.web.forms import Confirmation
from facilitator.web.origins import origins, shared_address
from facilitator.web.sentences import day, days, in_words, listed
from facilitator.web.terminology import term_word
from facilitator.web.typed import told
from facilitator.web.unsent import form_answered

NAVIGATION = (
    (N_("Console"), "console.console", Action.WATCH),
    (N_("Desk"), "desk.desks", Action.CAPTURE),
    (N_("Capture"), "capture.boards", Action.WATCH),
    (N_("Matrix"), "matrix.first", Action.WATCH),
    (N_("Merge"), "lineage.desk", Action.ARRANGE),
    (N_("Handover"), "handover.handover", Action.WATCH),
    (N_("Groups"), "breakouts.groups", Action.WATCH),
    (N_("Results"), "summary.results", Action.WATCH),
    (N_("Report"), "reports.report", Action.READ_SUMMARY),
    (N_("People"), "workshops.people", Action.WATCH),
    (N_("Set-up"), "setup.hub", Action.SET_UP),
)

# What is worked with before the workshop begins; the rest is kept together until then.
BEFORE = {"console.console", "breakouts.groups", "workshops.people", "setup.hub"}

# Pages, or packages of pages, whose name does not say where they belong.
BELONGS = {
    "profile": "setup.hub",
    "creating": "setup.hub",
    "deleting": "setup.hub",
    "demand.index": "summary.results",
    "demand.city": "summary.results",
    "demand.sheet": "summary.results",
    "visibility": "console.console",
    "workshops.early_move": "console.console",
    "workshops.move": "console.console",
    "remarks": "capture.boards",
    "clusters": "lineage.desk",
    "group_page": "breakouts.groups",
    "planning": "breakouts.groups",
    "briefing": "handover.handover",
    "validation.missing_for_city": "breakouts.groups",
    "validation.answers": "breakouts.groups",
    "city_votes": "breakouts.groups",
    "criteria": "breakouts.groups",
    "editing": "setup.hub",
    "event_page": "setup.hub",
    "report_details": "setup.hub",
    "feedback": "setup.hub",
    "feedback.results": "reports.report",
    "applications": "setup.hub",
    "badges": "setup.hub",
    "mail": "setup.hub",
    "rehearsal": "setup.hub",
    "conclusions": "reports.report",
    "register": "reports.report",
    "sign_off": "reports.report",
    "matches": "reports.report",
    "reception": "workshops.people",
    "paper": "breakouts.groups",
    "team": "setup.hub",
    "walls": "console.console",
}


def figure(number: float) -> str:
    """A figure as pages and files say it, with two decimals at most: 8, 7.5, 7.25."""
    return str(format_decimal(number, format="0.##"))


def percent(share: float) -> str:
    """A share from 0 to 1 as pages and files say it, neither 0 nor 100 % where it is neither: 92 %."""
    is_between = 0 < share < 1
    return str(format_percent(min(0.99, max(0.01, share)) if is_between else share, format="#,##0 %"))


def furnish(app: Flask) -> None:
    """Give templates their globals and filters."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # A page looks up a hundred words; what Flask-Babel does for each lookup is done once per request.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda sentence: _translations().ugettext(sentence),
        ngettext=lambda one, many, number: _translations().ungettext(one, many, number),
        pgettext=lambda context, sentence: _translations().upgettext(context, sentence),
        npgettext=lambda context, one, many, number: _translations().unpgettext(context, one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        get_locale=get_locale,
        may_do=may_do,
        Action=Action,
        form_author=form_author,
        form_answered=form_answered,
        server_time=server_time,
        told=told,
        server_origins=origins,
        shared_address=shared_address,
    )
    app.jinja_env.filters.update(
        figure=figure,
        percent=percent,
        word=term_word,
        listed=listed,
        sentence=in_words,
        clock=clock,
        moment=moment,
        day=day,
        days=days,
        country=country,
        in_fours=in_fours,
    )
    app.context_processor(_context)


def _translations() -> Any:
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def may_do(action: Action) -> bool:
    """Whether the person of this request may do something now; buttons ask it, the gate decides."""
    if action not in BY_RIGHT:
        return may(g.actor.roles, action, g.door.phase)
    return bool(
        current_user.is_authenticated
        and not refusal_of_account(action, may_create_workshops=current_user.may_create_workshops)
    )


def in_fours(code: str) -> str:
    """A code as one reads it out and types it: ABCD EFGH."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def clock(at: datetime | time) -> str:
    """14:02, in the workshop's time."""
    return str(format_time(_local(at) if isinstance(at, datetime) else at, "HH:mm", rebase=False))


def moment(at: datetime) -> str:
    """Day and time, in the workshop's time."""
    local = _local(at)
    return f"{format_date(local, 'd MMM', rebase=False)} {format_time(local, 'HH:mm', rebase=False)}"


def country(code: str) -> str:
    """The name of a country, by its code of two letters."""
    return str(get_locale().territories.get(code, code))


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(g.door.timezone)) if g.get("door") else at


def _context() -> dict[str, Any]:
    return {
        "workshop": g.get("door"),
        "actor": g.get("actor"),
        **_navigation(),
        "confirmation": Confirmation,
    }


def _navigation() -> dict[str, list[tuple[str, str, bool]]]:
    """The entries of the navigation, and apart those that are of use only once the workshop has begun."""
    if not g.get("door") or not g.actor.account_id:
        return {"navigation": [], "navigation_later": []}
    current = _entry_of(request.endpoint or "")
    entries: dict[bool, list[tuple[str, str, bool]]] = {False: [], True: []}
    for label, endpoint, action in NAVIGATION:
        if may_do(action):
            is_current = endpoint == current
            is_later = g.door.phase is Phase.PREPARATION and endpoint not in BEFORE and not is_current
            entries[is_later].append((gettext(label), url_for(endpoint), is_current))
    return {"navigation": entries[False], "navigation_later": entries[True]}


def _entry_of(endpoint: str) -> str | None:
    """The entry of the navigation that a page belongs to: its own, or the first of its package."""
    entries = [entry for _, entry, _ in NAVIGATION]
    endpoint = BELONGS.get(endpoint) or BELONGS.get(endpoint.partition(".")[0], endpoint)
    package = endpoint.partition(".")[0]
    fitting = [entry for entry in entries if entry.startswith(f"{package}.")]
    return endpoint if endpoint in entries else next(iter(fitting), None)


def fingerprint() -> str:
    """Changes with every change of a static file, so that browsers may keep them for long."""
    newest = max(path.stat().st_mtime_ns for path in STATIC.iterdir())
    return f"{newest:x}"[-8:]
