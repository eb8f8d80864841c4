"""The `facilitator` command: serve, demo, and what an operator needs."""

import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import DatabaseError, IntegrityError

from facilitator import __version__, create_app, schema
from facilitator.accounts.operations import account_with_address, issue_sign_in_link, open_account
from facilitator.accounts.passwords import hashed
from facilitator.breakouts.allocation.commands import allocate_command
from facilitator.config import Settings, SettingsInvalid
from facilitator.constraints import broken_rule
from facilitator.database import db, now
from facilitator.demo.stages import SLUG, Stage
from facilitator.errors import RuleBroken
from facilitator.locks import FileLock
from facilitator.private import FOLDER_OF_OWNER, OWNER_ONLY, files_of, is_open_to_others
from facilitator.transactions import transaction
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
OPEN_TO_OTHERS = "others on this machine can read {}: `chmod go=` closes it"
ONE_PROCESS = (
    "Several processes need PostgreSQL: a SQLite file has one. Leave --processes out, or set"
    " FACILITATOR_DATABASE_URL."
)
TO_MIGRATE = " (not that of this version: `facilitator migrate` brings it up to date, as `serve` does)"

on_port = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)


@click.group()
@click.version_option(__version__, prog_name="facilitator")
def group() -> None:
    """Run a multi-city workshop from the first note to the published report."""


def main() -> None:
    """The console script; what is wrong is said in a sentence."""
    try:
        group()
    except SettingsInvalid as invalid:
        click.echo(str(invalid), err=True)
        sys.exit(2)


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


@group.command()
@with_app
def migrate() -> None:
    """Bring the database to the schema of this version."""
    _migrate_alone()


def _migrate_alone() -> None:
    """Only a server that stands still has a schema to change: one that is up to date is left to it."""
    _make_instance()
    if not schema.is_up_to_date():
        with _alone_on_the_database():
            _migrate()


@contextmanager
def _alone_on_the_database() -> Iterator[None]:
    """Nobody else serves the file of this installation; PostgreSQL has many servers."""
    _make_instance()
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


def _migrate() -> None:
    strange = schema.versions_of_database() - set(schema.known_versions())
    if strange:
        raise click.ClickException(OF_ANOTHER_VERSION.format(schema=", ".join(strange)))
    schema.bring_up_to_date()


@group.command()
@click.argument("email")
@click.option("--name", prompt=True, help="How the team calls this person.")
@click.option("--password", default=None, help="At least 12 characters; left out, they come in by link.")
@with_app
def user(email: str, name: str, password: str | None) -> None:
    """Open an account for a team member, and print a link that signs them in once."""
    _migrate_alone()  # it is the first thing that one does with a new installation
    password_hash = None if password is None else hashed(password, (email, name))
    with transaction(writing=True):
        token = issue_sign_in_link(open_account(email=email, name=name, password_hash=password_hash))
    click.echo(f"/sign-in/{token}")


@group.command()
@click.argument("email")
@with_app
def link(email: str) -> None:
    """Print a new link that signs a team member in once; one that they were given before still works."""
    with transaction(writing=True):
        token = issue_sign_in_link(account_with_address(email))
    click.echo(f"/sign-in/{token}")


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@on_port
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="With PostgreSQL, as many as there are processors for them; a SQLite file has one.",
)
@with_app
def serve(host: str, port: int, processes: int) -> None:
    """Migrate the database and serve, until it is stopped."""
    if processes > 1 and db.engine.dialect.name == "sqlite":
        raise click.ClickException(ONE_PROCESS)
    with _alone_on_the_database():
        _migrate()
        _serve(host, port, processes)


def _make_instance() -> None:
    settings: Settings = current_app.extensions["facilitator.settings"]
    settings.instance.mkdir(mode=FOLDER_OF_OWNER, parents=True, exist_ok=True)


def _serve(host: str, port: int, processes: int = 1) -> None:
    from facilitator.serve import serve_until_stopped  # gunicorn is for systems that fork

    app = cast(Any, current_app)._get_current_object()  # noqa: SLF001 - Flask's own way to the app
    app.config["TRUSTED_HOSTS"] += [_reachable(host)]
    serve_until_stopped(app, host, port, processes)


