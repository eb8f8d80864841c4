"""Decisions about accounts, on plain values."""

import re
from datetime import datetime, timedelta

from facilitator.errors import N_, RuleBroken

PASSWORD_LEAST, PASSWORD_MOST = 12, 200
LINK_GRACE = timedelta(minutes=10)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def check_email(email: str) -> None:
    """Refuse what can't be an address; whether somebody reads it there, only a letter can tell."""
    if not ADDRESS.fullmatch(email):
        raise RuleBroken(N_("An e-mail address is like ana@example.org."), field="email")


def check_password(password: str) -> None:
    """Refuse what is too short to be safe; length is what counts, so nothing else is asked."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise RuleBroken(
            N_("A password has %(least)d to %(most)d characters. A sentence is easy to remember."),
            field="password",
            least=PASSWORD_LEAST,
            most=PASSWORD_MOST,
        )


def can_be_used(expires_at: datetime, used_at: datetime | None, at: datetime) -> bool:
    """Whether a sign-in link lets its owner in: until it expires, and some minutes from its first use."""
    return at <= expires_at and (used_at is None or at <= used_at + LINK_GRACE)
