"""Layer 5: somebody comes late or leaves, a table is lost: nobody moves if that can be, else the fewest.

A free seat first; else the shortest chain of people who each move on to the next one's seat; else the fewest
moves of any kind; only where these are too many are the rounds to come planned anew. Rounds that have
started are not touched.
"""

from __future__ import annotations

from dataclasses import replace

from facilitator.breakouts.allocation.allocate import allocate
from facilitator.breakouts.allocation.desk import RegistrationDesk, Replan
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.problem import FixedSeat, Person, Plan, Problem
from facilitator.errors import N_
from facilitator.sentences import say


def seat_arrival(problem: Problem, plan: Plan, person: Person, *, seed: int = 1) -> Replan:
    """Seats somebody who was not in the plan, in every round that has not started."""
    begun = frozenset(r for r, round_ in enumerate(problem.rounds) if round_.started)
    late = replace(person, absent=person.absent | begun)
    changed = replace(problem, people=(*problem.people, late))
    desk = RegistrationDesk(changed, plan)
    try:
        for r in desk.instance.open_rounds:
            if r not in late.absent:
                desk.seat(r, len(problem.people))
    except Infeasible:
        return _plan_anew(changed, plan, seed)
    return desk.result()


def seat_late(problem: Problem, plan: Plan, person: int) -> Replan:
    """Seats somebody who has no seat yet in open rounds; raises Infeasible without a chain."""
    desk = RegistrationDesk(problem, plan)
    for r in desk.instance.open_rounds:
        if person in desk.instance.present[r] and not any(person in table for table in plan[r]):
            desk.seat(r, person)
    return desk.result()


def release_departure(
    problem: Problem, plan: Plan, person: int, *, from_round: int = 0, keep_lighthouse: bool = True
) -> Replan:
    """Takes somebody out from a round on; a table left too small or without lighthouse is filled."""
    gone = frozenset(r for r in range(from_round, len(problem.rounds)) if not problem.rounds[r].started)
    who = problem.people[person]
    people = list(problem.people)
    people[person] = replace(who, absent=who.absent | gone)
    pins = tuple(pin for pin in problem.pins if pin.person != person or pin.round not in gone)
    changed = replace(problem, people=tuple(people), pins=pins)
    desk = RegistrationDesk(changed, plan)
    for r in sorted(gone - who.absent):
        desk.vacate(r, person, keep_lighthouse=keep_lighthouse)
    return desk.result()


def close_table(
    problem: Problem, plan: Plan, round_: int, table: int, *, seed: int = 1, search: bool = True
) -> Replan:
    """Takes a table out of a round and seats its people at the others, which keep their order.

    Where no chain of moves is enough, the rounds to come are searched anew, or not if `search` is false.
    """
    kept = tuple(t for k, t in enumerate(problem.rounds[round_].tables) if k != table)
    rounds = tuple(replace(r, tables=kept) if k == round_ else r for k, r in enumerate(problem.rounds))
    pins = tuple(
        _shifted(pin, round_, table) for pin in problem.pins if (pin.round, pin.table) != (round_, table)
    )
    changed = replace(problem, rounds=rounds, pins=pins)
    homeless = plan[round_][table]
    seating = tuple(people for k, people in enumerate(plan[round_]) if k != table)
    reduced = (*plan[:round_], seating, *plan[round_ + 1 :])
    desk = RegistrationDesk(changed, reduced)
    why = say("Group %(table)s is closed.", table=problem.rounds[round_].tables[table].name)
    try:
        desk.seat_all(round_, list(homeless), problem.rounds[round_].tables[table].name, why)
    except Infeasible:
        if not search:
            raise
        return _plan_anew(changed, reduced, seed)
    return desk.result()


def _shifted(pin: FixedSeat, round_: int, table: int) -> FixedSeat:
    return replace(pin, table=pin.table - 1) if pin.round == round_ and pin.table > table else pin


def _plan_anew(problem: Problem, plan: Plan, seed: int) -> Replan:
    """Every round that has not started, planned again."""
    found = allocate(replace(problem, seated=plan), seed)
    text = N_("Moving single people was not enough, so the later rounds are planned again.")
    desk = RegistrationDesk(problem, plan)
    for r in desk.instance.open_rounds:
        origin = {p: t for t, table in enumerate(plan[r]) for p in table}
        for t, table in enumerate(found.plan[r]):
            for p in table:
                if p in origin and origin[p] != t:
                    desk.note_move(p, r, desk.name(r, origin[p]), t, say(text))
    return Replan(problem, found.plan, tuple(desk.moves), proven=False, notes=(say(text),))
