"""Base, constraint naming, and the session that a request gets."""

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from facilitator.errors import N_, RuleBroken
from facilitator.prepared import Rows, Values, run
from facilitator.text import can_be_kept, clean_line, clean_text
from facilitator.vocabulary import Term


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC; SQLite forgets the zone, so it is put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


class Unkept(RuleBroken, DontWrapMixin):
    """A text that no database keeps."""


class KeyText(TypeDecorator[str]):
    """Text that is no prose: a key, a code, an address; not changed, but refused where it can't be kept."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is not None and not can_be_kept(value):
            raise Unkept(N_("This has characters that cannot be saved. Please type it again."))
        return value


class Line(TypeDecorator[str]):
    """One line that a person typed: cleaned here, so that no way in can leave it out."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value if value is None else clean_line(value)


class Prose(TypeDecorator[str]):
    """Several lines that a person typed, cleaned likewise."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value if value is None else clean_text(value)


class Base(DeclarativeBase):
    """What every table shares: names of constraints that say the rule they hold."""

    # Flask-SQLAlchemy copies this class, and takes its map of types from a registry only.
    registry = sa.orm.registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: Moment, str: KeyText},
    )

    @classmethod
    def __table_cls__(cls, *about: Any, **options: Any) -> sa.Table:
        """A table that gives each id once: links, forms and the log go on naming a row that was deleted.

        PostgreSQL does so by itself; SQLite would give the highest id to the next row.
        """
        return sa.Table(*about, sqlite_autoincrement=True, **options)


class SharedTurn:
    """One writer's share of a transaction of several, behind a savepoint of its own."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.has_ended = False
        self._driver = cast(Any, connection.connection.driver_connection)

    @property
    def stands(self) -> bool:
        """Whether there is a transaction: SQLite rolls one back by itself when the disk is full, say."""
        return bool(self._driver.in_transaction)

    def begin(self) -> None:
        """What is written from now on can be undone; raises `RuntimeError` if the transaction is lost."""
        # Where there is none, SQLite would take the savepoint for the beginning of another.
        if not self.stands:
            raise RuntimeError("the transaction that is shared is lost")
        self._say("SAVEPOINT share")

    def undo(self) -> None:
        """Take back what has been written since the savepoint, which stays."""
        self._say("ROLLBACK TO SAVEPOINT share")

    def end(self) -> None:
        """Make it part of the whole; SQLite refuses if the transaction that it began in is lost."""
        self._say("RELEASE SAVEPOINT share")
        self.has_ended = True

    def _say(self, words: str) -> None:
        # To the driver itself: SQLAlchemy would compile the three words anew for each request.
        self._driver.execute(words)


current_share: ContextVar[SharedTurn | None] = ContextVar("current_share", default=None)


class ReadTransaction:
    """The transaction in which a request reads, begun when it first asks for something.

    It does without a session until one is wanted: to make, begin and end one for the sake of a single
    statement, as of a phone that asks for news, costs four times as much as that statement.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """Where to read."""
        if self._connection is None:
            self._connection = self._engine.connect()
            self._connection.begin()
        return self._connection

    @property
    def begun(self) -> Connection | None:
        """Where something has been read; nothing if nothing was."""
        return self._connection

    def end(self) -> None:
        """Give the connection back; whoever reads on begins another transaction."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


current_reading: ContextVar[ReadTransaction | None] = ContextVar("current_reading", default=None)


