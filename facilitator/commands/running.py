"""How a command runs: with the app of this installation, what is wrong said in a sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar, cast

import click
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import DatabaseError, IntegrityError

from facilitator import create_app, schema
from facilitator.config import Settings
from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import RuleBroken
from facilitator.locks import FileLock
from facilitator.private import FOLDER_OF_OWNER
from facilitator.workshops.models import Workshop

Command = TypeVar("Command", bound=Callable[..., None])

OUT_OF_REACH = (
    "The database can't be asked: it is out of reach, or not of this version."
    " `facilitator migrate` brings it up to date. It said:"
)
OF_ANOTHER_VERSION = (
    "This database was made by another version of Facilitator, whose schema ({schema}) this one doesn't"
    " know. Nothing was changed. Use that version, or another database; the demo starts over with --fresh."
)
ANOTHER_SERVES = (
    "Another server works on this database, and a SQLite file has one. Stop that one first, or give this one"
    " a folder of its own (FACILITATOR_INSTANCE)."
)


def with_app(command: Command) -> Command:
    """Run a command in the context of the app, made from the environment."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        with create_app().app_context():
            try:
                command(*arguments, **options)
            except RuleBroken as broken:
                raise click.ClickException(str(broken)) from None
            except IntegrityError as fault:
                raise click.ClickException(str(broken_rule(fault))) from None
            except OSError as fault:
                raise click.ClickException(str(fault)) from None
            except DatabaseError as fault:
                raise click.ClickException(f"{OUT_OF_REACH}\n{fault.orig}") from None
            finally:
                db.engine.dispose()

    return cast(Command, run)


def workshop_with_slug(slug: str, *, to_change: bool = False) -> Workshop:
    """The workshop of this address; locked for whoever will change it."""
    wanted = sa.select(Workshop).filter_by(slug=slug)
    workshop = db.session.scalars(wanted.with_for_update() if to_change else wanted).one_or_none()
    if workshop is None:
        raise click.ClickException(f"There is no workshop {slug!r} in this database.")
    return workshop


def migrate_alone() -> None:
    """Only a server that stands still has a schema to change: one that is up to date is left to it."""
    make_instance()
    if not schema.is_up_to_date():
        with alone_on_the_database():
            bring_up_to_date()


@contextmanager
def alone_on_the_database() -> Iterator[None]:
    """Nobody else serves the file of this installation; PostgreSQL has many servers."""
    make_instance()
    if db.engine.dialect.name != "sqlite":
        yield
        return
    lock = FileLock(str(db.engine.url.database), "server")
    try:
        lock.take(wait=False)
    except BlockingIOError:
        raise click.ClickException(ANOTHER_SERVES) from None
    except OSError as fault:
        raise click.ClickException(f"{OUT_OF_REACH}\n{fault.strerror}") from None
    try:
        yield
    finally:
        lock.give_up()


def bring_up_to_date() -> None:
    """Give the database the schema of this version, unless it is one that this version does not know."""
    strange = schema.versions_of_database() - set(schema.known_versions())
    if strange:
        raise click.ClickException(OF_ANOTHER_VERSION.format(schema=", ".join(strange)))
    schema.bring_up_to_date()


def make_instance() -> None:
    """Make the folder of this installation, for its owner alone."""
    settings: Settings = current_app.extensions["facilitator.settings"]
    settings.instance.mkdir(mode=FOLDER_OF_OWNER, parents=True, exist_ok=True)
