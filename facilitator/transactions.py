"""The one transaction that a request gets; on SQLite, those that queue to write share one commit.

SQLite has one writer at a time, and a commit that is to outlast a power cut waits for the disk. When a
whole room sends its answers at once, each would wait for the disk on behalf of all who come after it.

Nobody is told that something is kept before the commit has come back. When the disk is full, can't be read
or memory runs out, SQLite rolls the whole transaction back by itself and goes on without one. So each part
ends with a word that SQLite refuses unless that very transaction stands, and so does the whole.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from facilitator.database import (
    ReadTransaction,
    SharedTurn,
    current_reading,
    current_share,
    db,
    is_in_use,
    tell_conditions_to_postgresql,
)
from facilitator.locks import FileLock
from facilitator.private import files_of, keep_private

PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "mmap_size=0")
MOST_TOGETHER = 16
"""So many share a commit at most: the first of them waits for the last."""
POSTGRESQL_DISK_FULL = "53100"

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_to_tell: ContextVar[list[Callable[[], None]] | None] = ContextVar("to_tell", default=None)


class NotKept(Exception):  # noqa: N818 - it names what became of a change
    """Nothing was changed: what a request wrote is undone, since the transaction it wrote in is lost."""


class MaybeKept(Exception):  # noqa: N818 - it names what became of a change
    """The commit was asked for and did not come back well: what was written is kept, or it isn't."""


def is_in_turn() -> bool:
    """Whether this thread writes at the moment, and others wait for it."""
    return _writing.get()


def when_kept(tell: Callable[[], None]) -> None:
    """Have something done once the transaction that this thread is in is kept; never, if it is undone."""
    to_tell = _to_tell.get()
    if to_tell is not None:
        to_tell.append(tell)


@contextmanager
def transaction(*, writing: bool) -> Iterator[sa.orm.scoped_session[Any]]:
    """One transaction: kept when the block ends, undone when it raises.

    Raises `NotKept` or `MaybeKept` if what the block wrote could not be kept.
    """
    token, reading = _writing.set(writing), None if writing else ReadTransaction(db.engine)
    before = current_reading.set(reading)
    to_tell: list[Callable[[], None]] = []
    told_before = _to_tell.set(to_tell)
    writers = writers_of.get(db.engine) if writing else None
    try:
        with writers.turn() if writers else _alone():
            yield db.session
        if reading and reading.begun:
            reading.begun.commit()
    finally:
        if reading:
            reading.end()
        _to_tell.reset(told_before)
        current_reading.reset(before)
        _writing.reset(token)
    for tell in to_tell:
        tell()


@contextmanager
def _alone() -> Iterator[None]:
    try:
        yield
        if is_in_use():
            db.session.flush()
    except BaseException:
        _undo()
        raise
    if is_in_use():
        _commit()


def _undo() -> None:
    try:
        db.session.rollback()
    except BaseException:
        db.session().invalidate()  # its end undoes what could not be undone on it
        raise


def _commit() -> None:
    try:
        db.session.commit()
    except BaseException as fault:
        db.session().invalidate()
        if _writing.get() and isinstance(fault, Exception):
            raise _what_became_of_it(fault) from fault
        raise


def _what_became_of_it(fault: BaseException) -> type[Exception]:
    """What is known when this has come of a commit."""
    return NotKept if isinstance(fault, NotKept) or is_disk_full(fault) else MaybeKept


@contextmanager
def _behind_savepoint(share: SharedTurn) -> Iterator[None]:
    share.begin()
    try:
        yield
        if is_in_use():
            db.session.commit()
    except BaseException:
        if share.stands:
            db.session.rollback()
            share.end()
        raise
    share.end()


