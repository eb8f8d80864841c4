"""A value of the database as JSON has it, and back; what does not fit its column is refused in a sentence."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from facilitator.database import Moment
from facilitator.dates import check_is_of_our_time
from facilitator.errors import N_
from facilitator.sentences import say
from facilitator.workshop_file.shapes import flag, refused

NO_TEXT = N_("This must be a text.")
NO_NUMBER = N_("This must be a number.")
NO_DATE = N_("This must be a date or a time.")
OTHERWISE = N_("This must be another value.")
MOST = 2**31 - 1
"""Of a whole number: so many PostgreSQL keeps."""


def plain(value: Any) -> Any:
    """A value as JSON has it; ids and pictures are somebody else's."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return getattr(value, "value", value)


def reader_of(column: sa.Column[Any]) -> Callable[[Any], Any]:
    """What takes a value as JSON has it and returns the one for the column, or raises `RuleBroken`."""
    kind = column.type
    if isinstance(kind, sa.JSON):
        return _json
    if isinstance(kind, sa.Enum):
        return _term(kind)
    for known, read in _READERS:
        if isinstance(kind, known):
            return read
    raise LookupError(f"no value of {column} has been put into a file yet: add it to values.py")


def _json(value: Any) -> Any:
    # No column of JSON holds less than an object or a list.
    if not isinstance(value, dict | list):
        raise _refused(OTHERWISE)
    return value


def _term(kind: sa.Enum) -> Callable[[Any], Any]:
    terms = {each.value: each for each in kind.enum_class or ()}

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in terms:
            raise _refused(OTHERWISE)
        return terms[value]

    return read


def _moment(value: Any) -> datetime:
    found: datetime = _of_time(datetime.fromisoformat, value)
    if found.tzinfo is None:
        raise _refused(NO_DATE)
    check_is_of_our_time(found.date())
    return found


def _day(value: Any) -> date:
    found: date = _of_time(date.fromisoformat, value)
    check_is_of_our_time(found)
    return found


def _of_time(read: Callable[[str], Any], value: Any) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError):
        raise _refused(NO_DATE) from None


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -MOST <= value <= MOST:
        raise _refused(NO_NUMBER)
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _refused(NO_NUMBER)
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _refused(NO_TEXT)
    return value


def _refused(sentence: str) -> Exception:
    return refused(say(sentence))


_READERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (Moment, _moment),
    (sa.Date, _day),
    (sa.Time, lambda value: _of_time(time.fromisoformat, value)),
    (sa.Boolean, flag),
    (sa.Integer, _whole),
    (sa.Double, _number),
    (sa.Text, _text),
    (sa.types.TypeDecorator, _text),
)
