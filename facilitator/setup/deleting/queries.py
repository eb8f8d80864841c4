"""What goes with a workshop that is deleted."""

from collections.abc import Mapping

import sqlalchemy as sa

from facilitator.agenda.models import Session
from facilitator.applications.models import Application
from facilitator.breakouts.models import Group
from facilitator.capture.models import Card
from facilitator.database import Belongs, db
from facilitator.errors import N_
from facilitator.validation.models import Answer
from facilitator.workshops.models import Participant, Workshop

TOLD: tuple[tuple[str, type[Belongs]], ...] = (
    (N_("Sessions"), Session),
    (N_("Applications"), Application),
    (N_("People"), Participant),
    (N_("Cards"), Card),
    (N_("Groups"), Group),
    (N_("Answers"), Answer),
)


def contents_of(workshop: Workshop) -> Mapping[str, int]:
    """How much there is of each kind, by its word; without those of which there is nothing."""
    counted = {word: _count(model, workshop) for word, model in TOLD}
    return {word: number for word, number in counted.items() if number}


def is_in_use(workshop: Workshop) -> bool:
    """Whether somebody has joined it, or something was said in it."""
    joined = Participant.joined_at.is_not(None)
    return bool(_count(Participant, workshop, joined) or _count(Card, workshop))


def _count(model: type[Belongs], workshop: Workshop, *which: sa.ColumnElement[bool]) -> int:
    rows = sa.select(sa.func.count()).select_from(model).where(model.workshop_id == workshop.id, *which)
    return db.session.execute(rows).scalar_one()
