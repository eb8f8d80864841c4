"""Whole workshops from the command line: into a file, and out of one."""

from pathlib import Path

import click
from flask import current_app

from facilitator.access.actor import NOBODY
from facilitator.accounts.operations import account_with_address
from facilitator.commands.running import migrate_alone, with_app, workshop_with_slug
from facilitator.private import OWNER_ONLY
from facilitator.transactions import transaction
from facilitator.workshop_file.whole.checking import checked
from facilitator.workshop_file.whole.reading import read_whole
from facilitator.workshop_file.whole.writing import note_export, snapshot, write_whole


@click.group()
def workshop() -> None:
    """Move whole workshops between servers."""


@workshop.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_app
def export_(slug: str, file: Path) -> None:
    """Write everything of a workshop into a file: it has people's names and what they said."""
    with transaction(writing=True):
        found = workshop_with_slug(slug, to_change=True)
        note_export(found, by=NOBODY)
        workshop_id = found.id
    file.touch(mode=OWNER_ONLY)
    with snapshot() as connection, file.open("wb") as target:
        write_whole(connection, workshop_id, target)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@workshop.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organiser", required=True, help="The e-mail address of the account that will lead it.")
@with_app
def import_(file: Path, organiser: str) -> None:
    """Add the workshop of a file to this server; nobody but the organiser gets a role in it."""
    migrate_alone()
    with file.open("rb") as source:
        found = checked(source)
        with transaction(writing=True):
            creator = account_with_address(organiser)
            made = read_whole(found, creator=creator, secret=current_app.config["SECRET_KEY"], by=NOBODY)
            slug = made.slug
    click.echo(f"/w/{slug}")
