"""What any scene is."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import ClassVar

from facilitator.agenda.models import Session
from facilitator.rehearsal.models import RehearsalStep
from facilitator.rehearsal.scenes.cast import Cast

Act = Callable[[], None]


class SceneState(Enum):
    """Where a scene stands in the workshop, whoever brought it there."""

    TO_COME = "to come"
    RUNNING = "running"
    PAST = "past"


class NotYet(Exception):  # noqa: N818 - it names what is waited for
    """An act waits for something that is under way; it is tried again."""


class Scene:
    """A stretch of the course. Its acts stand in one order, and each counts once, whoever plays them.

    `key` names it in the database; `title` is ours to translate, unless it `is_session`. What
    `is_for_the_facilitator` waits for one to begin it, where nobody steers for them.
    """

    step: ClassVar[RehearsalStep]
    is_session: ClassVar[bool] = False
    is_for_the_facilitator: ClassVar[bool] = True

    def __init__(self, key: str, title: str, minutes: int) -> None:
        self.key, self.title, self.minutes = key, title, minutes

    def state(self, cast: Cast) -> SceneState:
        """Whether it is to come, goes on, or is over."""
        raise NotImplementedError

    def begin(self, cast: Cast) -> None:
        """What a facilitator does so that it can go on."""

    def acts(self, cast: Cast) -> Sequence[Act]:  # noqa: ARG002 - for scenes that have some
        """What people do in it."""
        return ()

    def end(self, cast: Cast) -> None:
        """What a facilitator does when it is over."""


def state_of_session(cast: Cast, session: Session) -> SceneState:
    """As the session is open, or was, whoever opened and closed it."""
    if session.id in cast.open_sessions:
        return SceneState.RUNNING
    return SceneState.PAST if session.has_begun else SceneState.TO_COME
