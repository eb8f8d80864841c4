"""Choose what walls show, go through its pages, and undo a choice."""

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.walls import queries, rules
from facilitator.walls.models import WallChoice, WallContent
from facilitator.walls.queries import ALL, Chosen, Wall
from facilitator.workshops.models import Workshop


def choose_for_wall(workshop: Workshop, wall: Wall, chosen: Chosen, *, by: Actor) -> None:
    """Put something on a wall, or on all of them; what it showed before is kept for an undo."""
    choice = WallChoice(
        workshop_id=workshop.id,
        room_id=wall.room.id if wall.room else None,
        is_everywhere=wall.key == ALL,
        content=chosen.content,
        about=chosen.about,
        words=chosen.words,
        page=chosen.page,
        chosen_by=by.account_id,
    )
    db.session.add(choice)
    db.session.flush()
    content = str(chosen.content)
    if wall.room:
        record(Event.WALL_OF_ROOM_CHANGED, choice, by=by, room=wall.room.name, content=content)
    elif wall.key != ALL:
        record(Event.WALL_CHANGED, choice, by=by, content=content)
    elif chosen.content is WallContent.AUTOMATIC:
        record(Event.WALLS_RELEASED, choice, by=by)
    else:
        record(Event.WALLS_BROUGHT, choice, by=by, content=content)


def turn_wall(choice: WallChoice, page: int, *, by: Actor) -> None:
    """Go to another page of what was chosen."""
    if choice.page != page:
        choice.page = page
        record(Event.WALL_TURNED, choice, by=by, number=page)


def undo_choice(workshop: Workshop, wall: Wall, *, by: Actor) -> None:
    """Show again what the wall showed before the last choice."""
    rules.check_may_undo(changed_at=wall.choice.chosen_at if wall.choice else None, at=now())
    if wall.choice is not None:
        previous = Chosen.of(queries.before(wall.choice))
        choose_for_wall(workshop, wall, previous, by=by)
