"""What the demo is called, and how far it can have come."""

from enum import StrEnum

SLUG = "brussels-2017"


class Stage(StrEnum):
    """How far the workshop has come when it is opened."""

    DAY_ONE = "day-one"
    DAY_TWO = "day-two"
    CLOSED = "closed"
