"""Set groups up, seat people, close and reopen."""

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session, SessionKind
from facilitator.breakouts import queries, rules
from facilitator.breakouts.models import Group, GroupClosing, Seat
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import add, record
from facilitator.workshops.models import Measure, Participant, Workshop


def add_group(
    round_: Session,
    *,
    measure: Measure,
    name: str,
    room: Room | None,
    facilitator: Account | None,
    rapporteur: Account | None,
    by: Actor,
) -> Group:
    """A table in a breakout round."""
    if round_.kind is not SessionKind.BREAKOUT:
        raise RuleBroken(N_("Groups belong to a breakout round."), field="round")
    group = Group(
        workshop_id=round_.workshop_id,
        round_id=round_.id,
        measure_id=measure.id,
        name=name,
        room_id=room.id if room else None,
        facilitator_id=facilitator.id if facilitator else None,
        rapporteur_id=rapporteur.id if rapporteur else None,
    )
    return add(group, "group.added", by=by)


def seat_participant(workshop: Workshop, group: Group, participant: Participant, *, by: Actor) -> None:
    """Give a participant a seat in a group; whoever sat elsewhere in this round moves."""
    table = queries.table(workshop, group.id)
    if participant in table.people:
        return
    rules.check_may_seat(
        is_closed=table.is_closed or queries.sits_in_closed_group(group.round_id, participant.id)
    )
    rules.check_room_for(group.name, seated=len(table.people), seats=group.room.seats if group.room else None)
    _leave_seat(group.round_id, participant)
    _take_seat(group, participant.id)
    record("participant.seated", workshop_id=workshop.id, by=by, subject_id=participant.id, group=group.id)


def unseat_participant(workshop: Workshop, group: Group, participant: Participant, *, by: Actor) -> None:
    """Take a participant out of a group."""
    rules.check_may_seat(is_closed=queries.table(workshop, group.id).is_closed)
    if _leave_seat(group.round_id, participant):
        record(
            "participant.unseated", workshop_id=workshop.id, by=by, subject_id=participant.id, group=group.id
        )


def spread_unseated(workshop: Workshop, round_: Session, *, by: Actor) -> int:
    """Seat everybody who has no seat in the round, evenly and by delegation; returns how many."""
    waiting = queries.unseated(round_)
    groups = {table.group.id: table for table in queries.tables(workshop, round_) if not table.is_closed}
    free = {id_: len(waiting) if table.free is None else table.free for id_, table in groups.items()}
    people = [rules.Person(person.id, person.organisation.spoken_name) for person in waiting]
    seated = {id_: [who.organisation.spoken_name for who in table.people] for id_, table in groups.items()}
    places = rules.spread_evenly(people, free, seated)
    for participant_id, group_id in places.items():
        _take_seat(groups[group_id].group, participant_id)
    db.session.flush()
    record("round.spread", workshop_id=workshop.id, by=by, subject_id=round_.id, people=len(places))
    return len(places)


def close_group(workshop: Workshop, group: Group, *, by: Actor) -> None:
    """Take no more answers from a group."""
    rules.check_may_close_group(workshop.phase, is_closed=_closing(group) is not None)
    db.session.add(GroupClosing(workshop_id=workshop.id, group_id=group.id, closed_by=by.account_id))
    db.session.flush()
    record("group.closed", workshop_id=workshop.id, by=by, subject_id=group.id)


def reopen_group(group: Group, *, by: Actor) -> None:
    """Let a closed group answer again."""
    closing = _closing(group)
    rules.check_may_reopen_group(is_closed=closing is not None)
    if closing is not None:
        closing.reopened_at, closing.reopened_by = now(), by.account_id
    record("group.reopened", workshop_id=group.workshop_id, by=by, subject_id=group.id)


def _closing(group: Group) -> GroupClosing | None:
    return db.session.scalars(
        sa.select(GroupClosing).filter_by(group_id=group.id, reopened_at=None)
    ).one_or_none()


def _take_seat(group: Group, participant_id: int) -> None:
    db.session.add(
        Seat(
            workshop_id=group.workshop_id,
            round_id=group.round_id,
            group_id=group.id,
            participant_id=participant_id,
        )
    )
    db.session.flush()


def _leave_seat(round_id: int, participant: Participant) -> bool:
    left = sa.delete(Seat).where(Seat.round_id == round_id, Seat.participant_id == participant.id)
    return db.session.execute(left.returning(Seat.id)).first() is not None
