"""On the day: somebody comes late or leaves, a table is lost. Who would move, and why, before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from facilitator.access.actor import Actor
from facilitator.breakouts.allocation import (
    Plan,
    Replan,
    close_table,
    release_departure,
    seat_late,
)
from facilitator.breakouts.models import Absence, Group
from facilitator.breakouts.operations import withdraw_group
from facilitator.breakouts.planning import queries, rules
from facilitator.breakouts.planning.operations import unpin_participant
from facilitator.breakouts.planning.plans import reseat
from facilitator.breakouts.planning.snapshot import Snapshot
from facilitator.database import db
from facilitator.errors import N_
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.sentences import Sentence, say
from facilitator.workshops.models import Participant, Workshop


@dataclass(frozen=True)
class NewSeat:
    """A seat that somebody has after a re-plan and had not before; tables by name, an empty one for none."""

    person: int
    name: str
    round: int
    origin: str
    table: str
    why: Sentence | None


@dataclass(frozen=True)
class Remedy:
    """What a re-plan would do: the seats after it, who moves and why, and whether fewer could move."""

    snapshot: Snapshot
    after: Plan
    seats: tuple[NewSeat, ...]
    notes: tuple[Sentence, ...]
    proven: bool

    @property
    def moves(self) -> list[NewSeat]:
        """Those who had another seat."""
        return [seat for seat in self.seats if seat.origin]

    @property
    def arrivals(self) -> list[NewSeat]:
        """Those who had none."""
        return [seat for seat in self.seats if not seat.origin]

    @property
    def key(self) -> str:
        """Tells this remedy from another one, so that what is done is what was shown."""
        told = sorted((seat.person, seat.round, seat.table) for seat in self.seats)
        return sha256(repr((self.snapshot.people, told)).encode()).hexdigest()[:16]


def moves_to(snapshot: Snapshot, after: Plan) -> list[NewSeat]:
    """Who has a seat now and would have another by a plan."""
    return [seat for seat in _new_seats(snapshot, after, {}) if seat.origin]


def remedy_for_arrival(snapshot: Snapshot, person: int) -> Remedy:
    """A seat in each open round for somebody who has none; raises Infeasible where chains are not enough."""
    rules.check_anything_left(len(snapshot.open_rounds))
    return _remedy(snapshot, seat_late(snapshot.problem, snapshot.now, person))


def remedy_for_departure(snapshot: Snapshot, person: int, from_round: int) -> Remedy:
    """What it takes to mend the tables that somebody leaves, from a round on."""
    rules.check_round_is_open(has_begun=snapshot.problem.rounds[from_round].started)
    people = list(snapshot.problem.people)
    nowhere = {r for r in snapshot.open_rounds if not any(person in table for table in snapshot.now[r])}
    people[person] = replace(people[person], absent=people[person].absent | nowhere)
    problem = replace(snapshot.problem, people=tuple(people))
    return _remedy(snapshot, release_departure(problem, snapshot.now, person, from_round=from_round))


def remedy_for_loss(snapshot: Snapshot, round_: int, table: int) -> Remedy:
    """Other seats for those at a table that is lost; raises Infeasible where chains are not enough."""
    rules.check_round_is_open(has_begun=snapshot.problem.rounds[round_].started)
    found = close_table(snapshot.problem, snapshot.now, round_, table, search=False)
    seating = list(found.plan[round_])
    seating.insert(table, ())
    whole = (*found.plan[:round_], tuple(seating), *found.plan[round_ + 1 :])
    lacking = _seats_lacking(snapshot, round_, table)
    return _remedy(snapshot, replace(found, plan=whole, notes=(*found.notes, *lacking)))


def _seats_lacking(snapshot: Snapshot, round_: int, table: int) -> list[Sentence]:
    """That a round has fewer seats than people without a table, be it that nobody sits there yet."""
    tables = snapshot.problem.rounds[round_].tables
    seats = sum(each.capacity for place, each in enumerate(tables) if place != table)
    people = len(snapshot.problem.present(round_))
    if people <= seats:
        return []
    text = N_(
        "People who will have no seat in this round: %(lacking)s. Seats: %(seats)s. People: %(people)s."
    )
    return [say(text, lacking=people - seats, seats=seats, people=people)]


def _remedy(snapshot: Snapshot, found: Replan) -> Remedy:
    why = {(move.person, move.round): move.why for move in found.moves}
    return Remedy(
        snapshot, found.plan, tuple(_new_seats(snapshot, found.plan, why)), found.notes, found.proven
    )


def _new_seats(snapshot: Snapshot, after: Plan, why: dict[tuple[int, int], Sentence]) -> Iterator[NewSeat]:
    for r in snapshot.open_rounds:
        names = [table.name for table in snapshot.problem.rounds[r].tables]
        before = {p: names[t] for t, people in enumerate(snapshot.now[r]) for p in people}
        for t, people in enumerate(after[r]):
            for p in people:
                if before.get(p) != names[t]:
                    name = snapshot.problem.people[p].name
                    yield NewSeat(p, name, r, before.get(p, ""), names[t], why.get((p, r)))


def seat_arrival(workshop: Workshop, remedy: Remedy, participant: Participant, *, by: Actor) -> None:
    """Give somebody who came late a seat in each open round."""
    _do(workshop, remedy, by=by)
    record(Event.PARTICIPANT_ARRIVED, participant, by=by)


def release(
    workshop: Workshop, remedy: Remedy, participant: Participant, from_round: int, *, by: Actor
) -> None:
    """Let somebody go from a round on, and mend the tables they leave."""
    snapshot = remedy.snapshot
    absent = snapshot.problem.people[snapshot.position[participant.id]].absent
    db.session.add_all(
        Absence(workshop_id=workshop.id, round_id=snapshot.rounds[r], participant_id=participant.id)
        for r in snapshot.open_rounds
        if r >= from_round and r not in absent
    )
    db.session.flush()
    gone = set(snapshot.rounds[from_round:])
    for pin, who, _, round_ in queries.pins(workshop):
        if who.id == participant.id and round_.id in gone:
            unpin_participant(pin, by=by)
    _do(workshop, remedy, by=by)
    record(Event.PARTICIPANT_LEFT, participant, by=by)


def withdraw(workshop: Workshop, remedy: Remedy, group: Group, reason: str, *, by: Actor) -> None:
    """Put a table out of use, once those who sat there have other seats; nobody stays pinned to it."""
    for pin, _, table, _ in queries.pins(workshop):
        if table.id == group.id:
            unpin_participant(pin, by=by)
    _do(workshop, remedy, by=by)
    withdraw_group(workshop, group, reason=reason, by=by)


def _do(workshop: Workshop, remedy: Remedy, *, by: Actor) -> None:
    snapshot = remedy.snapshot
    reasons = {
        (snapshot.rounds[seat.round], snapshot.people[seat.person]): str(seat.why)
        for seat in remedy.seats
        if seat.why
    }
    reseat(workshop, snapshot, remedy.after, reasons, by=by)
