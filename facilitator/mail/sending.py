"""Send what waits, behind the requests: while it goes out no transaction is open, and nobody waits to write.

Two short transactions go with an e-mail: one takes it on, one notes how it went. Whoever is killed in between
may have sent it; it then goes out once more, with the same Message-ID. Each process that serves has a thread
for this; what one of them has taken on, the others leave alone (decision 51).
"""

from email.message import EmailMessage
from random import SystemRandom
from threading import Event, Thread
from time import monotonic

from flask import Flask

from facilitator.config import MailServer, Settings
from facilitator.database import now
from facilitator.mail import operations, queries, rules
from facilitator.mail.composing import compose
from facilitator.mail.delivery import Conversation, NotReached, NotTaken
from facilitator.mail.operations import MailToSend
from facilitator.mail.rules import Setback
from facilitator.transactions import transaction

AT_ONCE = 10
"""So many e-mails are taken on together."""
LOOKS_EVERY = 5.0
"""Seconds after which it is looked again whether something waits."""
UNREACHED_FOR = 30.0
"""Seconds for which a server that can't be reached is left alone."""
CLEARS_EVERY = 60 * 60.0
"""Seconds between two rounds in which old addresses are deleted."""
_luck = SystemRandom()


def send_due(app: Flask, server: MailServer) -> bool:
    """Send all that is due at this moment; returns whether the mail server could be reached."""
    with Conversation(server) as conversation:
        while batch := _claimed(app):
            if not _send(app, server, conversation, batch):
                return False
    return True


def clear_old(app: Flask) -> None:
    """Delete what is kept of old e-mails."""
    with app.app_context(), transaction(writing=True):
        operations.clear_old()


def _claimed(app: Flask) -> list[MailToSend]:
    with app.app_context(), transaction(writing=False):
        if not queries.is_any_due(now()):
            return []
    with app.app_context(), transaction(writing=True):
        return [*operations.claim_due(AT_ONCE)]


def _send(app: Flask, server: MailServer, conversation: Conversation, batch: list[MailToSend]) -> bool:
    begun, most = monotonic(), rules.CLAIMED_FOR.total_seconds() / 2
    for number, mail in enumerate(batch):
        if monotonic() - begun > most:
            break  # a slow server: the others' claim ends, and somebody takes them on anew
        try:
            conversation.send(_composed(mail, server))
        except NotReached as fault:
            _note(app, batch[number:], fault.setback)
            return False
        except NotTaken as fault:
            _note(app, [mail], fault.setback)
        except Exception as fault:  # of this e-mail alone: the others go
            app.logger.error("mail.broken mail=%d fault=%s", mail.id, type(fault).__name__)
            _note(app, [mail], rules.NOT_MADE)
        else:
            with app.app_context(), transaction(writing=True):
                operations.note_sent(mail.id)
    return True


def _composed(mail: MailToSend, server: MailServer) -> EmailMessage:
    try:
        return compose(mail, server.sender)
    except ValueError:
        raise NotTaken(rules.NO_ADDRESS) from None


def _note(app: Flask, mails: list[MailToSend], setback: Setback) -> None:
    with app.app_context(), transaction(writing=True):
        for mail in mails:
            if operations.note_setback(mail.id, setback, attempt=mail.attempt, luck=_luck.random()):
                app.logger.warning("mail.failed mail=%d", mail.id)


class MailThread(Thread):
    """Looks after the e-mails as long as the process serves; with no mail server, only deletes old ones."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="mail", daemon=True)
        settings: Settings = app.extensions["facilitator.settings"]
        self.app, self.server = app, settings.mail
        self._never = Event()
        self._cleared_at = -CLEARS_EVERY

    def run(self) -> None:
        """Look, send, wait; a fault is told by its kind, since its words may be people's."""
        while True:
            try:
                pause = self.round()
            except Exception as fault:  # whatever it was, e-mails go out later
                self.app.logger.error("mail.stopped fault=%s", type(fault).__name__)
                pause = UNREACHED_FOR
            self._never.wait(pause)

    def round(self) -> float:
        """Do what is to be done now; returns the seconds until there may be more."""
        if monotonic() - self._cleared_at >= CLEARS_EVERY:
            clear_old(self.app)
            self._cleared_at = monotonic()
        if self.server is None:
            return CLEARS_EVERY
        return LOOKS_EVERY if send_due(self.app, self.server) else UNREACHED_FOR
