"""The migrations build the very schema that the models describe, on both databases."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from facilitator.app import create_app
from facilitator.database import db
from facilitator.schema import bring_up_to_date, configuration, is_up_to_date, known_versions
from tests.databases import Databases, settings
from tests.small_workshop import SmallWorkshop

Schema = dict[str, dict[str, Any]]
NOTHING_LEFT = {"alembic_version"}


@pytest.fixture
def bare(backend: str, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database that holds nothing, not even tables."""
    with databases.empty(backend, tmp_path) as url:
        app = create_app(settings(tmp_path, url))
        yield app
        with app.app_context():
            db.engine.dispose()


def schema() -> Schema:
    """All that the database says of its tables, in an order of our own."""
    inspector = sa.inspect(db.engine)
    return {
        table: {
            "columns": _named(inspector.get_columns(table)),
            "key": _plain(inspector.get_pk_constraint(table)),
            "pointing": _named(inspector.get_foreign_keys(table)),
            "unique": _named(inspector.get_unique_constraints(table)),
            "checks": _named(inspector.get_check_constraints(table)),
            "indexes": _named(inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
        if table not in NOTHING_LEFT
    }


def _named(constraints: Any) -> dict[str, Any]:
    return {one["name"]: _plain(one) for one in constraints}


def _plain(said: Any) -> Any:
    """The same in plain values: types and clauses by their text, spaces as one."""
    if isinstance(said, dict):
        return {key: _plain(value) for key, value in said.items()}
    if isinstance(said, list):
        return [_plain(value) for value in said]
    return re.sub(r"\s+", " ", str(said))


def test_the_migrations_build_what_the_models_say(app: Flask, bare: Flask) -> None:
    with app.app_context():
        migrated = schema()
    with bare.app_context():
        db.create_all()
        modelled = schema()
    assert migrated.keys() == modelled.keys() == set(db.metadata.tables)
    for table in modelled:
        assert migrated[table] == modelled[table], table


def test_alembic_finds_nothing_to_add(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_each_file_of_a_migration_begins_with_its_version() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert known_versions() == tuple(reversed([script.revision for script in scripts.walk_revisions()]))


@pytest.mark.slow
def test_a_database_without_the_newest_migration_gets_it(bare: Flask) -> None:
    with bare.app_context():
        assert not is_up_to_date()
        bring_up_to_date()
        command.downgrade(configuration(), known_versions()[-2])
        assert not is_up_to_date()
        bring_up_to_date()
        assert is_up_to_date()


def test_the_newest_migration_keeps_every_row_of_a_workshop(workshop: SmallWorkshop) -> None:
    workshop.begin_validation(issues=3)
    with workshop.app.app_context():
        newest = columns()
        before = rows(newest)
        command.downgrade(configuration(), known_versions()[-2])
        older = {table: names & newest[table] for table, names in columns().items() if table in newest}
        kept = rows(older)
        bring_up_to_date()
        assert rows(older) == kept
        assert rows(newest) == before
        assert _broken_references() == []
    with workshop.change():
        workshop.add_group("Heerlen", name="Another table")


def columns() -> dict[str, set[str]]:
    """The columns that the database has, of the tables that the models know."""
    inspector = sa.inspect(db.engine)
    return {
        table: {column["name"] for column in inspector.get_columns(table)} & {*known.c.keys()}
        for table, known in db.metadata.tables.items()
        if inspector.has_table(table)
    }


def rows(wanted: dict[str, set[str]]) -> dict[str, list[str]]:
    """All that the tables hold in these columns."""
    with db.engine.connect() as connection:
        return {
            table: sorted(
                map(
                    str,
                    connection.execute(
                        sa.select(*(db.metadata.tables[table].c[name] for name in sorted(names)))
                    ),
                )
            )
            for table, names in wanted.items()
        }


def _broken_references() -> list[Any]:
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return []  # which would have refused
        return list(connection.execute(sa.text("PRAGMA foreign_key_check")))


def test_every_table_gives_each_of_its_ids_once(app: Flask) -> None:
    """Who holds the address of a row that is gone gets no other row under it."""
    named = [name for name, table in db.metadata.tables.items() if "id" in table.c]
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            said = "SELECT sql LIKE '%PRIMARY KEY AUTOINCREMENT%' FROM sqlite_master WHERE name = :table"
        else:
            said = "SELECT pg_get_serial_sequence(quote_ident(:table), 'id') IS NOT NULL"
        assert [name for name in named if not connection.scalar(sa.text(said), {"table": name})] == []
    assert len(named) > 50


@pytest.mark.slow
def test_the_schema_can_be_taken_down_and_built_again(bare: Flask) -> None:
    with bare.app_context():
        bring_up_to_date()
        built = schema()
        command.downgrade(configuration(), "base")
        left = set(sa.inspect(db.engine).get_table_names())
        bring_up_to_date()
        assert left == NOTHING_LEFT
        assert schema() == built


def test_every_constraint_has_a_name() -> None:
    kinds = (sa.CheckConstraint, sa.UniqueConstraint, sa.ForeignKeyConstraint, sa.PrimaryKeyConstraint)
    unnamed = [
        f"{table.name}: {constraint}"
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, kinds) and not constraint.name
    ]
    assert unnamed == []


def test_no_name_is_longer_than_postgresql_keeps() -> None:
    """A name that is cut is another name, and no sentence would be found for it."""
    names = [str(rule.name) for table in db.metadata.tables.values() for rule in table.constraints]
    assert [name for name in names if len(name) > 63] == []


def test_nothing_is_checked_as_late_as_at_the_commit_which_several_share() -> None:
    late = [
        constraint.name
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if constraint.deferrable or constraint.initially
    ]
    assert late == []
