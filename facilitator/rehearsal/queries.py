"""Reads of a rehearsal: what it takes to begin one, how far it is, what goes with it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from facilitator.agenda.models import SessionKind
from facilitator.agenda.queries import count_of
from facilitator.breakouts.models import Group
from facilitator.capture.models import Card
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.rehearsal.models import PlayedScene, Rehearsal
from facilitator.validation.models import Answer
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.queries import cities, measures, offered


class MissingPart(NamedTuple):
    """What a workshop lacks for a rehearsal, and the page on which it is added."""

    what: str
    endpoint: str


class RehearsalContents(NamedTuple):
    """What goes with a rehearsal when it is deleted, in numbers."""

    people: int
    cards: int
    groups: int
    answers: int


def missing_parts(workshop: Workshop) -> list[MissingPart]:
    """What has to be in a workshop before both days can be played."""
    wanted = (
        (
            bool(offered(cities(workshop))),
            N_("A city or organisation that people speak for"),
            "profile.cities",
        ),
        (bool(offered(measures(workshop))), N_("A measure"), "profile.measures"),
        (
            _has(workshop, SessionKind.CAPTURE),
            N_("A capture session in the agenda"),
            "editing.agenda",
        ),
        (
            _has(workshop, SessionKind.BREAKOUT),
            N_("A breakout round in the agenda"),
            "editing.agenda",
        ),
    )
    return [MissingPart(what, endpoint) for is_there, what, endpoint in wanted if not is_there]


def _has(workshop: Workshop, kind: SessionKind) -> bool:
    return count_of(workshop, kind) > 0


def copy_for_rehearsal(workshop: Workshop) -> Workshop | None:
    """The workshop in which this one is rehearsed, if it is."""
    return db.session.scalars(sa.select(Workshop).filter_by(rehearsal_of=workshop.id)).one_or_none()


def rehearsal_in(workshop: Workshop) -> Rehearsal:
    """How the rehearsal is played that this workshop is."""
    return db.session.scalars(sa.select(Rehearsal).filter_by(workshop_id=workshop.id)).one()


def copy_there(workshop: Workshop, *, to_change: bool = False) -> Workshop:
    """The workshop in which this one is rehearsed, locked for whoever changes it; refused without one."""
    wanted = sa.select(Workshop).filter_by(rehearsal_of=workshop.id)
    found = db.session.scalars(wanted.with_for_update() if to_change else wanted).one_or_none()
    if found is None:
        raise NotFound(N_("There is no rehearsal of this workshop. It may have been deleted."))
    return found


def played_scenes(workshop_id: int) -> Mapping[str, PlayedScene]:
    """How far each scene has been played that has begun."""
    rows = db.session.scalars(sa.select(PlayedScene).filter_by(workshop_id=workshop_id))
    return {row.scene: row for row in rows}


def contents(workshop: Workshop) -> RehearsalContents:
    """What goes with a rehearsal."""
    return RehearsalContents(*(_count(model, workshop) for model in (Participant, Card, Group, Answer)))


def _count(model: type[Participant | Card | Group | Answer], workshop: Workshop) -> int:
    rows = sa.select(sa.func.count()).select_from(model).where(model.workshop_id == workshop.id)
    return db.session.execute(rows).scalar_one()


def being_played() -> Sequence[int]:
    """The workshops in which a rehearsal goes on."""
    return db.session.scalars(sa.select(Rehearsal.workshop_id).where(Rehearsal.until.is_not(None))).all()
