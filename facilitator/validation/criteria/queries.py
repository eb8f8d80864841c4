"""Reads of the criteria: those asked, those retired, their translations, and whether answers are in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.validation.models import Answer, CityVoice, Criterion, CriterionTranslation
from facilitator.workshops.models import Workshop


def all_criteria(workshop: Workshop) -> Sequence[Criterion]:
    """Every criterion, in order; the retired ones last."""
    return db.session.scalars(
        sa.select(Criterion)
        .filter_by(workshop_id=workshop.id)
        .order_by(Criterion.retired_at.is_not(None), Criterion.position, Criterion.id)
    ).all()


def criterion_of(workshop: Workshop, criterion_id: int) -> Criterion:
    """The criterion with this id in this workshop."""
    criterion = db.session.scalars(
        sa.select(Criterion).filter_by(workshop_id=workshop.id, id=criterion_id)
    ).one_or_none()
    if criterion is None:
        raise NotFound(N_("This criterion was not found in this workshop."))
    return criterion


def has_answers(workshop_id: int) -> bool:
    """Whether anybody has said anything of an issue, for themselves or for their city."""
    said = (sa.exists().where(of.workshop_id == workshop_id) for of in (Answer, CityVoice))
    return bool(db.session.execute(sa.select(sa.or_(*said))).scalar())


def translations(workshop: Workshop) -> Mapping[int, Mapping[str, CriterionTranslation]]:
    """By criterion and language: its words in other languages."""
    found: dict[int, dict[str, CriterionTranslation]] = defaultdict(dict)
    rows = sa.select(CriterionTranslation).filter_by(workshop_id=workshop.id)
    for translation in db.session.scalars(rows.order_by(CriterionTranslation.language)):
        found[translation.criterion_id][translation.language] = translation
    return found
