"""For the lighthouse cities: what the interested cities want most from each, and where days could go."""

from typing import Any

from flask import render_template, request

from facilitator.access.current import current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.database import now
from facilitator.errors import N_, RuleBroken
from facilitator.summary import sentences
from facilitator.summary.demand.queries import demand, lighthouse_city
from facilitator.summary.demand.rules import MOST_DAYS, days_for
from facilitator.web.sentences import in_words

pages = pages_of_workshop(__name__)

DAYS = 10


@pages.get("/demand")
@requires(Action.READ_SUMMARY)
def index() -> Any:
    """The lighthouse cities with how much is wanted of each, and what nobody can help with."""
    return render_template("demand/index.html", demand=demand(current_workshop()))


@pages.get("/demand/<int:city_id>")
@requires(Action.READ_SUMMARY)
def city(city_id: int) -> Any:
    """What is wanted of one city, and how a number of days could be spread over it."""
    return _page("demand/city.html", city_id)


@pages.get("/demand/<int:city_id>/sheet")
@requires(Action.READ_SUMMARY)
def sheet(city_id: int) -> Any:
    """What is wanted of a lighthouse city, on a sheet to print."""
    return _page("demand/sheet.html", city_id)


def _page(template: str, city_id: int) -> Any:
    found = demand(current_workshop())
    chosen = lighthouse_city(found, city_id)
    wanted, typed, complaint = found.of(chosen), request.args.get("days", str(DAYS)), ""
    try:
        spread = days_for(wanted, _whole(typed))
    except RuleBroken as broken:
        spread, complaint = days_for(wanted, DAYS), in_words(broken.sentence)
    page = render_template(
        template,
        city=chosen,
        demand=found,
        spread=spread,
        typed=typed,
        complaint=complaint,
        most=MOST_DAYS,
        drawn_up_at=now(),
        say=sentences,
    )
    return page, 422 if complaint else 200


def _whole(typed: str) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RuleBroken(N_("Enter a whole number of days from 1 to %(most)d."), field="days", most=MOST_DAYS)
    return int(text)
