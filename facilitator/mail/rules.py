"""Decisions about e-mails, on plain values: when to try again, what a server's answer means."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from facilitator.errors import N_, RuleBroken
from facilitator.mail.models import MailState
from facilitator.sentences import Sentence, say
from facilitator.text import clean_line

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
MOST_ATTEMPTS = 20
"""With the waits between them, two days."""
CLAIMED_FOR = timedelta(minutes=10)
"""So long nobody else tries an e-mail that somebody tries: longer than a server can take for one."""
ADDRESS_KEPT_FOR = timedelta(days=30)
CONFIRMATIONS_A_DAY = 3
"""So many go to one address of the confirmations that anybody can cause."""
_NO_SUCH_ADDRESS, _MAILBOX_FULL = re.compile(r"\b5\.1\.\d"), re.compile(r"\b5\.2\.2\b")
_LONGEST_ANSWER = 300


class Setback(NamedTuple):
    """Why an attempt came to nothing, and whether another one can't help."""

    reason: Sentence
    is_final: bool = False


def next_attempt(attempts: int, at: datetime, luck: float) -> datetime | None:
    """When to try again after so many attempts, each wait twice the one before; nothing when it is enough.

    `luck`, from 0 to 1, spreads those that failed together over half of the wait.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    wait = FIRST_WAIT
    for _ in range(attempts - 1):
        wait = min(2 * wait, LONGEST_WAIT)
    return at + wait * (0.75 + luck / 2)


def answered(code: int, answer: str) -> Setback:
    """What an SMTP server's refusal means: from 500 on it stays, before it may pass."""
    said = clean_line(answer)[:_LONGEST_ANSWER] or str(code)
    if not 500 <= code < 600:
        return Setback(
            say(N_("The mail server did not accept this e-mail yet. It says: %(said)s"), said=said)
        )
    if _NO_SUCH_ADDRESS.search(said):
        return Setback(
            say(N_("This address does not exist. The mail server says: %(said)s"), said=said), is_final=True
        )
    if _MAILBOX_FULL.search(said) or code == 552:
        return Setback(
            say(N_("This mailbox is full. The mail server says: %(said)s"), said=said), is_final=True
        )
    return Setback(
        say(N_("The mail server refused this e-mail. It says: %(said)s"), said=said), is_final=True
    )


NO_ADDRESS = Setback(say(N_("E-mails cannot be sent to this address. Check its spelling.")), is_final=True)
NOT_MADE = Setback(say(N_("Something went wrong on our side. The log of the server says more.")))
NOT_REACHED = Setback(say(N_("The mail server cannot be reached.")))
BROKE_OFF = Setback(say(N_("The connection to the mail server broke off.")))
NOT_TRUSTED = Setback(say(N_("The connection to the mail server cannot be made secure.")))
NOT_LET_IN = Setback(say(N_("The mail server does not accept our user name and password.")))


def check_may_try_again(state: MailState, *, has_text: bool) -> None:
    """Refuse to try again what is over, or has been cleared."""
    if state is MailState.SENT:
        raise RuleBroken(N_("This e-mail has been sent by now."))
    if state is MailState.CANCELLED:
        raise RuleBroken(N_("This e-mail is cancelled. Send it again from the page that it is about."))
    if not has_text:
        raise RuleBroken(
            N_("The text of this e-mail is deleted. Send it again from the page that it is about.")
        )


def check_may_cancel(state: MailState) -> None:
    """Refuse to cancel what has gone."""
    if state is MailState.SENT:
        raise RuleBroken(N_("This e-mail has been sent by now, so it cannot be cancelled."))
