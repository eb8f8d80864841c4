"""From the database to the file of a whole workshop, a few rows at a time."""

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from facilitator.access.actor import Actor
from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.errors import N_, RuleBroken
from facilitator.feedback.queries import are_results_shown
from facilitator.live.activity import Activity, record
from facilitator.live.events import Event
from facilitator.schema import known_versions
from facilitator.workshop_file.whole.archive import MANIFEST, ArchiveOut
from facilitator.workshop_file.whole.contents import (
    ACCOUNTS,
    FORMAT,
    LEFT_OUT_EVENTS,
    OF_ACCOUNTS,
    OF_FEEDBACK,
    ROWS_AT_ONCE,
    SHEETS,
    VERSION,
    FileColumn,
    FileTable,
    file_tables,
    member_of,
    picture_of,
)
from facilitator.workshop_file.whole.pointers import ACTIVITY, moved_value
from facilitator.workshop_file.whole.values import plain
from facilitator.workshops.models import Workshop


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection to which the database stands still, however much others write meanwhile."""
    engine = db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, connection.begin():
        yield connection


def check_may_export(*, is_rehearsal: bool) -> None:
    """Refuse a rehearsal: on another server nothing would say that its people are invented."""
    if is_rehearsal:
        raise RuleBroken(N_("A rehearsal cannot be downloaded as a whole. Download the workshop itself."))


def note_export(workshop: Workshop, *, by: Actor) -> None:
    """Write down that somebody took the whole workshop away as a file."""
    check_may_export(is_rehearsal=workshop.is_rehearsal)
    record(Event.WORKSHOP_EXPORTED, workshop, by=by)


def write_whole(connection: Connection, workshop_id: int, target: IO[bytes]) -> None:
    """Write everything of a workshop into a file that can be sought in."""
    writer = _Writer(connection, workshop_id)
    archive = ArchiveOut(target)
    tables = {ACCOUNTS: _write_lines(archive, ACCOUNTS, OF_ACCOUNTS, writer.accounts())}
    for name, table in file_tables().items():
        columns = [each.name for each in table.columns]
        tables[name] = _write_lines(archive, name, columns, writer.rows_of(table))
    pictures = {}
    for name, data in writer.pictures():
        with archive.member(name) as member:
            member.write(data)
        pictures[name] = {"bytes": member.size, "sha256": member.sha256}
    manifest = {
        "format": f"{FORMAT}/{VERSION}",
        "schema": known_versions()[-1],
        "tables": tables,
        "pictures": pictures,
    }
    with archive.member(MANIFEST) as member:
        member.write((json.dumps(manifest, indent=1) + "\n").encode())
    archive.close()


def _write_lines(
    archive: ArchiveOut, name: str, columns: Sequence[str], entries: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    number = 0
    with archive.member(member_of(name)) as member:
        for entry in entries:
            number += 1
            line = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            member.write(f"{line}\n".encode())
    return {"columns": list(columns), "rows": number, "sha256": member.sha256}


class _Writer:
    """The rows of a workshop as entries, with the places of rows in place of their ids."""

    def __init__(self, connection: Connection, workshop_id: int) -> None:
        self._connection, self._workshop_id = connection, workshop_id
        self._has_feedback = are_results_shown(connection, workshop_id)
        self._ids = {
            table.name: array("q", self._read(self._within(sa.select(table.table.c.id), table)))
            for table in file_tables().values()
            if table.has_ids
        }
        accounts = self._named_accounts()
        self._accounts = [(email, name) for email, name, _ in accounts]
        self._account_places = {id_: place for place, (*_, id_) in enumerate(accounts, 1)}
        self._pictures: list[tuple[str, sa.Column[Any], int]] = []

    def accounts(self) -> Iterator[dict[str, Any]]:
        """The accounts that the workshop names, as they are found on another server."""
        for account in self._accounts:
            yield dict(zip(OF_ACCOUNTS, account, strict=True))

    def rows_of(self, table: FileTable) -> Iterator[dict[str, Any]]:
        """The rows of a table, each as an entry."""
        names = [each.name for each in table.columns]
        chosen = sa.select(*(each.column for each in table.columns))
        for place, found in enumerate(self._read_rows(self._within(chosen, table)), 1):
            row = dict(zip(names, found, strict=True))
            yield {each.name: self._value(table, each, row, place) for each in table.columns}

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """The pictures that were named by rows so far, each with the name of its member."""
        for name, column, id_ in self._pictures:
            data = sa.select(column).where(column.table.c.id == id_)
            yield name, self._connection.execute(data).scalar_one()

    def _value(self, table: FileTable, each: FileColumn, row: Mapping[str, Any], place: int) -> Any:
        value = row[each.name]
        if value is None:
            return None
        if f"{table.name}.{each.name}" == SHEETS and not self._has_feedback:
            return 0
        if each.is_picture:
            # It is read once more when its turn comes, so that no two are in hand.
            name = picture_of(table.name, place)
            self._pictures.append((name, each.column, self._ids[table.name][place - 1]))
            return name
        if each.target:
            return self._place(each.target, value)
        return plain(moved_value(table.name, each.name, row, value, self._place))

    def _place(self, table: str, id_: int) -> int | None:
        """The place of a row among those of its table, from 1 on; of an activity, of the last up to there."""
        if table == ACCOUNTS:
            return self._account_places.get(id_)
        ids = self._ids[table]
        place = bisect_right(ids, id_)
        return place if table == ACTIVITY or (place and ids[place - 1] == id_) else None

    def _named_accounts(self) -> list[tuple[str, str, int]]:
        """The address, name and id of each account, in an order that no database's own changes."""
        named: set[int] = set()
        for table in file_tables().values():
            for each in table.columns:
                if each.target == ACCOUNTS:
                    ids = sa.select(each.column).where(each.column.is_not(None)).distinct()
                    named.update(self._read(self._of_workshop(ids, table)))
        told = Activity.detail["account"].as_integer()
        of_team = sa.select(told).where(Activity.happened.like("member.%"), told.is_not(None))
        named.update(self._read(of_team.where(Activity.workshop_id == self._workshop_id).distinct()))
        about = sa.select(Account.email, Account.name, Account.id).where(Account.id.in_(sorted(named)))
        return sorted((email, name, id_) for email, name, id_ in self._connection.execute(about))

    def _read(self, statement: sa.Select[Any]) -> Iterator[Any]:
        return (value for (value,) in self._read_rows(statement))

    def _read_rows(self, statement: sa.Select[Any]) -> Iterator[Any]:
        yield from self._connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE))

    def _within(self, statement: sa.Select[Any], table: FileTable) -> sa.Select[Any]:
        """The rows of the workshop in the order of their keys, as both databases sort them."""
        order = [_plainly(column) for column in table.table.primary_key.columns]
        return self._of_workshop(statement, table).order_by(*order)

    def _of_workshop(self, statement: sa.Select[Any], table: FileTable) -> sa.Select[Any]:
        own = table.table.c["id" if table.name == Workshop.__tablename__ else "workshop_id"]
        statement = statement.where(own == self._workshop_id)
        if table.name in OF_FEEDBACK and not self._has_feedback:
            return statement.where(sa.false())
        if table.name == ACTIVITY:
            return statement.where(table.table.c.happened.not_in(LEFT_OUT_EVENTS))
        return statement


def _plainly(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if not isinstance(column.type, sa.Integer) and db.engine.dialect.name == "postgresql":
        return sa.collate(column, "C")
    return column
