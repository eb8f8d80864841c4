"""The participant's own page: what now, where, and what I gave."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import get_locale

from facilitator.access.current import current_door, current_participant, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.calendar import calendar_file, file_headers
from facilitator.breakouts.queries import seated_group
from facilitator.capture.queries import own_cards
from facilitator.errors import N_, NotFound
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.participant_home.answers import own_answers
from facilitator.participant_home.leading import Direction, way_of
from facilitator.participant_home.programme import own_entries, own_programme
from facilitator.participant_home.queries import Home, home_of
from facilitator.walls.models import WallContent
from facilitator.walls.queries import brought
from facilitator.web.cookies import kept_token
from facilitator.web.origins import shared_address

pages = pages_of_workshop(__name__)


@pages.get("/home")
@requires(Action.TAKE_PART)
def home() -> Any:
    """What now?"""
    token, found = kept_token(current_door().slug), _home()
    return render_template(
        "participant_home/home.html",
        home=found,
        way=_way(found),
        token=token,
        personal_link=shared_address("workshops.come_back", token=token or ""),
    )


@pages.get("/home/live")
@requires(Action.TAKE_PART)
@polled(waits=False)
def live_home() -> Any:
    """The part of the home page that keeps itself fresh."""
    found, actor = _home(), current_participant()
    follow(
        Topic.PERSON.of(actor.participant_id),
        *(Topic.GROUP.of(seat.at.group_id) for seat in found.seats),
        *(Topic.MEASURE.of(session.measure_id or 0) for session in found.captures),
    )
    return render_template("participant_home/_now.html", home=found, way=_way(found))


@pages.get("/home/way/live")
@requires(Action.TAKE_PART)
@polled(waits=False)
def live_way() -> Any:
    """Where the team brings everybody, for the foot of a page; nothing on the one that it leads to."""
    follow()
    is_brought = brought(current_door().workshop_id).content is not WallContent.AUTOMATIC
    way = _way(_home()) if is_brought else None
    if way and way.page:
        there = url_for(way.page.endpoint, **way.page.values)
        way = None if way.is_at(request.args.get("at", ""), there) else way
    return render_template("participant_home/_way_at_foot.html", way=way)


def _way(found: Home) -> Direction | None:
    return way_of(current_door().workshop_id, current_participant(), found)


def _home() -> Home:
    door = current_door()
    return home_of(door.workshop_id, door.phase, door.timezone, current_participant())


@pages.get("/home/groups/<int:group_id>")
@requires(Action.TAKE_PART)
def group(group_id: int) -> Any:
    """With whom one sits at a table."""
    mine, found = current_participant().participant_id, seated_group(current_workshop(), group_id)
    if mine not in {person.id for person in found.people}:
        raise NotFound(N_("You have no seat in this group."))
    return render_template("participant_home/group.html", table=found, mine=mine)


@pages.get("/home/programme")
@requires(Action.TAKE_PART)
def programme() -> Any:
    """What is on, day by day, and in which group one sits."""
    found = own_programme(current_workshop(), current_participant().participant_id)
    return render_template("participant_home/programme.html", programme=found)


@pages.get("/home/programme.ics")
@requires(Action.TAKE_PART)
def calendar() -> Any:
    """The programme for one's own calendar, with one's group in each round."""
    workshop = current_workshop()
    entries = own_entries(workshop, own_programme(workshop, current_participant().participant_id))
    return calendar_file(workshop.title, entries), file_headers(workshop.slug)


@pages.get("/home/answers")
@requires(Action.TAKE_PART)
def answers() -> Any:
    """What one has answered, to read it again."""
    actor = current_participant()
    found = own_answers(current_workshop(), actor, str(get_locale()))
    return render_template(
        "participant_home/answers.html", answers=found, cards=own_cards(actor.participant_id)
    )
