"""A real mail server on this machine, which takes what it is sent, or refuses it as it is told."""

import email
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from flask import Flask

from facilitator.config import MailServer, Settings
from tests.journeys.serving import free_port

SENDER = "workshop@example.org"
CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""Of this machine, by itself; good for a hundred years, and for nothing but these tests."""


@dataclass
class Postbox:
    """What has arrived, and what the server says to the next ones."""

    server: MailServer
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    to_recipients: list[str] = field(default_factory=list)
    """Answers to the next recipients, in the place of 250."""
    to_texts: list[str] = field(default_factory=list)
    """Answers to the next texts; they are taken all the same if the answer begins with 250."""
    connections: int = 0
    awaited: int = 0
    """So many e-mails are waited for."""
    all_there: Event = field(default_factory=Event)
    """Set when they have arrived."""

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.to_recipients.pop(0) if self.to_recipients else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self.to_texts.pop(0) if self.to_texts else "250 OK"
        if answer.startswith("250"):
            content: Any = envelope.content
            message: Any = email.message_from_bytes(content, policy=policy.default)
            self.mails.append(message)
            self.recipients += envelope.rcpt_tos
            if len(self.mails) == self.awaited:
                self.all_there.set()
        return answer

    @property
    def subjects(self) -> Sequence[str]:
        """The subjects of what has arrived, in order."""
        return [mail["Subject"] for mail in self.mails]


def text_of(mail: EmailMessage) -> str:
    """What it says, with the line breaks of a text."""
    return mail.get_content().replace("\r\n", "\n")


@contextmanager
def postbox(*, security: str = "none", user: str = "", password: str = "") -> Iterator[Postbox]:
    """A mail server that runs; with a name and password, if they are given, that it lets in alone."""
    server = MailServer("localhost", free_port(), security, SENDER)
    found = Postbox(server)
    options: dict[str, Any] = {}
    if security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        if security == "tls":
            options["ssl_context"] = context
        else:
            options |= {"tls_context": context, "require_starttls": True}
    if user:
        found.server = replace(server, user=user, password="wrong" if password == "" else password)

        def authenticate(
            _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
        ) -> AuthResult:
            return AuthResult(
                success=data.login == user.encode() and data.password == b"right", handled=False
            )

        options |= {"authenticator": authenticate, "auth_required": True}
    controller = Controller(found, hostname=server.host, port=server.port, **options)
    controller.start()
    try:
        yield found
    finally:
        controller.stop()


@contextmanager
def mail_goes_by(app: Flask, server: MailServer) -> Iterator[None]:
    """Let the app send its e-mails by a server for a while."""
    before: Settings = app.extensions["facilitator.settings"]
    app.extensions["facilitator.settings"] = replace(
        before,
        mail_host=server.host,
        mail_port=server.port,
        mail_security=server.security,
        mail_user=server.user,
        mail_password=server.password,
        mail_from=server.sender,
    )
    try:
        yield
    finally:
        app.extensions["facilitator.settings"] = before
