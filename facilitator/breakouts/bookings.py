"""Rooms and people that the groups of breakout rounds take up, for the agenda to compare with all else."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.clashes import Booked, Booking
from facilitator.agenda.timing import Span
from facilitator.breakouts.models import Group, Seat, Withdrawal
from facilitator.database import db
from facilitator.workshops.models import Participant, Workshop


def booked_by_groups(workshop: Workshop, spans: Mapping[int, Span]) -> Iterator[Booking]:
    """What groups in use need while their rounds last, whose spans are given by session.

    Who sits in a group is looked up only for rounds that overlap another one.
    """
    is_withdrawn = sa.exists().where(Withdrawal.group_id == Group.id)
    groups = (
        sa.select(Group)
        .where(Group.workshop_id == workshop.id, ~is_withdrawn)
        .options(joinedload(Group.room), joinedload(Group.facilitator), joinedload(Group.rapporteur))
        .order_by(Group.id)
    )
    for group in db.session.scalars(groups):
        during = spans[group.round_id]
        if group.room:
            room, round_id = group.room, group.round_id
            yield Booking(Booked.ROOM, room.id, room.name, round_id, group.name, during, round_id)
        for account in filter(None, (group.facilitator, group.rapporteur)):
            key = "account", account.id
            place = "group", group.id
            yield Booking(Booked.PERSON, key, account.name, place, group.name, during, group.round_id)
    yield from _seated(workshop, spans)


def _seated(workshop: Workshop, spans: Mapping[int, Span]) -> Iterator[Booking]:
    rounds = sa.select(Group.round_id).where(Group.workshop_id == workshop.id).distinct()
    held = {id_: spans[id_] for id_ in db.session.scalars(rounds)}
    overlapping = {id_ for id_ in held for other in held if other != id_ and held[id_].overlaps(held[other])}
    if not overlapping:
        return
    seats = (
        sa.select(Seat.round_id, Seat.group_id, Group.name, Participant.id, Participant.display_name)
        .join(Group, Group.id == Seat.group_id)
        .join(Participant, Participant.id == Seat.participant_id)
        .where(Seat.workshop_id == workshop.id, Seat.round_id.in_(overlapping))
        .order_by(Seat.id)
    )
    for round_id, group_id, title, person, name in db.session.execute(seats):
        key, place = ("participant", person), ("group", group_id)
        yield Booking(Booked.PERSON, key, name, place, title, held[round_id], round_id)
