"""The schema of the database: which version it has, and how it gets that of this version.

Alembic is asked only where something is to be changed: it takes as long to load as SQLAlchemy itself.
"""

from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from facilitator.database import db
from facilitator.paths import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config


@cache
def known_versions() -> tuple[str, ...]:
    """The versions that there are migrations to, in order: each file begins with its own."""
    return tuple(sorted(file.stem.partition("_")[0] for file in MIGRATIONS.glob("versions/[0-9]*.py")))


def versions_of_database() -> set[str]:
    """The version that the database has; none if it holds no tables yet."""
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return set()
        return set(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))


def is_up_to_date() -> bool:
    """Whether the database has the schema of this version of the program."""
    return versions_of_database() == {known_versions()[-1]}


def bring_up_to_date() -> None:
    """Run the migrations that the database has not seen, in the context of the app."""
    if not is_up_to_date():
        from alembic import command

        command.upgrade(configuration(), "head")


def configuration() -> "Config":
    """What Alembic has to know."""
    from alembic.config import Config

    return Config(MIGRATIONS / "alembic.ini")
