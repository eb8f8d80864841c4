"""Who counts for what: said once, for counts, lists, seats, ballots and the report.

A participant is there from the first mention: somebody on the list who has not come is nobody whose answer is
waited for, and who has left is offered no seat. Each is a condition on the participant of the surrounding
statement. A proxy is no head, and meets none of those that say so.
"""

import sqlalchemy as sa

from facilitator.workshops.models import Participant


def is_head() -> sa.ColumnElement[bool]:
    """That it is a person, on the list or there, and no proxy."""
    return Participant.proxy_by.is_(None)


def is_coming() -> sa.ColumnElement[bool]:
    """That a head may be seated and have wishes: on the list or in the room, and not gone."""
    return sa.and_(is_head(), Participant.left_at.is_(None))


def has_come() -> sa.ColumnElement[bool]:
    """That somebody joined, or was checked in at the door, and may have left since; a proxy has, too."""
    return sa.or_(Participant.joined_at.is_not(None), Participant.arrived_at.is_not(None))


def took_part() -> sa.ColumnElement[bool]:
    """That a head has come, if only for a while: whom the report counts."""
    return sa.and_(is_head(), has_come())


def in_the_room() -> sa.ColumnElement[bool]:
    """That a head has come and not left: whose answer is waited for."""
    return sa.and_(is_coming(), has_come())
