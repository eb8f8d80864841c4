"""E-mail from the command line: whether it goes out as it is set up."""

from uuid import uuid4

import click
from flask import current_app

from facilitator.accounts.rules import check_email
from facilitator.commands.running import with_app
from facilitator.config import Settings
from facilitator.database import now
from facilitator.mail.composing import compose
from facilitator.mail.delivery import Conversation, NotTaken
from facilitator.mail.operations import MailToSend
from facilitator.mail.rules import NO_ADDRESS

NOT_SET_UP = "No mail server is set up: set FACILITATOR_MAIL_HOST and FACILITATOR_MAIL_FROM."
BODY = "This is a test. E-mail goes out from this installation of Facilitator."


@click.group()
def mail() -> None:
    """Try whether e-mail goes out."""


@mail.command("test")
@click.argument("address")
@with_app
def send_test(address: str) -> None:
    """Send one e-mail to an address at once, and say what the mail server answers."""
    settings: Settings = current_app.extensions["facilitator.settings"]
    server = settings.mail
    if server is None:
        raise click.ClickException(NOT_SET_UP)
    check_email(address)
    test = MailToSend(0, 1, uuid4().hex, "Facilitator", "", address, "Test from Facilitator", BODY, now())
    try:
        message = compose(test, server.sender)
    except ValueError:
        raise click.ClickException(str(NO_ADDRESS.reason)) from None
    try:
        with Conversation(server) as conversation:
            conversation.send(message)
    except NotTaken as fault:
        raise click.ClickException(str(fault.setback.reason)) from None
    click.echo(f"{server.host} has taken the e-mail to {address}.")
