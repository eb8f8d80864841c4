"""Say what a plan is to be made from: rounds, tables, wishes, needs, what cities came for, pairs, pins."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room
from facilitator.breakouts import operations as breakouts
from facilitator.breakouts.models import Absence, Group
from facilitator.breakouts.planning import queries, rules
from facilitator.breakouts.planning.models import (
    Bond,
    Interest,
    Need,
    Pair,
    Pin,
    PlannedSeat,
    ReplacedSeat,
    Wish,
)
from facilitator.breakouts.queries import groups_of, has_begun, rounds
from facilitator.breakouts.queries import seated_group as table_of
from facilitator.breakouts.rules import check_is_in_use, check_room_suits
from facilitator.database import db
from facilitator.live.activity import add, record, record_each
from facilitator.live.events import Event
from facilitator.workshops.models import City, Measure, Participant, Workshop


def remove_table(workshop: Workshop, group: Group, *, by: Actor) -> None:
    """Take a table out of its round, of all plans and of all pins."""
    searched = [draft.plan.number for draft in queries.drafts(workshop) if draft.is_searched]
    rules.check_nothing_is_searched(searched)
    for kind in (Pin, PlannedSeat, ReplacedSeat):
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
    record(Event.GROUP_RELOCATED, group, by=by, room=room.name, reason=reason)


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
        record(Event.GROUP_STAFFED, group, by=by)


def give_wishes(
    participant: Participant, wishes: Sequence[Measure | None], *, any_round_open: bool, by: Actor
) -> None:
    """The measures that a participant would like to visit, the dearest first; they replace those before."""
    rules.check_may_wish(any_round_open=any_round_open)
    rules.check_each_once([measure.id if measure else None for measure in wishes])
    wanted = [measure for measure in wishes if measure is not None]
    if [wish.measure_id for wish in queries.wishes_of(participant.id)] == [each.id for each in wanted]:
        return
    enter_wishes([(participant, wanted)], by=by)


def enter_wishes(given: Sequence[tuple[Participant, Sequence[Measure]]], *, by: Actor) -> None:
    """The measures that these people would like to visit, the dearest first; they replace those before."""
    if not given:
        return
    people = [participant for participant, _ in given]
    db.session.execute(sa.delete(Wish).where(Wish.participant_id.in_([person.id for person in people])))
    db.session.add_all(
        Wish(workshop_id=person.workshop_id, participant_id=person.id, measure_id=measure.id, rank=rank)
        for person, wanted in given
        for rank, measure in enumerate(wanted, start=1)
    )
    db.session.flush()
    details = {person.id: {"wishes": [measure.prefix for measure in wanted]} for person, wanted in given}
    record_each(Event.PARTICIPANT_WISHED, details, *people, by=by)


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
    _set_away(workshop, participant, gone=was_away - wanted, new=wanted - was_away)
    enter_needs([(participant, NeedOfPerson(step_free, languages))], by=by)


class NeedOfPerson(NamedTuple):
    """What somebody needs of a table: no steps on the way, one of these languages, with commas between."""

    step_free: bool
    languages: str


def enter_needs(given: Sequence[tuple[Participant, NeedOfPerson]], *, by: Actor) -> None:
    """What these people need of a table, in the place of what was known of it."""
    if not given:
        return
    people = [participant for participant, _ in given]
    db.session.execute(sa.delete(Need).where(Need.participant_id.in_([person.id for person in people])))
    db.session.add_all(
        Need(workshop_id=person.workshop_id, participant_id=person.id, **need._asdict())
        for person, need in given
        if any(need)
    )
    db.session.flush()
    record_each(Event.PARTICIPANT_NEEDS, {person.id: {} for person in people}, *people, by=by)


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
    record(Event.CITY_CAME, city, by=by)


def bind_pair(first: Participant, second: Participant, bond: Bond, *, by: Actor) -> Pair:
    """Two people who must, or must not, sit at one table."""
    rules.check_two_people(first.id, second.id)
    lower, higher = sorted((first.id, second.id))
    pair = Pair(workshop_id=first.workshop_id, first_id=lower, second_id=higher, bond=bond)
    return add(pair, Event.PAIR_BOUND, by=by)


def release_pair(pair: Pair, *, by: Actor) -> None:
    """Let two people sit as it comes."""
    record(Event.PAIR_RELEASED, pair, by=by)
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
    record(Event.PARTICIPANT_PINNED, participant, by=by, group=group)


def unpin_participant(pin: Pin, *, by: Actor) -> None:
    """Let a participant move again."""
    record_each(Event.PARTICIPANT_UNPINNED, {pin.participant_id: {"group": pin.group_id}}, pin, by=by)
    db.session.delete(pin)
    db.session.flush()
