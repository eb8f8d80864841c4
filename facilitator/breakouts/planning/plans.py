"""Begin a plan, keep what a search finds, change it by hand, publish it, throw it away."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.breakouts.allocation import Allocation
from facilitator.breakouts.allocation import Plan as Seats
from facilitator.breakouts.models import Seat
from facilitator.breakouts.planning import findings, queries, rules
from facilitator.breakouts.planning.models import (
    Outcome,
    Plan,
    PlannedSeat,
    Publication,
    ReplacedSeat,
    Search,
)
from facilitator.breakouts.planning.queries import Draft
from facilitator.breakouts.planning.snapshot import Snapshot
from facilitator.database import db, now, table_of
from facilitator.live.activity import add, record, record_each
from facilitator.live.events import Event
from facilitator.sentences import Sentence, say
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.presence import is_coming

QUICK, USUAL, THOROUGH = 100_000, 400_000, 1_500_000


def begin_plan(workshop: Workshop, snapshot: Snapshot, *, seed: int, moves: int, by: Actor) -> Search:
    """Another plan, and the search that is to find it."""
    drafts = queries.drafts(workshop)
    rules.check_nothing_is_searched([each.plan.number for each in drafts if each.is_searched])
    rules.check_anything_left(len(snapshot.open_rounds))
    rules.check_feasible(findings.obstacles(snapshot))
    number = max((each.plan.number for each in drafts), default=0) + 1
    plan = Plan(workshop_id=workshop.id, number=number, seed=seed, moves=moves, made_by=by.account_id)
    return _begin_search(add(plan, Event.PLAN_BEGUN, by=by), by=by)


def search_again(workshop: Workshop, draft: Draft, snapshot: Snapshot, *, by: Actor) -> Search:
    """Search anew for a plan whose search was broken off, or led to nothing."""
    rules.check_may_search_again(is_searched=draft.is_searched, is_found=draft.is_found)
    others = [each.plan.number for each in queries.drafts(workshop) if each.is_searched]
    rules.check_nothing_is_searched(others)
    rules.check_feasible(findings.obstacles(snapshot))
    if draft.search.ended_at is None:
        _end(draft.search, Outcome.BROKEN_OFF, ())
    record(Event.PLAN_BEGUN, draft.plan, by=by)
    return _begin_search(draft.plan, by=by)


def _begin_search(plan: Plan, *, by: Actor) -> Search:
    search = Search(workshop_id=plan.workshop_id, plan_id=plan.id, begun_by=by.account_id)
    db.session.add(search)
    db.session.flush()
    return search


def ask_to_stop(draft: Draft, *, by: Actor) -> None:
    """Let a search end as soon as it looks up, with the best so far."""
    if draft.search.ended_at is None and draft.search.stop_asked_at is None:
        draft.search.stop_asked_at, draft.search.stop_asked_by = now(), by.account_id
        record(Event.PLAN_STOPPED, draft.plan, by=by)


def show_life(search: Search, share: float) -> bool:
    """Write down how far a search is; answers whether it should stop."""
    search.seen_at, search.share = now(), min(1.0, share)
    db.session.flush()
    return search.ended_at is not None or search.stop_asked_at is not None


def keep_found(search: Search, snapshot: Snapshot, found: Allocation, *, by: Actor) -> None:
    """Keep what a search has found; a search that another has replaced keeps nothing."""
    if search.ended_at is not None:
        return
    _write_seats(search.workshop_id, search.plan_id, snapshot, found.plan)
    _end(search, Outcome.STOPPED if search.stop_asked_at else Outcome.FOUND, [found.how])
    search.share = 1.0
    record_each(Event.PLAN_FOUND, {search.plan_id: {}}, search, by=by)


def keep_reasons(search: Search, outcome: Outcome, reasons: Sequence[Sentence], *, by: Actor) -> None:
    """Keep why a search found nothing."""
    if search.ended_at is None:
        _end(search, outcome, reasons)
        record_each(Event.PLAN_FAILED, {search.plan_id: {}}, search, by=by)


def _end(search: Search, outcome: Outcome, said: Sequence[Sentence]) -> None:
    search.ended_at, search.outcome = now(), outcome
    search.said = [sentence.as_data() for sentence in said]
    db.session.flush()


def _write_seats(workshop_id: int, plan_id: int, snapshot: Snapshot, plan: Seats) -> None:
    seats = PlannedSeat
    open_now = [snapshot.rounds[r] for r in snapshot.open_rounds]
    db.session.execute(sa.delete(seats).where(seats.plan_id == plan_id, seats.round_id.in_(open_now)))
    # Somebody may have turned out to be another, or have left, while the search went on.
    coming = sa.select(Participant.id).where(Participant.workshop_id == workshop_id, is_coming())
    there = set(db.session.scalars(coming))
    rows = [
        {
            "workshop_id": workshop_id,
            "plan_id": plan_id,
            "round_id": round_id,
            "group_id": group_id,
            "participant_id": participant_id,
        }
        for round_id, group_id, participant_id in snapshot.seats(plan)
        if participant_id in there
    ]
    if rows:
        db.session.execute(sa.insert(table_of(seats)), rows)


def seats_of(draft: Draft, snapshot: Snapshot) -> Seats:
    """Who sits where in a plan, as far as people and tables are still there."""
    return snapshot.plan(queries.planned_seats([draft.plan.id])[draft.plan.id])


def move_in_plan(
    draft: Draft, snapshot: Snapshot, *, round_: int, person: int, table: int, other: int | None, by: Actor
) -> None:
    """Give a person another table of a round in a plan, in exchange for somebody there if need be."""
    rules.check_is_there(is_searched=draft.is_searched, is_found=draft.is_found)
    rules.check_may_delete(is_searched=False, is_published=draft.is_published)
    rules.check_round_is_open(has_begun=snapshot.problem.rounds[round_].started)
    scales = findings.Scales(snapshot, seats_of(draft, snapshot))
    rules.check_keeps_the_rules(scales.of_move(round_, person, table, other).broken)
    after = findings.moved(scales.plan, round_, person, table, other)
    _write_seats(draft.plan.workshop_id, draft.plan.id, snapshot, after)
    record(
        Event.PLAN_CHANGED,
        draft.plan,
        by=by,
        participant=snapshot.people[person],
        group=snapshot.groups[round_][table],
    )


def publish_plan(workshop: Workshop, draft: Draft, snapshot: Snapshot, *, by: Actor) -> int:
    """Make a plan's seats those of everybody, in the rounds that have not begun; returns who had another."""
    rules.check_is_there(is_searched=draft.is_searched, is_found=draft.is_found)
    rules.check_anything_left(len(snapshot.open_rounds))
    plan = seats_of(draft, snapshot)
    stands = findings.standing(snapshot, plan)
    rules.check_keeps_the_rules([*stands.broken, *_without_a_seat(snapshot, plan)])
    rules.check_keeps_the_rules(findings.obstacles(snapshot))
    _announce(workshop, draft, snapshot, by=by)
    moved = reseat(workshop, snapshot, plan, {}, by=by)
    record(Event.PLAN_PUBLISHED, draft.plan, by=by, moved=moved)
    return moved


