"""The `facilitator` command: serve, demo, and what an operator needs."""

import sys

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup
from flask_migrate import upgrade

from facilitator.accounts.operations import issue_sign_in_link, open_account
from facilitator.config import SettingsInvalid
from facilitator.database import transaction
from facilitator.errors import RuleBroken


def _create_app() -> Flask:
    from facilitator import create_app  # noqa: PLC0415 - the app imports the commands

    return create_app()


@click.group(cls=FlaskGroup, create_app=_create_app, add_default_commands=False, add_version_option=False)
def group() -> None:
    """Run a multi-city workshop from the first note to the published report."""


def main() -> None:
    """The console script; what is wrong is said in a sentence."""
    try:
        group()
    except SettingsInvalid as invalid:
        click.echo(str(invalid), err=True)
        sys.exit(2)


def register_commands(app: Flask) -> None:
    """Give the app its commands."""
    app.cli.add_command(migrate)
    app.cli.add_command(user)


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    migrate_database()


def migrate_database() -> None:
    """The same, for whoever starts a server."""
    current_app.extensions["facilitator.settings"].instance.mkdir(parents=True, exist_ok=True)
    upgrade()


@click.command()
@click.argument("email")
@click.option("--name", prompt=True, help="How the team calls this person.")
@click.option("--password", default=None, help="At least 12 characters; left out, they come in by link.")
def user(email: str, name: str, password: str | None) -> None:
    """Open an account for a team member, and print a link that signs them in once."""
    try:
        with transaction(writing=True):
            token = issue_sign_in_link(open_account(email=email, name=name, password=password))
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from None
    click.echo(f"/sign-in/{token}")
