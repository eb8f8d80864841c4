"""Ids that stand in the file without a foreign key: where they are, and what they point at.

An id of the database goes into the file as the row's place among the rows of its table there, and comes out
as the id that the row is given. Both ways are one walk, with another `Move`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from facilitator.database import db
from facilitator.live.events import known
from facilitator.workshop_file.whole.contents import TABLES, target_of

Move = Callable[[str, int], int | None]
"""The id in the place of another, by its table; nothing for a row that is gone."""

GONE = "gone"
"""In place of a table: the row was deleted, so nothing points there."""
ACTIVITY = "activity"
# Entries of the details, where they are not called as a column or a table is.
BY_ENTRY = {
    "other": "card",
    "issue": "card",
    "helps_id": "card",
    "issue_id": "card",
    "origin": "card",
    "parts": "card",
    "left": "group",
    "up_to": ACTIVITY,
    "id": GONE,
}
IDS_IN_DETAILS = ("account", "city_id", "group", "issue", "left")
"""Entries of the details by which rows are looked up again: in all that happens they are ids, or nothing."""
BY_KEY = {"scores": "criterion", "replies": "card"}
"""Entries whose own keys are ids."""
WAS = {
    **dict.fromkeys(("issue.credited", "enabler.credited", "strategy.credited", "solution.credited"), "city"),
    "participant.moved": "organisation",
}
"""What `before` points at, by event; elsewhere it is a number or a text."""
NUMBERS = frozenset(
    {
        *("before", "cards", "changed", "created", "left_out", "minutes", "moved"),
        *("number", "people", "position", "take", "version", "weight"),
    }
)
"""Entries that are numbers and no ids."""
ON_WALLS = {"group": "group", "demand": "city", "briefing": "city"}
"""What a number in `about` points at, by the content of the wall."""


@cache
def _by_column() -> Mapping[str, str]:
    """What columns of a name point at, where all of that name point at the same."""
    found: dict[str, set[str]] = {}
    for name in TABLES:
        for column in db.metadata.tables[name].columns:
            if target := target_of(column):
                found.setdefault(column.name, set()).add(target)
    return {name: targets.pop() for name, targets in found.items() if len(targets) == 1}


def target_of_entry(entry: str) -> str | None:
    """The table whose ids an entry of the details holds; nothing if it holds none."""
    if entry in BY_ENTRY:
        return BY_ENTRY[entry]
    return entry if entry in TABLES or entry == "account" else _by_column().get(entry)


def moved_value(table: str, column: str, row: Mapping[str, Any], value: Any, move: Move) -> Any:
    """The value of a column with the ids in it moved; most have none. `row` is all of the row."""
    found = _IN_COLUMNS.get(f"{table}.{column}")
    return found(row, value, move) if found else value


def moved_detail(happened: str, detail: Any, move: Move) -> Any:
    """What an activity tells, with its ids moved."""
    own = {"before": WAS[happened]} if happened in WAS else {}
    return _moved(detail, move, own)


def moved_replies(content: Any, move: Move) -> Any:
    """Replies that came late, which stand by the ids of their cards."""
    return _moved({"replies": content}, move, {})["replies"]


def moved_subject(happened: str, subject: int, move: Move) -> int | None:
    """What an activity is about, moved; nothing where it is not in the file."""
    event = known(happened)
    table = event.table if event else GONE
    return move(table, subject) if table in TABLES else None


def moved_about(content: str, about: str, move: Move) -> str:
    """What a wall shows something of, moved; empty where that is gone."""
    target = ON_WALLS.get(content)
    if target is None or not about.isdecimal():
        return about
    found = move(target, int(about))
    return "" if found is None else str(found)


def _moved(value: Any, move: Move, own: Mapping[str, str], entry: str = "") -> Any:
    if isinstance(value, dict):
        if entry in BY_KEY:
            return _with_keys(BY_KEY[entry], value, move, own)
        return {name: _moved(each, move, own, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, move, own, entry) for each in value]
    target = own.get(entry) or target_of_entry(entry)
    if target is None or not isinstance(value, int) or isinstance(value, bool):
        return value
    return None if target == GONE else move(target, value)


def _with_keys(target: str, value: Mapping[str, Any], move: Move, own: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for key, each in value.items():
        place = move(target, int(key)) if key.isdecimal() else key
        if place is not None:
            found[str(place)] = _moved(each, move, own)
    return found


_IN_COLUMNS: dict[str, Callable[[Mapping[str, Any], Any, Move], Any]] = {
    "activity.subject_id": lambda row, value, move: moved_subject(row["happened"], value, move),
    "activity.detail": lambda row, value, move: moved_detail(row["happened"], value, move),
    "late_replies.content": lambda _row, value, move: moved_replies(value, move),
    "reading.up_to": lambda _row, value, move: move(ACTIVITY, value),
    "wall_choice.about": lambda row, value, move: moved_about(row["content"], value, move),
}
"""The columns with ids that have no foreign key."""
