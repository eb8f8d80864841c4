"""Say what a plan is to be made from: rounds, tables, wishes, needs, what cities came for, pairs, pins."""

from collections.abc import Iterable, Sequence
from datetime import time

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session, SessionKind
from facilitator.agenda.operations import plan_session
from facilitator.breakouts import operations as breakouts
from facilitator.breakouts.models import Absence, Group
from facilitator.breakouts.planning import queries, rules
from facilitator.breakouts.planning.models import Bond, Interest, Need, Pair, Pin, PlannedSeat, Wish
from facilitator.breakouts.queries import groups_of, has_begun, rounds
from facilitator.breakouts.queries import table as table_of
from facilitator.breakouts.rules import check_is_in_use, check_room_suits
from facilitator.database import db
from facilitator.live.activity import add, record, record_each
from facilitator.live.happenings import Happening
from facilitator.workshops.models import City, Measure, Participant, Workshop


def add_round(
    workshop: Workshop, *, title: str, day: int, starts_at: time, minutes: int, by: Actor
) -> Session:
    """A breakout round in the agenda."""
    rules.check_another_round(len(rounds(workshop)))
    return plan_session(
        workshop,
        kind=SessionKind.BREAKOUT,
        title=title,
        day=day,
        starts_at=starts_at,
        minutes=minutes,
        measure=None,
        room=None,
        by=by,
    )


def change_round(round_: Session, *, title: str, day: int, starts_at: time, minutes: int, by: Actor) -> None:
    """Say otherwise when a round is, while nobody has been told of it."""
    _check_may_change(round_)
    round_.title, round_.day, round_.starts_at, round_.minutes = title, day, starts_at, minutes
    db.session.flush()
    record(Happening.ROUND_CHANGED, round_, by=by)


def remove_round(workshop: Workshop, round_: Session, *, by: Actor) -> None:
    """Take a round without tables out of the agenda; those after it move up."""
    _check_may_change(round_)
    tables = sa.select(sa.func.count()).select_from(Group).filter_by(round_id=round_.id)
    rules.check_has_no_tables(db.session.execute(tables).scalar_one())
    record(Happening.ROUND_REMOVED, round_, by=by, name=round_.title)
    db.session.execute(sa.delete(Absence).filter_by(round_id=round_.id))
    position = round_.position
    db.session.delete(round_)
    db.session.flush()
    later = sa.select(Session).where(Session.workshop_id == workshop.id, Session.position > position)
    for session in db.session.scalars(later.order_by(Session.position)).all():
        session.position -= 1
        db.session.flush()  # one after the other, as no two may have one position even for a moment


def _check_may_change(round_: Session) -> None:
    rules.check_may_change_round(has_begun=has_begun(round_.id), is_published=queries.is_published(round_.id))


def remove_table(workshop: Workshop, group: Group, *, by: Actor) -> None:
    """Take a table out of its round, of all plans and of all pins."""
    searched = [draft.plan.number for draft in queries.drafts(workshop) if draft.is_searched]
    rules.check_nothing_is_searched(searched)
    for kind in (Pin, PlannedSeat):
        db.session.execute(sa.delete(kind).filter_by(group_id=group.id))
    breakouts.remove_group(workshop, group, is_published=queries.is_published(group.round_id), by=by)


def relocate_group(workshop: Workshop, group: Group, room: Room, *, reason: str, by: Actor) -> None:
    """Give a table another room, even if people have been told of it; nobody changes tables."""
    table = table_of(workshop, group.id)
    check_is_in_use(group.name, is_withdrawn=table.is_withdrawn)
    if group.room_id == room.id:
        return
    needs = queries.needs(workshop)
    check_room_suits(
        group.name,
        seated=len(table.people),
        room=room.name,
        seats=room.seats,
        step_free=[who.display_name for who in table.people if who.id in needs and needs[who.id].step_free],
        is_accessible=room.accessible,
    )
    group.room_id = room.id
    if group.capacity:
        group.capacity = min(group.capacity, room.seats)
    db.session.flush()
    record(Happening.GROUP_RELOCATED, group, by=by, room=room.name, reason=reason)


def staff_group(
    workshop: Workshop, group: Group, *, facilitator: Account | None, rapporteur: Account | None, by: Actor
) -> None:
    """Say who runs a table and who writes down what it says, whenever that changes."""
    check_is_in_use(group.name, is_withdrawn=table_of(workshop, group.id).is_withdrawn)
    before = (group.facilitator_id, group.rapporteur_id)
    group.facilitator_id = facilitator.id if facilitator else None
    group.rapporteur_id = rapporteur.id if rapporteur else None
    if before != (group.facilitator_id, group.rapporteur_id):
        db.session.flush()
        record(Happening.GROUP_STAFFED, group, by=by)


