"""Set groups up, seat people, close and reopen."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session, SessionKind
from facilitator.breakouts import queries, rules
from facilitator.breakouts.models import Absence, Group, GroupClosing, Seat, Withdrawal
from facilitator.database import db, limits_of, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import add, record
from facilitator.live.events import Event
from facilitator.workshops.models import Measure, Participant, Workshop


def add_group(
    round_: Session,
    *,
    measure: Measure,
    name: str,
    room: Room | None,
    facilitator: Account | None,
    rapporteur: Account | None,
    capacity: int | None = None,
    accessible: bool = True,
    languages: str = "",
    by: Actor,
) -> Group:
    """A table in a breakout round."""
    if round_.kind is not SessionKind.BREAKOUT:
        raise RuleBroken(N_("Choose a breakout round for the group."), field="round")
    _check_capacity(capacity, room)
    group = Group(
        workshop_id=round_.workshop_id,
        round_id=round_.id,
        measure_id=measure.id,
        name=name,
        room_id=room.id if room else None,
        facilitator_id=facilitator.id if facilitator else None,
        rapporteur_id=rapporteur.id if rapporteur else None,
        capacity=capacity,
        accessible=accessible,
        languages=languages,
    )
    return add(group, Event.GROUP_ADDED, by=by)


def add_groups_of_measures(rounds: Iterable[Session], measures: Sequence[Measure], *, by: Actor) -> int:
    """One group for each measure, called so, in each of these rounds; returns how many groups that makes."""
    named = [(measure.prefix, measure.title) for measure in measures]
    names = rules.names_of_groups(named, most=limits_of(Group.name).most)
    added = [
        add_group(round_, measure=measure, name=name, room=None, facilitator=None, rapporteur=None, by=by)
        for round_ in rounds
        for measure, name in zip(measures, names, strict=True)
    ]
    return len(added)


def change_group(
    group: Group,
    *,
    measure: Measure,
    name: str,
    room: Room | None,
    facilitator: Account | None,
    rapporteur: Account | None,
    capacity: int | None,
    accessible: bool,
    languages: str,
    is_published: bool,
    by: Actor,
) -> None:
    """Say otherwise what a table is, while nobody has been told to sit there."""
    rules.check_may_change_table(
        group.name, has_begun=queries.has_begun(group.round_id), is_published=is_published
    )
    _check_capacity(capacity, room)
    group.measure_id, group.name, group.room_id = measure.id, name, room.id if room else None
    group.facilitator_id = facilitator.id if facilitator else None
    group.rapporteur_id = rapporteur.id if rapporteur else None
    group.capacity, group.accessible, group.languages = capacity, accessible, languages
    db.session.flush()
    record(Event.GROUP_CHANGED, group, by=by)


def _check_capacity(capacity: int | None, room: Room | None) -> None:
    if room is not None:
        rules.check_fits_in_room(capacity, room=room.name, seats=room.seats)


def remove_group(workshop: Workshop, group: Group, *, is_published: bool, by: Actor) -> None:
    """Take a table out of the programme, while nobody sits there."""
    rules.check_may_change_table(
        group.name, has_begun=queries.has_begun(group.round_id), is_published=is_published
    )
    rules.check_nobody_sits(group.name, len(queries.seated_group(workshop, group.id).people))
    record(Event.GROUP_REMOVED, group, by=by, name=group.name)
    db.session.execute(sa.delete(Withdrawal).filter_by(group_id=group.id))
    db.session.delete(group)
    db.session.flush()


def withdraw_group(workshop: Workshop, group: Group, *, reason: str, by: Actor) -> None:
    """Put a table out of use; whoever sat there must have another seat by then."""
    table = queries.seated_group(workshop, group.id)
    rules.check_is_in_use(group.name, is_withdrawn=table.is_withdrawn)
    rules.check_nobody_sits(group.name, len(table.people))
    db.session.add(
        Withdrawal(workshop_id=workshop.id, group_id=group.id, reason=reason, withdrawn_by=by.account_id)
    )
    db.session.flush()
    record(Event.GROUP_WITHDRAWN, group, by=by, reason=reason)


def reactivate_group(workshop: Workshop, group: Group, *, by: Actor) -> None:
    """Put a table back into use; it is empty, and can be given people again."""
    rules.check_is_out_of_use(group.name, is_withdrawn=queries.seated_group(workshop, group.id).is_withdrawn)
    db.session.execute(sa.delete(Withdrawal).filter_by(group_id=group.id))
    record(Event.GROUP_REACTIVATED, group, by=by)


def seat_participant(
    workshop: Workshop, group: Group, participant: Participant, *, reason: str = "", by: Actor
) -> None:
    """Give a participant a seat in a group; whoever sat elsewhere in this round moves, or is away no more."""
    table = queries.seated_group(workshop, group.id)
    if participant in table.people:
        return
    rules.check_is_in_use(group.name, is_withdrawn=table.is_withdrawn)
    rules.check_may_seat(
        is_closed=table.is_closed or queries.sits_in_closed_group(group.round_id, participant.id)
    )
    rules.check_room_for(group.name, seated=len(table.people), seats=group.seats)
    came_from = _leave_seat(group.round_id, participant)
    db.session.execute(sa.delete(Absence).filter_by(round_id=group.round_id, participant_id=participant.id))
    _take_seat(group, participant.id, has_begun=queries.has_begun(group.round_id))
    why: dict[str, Any] = {"reason": reason} if reason else {}
    record(Event.PARTICIPANT_SEATED, participant, by=by, group=group, left=came_from, **why)


def unseat_participant(workshop: Workshop, group: Group, participant: Participant, *, by: Actor) -> None:
    """Take a participant out of a group."""
    rules.check_may_seat(is_closed=queries.seated_group(workshop, group.id).is_closed)
    if _leave_seat(group.round_id, participant):
        record(Event.PARTICIPANT_UNSEATED, participant, by=by, group=group)


def spread_unseated(workshop: Workshop, round_: Session, *, by: Actor) -> int:
    """Seat everybody who has no seat in the round, evenly and by delegation; returns how many."""
    waiting = queries.unseated(round_)
    groups = {
        table.group.id: table
        for table in queries.seated_groups(workshop, round_)
        if not table.is_closed and not table.is_withdrawn
    }
    free = {id_: len(waiting) if table.free is None else table.free for id_, table in groups.items()}
    people = [rules.PersonToSeat(person.id, person.organisation.spoken_name) for person in waiting]
    seated = {id_: [who.organisation.spoken_name for who in table.people] for id_, table in groups.items()}
    places = rules.spread_evenly(people, free, seated)
    begun = queries.has_begun(round_.id)
    for participant_id, group_id in places.items():
        _take_seat(groups[group_id].group, participant_id, has_begun=begun)
    db.session.flush()
    record(Event.ROUND_SPREAD, round_, by=by, people=len(places))
    return len(places)


def close_group(workshop: Workshop, group: Group, *, by: Actor) -> None:
    """Take no more answers from a group."""
    rules.check_may_close_group(workshop.phase, is_closed=_closing(group) is not None)
    db.session.add(GroupClosing(workshop_id=workshop.id, group_id=group.id, closed_by=by.account_id))
    db.session.flush()
    record(Event.GROUP_CLOSED, group, by=by)


def reopen_group(group: Group, *, by: Actor) -> None:
    """Let a closed group answer again."""
    closing = _closing(group)
    rules.check_may_reopen_group(is_closed=closing is not None)
    if closing is not None:
        closing.reopened_at, closing.reopened_by = now(), by.account_id
    record(Event.GROUP_REOPENED, group, by=by)


def _closing(group: Group) -> GroupClosing | None:
    return db.session.scalars(
        sa.select(GroupClosing).filter_by(group_id=group.id, reopened_at=None)
    ).one_or_none()


def _take_seat(group: Group, participant_id: int, *, has_begun: bool) -> None:
    db.session.add(
        Seat(
            workshop_id=group.workshop_id,
            round_id=group.round_id,
            round_has_begun=has_begun,
            group_id=group.id,
            participant_id=participant_id,
        )
    )
    db.session.flush()


def _leave_seat(round_id: int, participant: Participant) -> int | None:
    """Give the seat in a round up; the group that it was in, if there was one."""
    left = sa.delete(Seat).where(Seat.round_id == round_id, Seat.participant_id == participant.id)
    return db.session.execute(left.returning(Seat.group_id)).scalar_one_or_none()