class Together:
    """A transaction in which several write, one after the other, each behind a savepoint of its own."""

    def __init__(self, engine: Engine, turn_of_process: FileLock) -> None:
        self._turn_of_process = turn_of_process
        self._members = 0
        self._settled = threading.Event()
        self._outcome: type[Exception] | None = NotKept
        self._fault: BaseException | None = None
        self._connection: Connection = engine.connect()
        try:
            self._turn_of_process.take()
            self._connection.begin()
        except BaseException as fault:
            try:
                self._lose(fault)
            finally:
                self._end()
            raise

    @property
    def is_over(self) -> bool:
        """Whether the next one begins another."""
        return self._fault is not None or self._members >= MOST_TOGETHER

    @contextmanager
    def part(self) -> Iterator[None]:
        """What one of them writes: undone alone when it raises; where that fails, all of it is lost."""
        self._members += 1
        share = SharedTurn(self._connection)
        token = current_share.set(share)
        try:
            with _behind_savepoint(share):
                yield
        except BaseException as fault:
            if not share.has_ended:
                self._lose(fault)
                db.session().invalidate()
            raise
        finally:
            # Whoever reads on after its part reads on a connection of its own.
            current_share.reset(token)

    def settle(self) -> None:
        """Keep what all of them wrote, and tell those who wait for it what became of it."""
        try:
            if self._fault is None:
                self._connection.commit()
                self._outcome = None
        except BaseException as fault:
            self._outcome = _what_became_of_it(fault)
            self._lose(fault)
            if not isinstance(fault, Exception):
                raise
        finally:
            self._settled.set()
            self._end()

    def wait(self) -> None:
        """Until it is settled; raises `NotKept` or `MaybeKept` unless it is kept."""
        self._settled.wait()
        if self._outcome is not None:
            raise self._outcome from self._fault

    def _lose(self, fault: BaseException) -> None:
        """Let nobody write here any more: the end of its connection undoes what stands uncommitted."""
        self._fault = fault
        self._connection.invalidate()

    def _end(self) -> None:
        try:
            with suppress(Exception):  # it is settled, whatever becomes of the connection
                self._connection.close()
        finally:
            self._turn_of_process.release()


class Writers:
    """Those who want to write in one SQLite file: served in the order in which they came.

    Waiting here instead of in SQLite's own busy loop is fair and five times as fast; and the turn is held
    through the commit, since a checkpoint that races another connection's commit can corrupt a file on
    SQLite before 3.51.3; commands of the operator, in a process of their own, wait for it too. Whoever finds
    others waiting leaves the commit to them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn_of_process = FileLock(str(engine.url.database), "turn")
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
            together = self._together = self._together or Together(self._engine, self._turn_of_process)
            try:
                with together.part():
                    yield
            finally:
                if together.is_over or not self.waiting:
                    self._together = None
                    together.settle()
        finally:
            self._turn.release()
        together.wait()

    def _wait_for_turn(self) -> None:
        with self._counting:
            self.waiting += 1
        try:
            self._turn.acquire()
        finally:
            with self._counting:
                self.waiting -= 1


writers_of: WeakKeyDictionary[Engine, Writers] = WeakKeyDictionary()


def is_disk_full(fault: BaseException | None) -> bool:
    """Whether it came of this that the database has no room left; it has then undone the transaction."""
    while fault is not None:
        if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        if getattr(fault, "sqlstate", None) == POSTGRESQL_DISK_FULL:
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def prepare_engine(engine: Engine) -> None:
    """Have commits refused where no transaction stands; on SQLite, set what it leaves off, and queue writers.

    What SQLite leaves off: foreign keys, write-ahead log, full synchronisation.
    """
    # In the dialect's own place for it: a listener would cost every statement of every request.
    if engine.dialect.name != "sqlite":
        engine.dialect.do_commit = _commit_on_postgresql  # type: ignore[method-assign, assignment]
        tell_conditions_to_postgresql()
        return
    engine.dialect.do_begin = _begin  # type: ignore[method-assign, assignment]
    engine.dialect.do_commit = _commit_on_sqlite  # type: ignore[method-assign, assignment]
    writers_of[engine] = Writers(engine)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        keep_private(*files_of(str(engine.url.database)))


def _begin(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _commit_on_sqlite(connection: Any) -> None:
    connection.execute("COMMIT")  # the driver's own says nothing where there is no transaction


def _commit_on_postgresql(connection: Any) -> None:
    # The server answers the commit of a failed transaction by a rollback, and the driver says nothing.
    if connection.driver_connection.info.transaction_status.name == "INERROR":
        raise NotKept
    connection.commit()
