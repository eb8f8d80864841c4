"""The participant's own page: what now, where, and what I gave."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import get_locale

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.gate import PLACE_COOKIE
from facilitator.access.policy import Action
from facilitator.live.happenings import Topic
from facilitator.live.pulse import follow, polled
from facilitator.place.answers import own_answers
from facilitator.place.queries import place_of

pages = pages_of_workshop(__name__)


@pages.get("/place")
@requires(Action.TAKE_PART)
def place() -> Any:
    """What now?"""
    token = request.cookies[PLACE_COOKIE]
    return render_template(
        "place/place.html",
        place=place_of(current_workshop(), current_actor()),
        token=token,
        personal_link=url_for("workshops.come_back", token=token, _external=True),
    )


@pages.get("/place/live")
@requires(Action.TAKE_PART)
@polled()
def live_place() -> Any:
    """The same, alone."""
    found, actor = place_of(current_workshop(), current_actor()), current_actor()
    follow(
        Topic.PERSON.of(actor.participant_id or 0),
        *(Topic.GROUP.of(seat.group.id) for seat in found.seats),
        *(Topic.MEASURE.of(entry.session.measure_id or 0) for entry in found.captures),
    )
    return render_template("place/_now.html", place=found)


@pages.get("/place/answers")
@requires(Action.TAKE_PART)
def answers() -> Any:
    """What one has answered, to read it again."""
    found = own_answers(current_workshop(), current_actor(), str(get_locale()))
    return render_template("place/answers.html", answers=found)
