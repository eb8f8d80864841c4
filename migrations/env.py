"""How Alembic reaches the database: through the app that runs it, or that of the environment."""

from typing import Any, Literal

from alembic import context
from flask import has_app_context
from sqlalchemy.types import TypeDecorator

from facilitator import create_app
from facilitator.database import db


def plain_type(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write our types into a migration as what they are in the database: code changes, history does not."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Run the migrations, each in a transaction, on whichever database the app has."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Alembic alters a table by copying it, and the copy must not be refused half way. This
            # can be said outside of a transaction only.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=plain_type,
            compare_type=True,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        connection.invalidate()


if has_app_context():
    run()
else:
    with create_app().app_context():
        run()