def give_wishes(
    participant: Participant, wishes: Sequence[Measure | None], *, any_round_open: bool, by: Actor
) -> None:
    """The measures that a participant would like to visit, the dearest first; they replace those before."""
    rules.check_may_wish(any_round_open=any_round_open)
    rules.check_each_once([measure.id if measure else None for measure in wishes])
    wanted = [measure for measure in wishes if measure is not None]
    if [wish.measure_id for wish in queries.wishes_of(participant.id)] == [each.id for each in wanted]:
        return
    db.session.execute(sa.delete(Wish).filter_by(participant_id=participant.id))
    db.session.add_all(
        Wish(
            workshop_id=participant.workshop_id,
            participant_id=participant.id,
            measure_id=measure.id,
            rank=rank,
        )
        for rank, measure in enumerate(wanted, start=1)
    )
    db.session.flush()
    record(Happening.PARTICIPANT_WISHED, participant, by=by, wishes=[measure.prefix for measure in wanted])


def note_needs(
    workshop: Workshop,
    participant: Participant,
    *,
    step_free: bool,
    languages: str,
    away: Iterable[int],
    by: Actor,
) -> None:
    """What a participant needs of a table, and the rounds they are not there for; begun ones stay."""
    wanted = {id_ for id_ in away if not has_begun(id_)}
    need = db.session.scalars(sa.select(Need).filter_by(participant_id=participant.id)).one_or_none()
    known = (need.step_free, need.languages) if need else (False, "")
    open_now = {round_.id for round_ in rounds(workshop) if not has_begun(round_.id)}
    was_away = queries.absences(workshop).get(participant.id, set()) & open_now
    seated = [group.round for group in groups_of(participant.id)]
    rules.check_gives_up_no_seat([round_.title for round_ in seated if round_.id in wanted - was_away])
    if known == (step_free, languages) and was_away == wanted:
        return
    db.session.execute(sa.delete(Need).filter_by(participant_id=participant.id))
    if step_free or languages:
        db.session.add(
            Need(
                workshop_id=workshop.id,
                participant_id=participant.id,
                step_free=step_free,
                languages=languages,
            )
        )
    _set_away(workshop, participant, gone=was_away - wanted, new=wanted - was_away)
    record(Happening.PARTICIPANT_NEEDS, participant, by=by)


def _set_away(workshop: Workshop, participant: Participant, *, gone: set[int], new: set[int]) -> None:
    db.session.execute(
        sa.delete(Absence).where(Absence.participant_id == participant.id, Absence.round_id.in_(gone))
    )
    db.session.add_all(
        Absence(workshop_id=workshop.id, round_id=id_, participant_id=participant.id) for id_ in sorted(new)
    )
    db.session.flush()


def note_interests(city: City, measures: Sequence[Measure], *, by: Actor) -> None:
    """The measures that a city came for."""
    db.session.execute(sa.delete(Interest).filter_by(city_id=city.id))
    db.session.add_all(
        Interest(workshop_id=city.workshop_id, city_id=city.id, measure_id=measure.id) for measure in measures
    )
    db.session.flush()
    record(Happening.CITY_CAME, city, by=by)


def bind_pair(first: Participant, second: Participant, bond: Bond, *, by: Actor) -> Pair:
    """Two people who must, or must not, sit at one table."""
    rules.check_two_people(first.id, second.id)
    lower, higher = sorted((first.id, second.id))
    pair = Pair(workshop_id=first.workshop_id, first_id=lower, second_id=higher, bond=bond)
    return add(pair, Happening.PAIR_BOUND, by=by)


def release_pair(pair: Pair, *, by: Actor) -> None:
    """Let two people sit as it comes."""
    record(Happening.PAIR_RELEASED, pair, by=by)
    db.session.delete(pair)
    db.session.flush()


def pin_participant(group: Group, participant: Participant, *, by: Actor) -> None:
    """Keep a participant at a table of a round that has not begun, instead of any other of it."""
    rules.check_round_is_open(has_begun=has_begun(group.round_id))
    db.session.execute(sa.delete(Pin).filter_by(round_id=group.round_id, participant_id=participant.id))
    db.session.add(
        Pin(
            workshop_id=group.workshop_id,
            round_id=group.round_id,
            group_id=group.id,
            participant_id=participant.id,
        )
    )
    db.session.flush()
    record(Happening.PARTICIPANT_PINNED, participant, by=by, group=group)


def unpin_participant(pin: Pin, *, by: Actor) -> None:
    """Let a participant move again."""
    record_each(Happening.PARTICIPANT_UNPINNED, {pin.participant_id: {"group": pin.group_id}}, pin, by=by)
    db.session.delete(pin)
    db.session.flush()
