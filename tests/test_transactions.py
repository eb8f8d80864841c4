"""On SQLite, those who queue to write share one commit, and nobody is told before it."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from facilitator.database import ask, db
from facilitator.transactions import MOST_TOGETHER, MaybeKept, NotKept, transaction, when_kept, writers_of
from facilitator.workshops.models import Measure, Workshop
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

PATIENCE = 60
TITLES = sa.select(Measure.title).order_by(Measure.id)


class Room:
    """People who write, each in a thread: the first holds the turn until all the others queue for it."""

    def __init__(self, app: Flask, workshop: SmallWorkshop) -> None:
        self.app, self.workshop = app, workshop
        self.threads = ThreadPoolExecutor(MOST_TOGETHER * 2)
        self.commits = 0
        self._positions = count(50)
        self._all_wait = threading.Event()
        with app.app_context():
            self._writers = writers_of[db.engine]
            sa.event.listen(db.engine, "commit", self._count)

    def _count(self, _connection: sa.Connection) -> None:
        self.commits += 1

    def write(self, *deeds: Callable[[], None]) -> list[Future[None]]:
        """What comes of each deed, of which the first lets the others come and wait."""
        begun = threading.Event()
        done = [
            self.threads.submit(self._do, lambda: (deeds[0](), begun.set(), self._all_wait.wait(PATIENCE)))
        ]
        assert begun.wait(PATIENCE)
        for number, deed in enumerate(deeds[1:], 1):
            done.append(self.threads.submit(self._do, deed))
            self._until_so_many_wait(number)
        self._all_wait.set()
        for each in done:
            each.exception(PATIENCE)
        return done

    def _until_so_many_wait(self, number: int) -> None:
        pause = threading.Event()
        for _ in range(PATIENCE * 100):
            if self._writers.waiting == number:
                return
            pause.wait(0.01)
        raise AssertionError(f"{self._writers.waiting} wait, not {number}")

    def _do(self, deed: Callable[[], object]) -> None:
        with self.app.app_context(), transaction(writing=True):
            deed()

    def add(self, prefix: str) -> Callable[[], None]:
        """The deed of adding a measure."""
        position = next(self._positions)
        return lambda: db.session.add(
            Measure(workshop_id=self.workshop.id, prefix=prefix, title=prefix, position=position)
        )

    def kept(self) -> set[str]:
        """The prefixes of the measures that are there."""
        with self.app.app_context(), transaction(writing=False):
            return set(db.session.scalars(sa.select(Measure.prefix)))

    def close(self) -> None:
        self._all_wait.set()
        self.threads.shutdown()
        with self.app.app_context():
            sa.event.remove(db.engine, "commit", self._count)


@pytest.fixture
def room(app: Flask, workshop: SmallWorkshop) -> Iterator[Room]:
    room = Room(app, workshop)
    yield room
    room.close()


def refuse() -> None:
    """Change something, and refuse."""
    db.session.execute(sa.update(Workshop).values(title="Never"))
    raise PermissionError


def break_at_commit() -> None:
    """Write what the database finds fault with no sooner than at the commit."""
    db.session.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
    db.session.execute(
        sa.text(
            "INSERT INTO submission (workshop_id, account_id, client_id, digest, content, location,"
            " arrived_at) VALUES (998, 1, 'a-form-id', '', '{}', '', '2017-12-04')"
        )
    )


def go_on_after_sqlite_has_rolled_back() -> None:
    """Write, overlook that the transaction is lost, and write on."""
    db.session.execute(sa.update(Workshop).values(title="Lost"))
    driver: Any = db.session.connection().connection.driver_connection
    sqlite3.Cursor(driver).execute("ROLLBACK")
    db.session.execute(sa.update(Workshop).values(title="Never"))


def test_what_several_write_at_once_is_kept_by_one_commit(room: Room) -> None:
    room.write(*map(room.add, ("AAA", "BBB", "CCC", "DDD")))
    assert room.commits == 1
    assert room.kept() >= {"AAA", "BBB", "CCC", "DDD"}


def test_the_first_does_not_wait_for_more_than_so_many(room: Room) -> None:
    room.write(*(room.add(f"M{number}") for number in range(MOST_TOGETHER + 1)))
    assert room.commits == 2


def test_nobody_is_told_of_a_change_before_it_is_kept(room: Room) -> None:
    seen: list[set[str]] = []
    room.write(room.add("AAA"), lambda: seen.append(room.threads.submit(room.kept).result(PATIENCE)))
    assert "AAA" not in seen[0]
    assert "AAA" in room.kept()


def test_one_who_is_refused_undoes_nothing_of_the_others(room: Room) -> None:
    done = room.write(room.add("AAA"), refuse, room.add("CCC"))
    assert isinstance(done[1].exception(), PermissionError)
    assert room.kept() >= {"AAA", "CCC"}
    with room.workshop.look():
        assert room.workshop.row.title != "Never"


def test_a_commit_that_fails_fails_for_each_of_them_and_the_next_ones_write_on(room: Room) -> None:
    done = room.write(room.add("AAA"), break_at_commit, room.add("CCC"))
    assert all(isinstance(each.exception(), MaybeKept) for each in done)
    assert not room.kept() & {"AAA", "CCC"}
    room.write(room.add("EEE"))
    assert "EEE" in room.kept()


def test_whoever_overlooks_that_the_transaction_is_lost_writes_nothing_beside_it(room: Room) -> None:
    done = room.write(room.add("AAA"), go_on_after_sqlite_has_rolled_back)
    assert isinstance(done[0].exception(), NotKept)
    assert done[1].exception() is not None
    (next_one,) = room.write(room.add("CCC"))
    assert next_one.exception() is None
    assert "CCC" in room.kept()
    assert "AAA" not in room.kept()
    with room.workshop.look():
        assert room.workshop.row.title not in ("Lost", "Never")


def titles_asked() -> list[str]:
    """By a statement that stands ready, which needs no session."""
    return [row.title for row in ask(TITLES, {})]


def titles_found() -> list[str]:
    """By the session."""
    return list(db.session.execute(sa.select(Measure.title).order_by(Measure.id)).scalars())


def test_what_a_request_reads_with_and_without_its_session_is_of_one_moment(
    workshop: SmallWorkshop,
) -> None:
    with workshop.look():
        before = titles_asked()
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(lambda: rename(workshop)).result(PATIENCE)
        assert (titles_found(), titles_asked()) == (before, before)
    with workshop.look():
        assert titles_found() == titles_asked() != before


def rename(workshop: SmallWorkshop) -> None:
    """Somebody changes a title meanwhile."""
    with workshop.change():
        workshop.measure().title = "Another title"


def test_who_has_undone_what_it_read_holds_no_connection(app: Flask, workshop: SmallWorkshop) -> None:
    """So it can wait for its turn to write, and keeps nobody waiting for a connection."""
    with workshop.look():
        pool = db.engine.pool
        assert isinstance(pool, sa.QueuePool)
        for read in (titles_asked, titles_found):
            read()
            assert pool.checkedout() == 1
            db.session.rollback()
            assert pool.checkedout() == 0
        rename(workshop)
        assert "Another title" in titles_found()
    with app.app_context():
        assert pool.checkedout() == 0


def test_news_of_a_change_is_told_when_it_is_kept_and_never_of_one_that_is_undone(room: Room) -> None:
    told: list[tuple[str, bool]] = []

    def change(prefix: str) -> Callable[[], None]:
        add = room.add(prefix)
        return lambda: (add(), when_kept(lambda: told.append((prefix, prefix in room.kept()))))[0]

    def change_and_refuse() -> None:
        change("BBB")()
        refuse()

    room.write(change("AAA"), change_and_refuse, change("CCC"))
    assert sorted(told) == [("AAA", True), ("CCC", True)]


def test_news_of_a_commit_that_failed_is_told_to_nobody(room: Room) -> None:
    told: list[str] = []
    room.write(room.add("AAA"), lambda: when_kept(lambda: told.append("BBB")), break_at_commit)
    assert told == []
