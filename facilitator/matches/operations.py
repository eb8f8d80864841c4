"""Plan that two cities meet, give it a day, note who agrees, and say why they are not to meet."""

from datetime import date, time

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.matches import queries, rules
from facilitator.matches.models import Match, MatchState
from facilitator.matches.rules import Pair, Slot
from facilitator.workshops.models import City, Part, Workshop


def plan_match(workshop: Workshop, interested: City, lighthouse: City, *, by: Actor) -> Match:
    """Let two cities meet, also where that was refused before.

    Raises `RuleBroken` where they are of one side, are to meet already, or one has its three meetings.
    """
    parts = interested.part, lighthouse.part
    pair = Pair(interested.name, lighthouse.name)
    rules.check_may_plan(pair, parts, queries.planned_pairs(workshop))
    match = _match_of(workshop, interested, lighthouse)
    match.state, match.reason, match.refused_by_id = MatchState.PLANNED, "", None
    db.session.flush()
    record(Event.MATCH_PLANNED, match, by=by)
    return match


def refuse_match(
    workshop: Workshop,
    interested: City,
    lighthouse: City,
    reason: str,
    *,
    by: Actor,
    refused_by: City | None = None,
) -> Match:
    """Say that two cities are not to meet, and why; a meeting that was planned loses its day."""
    rules.check_reason(reason)
    match = _match_of(workshop, interested, lighthouse)
    match.interested_agreed_at = match.lighthouse_agreed_at = match.meets_on = match.meets_at = None
    match.state, match.reason = MatchState.REFUSED, reason
    match.refused_by_id = refused_by.id if refused_by else None
    db.session.flush()
    record(Event.MATCH_REFUSED, match, by=by)
    return match


def arrange_match(
    workshop: Workshop,
    match: Match,
    meets_on: date | None,
    meets_at: time | None,
    *,
    place: str,
    contacts: tuple[str, str],
    by: Actor,
) -> None:
    """Give a meeting its day, time, place and the contacts of the interested and the lighthouse city.

    Another day or time than before has to be agreed anew. Raises `RuleBroken` where one of the cities meets
    another at that time.
    """
    rules.check_is_planned(is_planned=match.is_planned)
    rules.check_is_dated(meets_on, meets_at)
    if meets_on and meets_at:
        rules.check_slot(Slot(meets_on, meets_at), queries.taken_slots(workshop, match))
    if (meets_on, meets_at) != (match.meets_on, match.meets_at):
        match.interested_agreed_at = match.lighthouse_agreed_at = None
    match.meets_on, match.meets_at, match.place = meets_on, meets_at, place
    match.interested_contact, match.lighthouse_contact = contacts
    db.session.flush()
    record(Event.MATCH_ARRANGED, match, by=by)


def agree_to_match(match: Match, city: City, *, shown: str, by: Actor, contact: str | None = None) -> None:
    """Note that a city agrees to the day; `shown` is how it stood (`Match.stands`) where it did so.

    `contact` is whom to write to in the city, left as it is where none is given.
    """
    rules.check_is_planned(is_planned=match.is_planned)
    rules.check_may_agree(has_a_day=match.meets_on is not None, is_shown=match.stands == shown)
    side = "interested" if city.part is Part.INTERESTED else "lighthouse"
    setattr(match, f"{side}_agreed_at", now())
    if contact:
        setattr(match, f"{side}_contact", contact)
    db.session.flush()
    record(Event.MATCH_AGREED, match, by=by)


def undo_match(match: Match, *, by: Actor) -> None:
    """Forget what was decided on two cities: from then on they may be proposed again."""
    record(Event.MATCH_REMOVED, match, by=by)
    db.session.delete(match)
    db.session.flush()


def _match_of(workshop: Workshop, interested: City, lighthouse: City) -> Match:
    match = queries.match_of(workshop, interested, lighthouse)
    if match is None:
        match = Match(workshop_id=workshop.id, interested_id=interested.id, lighthouse_id=lighthouse.id)
        db.session.add(match)
    return match
