"""A rehearsal as tests have it: begun on its page, played without waiting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from facilitator.database import db, now
from facilitator.rehearsal.course import SceneProgress, progress
from facilitator.rehearsal.models import AT_ONCE, Rehearsal, RehearsalStep
from facilitator.rehearsal.operations import have_played
from facilitator.rehearsal.playing import Player
from facilitator.rehearsal.queries import contents, rehearsal_in
from facilitator.workshops.models import Workshop
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
COPY = "brussels-rehearsal"


def begin(workshop: SmallWorkshop, organiser: Browser, people: int = 25) -> None:
    """Begin a rehearsal as the organiser does."""
    answer = organiser.send(workshop.path("rehearsal"), {"people": people})
    assert (answer.status_code, answer.location) == (303, workshop.path("rehearsal"))


def copy_of(workshop: SmallWorkshop) -> Workshop:
    """The rehearsal of a workshop; inside of `change` or `look`."""
    return db.session.scalars(sa.select(Workshop).filter_by(rehearsal_of=workshop.id)).one()


def rehearsal_of(workshop: SmallWorkshop) -> Rehearsal:
    """How it is played; inside of `change` or `look`."""
    return rehearsal_in(copy_of(workshop))


def player_for(
    workshop: SmallWorkshop, until: RehearsalStep, *, speed: int = AT_ONCE, steers: bool = True
) -> Player:
    """Somebody who plays to the end of a step, and has not begun yet."""
    with workshop.change():
        have_played(rehearsal_of(workshop), until=until, speed=speed, steers=steers)
        return Player(workshop.app, copy_of(workshop).id)


def play(workshop: SmallWorkshop, until: RehearsalStep, **how: Any) -> None:
    """Play to the end of a step."""
    player_for(workshop, until, **how).run()


def let_pass(player: Player, seconds: int, *, since: datetime | None = None) -> datetime:
    """Let somebody play for so many seconds, looking up each second; returns when they are over."""
    at = since or now()
    for _ in range(seconds):
        at += timedelta(seconds=1)
        while (pause := player.play(at)) is not None and pause < 0.1:
            pass
    return at


def scenes(workshop: SmallWorkshop) -> list[SceneProgress]:
    """All scenes with how far they are; inside of `change` or `look`."""
    return progress(copy_of(workshop))


def acts(workshop: SmallWorkshop) -> dict[str, tuple[int, bool]]:
    """By its title, how many acts of each scene that has begun were played, and whether it is over."""
    with workshop.look():
        return {each.scene.title: (each.row.done, each.row.is_over) for each in scenes(workshop) if each.row}


def numbers(workshop: SmallWorkshop) -> dict[str, int]:
    """What is in the rehearsal, in numbers."""
    with workshop.look():
        return contents(copy_of(workshop))._asdict()


def rows_by_workshop(workshop: SmallWorkshop) -> dict[int, dict[str, list[str]]]:
    """By workshop, every row that belongs to it, by table; but for that a form has arrived on its pages."""
    found: dict[int, dict[str, list[str]]] = {}
    with workshop.look():
        for name, table in db.metadata.tables.items():
            whose = table.c.id if name == "workshop" else table.c.get("workshop_id")
            if whose is not None and name != "submission":
                for owner, *row in db.session.execute(sa.select(whose, table)):
                    found.setdefault(owner, {}).setdefault(name, []).append(str(row))
    return {owner: {name: sorted(rows) for name, rows in tables.items()} for owner, tables in found.items()}
