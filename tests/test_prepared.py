"""Statements that stand ready give what SQLAlchemy would give, on both databases."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from facilitator.agenda.models import Session as AgendaSession
from facilitator.agenda.models import SessionKind
from facilitator.database import ask, db, table_of
from facilitator.live.activity import Activity
from facilitator.prepared import MOST_IN_ONE
from facilitator.validation.models import Rating
from facilitator.workshops.models import Workshop
from tests.small_workshop import SmallWorkshop

ACTIVITY, RATING = table_of(Activity), table_of(Rating)
AT = datetime(2017, 12, 4, 9, 30, tzinfo=UTC)

WRITE = sa.insert(ACTIVITY)
WRITE_AND_TELL = sa.insert(ACTIVITY).returning(ACTIVITY.c.happened, ACTIVITY.c.id)
READ = (
    sa.select(Activity.happened, Activity.at, Activity.detail, Activity.account_id)
    .where(Activity.workshop_id == sa.bindparam("workshop"), Activity.happened == sa.bindparam("happened"))
    .order_by(Activity.id)
)
KINDS = (
    sa.select(AgendaSession.kind, sa.exists().where(AgendaSession.kind == SessionKind.BREAK))
    .where(AgendaSession.workshop_id == sa.bindparam("workshop"))
    .order_by(AgendaSession.id)
)
WORKSHOP_TWICE = sa.select(Workshop.id).where(
    sa.or_(Workshop.id == sa.bindparam("workshop"), Workshop.id == sa.bindparam("workshop"))
)
RATE = sa.insert(RATING)


def row(workshop: SmallWorkshop, happened: str, **detail: Any) -> dict[str, Any]:
    return {"workshop_id": workshop.id, "happened": happened, "subject_id": None, "at": AT, "detail": detail}


def test_what_is_written_is_read_in_its_own_types(workshop: SmallWorkshop) -> None:
    with workshop.change():
        ask(WRITE, row(workshop, "test.done", city="Zürich", scores={"1": None}))
    with workshop.look():
        (found,) = ask(READ, {"workshop": workshop.id, "happened": "test.done"})
    assert (found.happened, found.at, found.detail, found.account_id) == (
        "test.done",
        AT,
        {"city": "Zürich", "scores": {"1": None}},
        None,
    )


def test_terms_and_truths_come_back_as_such(workshop: SmallWorkshop) -> None:
    with workshop.look():
        ready = [tuple(found) for found in ask(KINDS, {"workshop": workshop.id})]
        same = [tuple(found) for found in db.session.execute(KINDS, {"workshop": workshop.id})]
    assert ready == same
    assert all(isinstance(kind, SessionKind) and isinstance(has_breaks, bool) for kind, has_breaks in ready)


def test_a_value_may_be_used_twice(workshop: SmallWorkshop) -> None:
    with workshop.look():
        assert ask(WORKSHOP_TWICE, {"workshop": workshop.id}).scalar_one() == workshop.id


@pytest.mark.parametrize("rows", [1, 2, 3, MOST_IN_ONE, MOST_IN_ONE + 1])
def test_several_rows_are_written_at_once(workshop: SmallWorkshop, rows: int) -> None:
    with workshop.change():
        ask(WRITE, [row(workshop, "test.done", number=number) for number in range(rows)])
    with workshop.look():
        found = ask(READ, {"workshop": workshop.id, "happened": "test.done"})
        assert [(each.detail["number"], each.at) for each in found] == [(at, AT) for at in range(rows)]


def test_several_rows_that_are_written_at_once_can_each_give_something_back(workshop: SmallWorkshop) -> None:
    with workshop.change():
        told = ask(WRITE_AND_TELL, [row(workshop, "test.done"), row(workshop, "test.undone")]).all()
    assert {happened for happened, _ in told} == {"test.done", "test.undone"}


def test_no_row_is_nothing(workshop: SmallWorkshop) -> None:
    with workshop.look():
        nothing = ask(READ, {"workshop": workshop.id, "happened": "test.never"})
        assert (nothing.all(), nothing.one_or_none(), nothing.scalar()) == ([], None, None)


def test_two_rows_are_not_taken_for_one(workshop: SmallWorkshop) -> None:
    with workshop.change():
        ask(WRITE, [row(workshop, "test.done"), row(workshop, "test.done")])
    with workshop.look(), pytest.raises(ValueError, match="several"):
        ask(READ, {"workshop": workshop.id, "happened": "test.done"}).one_or_none()


def test_a_constraint_speaks_as_it_does_elsewhere(workshop: SmallWorkshop) -> None:
    nobodys = {"workshop_id": workshop.id, "answer_id": 10**6, "criterion_id": 10**6, "score": 5}
    with pytest.raises(IntegrityError), workshop.change():
        ask(RATE, nobodys)


def test_a_statement_that_leaves_a_default_to_be_filled_in_is_refused(workshop: SmallWorkshop) -> None:
    with pytest.raises(TypeError, match="every value"), workshop.change():
        ask(WRITE, {"workshop_id": workshop.id, "happened": "test.done"})


def test_a_statement_of_which_nothing_is_told_is_refused(workshop: SmallWorkshop) -> None:
    with workshop.look(), pytest.raises(TypeError, match="a select, an insert"):
        ask(sa.union_all(READ, READ), {})


def test_an_app_on_each_database_has_its_own_statements(app: Flask, workshop: SmallWorkshop) -> None:
    with app.app_context():
        assert ask(WORKSHOP_TWICE, {"workshop": workshop.id}).scalar() == workshop.id
