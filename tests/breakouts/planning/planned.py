"""A second round with two tables, wishes and rules, and plans for it."""

from datetime import time
from typing import Any

import sqlalchemy as sa

from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.operations import plan_session
from facilitator.breakouts.models import Absence, Group, Withdrawal
from facilitator.breakouts.operations import add_group
from facilitator.breakouts.planning import operations, plans, queries
from facilitator.breakouts.planning.models import Bond, Plan, Search
from facilitator.breakouts.planning.queries import Draft
from facilitator.breakouts.planning.searching import search_at_once
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.breakouts.queries import groups_of
from facilitator.database import db
from tests.small_workshop import INTERESTED, LIGHTHOUSE, PARTNER, SmallWorkshop

EVERYBODY = (*LIGHTHOUSE, *INTERESTED, PARTNER)
MOVES = 3000


def add_round(workshop: SmallWorkshop, title: str = "Round two", hour: int = 14) -> Session:
    """Another round; inside of `change`."""
    round_ = plan_session(
        workshop.row, kind=SessionKind.BREAKOUT, title=title, day=2, starts_at=time(hour), minutes=60,
        measure=None, room=None, by=workshop.actor(),
    )  # fmt: skip
    # The dictionary is every test's: this one's has one more.
    workshop.sessions = workshop.sessions | {title: round_.id}
    return round_


def add_table(workshop: SmallWorkshop, round_: Session, name: str, prefix: str = "RET", **more: Any) -> Group:
    """A table in a round; inside of `change`."""
    facts: dict[str, Any] = {"room": None, "facilitator": None, "rapporteur": None} | more
    return add_group(round_, measure=workshop.measure(prefix), name=name, **facts, by=workshop.actor())


def two_rounds(workshop: SmallWorkshop, seats: int = 4) -> dict[str, int]:
    """Two rounds to be planned, each with a table for retrofit and one for engagement; ids by name."""
    with workshop.change():
        rounds = [workshop.session("round"), add_round(workshop)]
        return {
            f"{prefix} {number}": add_table(workshop, round_, f"{prefix} {number}", prefix, capacity=seats).id
            for number, round_ in enumerate(rounds, start=1)
            for prefix in ("RET", "ENG")
        }


def make_plan(workshop: SmallWorkshop, seed: int = 1, moves: int = MOVES) -> Draft:
    """A plan, searched for at once; inside of `change`."""
    by, snapshot = workshop.actor(), take_snapshot(workshop.row)
    search = plans.begin_plan(workshop.row, snapshot, seed=seed, moves=moves, by=by)
    search_at_once(snapshot, search, by=by)
    return latest(workshop)


def latest(workshop: SmallWorkshop) -> Draft:
    """The plan that was made last; inside of `look` or `change`."""
    return queries.drafts(workshop.row)[-1]


def table_of(workshop: SmallWorkshop, who: str, round_: int = 1) -> str:
    """The table at which somebody has a seat in a round, counted from 1; empty if at none."""
    with workshop.look():
        names = {group.round_id: group.name for group in groups_of(workshop.participants[who])}
        return names.get(workshop.sessions["round" if round_ == 1 else "Round two"], "")


def fill_planning(workshop: SmallWorkshop) -> None:
    """Something in every table of planning, beside what a full workshop holds."""
    with workshop.change():
        by, antwerp, lyon = workshop.actor(), workshop.participant("Antwerp"), workshop.participant("Lyon")
        later = add_round(workshop, "A later round")
        table = add_table(workshop, later, "Later table")
        add_table(workshop, later, "Flooded table")
        operations.give_wishes(antwerp, [workshop.measure()], any_round_open=True, by=by)
        operations.note_needs(
            workshop.row, workshop.participant("Heerlen"), step_free=True, languages="French", away=[], by=by
        )
        operations.note_interests(workshop.city("Antwerp"), [workshop.measure()], by=by)
        operations.bind_pair(antwerp, lyon, Bond.TOGETHER, by=by)
        operations.pin_participant(table, antwerp, by=by)
        draft = make_plan(workshop)
        for _ in range(2):  # the second time there are seats to be replaced
            plans.publish_plan(workshop.row, draft, take_snapshot(workshop.row), by=by)
        plan = Plan(workshop_id=workshop.id, number=2, seed=2, moves=10)
        db.session.add(plan)
        db.session.flush()
        db.session.add(Search(workshop_id=workshop.id, plan_id=plan.id))
        flooded = db.session.scalars(
            sa.select(Group).filter_by(workshop_id=workshop.id, name="Flooded table")
        ).one()
        db.session.add(Withdrawal(workshop_id=workshop.id, group_id=flooded.id, reason="It is flooded"))
        db.session.add(Absence(workshop_id=workshop.id, round_id=later.id, participant_id=lyon.id))