@group.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets phones of the same net in."
)
@on_port
@click.option(
    "--at", "stage", type=click.Choice([stage.value for stage in Stage]), default="day-one", show_default=True
)
@click.option("--fresh", is_flag=True, help="Start over: what the demo holds is deleted.")
@with_app
def demo(host: str, port: int, stage: str, *, fresh: bool) -> None:
    """Serve the Brussels workshop, with links to every screen; a second start keeps the data."""
    from facilitator.demo.links import demo_links

    settings: Settings = current_app.extensions["facilitator.settings"]
    with _alone_on_the_database():
        if fresh:
            _delete_demo(settings)
        _migrate()
        with transaction(writing=True):
            links = demo_links(
                current_app.config["SECRET_KEY"], Stage(stage), f"http://{_reachable(host)}:{port}"
            )
        click.echo(links)
        _serve(host, port)


@group.command()
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(["docx", "json"]), default="docx", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False), default=None, help="The file; `SLUG.FORMAT` by default."
)
@with_app
def export(slug: str, kind: str, output: str | None) -> None:
    """Write the report of a workshop into a file, as it stands now."""
    from facilitator.reports.content import content
    from facilitator.reports.docx.document import write_docx
    from facilitator.reports.json import write_json

    with current_app.test_request_context(), transaction(writing=False):
        workshop = db.session.scalars(sa.select(Workshop).filter_by(slug=slug)).one_or_none()
        if workshop is None:
            raise click.ClickException(f"There is no workshop {slug!r} in this database.")
        report = content(workshop, now())
        written = write_docx(report) if kind == "docx" else write_json(report).encode()
    target = Path(output or f"{slug}.{kind}")
    target.touch(mode=OWNER_ONLY)
    target.write_bytes(written)
    click.echo(f"{target}: {len(written):,} bytes")


@group.command()
@with_app
def doctor() -> None:
    """Say what this installation stands on, and what about it should change."""
    settings: Settings = current_app.extensions["facilitator.settings"]
    click.echo(f"Instance folder  {settings.instance}")
    click.echo(f"Database         {db.engine.dialect.name}")
    if db.engine.dialect.name == "sqlite":
        click.echo(f"SQLite           {sqlite3.sqlite_version}{_advice(sqlite3.sqlite_version_info)}")
    exposed = [str(path) for path in _what_is_ours(settings) if is_open_to_others(path)]
    click.echo(f"Privacy          {OPEN_TO_OTHERS.format(', '.join(exposed)) if exposed else 'owner only'}")
    stands_at = ", ".join(schema.versions_of_database()) or "none"
    click.echo(f"Schema           {stands_at}{'' if schema.is_up_to_date() else TO_MIGRATE}")


def _what_is_ours(settings: Settings) -> list[Path]:
    database = files_of(str(db.engine.url.database)) if db.engine.dialect.name == "sqlite" else []
    ours = [settings.instance, settings.instance / "secret_key", *database]
    return [path for path in ours if path.exists()]


def _advice(version: tuple[int, ...]) -> str:
    """What to know of a SQLite version: the fault in its log was mended in 3.51.3 and two older lines."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    if mended:
        return ""
    return " (other programs on the file can corrupt it; `serve` and our commands wait for each other)"


def _delete_demo(settings: Settings) -> None:
    if not settings.database_url.startswith("sqlite:///"):
        raise click.ClickException("--fresh deletes a SQLite file only. Drop the database yourself.")
    others = _workshops_beside_the_demo()
    if others:
        raise click.ClickException(
            f"This database holds more than the demo, so it stays: {', '.join(others)}."
        )
    db.engine.dispose()
    for file in files_of(str(db.engine.url.database)):
        file.unlink(missing_ok=True)


def _workshops_beside_the_demo() -> list[str]:
    if not sa.inspect(db.engine).has_table(Workshop.__tablename__):
        return []
    with transaction(writing=False):
        return list(db.session.scalars(sa.select(Workshop.slug).where(Workshop.slug != SLUG)))


def _reachable(host: str) -> str:
    """The address under which others find this machine."""
    if host != "0.0.0.0":  # noqa: S104 - this is the comparison, not the binding
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: this only asks for a route
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


group.add_command(allocate_command)
