"""A conversation with the mail server: one e-mail after the other, and what came of each in plain words."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from facilitator.config import MailServer
from facilitator.mail import rules
from facilitator.mail.rules import Setback

PATIENCE = 30.0
"""Seconds that a server has for each answer."""
CLOSING = 421
"""The answer of a server that ends the conversation."""


class NotTaken(Exception):  # noqa: N818 - it names what became of an e-mail
    """The mail server did not take an e-mail; `setback` says why, and for whom it can be tried again."""

    def __init__(self, setback: Setback) -> None:
        super().__init__()
        self.setback = setback


class NotReached(NotTaken):
    """There is no conversation with the mail server, whatever the e-mail."""


class Conversation:
    """A connection to the mail server, made for the first e-mail and made again where it broke off."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Take leave of the server."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
            self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand a message to the server; raises `NotTaken`, or `NotReached` if nothing can be sent now."""
        if self._smtp is None:
            self._smtp = self._connected()
        to = message["To"].addresses[0].addr_spec
        try:
            # Not by its own way for messages, which puts a sign before a line that begins with "From".
            self._smtp.sendmail(self._server.sender, [to], message.as_bytes())
        except smtplib.SMTPRecipientsRefused as refused:
            raise self._answered(*refused.recipients[to]) from None
        except smtplib.SMTPResponseException as refused:
            raise self._answered(refused.smtp_code, refused.smtp_error) from None
        except OSError:
            self._hang_up()
            raise NotTaken(rules.BROKE_OFF) from None

    def _answered(self, code: int, answer: bytes | str) -> NotTaken:
        if code == CLOSING:
            self._hang_up()
        return NotTaken(rules.answered(code, _text_of(answer)))

    def _connected(self) -> smtplib.SMTP:
        try:
            return _opened(self._server)
        except smtplib.SMTPAuthenticationError:
            raise NotReached(rules.NOT_LET_IN) from None
        except (ssl.SSLError, smtplib.SMTPNotSupportedError):
            raise NotReached(rules.NOT_TRUSTED) from None
        except smtplib.SMTPResponseException as refused:
            reason = rules.answered(refused.smtp_code, _text_of(refused.smtp_error)).reason
            raise NotReached(Setback(reason)) from None
        except OSError:
            raise NotReached(rules.NOT_REACHED) from None

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _opened(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _text_of(answer: bytes | str) -> str:
    return answer if isinstance(answer, str) else answer.decode("utf-8", "replace")
