"""Decisions about accounts, on plain values."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from facilitator.errors import N_, RuleBroken

PASSWORD_LEAST, PASSWORD_MOST = 12, 200
# By the counter (`passwords.py`) twenty a second can be tried: half of these then take eight years.
GUESSES_LEAST = 10**10
LOOKED_AT = 64  # whoever has to guess so many characters has guessed enough
SET_BY_LINK = timedelta(hours=1)
LINK_GRACE = timedelta(minutes=10)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def check_email(email: str) -> None:
    """Refuse what can't be an address; whether somebody reads it there, only a letter can tell."""
    if not ADDRESS.fullmatch(email):
        raise RuleBroken(N_("An e-mail address is like ana@example.org."), field="email")


def check_password(password: str, about: Iterable[str] = ()) -> None:
    """Refuse what is too short, and what is easy to guess; `about` its owner are words that others know."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise RuleBroken(
            N_("A password has %(least)d to %(most)d characters. A sentence is easy to remember."),
            field="new_password",
            least=PASSWORD_LEAST,
            most=PASSWORD_MOST,
        )
    if _guesses(password, about) < GUESSES_LEAST:
        raise RuleBroken(
            N_("This password is easy to guess. Please use several words that others don't put together."),
            field="new_password",
        )


def _guesses(password: str, about: Iterable[str]) -> float:
    """How many guesses it takes somebody who begins with what people choose most."""
    from zxcvbn import zxcvbn  # its lists of words are large, and passwords are set rarely

    known = [word for said in about for word in (said, *re.findall(r"\w+", said))]
    return float(zxcvbn(password[:LOOKED_AT], [*known, "facilitator"])["guesses"])


def may_set_by_link(began_at: datetime, at: datetime, *, by_link: bool) -> bool:
    """Whether who signed in then may set a password without the one before: by a link, and just now."""
    return by_link and at <= began_at + SET_BY_LINK


def can_be_used(expires_at: datetime, used_at: datetime | None, at: datetime) -> bool:
    """Whether a sign-in link lets its owner in: until it expires, and some minutes from its first use."""
    return at <= expires_at and (used_at is None or at <= used_at + LINK_GRACE)
