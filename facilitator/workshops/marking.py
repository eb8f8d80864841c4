"""What says of a thing that leaves the pages that it belongs to a rehearsal."""

from typing import Protocol

from flask_babel import gettext


class MaybeRehearsal(Protocol):
    """A workshop, by its row or at the door."""

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing in it is real."""


def marked(title: str, workshop: MaybeRehearsal) -> str:
    """A title, with the mark if it is one of a rehearsal."""
    return as_rehearsed(title) if workshop.is_rehearsal else title


def as_rehearsed(title: str) -> str:
    """The title with the mark."""
    return str(gettext("Rehearsal: %(title)s", title=title))


def mark(workshop: MaybeRehearsal) -> str:
    """The mark by itself; empty where nothing is rehearsed."""
    return str(gettext("Rehearsal")) if workshop.is_rehearsal else ""
