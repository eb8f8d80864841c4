"""Statements that stand ready: compiled once, and from then on run on the driver's own cursor.

SQLAlchemy looks a statement's text up at each execution, and makes a context, a chain of events and a
result with its metadata; for a small statement that costs several times what the database does. What a
whole room asks at the same moment goes this way; text, types and errors stay SQLAlchemy's.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
MOST_IN_ONE = 60
"""Rows that one insert takes at most, as each number of them is a statement of its own that is kept."""
Process = Callable[[Any], Any]


class Rows:
    """What a statement gave: plain rows, whose fields have the names of their columns."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        """Every row."""
        return self._rows

    def one_or_none(self) -> Any:
        """The only row, or nothing; raises `ValueError` if there are several."""
        if len(self._rows) > 1:
            raise ValueError("one row was asked for, and there are several")
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:
        """The first field of the first row, or nothing."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """The first field of the only row; raises `ValueError` if there is not exactly one."""
        (row,) = self._rows
        return row[0]


class Prepared:
    """A statement for one kind of database and, if it inserts, for the columns that it is given."""

    def __init__(self, statement: sa.Executable, dialect: Dialect, columns: Sequence[str] | None) -> None:
        if isinstance(statement, sa.Insert) and not statement.returning_column_descriptions:
            statement = statement.inline()  # on PostgreSQL it would give back the new key, asked or not
        compiled = cast(
            SQLCompiler, cast(sa.ClauseElement, statement).compile(dialect=dialect, column_keys=columns)
        )
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError("a statement that stands ready is given every value: it knows no defaults")
        self._sql = str(compiled)
        self._names = list(compiled.positiontup or compiled.binds)
        self._is_positional = compiled.positional
        self._pick = _in_order(self._names)
        self._to_write = [
            (name, process)
            for name, bind in compiled.binds.items()
            if (process := _to_write(bind.type, dialect))
        ]
        self._constants = {
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        }
        given = _given_back(statement)
        row: Any = namedtuple("Row", [column["name"] for column in given], rename=True)  # type: ignore[misc]
        self._make_row: Callable[[Iterable[Any]], Any] = row._make
        self._to_read = [
            (place, process)
            for place, column in enumerate(given)
            if (process := _to_read(column["type"], dialect))
        ]
        self.gives_rows = bool(given)

    def run(self, connection: Connection, values: Values | Sequence[Values]) -> Rows:
        """Run it with these values, or once for each of them; raises SQLAlchemy's errors."""
        # Of this connection: what stands ready was compiled for the first engine of its kind, and serves all.
        dialect = connection.dialect
        cursor = connection.connection.cursor()
        try:
            if isinstance(values, Mapping):
                dialect.do_execute(cursor, self._sql, self._parameters(values))
            else:
                dialect.do_executemany(cursor, self._sql, [self._parameters(each) for each in values])
            return Rows(self._rows(cursor.fetchall()) if self.gives_rows else ())
        except dialect.loaded_dbapi.Error as fault:
            raise self._as_told_by_sqlalchemy(fault, dialect) from fault
        finally:
            cursor.close()

    def _parameters(self, values: Values) -> Any:
        if self._constants or self._to_write:
            values = written = {**self._constants, **values}
            for name, process in self._to_write:
                written[name] = process(written[name])
        return self._pick(values) if self._is_positional else {name: values[name] for name in self._names}

    def _rows(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        make, to_read = self._make_row, self._to_read
        if not to_read:
            return [make(row) for row in found]
        rows = []
        for row in found:
            fields = list(row)
            for place, process in to_read:
                fields[place] = process(fields[place])
            rows.append(make(fields))
        return rows

    def _as_told_by_sqlalchemy(self, fault: Exception, dialect: Dialect) -> BaseException:
        of_driver = dialect.loaded_dbapi.Error
        return DBAPIError.instance(self._sql, None, fault, of_driver, hide_parameters=True, dialect=dialect)


def _in_order(names: Sequence[str]) -> Callable[[Values], tuple[Any, ...]]:
    return itemgetter(*names) if len(names) > 1 else lambda values: tuple(values[name] for name in names)


def _given_back(statement: sa.Executable) -> Sequence[Any]:
    """Name and type of each column that comes back."""
    if isinstance(statement, sa.Select):
        return cast(Sequence[Any], statement.column_descriptions)
    if isinstance(statement, UpdateBase):
        return cast(Sequence[Any], statement.returning_column_descriptions)
    raise TypeError("what stands ready is a select, an insert, an update or a delete")


def _to_write(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _to_read(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class PreparedRows:
    """An insert of so many rows in one go: the driver lets go of the interpreter at each statement, twice."""

    def __init__(self, statement: sa.Insert, dialect: Dialect, columns: Sequence[str], rows: int) -> None:
        kinds = {column: statement.table.c[column].type for column in columns}
        each = [{name: f"{name}_{number}" for name in columns} for number in range(rows)]
        given = [{name: sa.bindparam(bind, type_=kinds[name]) for name, bind in row.items()} for row in each]
        self._names = [bind for row in each for bind in row.values()]
        self._pick = _in_order(columns)
        self._prepared = Prepared(statement.values(given), dialect, None)

    def run(self, connection: Connection, values: Sequence[Values]) -> Rows:
        """Insert a row for each of the values; raises SQLAlchemy's errors."""
        in_order = chain.from_iterable(map(self._pick, values))
        return self._prepared.run(connection, dict(zip(self._names, in_order, strict=True)))


class ForEachDialect(dict[str, sa.Executable]):
    """A statement in each database's own words, by the dialect's name; made when it is first asked for.

    One installation speaks to one kind of database, and a statement takes memory, compiled or not.
    """

    def __init__(self, make: Callable[[str], sa.Executable]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, dialect: str) -> sa.Executable:
        statement = self[dialect] = self._make(dialect)
        return statement


def insert_or_update(table: sa.Table, key: Sequence[str], column: str) -> ForEachDialect:
    """An insert that changes this column of a row instead, where there is one with that key already."""

    def make(dialect: str) -> sa.Executable:
        insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
        return cast(
            sa.Executable,
            insert.on_conflict_do_update(index_elements=key, set_={column: insert.excluded[column]}),
        )

    return ForEachDialect(make)


_ready: dict[tuple[Any, ...], Prepared | PreparedRows] = {}


def run(connection: Connection, statement: sa.Executable, values: Values | Sequence[Values]) -> Rows:
    """Run a statement of a module: it is kept for good, so none that is made for one request."""
    dialect = connection.dialect
    if isinstance(values, Mapping):
        columns, rows = tuple(values) if statement.is_insert else None, None
    elif isinstance(statement, sa.Insert) and statement.returning_column_descriptions:
        # Many rows that each give something back are SQLAlchemy's own art.
        return Rows(connection.execute(statement, values).all())
    else:
        columns = tuple(values[0]) if statement.is_insert else None
        rows = len(values) if statement.is_insert and 1 < len(values) <= MOST_IN_ONE else None
    key = (statement, dialect.name, columns, rows)
    prepared = _ready.get(key)
    if prepared is None:
        prepared = _ready[key] = _prepare(statement, dialect, columns, rows)
    return prepared.run(connection, cast(Any, values))


def _prepare(
    statement: sa.Executable, dialect: Dialect, columns: Sequence[str] | None, rows: int | None
) -> Prepared | PreparedRows:
    if rows is None:
        return Prepared(statement, dialect, columns)
    return PreparedRows(cast(sa.Insert, statement), dialect, columns or (), rows)
