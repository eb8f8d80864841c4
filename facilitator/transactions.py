"""The one transaction that a request gets; on SQLite, those that queue to write share one commit.

SQLite has one writer at a time, and a commit that is to outlast a power cut waits for the disk. When a
whole room sends its answers at once, each would wait for the disk on behalf of all who come after it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from facilitator.database import Share, current_share, db, is_in_use

PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "mmap_size=0")
MOST_TOGETHER = 16
"""So many share a commit at most: the first of them waits for the last."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def is_in_turn() -> bool:
    """Whether this thread writes at the moment, and others wait for it."""
    return _writing.get()


@contextmanager
def transaction(*, writing: bool) -> Iterator[sa.orm.scoped_session[Any]]:
    """One transaction: kept when the block ends, undone when it raises."""
    token = _writing.set(writing)
    writers = writers_of.get(db.engine) if writing else None
    try:
        with writers.turn() if writers else _kept_or_undone():
            yield db.session
    finally:
        _writing.reset(token)


@contextmanager
def _kept_or_undone() -> Iterator[None]:
    try:
        yield
        if is_in_use():
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


class Together:
    """A transaction in which several write, one after the other, each behind a savepoint of its own."""

    def __init__(self, engine: Engine) -> None:
        self._connection: Connection = engine.connect()
        self._members = 0
        self._settled = threading.Event()
        self._fault: Exception | None = None
        try:
            self._connection.begin()
        except BaseException:
            self._connection.close()
            raise

    @property
    def is_full(self) -> bool:
        """Whether the next one begins another."""
        return self._members >= MOST_TOGETHER

    @contextmanager
    def part(self) -> Iterator[None]:
        """What one of them writes: undone without the others' when it raises."""
        self._members += 1
        share = Share(self._connection)
        token = current_share.set(share)
        try:
            with share.savepoint(), _kept_or_undone():
                yield
        finally:
            # Whoever reads on after its part reads on a connection of its own.
            current_share.reset(token)

    def settle(self) -> None:
        """Keep what all of them wrote, and tell those who wait for it."""
        try:
            self._connection.commit()
        except Exception as fault:
            self._fault = fault
            self._connection.invalidate()  # SQLite leaves open what it could not commit
        finally:
            self._connection.close()
            self._settled.set()

    def wait(self) -> None:
        """Until it is kept; raises what kept it from being so."""
        self._settled.wait()
        if self._fault is not None:
            raise self._fault


class Writers:
    """Those who want to write in one SQLite file: served in the order in which they came.

    Waiting here instead of in SQLite's own busy loop is fair and five times as fast; and the turn is held
    through the commit, since a checkpoint that races another connection's commit can corrupt a file on
    SQLite before 3.51.3. Whoever finds others waiting leaves the commit to them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self.waiting = 0
        """How many wait for their turn."""
        self._together: Together | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, write, and come back when what was written is kept."""
        self._wait_for_turn()
        try:
            together = self._together = self._together or Together(self._engine)
            with together.part():
                yield
        finally:
            if self._together and (self._together.is_full or not self.waiting):
                self._together.settle()
                self._together = None
            self._turn.release()
        together.wait()

    def _wait_for_turn(self) -> None:
        with self._counting:
            self.waiting += 1
        self._turn.acquire()
        with self._counting:
            self.waiting -= 1


writers_of: WeakKeyDictionary[Engine, Writers] = WeakKeyDictionary()


def prepare_engine(engine: Engine) -> None:
    """Set what SQLite leaves off: foreign keys, write-ahead log, full synchronisation; let writers queue."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions behind our back
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    # In the dialect's own place for it: a listener would cost every statement of every request.
    engine.dialect.do_begin = _begin  # type: ignore[method-assign, assignment]
    writers_of[engine] = Writers(engine)


def _begin(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
