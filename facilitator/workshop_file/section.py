"""What a section of the file is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from facilitator.dates import FIRST, LAST
from facilitator.errors import of_entry
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.shapes import MOST_ENTRIES, Entry, FieldShape
from facilitator.workshops.models import Workshop

Plain = dict[str, Any]
"""An entry as JSON holds it."""
FAR_AWAY = (LAST - FIRST).days
"""Days before or after the first one, at most, of what moves with the dates of the workshop."""


def day_number(workshop: Workshop, on: date) -> int:
    """A date, counted like the days of the agenda, so that it moves with them."""
    return (on - workshop.starts_on).days + 1


@dataclass(frozen=True)
class Section:
    """A list of entries: their shape, how one is read, and how those of a workshop are written.

    No two entries have the same `name_field`. All are read at once: `EntryBroken` says which of them does
    not fit. What is `of_people` is read and written only where that is asked for.
    """

    name: str
    name_field: str
    fields: Mapping[str, FieldShape]
    read: Callable[[Loaded, Sequence[Entry]], None]
    write: Callable[[Workshop], list[Plain]]
    most: int = MOST_ENTRIES
    of_people: bool = False


def one_by_one(read: Callable[[Loaded, Entry], None]) -> Callable[[Loaded, Sequence[Entry]], None]:
    """The reader of a section of few entries, each by itself."""

    def read_all(loaded: Loaded, entries: Sequence[Entry]) -> None:
        for number, entry in enumerate(entries):
            with of_entry(number):
                read(loaded, entry)

    return read_all
