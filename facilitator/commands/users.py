"""Accounts from the command line: opened, listed, let in, with rights and roles given and taken."""

import click
import sqlalchemy as sa

from facilitator.access.actor import NOBODY
from facilitator.access.policy import TEAM, Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import (
    account_with_address,
    issue_sign_in_link,
    let_create_workshops,
    open_account,
)
from facilitator.accounts.passwords import hashed
from facilitator.commands.running import migrate_alone, with_app, workshop_with_slug
from facilitator.database import db
from facilitator.errors import NotFound
from facilitator.transactions import transaction
from facilitator.workshops.models import Membership, Workshop
from facilitator.workshops.team.operations import give_role, remove_member
from facilitator.workshops.team.queries import NOT_IN_THE_TEAM, membership_of

NONE = "none"
email_of = click.argument("email")


@click.group()
def user() -> None:
    """Open accounts, let people in, and say what they may do."""


@user.command()
@email_of
@click.option("--name", prompt=True, help="How the team calls this person.")
@click.option("--password", default=None, help="At least 12 characters; left out, they come in by link.")
@click.option("--may-create-workshops", is_flag=True, help="They may set up workshops of their own.")
@with_app
def add(email: str, name: str, password: str | None, *, may_create_workshops: bool) -> None:
    """Open an account, and print a link that signs its owner in once."""
    migrate_alone()  # it is the first thing that one does with a new installation
    password_hash = None if password is None else hashed(password, (email, name))
    with transaction(writing=True):
        account = open_account(
            email=email, name=name, password_hash=password_hash, may_create_workshops=may_create_workshops
        )
        token = issue_sign_in_link(account)
    click.echo(f"/sign-in/{token}")


@user.command("list")
@with_app
def list_() -> None:
    """List all accounts with their right to create workshops and their roles."""
    accounts = sa.select(Account).order_by(Account.email)
    roles = sa.select(Membership.account_id, Workshop.slug, Membership.role)
    roles = roles.join(Workshop, Workshop.id == Membership.workshop_id).order_by(Workshop.slug)
    with transaction(writing=False):
        served = [*db.session.execute(roles)]
        for account in db.session.scalars(accounts):
            may = ["may create workshops"] if account.may_create_workshops else []
            theirs = [f"{slug}: {role}" for id_, slug, role in served if id_ == account.id]
            click.echo("  ".join([account.email, account.name, *may, *theirs]))


@user.command()
@email_of
@with_app
def link(email: str) -> None:
    """Print a new link that signs somebody in once; one that they were given before still works."""
    with transaction(writing=True):
        token = issue_sign_in_link(account_with_address(email))
    click.echo(f"/sign-in/{token}")


@user.command()
@email_of
@click.option("--may-create-workshops/--may-not-create-workshops", "may", default=None)
@with_app
def rights(email: str, *, may: bool | None) -> None:
    """Give or take the right to create workshops."""
    if may is None:
        raise click.UsageError("Say --may-create-workshops or --may-not-create-workshops.")
    with transaction(writing=True):
        let_create_workshops(account_with_address(email), may=may)


@user.command()
@email_of
@click.argument("workshop")
@click.argument("role", type=click.Choice([*sorted(role.value for role in TEAM), NONE]))
@with_app
def role(email: str, workshop: str, role: str) -> None:
    """Give somebody a role in a workshop, in place of the one they have; none takes it away."""
    with transaction(writing=True):
        found = workshop_with_slug(workshop, to_change=True)
        account = account_with_address(email)
        if role != NONE:
            give_role(found, account, Role(role), by=NOBODY)
            return
        member = membership_of(found, account.id)
        if member is None:
            raise NotFound(NOT_IN_THE_TEAM)
        remove_member(member, by=NOBODY)
