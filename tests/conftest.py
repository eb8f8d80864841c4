"""What tests stand on: real databases of both kinds, a small workshop, and browsers of people."""

from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path

import pytest
from flask import Flask

from facilitator import create_app
from facilitator.database import db
from tests.databases import BACKENDS, Databases, settings
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Both kinds of database, ready to be copied."""
    found = Databases(tmp_path_factory.mktemp("databases"))
    yield found
    found.stop()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Every rule is tested on both."""
    return str(request.param)


@pytest.fixture
def app(backend: str, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database of its own; no context is open, so each request has its own."""
    with databases.copy(backend, tmp_path) as url:
        app = create_app(settings(tmp_path, url), RATELIMIT_ENABLED=False)
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def house(tmp_path: Path) -> Flask:
    """The app on a database that is never asked, for what needs none."""
    return create_app(settings(tmp_path, f"sqlite:///{tmp_path}/never_asked.sqlite3"))


@pytest.fixture
def workshop(app: Flask, backend: str, databases: Databases) -> SmallWorkshop:
    """Two lighthouse cities, two interested ones, two measures, and everybody's way in."""
    workshop = copy(databases.workshops[backend])
    workshop.app = app
    return workshop


@pytest.fixture
def browser_of(workshop: SmallWorkshop) -> Callable[[str], Browser]:
    """The browser of somebody: `browser_of("facilitator")`, `browser_of("Lyon")`."""
    return lambda who: Browser(workshop.app, workshop.way_in(who))
