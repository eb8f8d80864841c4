"""The course of a rehearsal: its scenes in order, and how one stretch of it is played.

What has been played stands in rows (`PlayedScene`), written in the same transaction as the acts themselves.
So a play that is killed goes on where it was, and no act counts twice.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from facilitator.agenda.models import SessionKind
from facilitator.agenda.queries import agenda
from facilitator.database import db
from facilitator.errors import RuleBroken
from facilitator.rehearsal import rules
from facilitator.rehearsal.models import AT_ONCE, PlayedScene, RehearsalStep
from facilitator.rehearsal.queries import played_scenes
from facilitator.rehearsal.scenes.arrivals import Arrivals
from facilitator.rehearsal.scenes.between import Closing, HandingOver, PlanningGroups
from facilitator.rehearsal.scenes.capturing import Capturing
from facilitator.rehearsal.scenes.cast import Cast
from facilitator.rehearsal.scenes.rounds import BreakoutRound
from facilitator.rehearsal.scenes.scene import NotYet, Scene, SceneState
from facilitator.workshops.models import Workshop

STEPS = tuple(RehearsalStep)
AT_A_TIME = 0.05
"""Seconds that one stretch takes: who writes besides waits no longer."""
SOON, LATER = 0.01, 0.5
"""Seconds until the next look: where there is more to do, and where time has to pass."""


class SceneProgress(NamedTuple):
    """A scene, and how far it has been played."""

    scene: Scene
    row: PlayedScene | None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left to play."""
        return self.row is not None and self.row.is_over


def course(workshop: Workshop) -> list[Scene]:
    """All scenes in order: arrivals, the capture sessions, handover, groups, the rounds, the end."""
    sessions = [entry.session for entry in agenda(workshop)]
    captures = [session for session in sessions if session.kind is SessionKind.CAPTURE]
    rounds = [session for session in sessions if session.kind is SessionKind.BREAKOUT]
    return [
        Arrivals(),
        *(Capturing(session, is_first=session is captures[0]) for session in captures),
        HandingOver(),
        PlanningGroups(),
        *map(BreakoutRound, rounds),
        Closing(),
    ]


def progress(workshop: Workshop) -> list[SceneProgress]:
    """All scenes with how far they are."""
    rows = played_scenes(workshop.id)
    return [SceneProgress(scene, rows.get(scene.key)) for scene in course(workshop)]


def next_step(found: Sequence[SceneProgress]) -> RehearsalStep | None:
    """The first step of which something is left to play."""
    return next((each.scene.step for each in found if not each.is_over), None)


def play_on(cast: Cast, at: datetime) -> float | None:
    """Play a stretch of what is due; the seconds until the next look, or nothing when there is none.

    Who plays has checked that it is their turn, and holds the workshop.
    """
    rehearsal = cast.rehearsal
    passed = rules.passed(rehearsal.played_at, at, rehearsal.speed)
    rehearsal.played_at = at
    found = _now_playing(cast)
    if found is None:
        rehearsal.until = None
        return None
    if found.row is None:
        return _begin(cast, found.scene)
    found.row.seconds += passed
    return _act(cast, found.scene, found.row)


def _now_playing(cast: Cast) -> SceneProgress | None:
    """What is played now: a session that somebody has opened before anything else; what is past is over."""
    until = cast.rehearsal.until
    wanted = [] if until is None else STEPS[: STEPS.index(until) + 1]
    left = [each for each in progress(cast.workshop) if each.scene.step in wanted and not each.is_over]
    states = {each.scene.key: each.scene.state(cast) for each in left}
    for each in left:
        if _was_taken_away(each, states[each.scene.key]):
            (each.row or _note_begun(cast, each.scene)).is_over = True
    left = [each for each in left if not _was_taken_away(each, states[each.scene.key])]
    if not left or not left[0].scene.is_for_the_facilitator:
        return left[0] if left else None
    opened = (each for each in left if states[each.scene.key] is SceneState.RUNNING)
    return next(opened, left[0])


def _was_taken_away(found: SceneProgress, state: SceneState) -> bool:
    """Whether it has passed by another way; one without a session is played to its end once it has begun."""
    if state is SceneState.RUNNING:
        return False
    return found.scene.is_session if found.row else state is SceneState.PAST


def _note_begun(cast: Cast, scene: Scene) -> PlayedScene:
    row = PlayedScene(workshop_id=cast.workshop.id, scene=scene.key, done=0, seconds=0.0, is_over=False)
    db.session.add(row)
    return row


def _begin(cast: Cast, scene: Scene) -> float | None:
    if scene.state(cast) is SceneState.TO_COME:
        if scene.is_for_the_facilitator and not cast.rehearsal.steers:
            return LATER
        try:
            with _apart():
                scene.begin(cast)
        except RuleBroken as broken:
            cast.rehearsal.halted, cast.rehearsal.until = broken.sentence.as_data(), None
            return None
    _note_begun(cast, scene)
    return SOON


def _act(cast: Cast, scene: Scene, row: PlayedScene) -> float | None:
    acts, at_once = scene.acts(cast), cast.rehearsal.speed == AT_ONCE
    due = len(acts) if at_once else rules.due(len(acts), row.seconds, scene.minutes)
    until = monotonic() + AT_A_TIME
    while row.done < due and monotonic() < until:
        try:
            with _apart():
                acts[row.done]()
        except NotYet:
            return LATER
        except (RuleBroken, IntegrityError):
            pass  # the workshop has no room for it any more: somebody left, a card was hidden, a group closed
        row.done += 1
    if row.done < due:
        return SOON
    if row.done < len(acts) or not (at_once or row.seconds >= 60 * scene.minutes):
        return LATER
    return _end(cast, scene, row)


def _end(cast: Cast, scene: Scene, row: PlayedScene) -> float | None:
    if cast.rehearsal.steers:
        with _apart():
            scene.end(cast)
    row.is_over = True
    return SOON


@contextmanager
def _apart() -> Iterator[None]:
    """What the workshop does not allow undoes itself alone."""
    with db.session.begin_nested():
        yield
        db.session.flush()
