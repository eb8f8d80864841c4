"""The `facilitator` command: serve, demo, and what an operator needs."""

import socket
import sqlite3
import sys
from pathlib import Path
from typing import Any, cast

import click
import sqlalchemy as sa
from flask import current_app

from facilitator import __version__, schema
from facilitator.accounts.operations import first_account_code, has_accounts
from facilitator.breakouts.seating_files.commands import allocate_command
from facilitator.commands.mail import mail
from facilitator.commands.running import (
    alone_on_the_database,
    bring_up_to_date,
    migrate_alone,
    with_app,
    workshop_with_slug,
)
from facilitator.commands.users import user
from facilitator.commands.workshops import workshop
from facilitator.config import Settings, SettingsInvalid
from facilitator.database import db, now
from facilitator.demo.stages import SLUG, Stage
from facilitator.keeper import is_started_again
from facilitator.private import OWNER_ONLY, files_of, is_open_to_others
from facilitator.reports.content import content
from facilitator.reports.formats import ReportFormat, written
from facilitator.transactions import transaction
from facilitator.web.origins import address_in_network
from facilitator.web.pages import in_fours
from facilitator.workshops.models import Workshop

OPEN_TO_OTHERS = "others on this machine can read {}: `chmod go=` closes it"
ONE_PROCESS = (
    "Several processes need PostgreSQL: a SQLite file has one. Leave --processes out, or set"
    " FACILITATOR_DATABASE_URL."
)
NO_ACCOUNT = (
    "There is no account yet. Open http://{host}:{port}/first-account (or that page under the name of this"
    " server) and enter this code: {code}"
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


@group.command()
@with_app
def migrate() -> None:
    """Bring the database to the schema of this version."""
    migrate_alone()


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
    with alone_on_the_database(), _bound(host, port) as listener:
        bring_up_to_date()
        tell_first_code(host, port)
        _serve(host, listener, processes)


def tell_first_code(host: str, port: int) -> None:
    """Print what opens the first account, as long as there is none: whoever reads it runs this server."""
    with transaction(writing=False):
        if has_accounts():
            return
    code = in_fours(first_account_code(current_app.config["SECRET_KEY"]))
    click.echo(NO_ACCOUNT.format(host=_reachable(host), port=port, code=code), err=True)


def _bound(host: str, port: int) -> socket.socket:
    from facilitator.serve import bound  # gunicorn is for systems that fork

    return bound(host, port)


def _serve(host: str, listener: socket.socket, processes: int = 1) -> None:
    from facilitator.serve import serve_until_stopped

    app = cast(Any, current_app)._get_current_object()  # noqa: SLF001 - Flask's own way to the app
    app.config["TRUSTED_HOSTS"] += [_reachable(host)]
    serve_until_stopped(app, listener, processes)


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
    with alone_on_the_database(), _bound(host, port) as listener:
        if fresh and not is_started_again():
            _delete_demo(settings)
        bring_up_to_date()
        with transaction(writing=True):
            links = demo_links(
                current_app.config["SECRET_KEY"], Stage(stage), f"http://{_reachable(host)}:{port}"
            )
        click.echo(links)
        _serve(host, listener)


@group.command()
@click.argument("slug")
@click.option(
    "--format", "kind", type=click.Choice([*map(str, ReportFormat)]), default="docx", show_default=True
)
@click.option(
    "--output", type=click.Path(dir_okay=False), default=None, help="The file; `SLUG.FORMAT` by default."
)
@with_app
def export(slug: str, kind: str, output: str | None) -> None:
    """Write the report of a workshop into a file, as it stands now."""
    with current_app.test_request_context(), transaction(writing=False):
        said = written(content(workshop_with_slug(slug), now()), ReportFormat(kind))
    target = Path(output or f"{slug}.{kind}")
    target.touch(mode=OWNER_ONLY)
    target.write_bytes(said)
    click.echo(f"{target}: {len(said):,} bytes")


@group.command()
@with_app
def doctor() -> None:
    """Say what this installation stands on, and what about it should change."""
    settings: Settings = current_app.extensions["facilitator.settings"]
    click.echo(f"Instance folder  {settings.instance}")
    click.echo(f"Database         {db.engine.dialect.name}")
    if db.engine.dialect.name == "sqlite":
        click.echo(f"SQLite           {sqlite3.sqlite_version}{_advice(sqlite3.sqlite_version_info)}")
    click.echo(f"E-mail           {_mail_of(settings)}")
    exposed = [str(path) for path in _what_is_ours(settings) if is_open_to_others(path)]
    click.echo(f"Privacy          {OPEN_TO_OTHERS.format(', '.join(exposed)) if exposed else 'owner only'}")
    stands_at = ", ".join(schema.versions_of_database()) or "none"
    click.echo(f"Schema           {stands_at}{'' if schema.is_up_to_date() else TO_MIGRATE}")


def _what_is_ours(settings: Settings) -> list[Path]:
    database = files_of(str(db.engine.url.database)) if db.engine.dialect.name == "sqlite" else []
    ours = [settings.instance, settings.instance / "secret_key", *database]
    return [path for path in ours if path.exists()]


def _mail_of(settings: Settings) -> str:
    """Where e-mail goes out, if it does."""
    if settings.mail is None:
        return "none goes out: pages show it to be copied (FACILITATOR_MAIL_HOST)"
    server = settings.mail
    secured = "no secure connection" if server.security == "none" else server.security
    return f"from {server.sender} by {server.host}, port {server.port} ({secured})"


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
    return address_in_network() if host == "0.0.0.0" else host  # noqa: S104 - a comparison, no binding


group.add_command(user)
group.add_command(mail)
group.add_command(workshop)
group.add_command(allocate_command)
