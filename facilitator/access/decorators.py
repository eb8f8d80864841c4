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


def last_word_counts(view: View) -> View:
    """Mark a view whose form says anew all that it said before, so that other content replaces the first."""
    view.last_word_counts = True  # type: ignore[attr-defined]
    return view


def only_reads(view: View) -> View:
    """Mark a view that is posted to and changes nothing: what it is asked is too long for an address."""
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def takes_a_file(field: str, *, most_bytes: int = 0) -> Callable[[View], View]:
    """Declare the field of a view's form that may carry a file; any other is refused, lest a text be lost.

    `most_bytes` is how long the whole form may be where that is more than any other.
    """

    def declare(view: View) -> View:
        view.takes_a_file = field  # type: ignore[attr-defined]
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return declare


def writes_late(view: View) -> View:
    """Mark a view that writes only once it knows what, whatever its method.

    Anybody may ask it, or it takes its time, to check a password or make a picture anew: so it is given no
    transaction to write in, keeps nobody from their turn, and begins one itself, `turn_to_write()`.
    """
    view.writes_late = True  # type: ignore[attr-defined]
    return view