class SessionOfRequest(Session):
    """A session that may take part in a transaction of several: its own end is then that of a savepoint."""

    def get_bind(self, *about: Any, **more: Any) -> Engine | Connection:
        """The connection that is shared at the moment, or on which is read; else the engine."""
        at_hand = current_share.get() or current_reading.get()
        if at_hand is None:
            return super().get_bind(*about, **more)
        # What others share is theirs, too; in a transaction of its own it needs no savepoint.
        self.join_transaction_mode = (
            "create_savepoint" if isinstance(at_hand, SharedTurn) else "rollback_only"
        )
        return at_hand.connection

    def rollback(self) -> None:
        """Undo all that was written for this request, also what went past the session (`ask`)."""
        super().rollback()
        if share := current_share.get():
            share.undo()
        elif reading := current_reading.get():
            reading.end()


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={
        "class_": SessionOfRequest,
        "join_transaction_mode": "create_savepoint",
        # A session ends with its commit, so what it has read need not be marked as stale first.
        "expire_on_commit": False,
    },
)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def is_in_use() -> bool:
    """Whether the request has done something with its session, which is made when it is first asked for.

    Ballots do without one, and to make, flush and end it for nothing costs as much as three statements.
    """
    return db.session.registry.has() and db.session().in_transaction()


class Belongs:
    """A row of one workshop; `(workshop_id, id)` is what rows of the same workshop point at."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), sort_order=-1)


def table_of(model: type[Base]) -> sa.Table:
    """The bare table, for statements that should cost no more than the statement itself."""
    return cast(sa.Table, model.__table__)


def ask(statement: sa.Executable, values: Values | Sequence[Values]) -> Rows:
    """Plain rows of a statement that stands ready in its module, without the price of objects.

    For what a whole room asks at the same moment; elsewhere `db.session` reads better. Given several
    sets of values it runs once for each.
    """
    at_hand = current_share.get() or current_reading.get()
    if at_hand:
        return run(at_hand.connection, statement, values)
    session = db.session()
    connection = session.info.get("connection")
    if connection is None or connection.closed:
        # To ask the session each time costs as much as a small statement.
        connection = session.info["connection"] = session.connection()
    return run(connection, statement, values)


def now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


def within_workshop() -> sa.UniqueConstraint:
    """The key that `same_workshop` points at."""
    return sa.UniqueConstraint("workshop_id", "id")


def same_workshop(column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key that carries the workshop along: no row can point into another workshop."""
    return sa.ForeignKeyConstraint(["workshop_id", column], [f"{target}.workshop_id", f"{target}.id"])


class Limits(NamedTuple):
    """How many characters a text may have; it may be left out if `least` is 0."""

    most: int
    least: int = 0


def length(column: str, most: int, least: int = 0) -> sa.CheckConstraint:
    """So many characters, counted alike on both databases; `limits_of` finds them again."""
    return sa.CheckConstraint(
        f"length({column}) BETWEEN {least} AND {most}",
        name=f"{column}_has_{least}_to_{most}",
        info={"limits_of": column, "limits": Limits(most, least)},
    )


def limits_of(column: Any) -> Limits:
    """The limits that the table of a mapped column states for it; raises `LookupError` if it states none."""
    for constraint in column.class_.__table__.constraints:
        if constraint.info.get("limits_of") == column.key:
            limits: Limits = constraint.info["limits"]
            return limits
    raise LookupError(f"{column} has no limits")


def unique_where(name: str, *columns: str, condition: str) -> sa.Index:
    """No two rows alike among those that meet the condition."""
    return sa.Index(name, *columns, unique=True, sqlite_where=sa.text(condition))


def tell_conditions_to_postgresql() -> None:
    """Have the indexes of `unique_where` know their conditions there, too.

    Told so where they are declared, they would load all that SQLAlchemy knows of PostgreSQL, also where a
    file is the database: 3 MB.
    """
    for index in (index for table in db.metadata.tables.values() for index in table.indexes):
        if (where := index.dialect_options["sqlite"]["where"]) is not None:
            index.dialect_options["postgresql"]["where"] = where


def term(kind: type[Term]) -> sa.Enum:
    """A column that holds one term of the vocabulary, and nothing else."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=f"is_{kind.__name__.lower()}",
        values_callable=lambda members: [member.value for member in members],
    )


def points_at(target: str, on: str, **options: Any) -> Any:
    """The row on the other side of a foreign key, to read; writing goes by the id."""
    return sa.orm.relationship(target, primaryjoin=on, viewonly=True, **options)
