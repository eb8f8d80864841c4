"""What tests stand on: real databases of both kinds, a small workshop, and browsers of people."""

import gc
import os
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as examples
from jinja2.bccache import Bucket, BytecodeCache

from facilitator import create_app
from facilitator.__main__ import COLLECT_AFTER
from facilitator.breakouts.planning.searching import wait_for_searches
from facilitator.database import db
from facilitator.rehearsal.playing import wait_for_players
from facilitator.web.guessing import wrong_ones
from facilitator.web.submissions import BYTES_A_MINUTE, FORMS_A_MINUTE
from tests.databases import BACKENDS, Databases, settings
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

if TYPE_CHECKING:
    from tests.mail.postbox import Postbox

# The fast part, run all the time, tries a property with a few examples that are drawn anew each time; the
# whole with a hundred that are always the same, so that its verdict is about the change, not about the draw.
# How long an example takes says how busy the machine is, so no verdict hangs on it.
_UNTIMED: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
examples.register_profile("fast", max_examples=20, **_UNTIMED)
examples.register_profile("whole", derandomize=True, **_UNTIMED)


# Python would look through all that was imported again and again, which takes a tenth of the tests' time.
gc.set_threshold(*COLLECT_AFTER)


def pytest_collection_finish() -> None:
    """What is there before the first test stays."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what stands on PostgreSQL; of what hangs on no database, leave that out."""
    left_out = []
    for item in items:
        of_test = getattr(item, "callspec", None)
        if of_test is not None and "postgresql" in map(str, of_test.params.values()):
            item.add_marker(pytest.mark.postgresql)
            if item.get_closest_marker("one_database"):
                left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Both kinds of database, ready to be copied; in memory where the machine has a folder for it.

    What the tests keep need not survive a power cut, and to wait for the disk takes them a tenth of their
    time; the crash tests have files of their own.
    """
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a name of its own is made there
    with TemporaryDirectory(prefix="facilitator-databases-", dir=memory) as folder:
        found = Databases(Path(folder))
        yield found
        found.stop()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Every rule is tested on both."""
    return str(request.param)


class CompiledOnce(BytecodeCache):
    """Templates compiled by one test, for the apps of all the others."""

    def __init__(self) -> None:
        self.compiled: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it has been compiled."""
        bucket.code = self.compiled.get(bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code:
            self.compiled[bucket.checksum] = bucket.code


TEMPLATES = CompiledOnce()


APPS: dict[str, Flask] = {}


@pytest.fixture
def app(
    request: pytest.FixtureRequest, backend: str, databases: Databases, tmp_path: Path
) -> Iterator[Flask]:
    """The app on a fresh database; no context is open, so each request has its own.

    An app is made once per kind of database, with the statements that it has prepared: a test that
    changes the app itself asks for `own_app`.
    """
    url = databases.renewed(backend)
    app = None if "own_app" in request.fixturenames else APPS.get(backend)
    if app is None:
        app = create_app(settings(tmp_path, url))
        app.jinja_env.bytecode_cache = TEMPLATES
    if "own_app" not in request.fixturenames:
        APPS[backend] = app
    yield app
    # What a test began behind its answers must not write on while the next one's database is put in place.
    wait_for_players(600)
    wait_for_searches(600)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def budgets() -> None:
    """A new minute for each test: all apps of a process share these, and no test pays for another."""
    for budget in (wrong_ones, FORMS_A_MINUTE, BYTES_A_MINUTE):
        budget.forget()


@pytest.fixture
def own_app(app: Flask) -> Flask:
    """The app for this test alone, to be changed."""
    return app


@pytest.fixture
def house(tmp_path: Path, databases: Databases) -> Iterator[Flask]:
    """The app with a database, for what asks no workshop of it."""
    with databases.copy("sqlite", tmp_path) as url:
        app = create_app(settings(tmp_path, url))
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def workshop(app: Flask, backend: str, databases: Databases) -> SmallWorkshop:
    """Two lighthouse cities, two interested ones, two measures, and everybody's way in."""
    workshop = copy(databases.workshops[backend])
    # Whom a test lets in besides must be unknown to the next one.
    known = {name: dict(value) for name, value in vars(workshop).items() if isinstance(value, dict)}
    vars(workshop).update(known)
    workshop.app = app
    return workshop


@pytest.fixture
def box(workshop: SmallWorkshop) -> Iterator["Postbox"]:
    """A mail server that takes everything, by which the app of the test sends."""
    from tests.mail.postbox import mail_goes_by, postbox

    with postbox() as found, mail_goes_by(workshop.app, found.server):
        yield found


@pytest.fixture
def browser_of(workshop: SmallWorkshop) -> Callable[[str], Browser]:
    """The browser of somebody: `browser_of("facilitator")`, `browser_of("Lyon")`."""
    return lambda who: Browser(workshop.app, workshop.way_in(who))
