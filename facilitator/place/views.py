"""The participant's own page: what now, where, and what I gave."""

from typing import Any

from flask import render_template, url_for
from flask_babel import get_locale

from facilitator.access.current import current_actor, current_door, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.queries import table
from facilitator.capture.queries import own_cards
from facilitator.errors import N_, NotFound
from facilitator.live.happenings import Topic
from facilitator.live.pulse import follow, polled
from facilitator.place.answers import own_answers
from facilitator.place.queries import Place, place_of
from facilitator.web.cookies import kept_token

pages = pages_of_workshop(__name__)


@pages.get("/place")
@requires(Action.TAKE_PART)
def place() -> Any:
    """What now?"""
    token = kept_token(current_door().slug)
    return render_template(
        "place/place.html",
        place=_place(),
        token=token,
        personal_link=url_for("workshops.come_back", token=token, _external=True),
    )


@pages.get("/place/live")
@requires(Action.TAKE_PART)
@polled()
def live_place() -> Any:
    """The same, alone."""
    found, actor = _place(), current_actor()
    follow(
        Topic.PERSON.of(actor.participant_id or 0),
        *(Topic.GROUP.of(seat.at.group_id) for seat in found.seats),
        *(Topic.MEASURE.of(session.measure_id or 0) for session in found.captures),
    )
    return render_template("place/_now.html", place=found)


def _place() -> Place:
    door = current_door()
    return place_of(door.workshop_id, door.phase, door.timezone, current_actor())


@pages.get("/place/groups/<int:group_id>")
@requires(Action.TAKE_PART)
def group(group_id: int) -> Any:
    """With whom one sits at a table."""
    mine, found = current_actor().participant_id, table(current_workshop(), group_id)
    if mine not in {person.id for person in found.people}:
        raise NotFound(N_("You have no seat in this group."))
    return render_template("place/group.html", table=found, mine=mine)


@pages.get("/place/answers")
@requires(Action.TAKE_PART)
def answers() -> Any:
    """What one has answered, to read it again."""
    actor = current_actor()
    found = own_answers(current_workshop(), actor, str(get_locale()))
    return render_template("place/answers.html", answers=found, cards=own_cards(actor.participant_id or 0))
