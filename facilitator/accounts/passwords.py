"""Passwords are worked on one after the other, and never within a writer's turn.

To hash one takes a twentieth of a second of a processor, and is meant to. A room that sends its answers
must not wait for it, however many try to sign in.
"""

import secrets
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from facilitator.accounts.rules import check_password
from facilitator.errors import N_, RuleBroken
from facilitator.transactions import is_in_turn
from facilitator.web.edge import stepped_aside

PasswordHash = NewType("PasswordHash", str)

# Above the least that OWASP asks of Argon2id (19 MiB, twice), in one lane: threads of its own would only be
# in the way of those that answer.
_hasher = PasswordHasher(time_cost=6, memory_cost=19 * 1024, parallelism=1)

STRANGERS, KNOWN = 32, 8
"""So many may wait: together fewer than the server has threads, and a thread that waits costs nothing."""


class Counter:
    """Where passwords are worked on: one at a time, some wait, and the next is told to come again.

    Who has signed in with this browser before waits at places of their own, which strangers can't fill.
    """

    def __init__(self) -> None:
        self.at_work = threading.Lock()
        self.places = {False: threading.Semaphore(STRANGERS), True: threading.Semaphore(KNOWN)}

    @contextmanager
    def turn(self, *, known: bool) -> Iterator[None]:
        """Wait for one's turn; raises where too many wait already."""
        if is_in_turn():
            raise RuntimeError("a password is worked on before the writer's turn, never in it")
        places = self.places[known]
        if not places.acquire(blocking=False):
            raise RuleBroken(N_("Many people are signing in at this moment. Please try again."))
        try:
            with stepped_aside(), self.at_work:
                yield
        finally:
            places.release()


counter = Counter()


def hashed(password: str, about: Iterable[str] = ()) -> PasswordHash:
    """What is kept of a new password; raises where it is too short, too long or easy to guess.

    `about` its owner are words that others know: name and address.
    """
    check_password(password, about)
    with counter.turn(known=True):
        return PasswordHash(_hasher.hash(_as_meant(password)))


def is_right(password: str, kept: str | None, *, known: bool) -> bool:
    """Whether this is the password; where none is kept, the answer takes as long.

    `known` says that this browser has signed in before.
    """
    with counter.turn(known=known):
        try:
            _hasher.verify(kept or _no_ones_hash(), _as_meant(password))
        except VerificationError:
            return False
        return True


def _as_meant(password: str) -> str:
    """The same letters from every keyboard: ü is one sign on some and two on others."""
    return unicodedata.normalize("NFKC", password)


@cache
def _no_ones_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())