def _without_a_seat(snapshot: Snapshot, plan: Seats) -> list[Sentence]:
    people = snapshot.problem.people
    return [
        say("Round %(round)s: %(person)s has no seat.", round=r + 1, person=people[p].name)
        for r in snapshot.open_rounds
        for p in snapshot.unseated(plan, r)
    ]


def _announce(workshop: Workshop, draft: Draft, snapshot: Snapshot, *, by: Actor) -> None:
    at, open_now = now(), [snapshot.rounds[r] for r in snapshot.open_rounds]
    before = {old.round_id: old for old in queries.active_publications(open_now)}
    for old in before.values():
        old.replaced_at = at
    db.session.flush()
    new = {
        round_id: Publication(
            workshop_id=workshop.id,
            round_id=round_id,
            plan_id=draft.plan.id,
            published_at=at,
            published_by=by.account_id,
            before_id=before[round_id].id if round_id in before else None,
        )
        for round_id in open_now
    }
    db.session.add_all(new.values())
    db.session.flush()
    rows = [
        {
            "workshop_id": workshop.id,
            "publication_id": new[round_id].id,
            "group_id": group_id,
            "participant_id": participant_id,
        }
        for round_id, group_id, participant_id in snapshot.seats(snapshot.now)
    ]
    if rows:
        db.session.execute(sa.insert(table_of(ReplacedSeat)), rows)


def reseat(
    workshop: Workshop, snapshot: Snapshot, plan: Seats, reasons: Mapping[tuple[int, int], str], *, by: Actor
) -> int:
    """Make the seats of open rounds those of a plan; returns how many people had another.

    Each of them is written down, with the reason given for a round and a participant.
    """
    before = {(r, p): g for r, g, p in snapshot.seats(snapshot.now)}
    after = {(r, p): g for r, g, p in snapshot.seats(plan)}
    gone = [key for key, group in before.items() if after.get(key) != group]
    new = [key for key, group in after.items() if before.get(key) != group]
    for round_id in {round_id for round_id, _ in gone}:
        people = [person for r, person in gone if r == round_id]
        left = sa.delete(Seat).where(Seat.round_id == round_id, ~Seat.round_has_begun)
        db.session.execute(left.where(Seat.participant_id.in_(people)))
    rows = [
        {"workshop_id": workshop.id, "round_id": r, "group_id": after[r, p], "participant_id": p}
        for r, p in new
    ]
    if rows:
        db.session.execute(sa.insert(table_of(Seat)), rows)
    moved = [key for key in new if key in before]
    for key in moved:
        why = {"reason": reasons[key]} if reasons.get(key) else {}
        told = {"group": after[key], "left": before[key]} | why
        record_each(Event.PARTICIPANT_SEATED, {key[1]: told}, workshop, by=by)
    return len({person for _, person in moved})


def delete_plan(draft: Draft, *, by: Actor) -> None:
    """Throw a plan away, with its searches."""
    rules.check_may_delete(is_searched=draft.is_searched, is_published=draft.is_published)
    plan = draft.plan
    record(Event.PLAN_DELETED, plan, by=by, number=plan.number)
    its = sa.select(Publication.id).filter_by(plan_id=plan.id)
    db.session.execute(sa.delete(ReplacedSeat).where(ReplacedSeat.publication_id.in_(its)))
    db.session.execute(sa.update(Publication).where(Publication.before_id.in_(its)).values(before_id=None))
    for kind in (PlannedSeat, Search, Publication):
        db.session.execute(sa.delete(kind).filter_by(plan_id=plan.id))
    db.session.delete(plan)
    db.session.flush()
