"""An agenda to edit: a day as an organiser plans it, and how it reads."""

from datetime import time
from typing import Any

from facilitator.agenda.arranging import planned_sessions
from facilitator.agenda.editing.operations import change_session
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.operations import plan_session
from facilitator.agenda.queries import session_of
from tests.small_workshop import SmallWorkshop

FACTS = {
    "kind": SessionKind.PLENARY,
    "day": 2,
    "starts_at": None,
    "minutes": 30,
    "measure": None,
    "room": None,
}


def plan(workshop: SmallWorkshop, title: str, **facts: Any) -> Session:
    """Another session on day two, half an hour long; inside of `change`."""
    planned = plan_session(workshop.row, title=title, **(FACTS | facts), by=workshop.actor("organiser"))  # type: ignore[arg-type]
    workshop.sessions = workshop.sessions | {title: planned.id}
    return planned


def change(workshop: SmallWorkshop, key: str, **facts: Any) -> None:
    """Say something otherwise of a session, and the rest as it is; inside of `change`."""
    session = session_of(workshop.row, workshop.sessions[key])
    names = ("kind", "day", "title", "minutes", "measure", "room", "track")
    as_is = {name: getattr(session, name) for name in names}
    as_is["starts_at"] = session.starts_at if session.is_fixed else None
    change_session(workshop.row, session, **(as_is | facts), by=workshop.actor("organiser"))


def busy_day(workshop: SmallWorkshop) -> None:
    """Day two: breakfast, the round at 10:30 as it was, two tracks and an end."""
    with workshop.change():
        plan(workshop, "Welcome", starts_at=time(9))
        plan(workshop, "Left", track=1, minutes=60)
        plan(workshop, "Right", track=2, minutes=45)
        plan(workshop, "Right again", track=2, minutes=45)
        plan(workshop, "End")


def programme(workshop: SmallWorkshop, day: int = 2) -> list[str]:
    """The sessions of a day in their order, each with its start."""
    with workshop.look():
        found = planned_sessions(workshop.row)
        assert [session.position for session in found] == [*range(1, len(found) + 1)]
        return [f"{each.starts_at:%H:%M} {each.title}" for each in found if each.day == day]
