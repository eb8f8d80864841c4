"""Change measures together with the sessions that collect for them."""

from collections.abc import Sequence
from typing import Any

from facilitator.access.actor import Actor
from facilitator.agenda.editing.operations import follow_title, remove_session, share_time
from facilitator.agenda.models import Session
from facilitator.agenda.queries import capture_sessions_of
from facilitator.setup.profile.queries import placeholders_of
from facilitator.workshops.lists.measures import TypedMeasure
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.operations import add_measures
from facilitator.workshops.profile import operations as profile


def change_measure(measure: Measure, *, by: Actor, **facts: Any) -> None:
    """Say otherwise what a measure is called and asks; the sessions that are named after it are renamed."""
    before = measure.title
    profile.change_measure(measure, by=by, **facts)
    follow_title(measure, before, by=by)


def add_typed_measures(workshop: Workshop, typed: Sequence[TypedMeasure], *, by: Actor) -> list[str]:
    """Measures in place of a template's placeholders, the others after those there are.

    A placeholder becomes the measure that is typed in its place, and keeps its sessions; where there are more
    placeholders than that, they go with theirs. Returns the titles of all placeholders that are gone.
    """
    placeholders = sorted(placeholders_of(workshop), key=lambda each: not each.is_offered)
    gone, slot = [each.title for each in placeholders], _slot(capture_sessions_of(placeholders))
    taken = [each for each in placeholders if each.is_offered][: len(typed)]
    for placeholder, new in zip(taken, typed, strict=False):
        _rename(placeholder, new, by=by)
    left_over = placeholders[len(taken) :]
    for placeholder in left_over:
        for session in capture_sessions_of([placeholder]):
            remove_session(workshop, session, by=by)
        profile.remove_measure(workshop, placeholder, by=by)
    question = taken[0].question if taken else ""
    rows = [Measure(prefix=new.prefix, title=new.title, question=question) for new in typed[len(taken) :]]
    added = add_measures(workshop, rows, by=by)
    if slot and (added or left_over):
        share_time(workshop, capture_sessions_of(taken), added, minutes=slot, by=by)
    return gone


def _rename(placeholder: Measure, new: TypedMeasure, *, by: Actor) -> None:
    same = {name: getattr(placeholder, name) for name in ("question", "prompts", "colour")}
    change_measure(placeholder, prefix=new.prefix, title=new.title, **same, by=by)


def _slot(sessions: Sequence[Session]) -> int:
    """How many minutes sessions have together that follow one another, one for each measure; else 0."""
    is_one_after_the_other = len({(session.day, session.track) for session in sessions}) == 1
    is_one_for_each = len({session.measure_id for session in sessions}) == len(sessions)
    return sum(session.minutes for session in sessions) if is_one_after_the_other and is_one_for_each else 0
