"""A fault at any call of the driver while three share a commit: all are told the truth, and work goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path

import pytest
from flask import Flask

from facilitator import create_app
from facilitator.database import db
from tests.conftest import TEMPLATES
from tests.databases import Databases, settings
from tests.faults.delegates import Delegates
from tests.faults.driver import Fault, Faults, Plan, disk_fails, disk_is_full, sqlite_driver

pytestmark = pytest.mark.slow

FAULTS: dict[str, Fault] = {
    "disk full": disk_is_full,
    "disk fails": disk_fails,
    "no memory": MemoryError,
    "interrupted": KeyboardInterrupt,
    "exit": SystemExit,
    "generator exit": GeneratorExit,
}
# Which call of the driver, and the so-manieth of them.
CALLS = (
    ("BEGIN IMMEDIATE", 1),
    ("SAVEPOINT share", 1),
    ("SAVEPOINT share", 2),
    ("SAVEPOINT share", 3),
    ("SAVEPOINT sa_savepoint", 2),
    ("INSERT INTO wording", 1),
    ("INSERT INTO wording", 2),
    ("INSERT INTO wording", 3),
    ("INSERT INTO submission", 2),
    ("RELEASE SAVEPOINT sa_savepoint", 2),
    ("RELEASE SAVEPOINT share", 1),
    ("RELEASE SAVEPOINT share", 2),
    ("RELEASE SAVEPOINT share", 3),
    ("COMMIT", 1),
)
# What is said to undo the share of somebody who is refused.
UNDOING = ("ROLLBACK TO SAVEPOINT sa_savepoint", "ROLLBACK TO SAVEPOINT share", "RELEASE SAVEPOINT share")
AN_ERROR_OF_OURS = "INSERT INTO submission"


def nothing(_connection: sqlite3.Connection) -> None:
    """The transaction stands."""


def roll_back(connection: sqlite3.Connection) -> None:
    """SQLite has rolled the whole transaction back by itself."""
    if connection.in_transaction:
        sqlite3.Cursor(connection).execute("ROLLBACK")


Way = Callable[[sqlite3.Connection], None]
WAYS: dict[str, Way] = {"and stands": nothing, "and is rolled back": roll_back}


@pytest.fixture(scope="module")
def faults() -> Faults:
    return Faults()


@pytest.fixture(scope="module")
def faulty_app(databases: Databases, faults: Faults, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    url = databases.renewed("sqlite")
    options = {"hide_parameters": True, "connect_args": {"factory": sqlite_driver(faults)}}
    app = create_app(
        settings(Path(tmp_path_factory.mktemp("faulty")), url), SQLALCHEMY_ENGINE_OPTIONS=options
    )
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


@pytest.fixture
def delegates(databases: Databases, faulty_app: Flask, faults: Faults) -> Iterator[Delegates]:
    url = databases.renewed("sqlite")
    workshop = copy(databases.workshops["sqlite"])
    workshop.app = faulty_app
    yield Delegates(faulty_app, workshop, faults, url)
    faults.plans = []
    with faulty_app.app_context():
        db.engine.dispose()


WITH_EACH_FAULT = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
IN_BOTH_WAYS = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


def check(delegates: Delegates, *plans: Plan) -> None:
    """All three send, what is planned happens, everybody is told the truth, and work goes on."""
    delegates.faults.plans = list(plans)
    delegates.send_at_once()
    assert all(plan.is_over for plan in plans)
    delegates.check_that_all_were_told_the_truth()
    delegates.check_that_work_goes_on()


@WITH_EACH_FAULT
@IN_BOTH_WAYS
@pytest.mark.parametrize(("words", "number"), CALLS)
def test_everybody_is_told_the_truth_and_the_next_one_writes(
    delegates: Delegates, words: str, number: int, way: Way, fault: Fault
) -> None:
    check(delegates, Plan(words, number, fault, way))


@WITH_EACH_FAULT
@IN_BOTH_WAYS
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("words", UNDOING)
def test_what_can_not_be_undone_is_not_kept(
    delegates: Delegates, words: str, number: int, way: Way, fault: Fault
) -> None:
    refused = Plan(AN_ERROR_OF_OURS, number, ZeroDivisionError)
    check(delegates, refused, Plan(words, 1 if "ROLLBACK" in words else number, fault, way))


@WITH_EACH_FAULT
def test_a_commit_that_took_effect_and_then_failed_is_no_proof_of_nothing(
    delegates: Delegates, fault: Fault
) -> None:
    if fault is not disk_is_full:  # which SQLite says before it
        check(delegates, Plan("COMMIT", 1, fault, is_late=True))


@WITH_EACH_FAULT
@pytest.mark.parametrize("words", ["rollback()", "close()"])
def test_a_connection_that_can_not_be_given_back_takes_nothing_along(
    delegates: Delegates, words: str, fault: Fault
) -> None:
    lost = [Plan("RELEASE SAVEPOINT share", 2, disk_fails, roll_back)] if words == "close()" else []
    check(delegates, *lost, Plan(words, 1, fault))


@pytest.mark.parametrize("fault", [disk_is_full, disk_fails, MemoryError])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_others_are_kept_while_the_transaction_stands(
    delegates: Delegates, number: int, fault: Fault
) -> None:
    delegates.faults.plans = [Plan("INSERT INTO wording", number, fault)]
    delegates.send_at_once()
    assert sum(each.is_told_yes for each in delegates.three) == 2
