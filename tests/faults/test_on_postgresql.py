"""A fault at any call of the driver on PostgreSQL, where each writes in a transaction of its own."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from psycopg.errors import DiskFull
from sqlalchemy.exc import ProgrammingError

from facilitator import create_app
from facilitator.database import db
from facilitator.transactions import NotKept, transaction
from facilitator.workshops.models import Workshop
from tests.conftest import TEMPLATES
from tests.databases import Databases, settings
from tests.faults.delegates import Delegates
from tests.faults.driver import Fault, Faults, Plan, postgresql_driver

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

FAULTS: dict[str, Fault] = {
    "disk full": lambda: DiskFull("could not extend file: No space left on device"),
    "server gone": lambda: psycopg.OperationalError("server closed the connection unexpectedly"),
    "no memory": MemoryError,
    "interrupted": KeyboardInterrupt,
    "exit": SystemExit,
    "generator exit": GeneratorExit,
}
CALLS = (
    ("SELECT workshop.id", 1),
    ("INSERT INTO wording", 1),
    ("INSERT INTO wording", 3),
    ("INSERT INTO submission", 2),
    ("commit()", 1),
    ("commit()", 3),
)


@pytest.fixture(scope="module")
def faults() -> Faults:
    return Faults()


@pytest.fixture(scope="module")
def faulty_app(databases: Databases, faults: Faults, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    url = databases.renewed("postgresql")
    connect, address = postgresql_driver(faults), url.replace("+psycopg", "")
    options = {"hide_parameters": True, "creator": lambda: connect(address)}
    app = create_app(
        settings(Path(tmp_path_factory.mktemp("faulty")), url), SQLALCHEMY_ENGINE_OPTIONS=options
    )
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


@pytest.fixture
def delegates(databases: Databases, faulty_app: Flask, faults: Faults) -> Iterator[Delegates]:
    url = databases.renewed("postgresql")
    workshop = copy(databases.workshops["postgresql"])
    workshop.app = faulty_app
    yield Delegates(faulty_app, workshop, faults, url)
    faults.plans = []
    with faulty_app.app_context():
        db.engine.dispose()


def nothing(_connection: Any) -> None:
    """The connection stands."""


def terminate(connection: Any) -> None:
    """An operator ends the connection from the server's side."""
    info = connection.info
    with psycopg.connect(info.dsn, autocommit=True, password=info.password) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [info.backend_pid])


def check(delegates: Delegates, plan: Plan) -> None:
    """All three send, what is planned happens, everybody is told the truth, and work goes on."""
    delegates.faults.plans = [plan]
    delegates.send_at_once()
    assert plan.is_over
    assert sum(each.is_told_yes for each in delegates.three) == 2
    delegates.check_that_all_were_told_the_truth()
    delegates.check_that_work_goes_on()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize(
    ("words", "number", "before"),
    # Before its first word a driver has nothing to lose, and hears of its end with that.
    [(*call, way) for call in CALLS for way in (nothing, terminate) if (call, way) != (CALLS[0], terminate)],
)
def test_everybody_is_told_the_truth_and_the_next_one_writes(
    delegates: Delegates, words: str, number: int, before: Callable[[Any], None], fault: Fault
) -> None:
    check(delegates, Plan(words, number, fault, before))


@pytest.mark.parametrize(("words", "number"), CALLS)
def test_a_connection_that_is_ended_from_the_other_side_costs_one_request(
    delegates: Delegates, words: str, number: int
) -> None:
    check(delegates, Plan(words, number, None, terminate))


@pytest.mark.parametrize("fault", [fault for name, fault in FAULTS.items() if name != "disk full"])
def test_a_commit_that_took_effect_and_then_failed_is_no_proof_of_nothing(
    delegates: Delegates, fault: Fault
) -> None:
    check(delegates, Plan("commit()", 2, fault, is_late=True))


def fail_and_overlook_it() -> None:
    """Write, and go on after a statement that PostgreSQL refuses."""
    with transaction(writing=True):
        db.session.execute(sa.update(Workshop).values(title="Never"))
        with suppress(ProgrammingError):
            db.session.execute(sa.text("SELECT no_such_column FROM workshop"))


def test_whoever_overlooks_that_the_transaction_has_failed_is_not_told_that_it_is_kept(
    delegates: Delegates, faulty_app: Flask
) -> None:
    with faulty_app.app_context(), pytest.raises(NotKept):
        fail_and_overlook_it()
    with delegates.workshop.look():
        assert delegates.workshop.row.title != "Never"
