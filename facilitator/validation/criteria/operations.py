"""Change what issues are rated on: until the first answer all of it, then the wording alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.validation.criteria import queries, rules
from facilitator.validation.models import Criterion, CriterionTranslation
from facilitator.validation.operations import add_criterion
from facilitator.validation.queries import criteria
from facilitator.workshops.models import Workshop

Words = Mapping[str, str]
WORDS = ("name", "question", "low", "high")


def append_criterion(workshop: Workshop, words: Words, *, weight: float, by: Actor) -> Criterion:
    """Another criterion after those there are, with a key of its own."""
    rules.check_may_change_what_is_asked(has_answers=queries.has_answers(workshop.id))
    keys = {criterion.key for criterion in queries.all_criteria(workshop)}
    return add_criterion(workshop, key=rules.key_of(words["name"], keys), **words, weight=weight, by=by)


def change_criterion(criterion: Criterion, words: Words, *, weight: float, by: Actor) -> None:
    """Other words for a criterion, or another weight; what stood there stays in the activity."""
    rules.check_is_asked(is_retired=criterion.retired_at is not None)
    if weight != criterion.weight:
        rules.check_may_change_what_is_asked(has_answers=queries.has_answers(criterion.workshop_id))
        _record(Event.CRITERION_WEIGHED, criterion, by, before=criterion.weight, weight=weight)
        criterion.weight = weight
    before = {word: getattr(criterion, word) for word in WORDS}
    if before != words:
        for word in WORDS:
            setattr(criterion, word, words[word])
        _record(Event.CRITERION_REWORDED, criterion, by, before=before, now=dict(words))


def translate_criterion(criterion: Criterion, language: str, words: Words, *, by: Actor) -> None:
    """The words of a criterion in another language; without a name there is no translation."""
    rules.check_is_asked(is_retired=criterion.retired_at is not None)
    found = db.session.get(CriterionTranslation, (criterion.id, language))
    before = {word: getattr(found, word) for word in WORDS} if found else None
    if before == words or (found is None and not words["name"]):
        return
    if found is not None and not words["name"]:
        db.session.delete(found)
    elif found is not None:
        for word in WORDS:
            setattr(found, word, words[word])
    else:
        key = {"criterion_id": criterion.id, "language": language, "workshop_id": criterion.workshop_id}
        db.session.add(CriterionTranslation(**key, **words))
    _record(Event.CRITERION_TRANSLATED, criterion, by, language=language, before=before, now=dict(words))


def move_criterion(workshop: Workshop, criterion: Criterion, *, up: bool, by: Actor) -> None:
    """Let a criterion change places with the one before or after it; the first gives an issue its word."""
    rules.check_is_asked(is_retired=criterion.retired_at is not None)
    rules.check_may_change_what_is_asked(has_answers=queries.has_answers(workshop.id))
    order = list(criteria(workshop))
    place = order.index(criterion)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        _number(order)
        _record(Event.CRITERION_MOVED, criterion, by, position=criterion.position)


def retire_criterion(workshop: Workshop, criterion: Criterion, *, by: Actor) -> None:
    """Ask a criterion no more; it can be brought back."""
    rules.check_is_asked(is_retired=criterion.retired_at is not None)
    rules.check_may_change_what_is_asked(has_answers=queries.has_answers(workshop.id))
    criterion.retired_at, criterion.retired_by = now(), by.account_id
    db.session.flush()
    _number(criteria(workshop))
    _record(Event.CRITERION_RETIRED, criterion, by)


def restore_criterion(workshop: Workshop, criterion: Criterion, *, by: Actor) -> None:
    """Ask a retired criterion again, after the others."""
    rules.check_may_restore(is_retired=criterion.retired_at is not None)
    rules.check_may_change_what_is_asked(has_answers=queries.has_answers(workshop.id))
    criterion.position = len(criteria(workshop)) + 1
    criterion.retired_at = criterion.retired_by = None
    _record(Event.CRITERION_RESTORED, criterion, by)


def _number(order: Sequence[Criterion]) -> None:
    """Places from one on; by way of places that nobody has, as two may never share one."""
    active = sa.update(Criterion).where(Criterion.id.in_([criterion.id for criterion in order]))
    db.session.execute(active.values(position=-Criterion.position))
    for place, criterion in enumerate(order, 1):
        criterion.position = place
    db.session.flush()


def _record(happened: Event, criterion: Criterion, by: Actor, **detail: Any) -> None:
    record(happened, criterion, by=by, **detail)
