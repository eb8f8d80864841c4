"""Drivers that fail when a test says so: real connections to real databases, a fault at one of the calls."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg

Fault = Callable[[], BaseException]


def disk_is_full() -> sqlite3.OperationalError:
    """What SQLite says when the disk has no room left."""
    fault = sqlite3.OperationalError("database or disk is full")
    fault.sqlite_errorcode = sqlite3.SQLITE_FULL
    return fault


def disk_fails() -> sqlite3.OperationalError:
    """What SQLite says when the disk can't be read or written."""
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return fault


@dataclass
class Plan:
    """At which call of the driver what happens: at the so-manieth that begins with these words."""

    words: str
    number: int
    fault: Fault | None
    """Nothing where the call itself fails of what was done before it."""
    before: Callable[[Any], None] = lambda _connection: None
    """Done to the connection before the fault; its transaction is rolled back, say."""
    is_late: bool = False
    """The call takes effect before the fault."""
    seen: int = 0
    is_over: bool = False

    def is_due(self, words: str) -> bool:
        """Whether it is at this call, which is said once."""
        if self.is_over or not words.startswith(self.words):
            return False
        self.seen += 1
        self.is_over = self.seen == self.number
        return self.is_over


@dataclass
class Faults:
    """What is planned at the moment, and what is done before each call."""

    plans: list[Plan] = field(default_factory=list)
    at_each_call: Callable[[str], None] = lambda _words: None

    def around(self, connection: Any, words: str, call: Callable[[], Any]) -> Any:
        """Make a call of the driver, with the fault that is planned for it."""
        self.at_each_call(words)
        for plan in self.plans:
            if plan.is_due(words):
                if plan.is_late:
                    call()
                plan.before(connection)
                if plan.fault:
                    raise plan.fault()
        return call()


def sqlite_driver(faults: Faults) -> type[sqlite3.Connection]:
    """A connection of `sqlite3` that fails as planned."""

    class Cursor(sqlite3.Cursor):
        def execute(self, words: str, *values: Any) -> Any:
            own = super()
            return faults.around(self.connection, words, lambda: own.execute(words, *values))

    class Connection(sqlite3.Connection):
        def cursor(self, *_factory: Any) -> Any:
            return super().cursor(Cursor)

        def execute(self, words: str, *values: Any) -> Any:
            own = super()
            return faults.around(self, words, lambda: own.execute(words, *values))

        def rollback(self) -> None:
            faults.around(self, "rollback()", super().rollback)

        def close(self) -> None:
            faults.around(self, "close()", super().close)

    return Connection


def postgresql_driver(faults: Faults) -> Callable[[str], Any]:
    """Connects by psycopg; what it gives fails as planned."""

    class Cursor(psycopg.Cursor[Any]):
        def execute(self, words: Any, *values: Any, **options: Any) -> Any:
            own = super()
            return faults.around(self.connection, str(words), lambda: own.execute(words, *values, **options))

    class Connection(psycopg.Connection[Any]):
        def commit(self) -> None:
            faults.around(self, "commit()", super().commit)

    return lambda address: Connection.connect(address, cursor_factory=Cursor)
