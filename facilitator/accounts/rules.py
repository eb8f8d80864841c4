"""Decisions about accounts, on plain values."""

import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.sentences import say_many

PASSWORD_LEAST, PASSWORD_MOST = 12, 200
# By the counter (`passwords.py`) twenty a second can be tried: half of these then take eight years.
GUESSES_LEAST = 10**10
LOOKED_AT = 64  # whoever has to guess so many characters has guessed enough
SET_BY_LINK = timedelta(hours=1)
LINK_GRACE = timedelta(minutes=10)
MISREAD = str.maketrans("018", "OIB")  # digits that no code has
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def check_email(email: str) -> None:
    """Refuse what can't be an address; whether somebody reads it there, only a letter can tell."""
    if not ADDRESS.fullmatch(email):
        raise RuleBroken(N_("Enter an e-mail address like ana@example.org."), field="email")


def check_is_first(*, has_accounts: bool) -> None:
    """Refuse to open the first account of a server twice."""
    if has_accounts:
        raise NotFound(N_("The first account of this server already exists. Please sign in."))


def check_first_code(typed: str, code: str) -> None:
    """Refuse a code that is not the one which the server has printed, however it was typed."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(MISREAD)
    if not hmac.compare_digest(letters.encode(), code.encode()):
        raise RuleBroken(
            N_("This code is wrong. Please copy the code that the server printed when it was started."),
            field="code",
        )


def check_password(password: str, about: Iterable[str] = ()) -> None:
    """Refuse what is too short, and what is easy to guess; `about` its owner are words that others know."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise RuleBroken(
            say_many(
                "The password must have one character. A sentence is easy to remember.",
                "The password must have %(least)d to %(num)d characters. A sentence is easy to remember.",
                PASSWORD_MOST,
                least=PASSWORD_LEAST,
            ),
            field="new_password",
        )
    if _guesses(password, about) < GUESSES_LEAST:
        raise RuleBroken(
            N_("This password is easy to guess. Please use several words that do not usually go together."),
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
