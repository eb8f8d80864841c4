"""How a route says what it lets a person do."""

from collections.abc import Callable
from typing import TypeVar

from facilitator.access.policy import Action

View = TypeVar("View", bound=Callable[..., object])


def requires(action: Action) -> Callable[[View], View]:
    """Declare the action of a view; the gate enforces it, and the app refuses to start without one."""

    def declare(view: View) -> View:
        view.requires = action  # type: ignore[attr-defined]
        return view

    return declare


def writes(view: View) -> View:
    """Mark a view that changes something although it is asked by GET, as a link in a mail is."""
    view.writes = True  # type: ignore[attr-defined]
    return view
