"""What a browser keeps of us: its session, and who it is in each workshop. Cookies are named here alone.

Servers on one host share a browser's cookies whatever their port, so names carry the installation. With
HTTPS they begin with `__Host-`: then no other server of the domain can put a cookie of its own there.
"""

import hmac
from functools import lru_cache
from typing import Any

from flask import Response, current_app, request

from facilitator.config import DAY

PARTICIPANT_LASTS = 400 * DAY  # as long as browsers keep any


def session_cookie(secret: str, *, https: bool) -> str:
    """The name of the session's cookie in the installation that has this key."""
    return _name("session", "", secret, https=https)


def participant_cookie(slug: str) -> str:
    """The name of the cookie that holds a personal token for this workshop."""
    config = current_app.config
    return _name("participant", slug, str(config["SECRET_KEY"]), https=config["SESSION_COOKIE_SECURE"])


@lru_cache(1024)
def _name(what: str, whose: str, secret: str, *, https: bool) -> str:
    mark = hmac.digest(secret.encode(), f"cookie {what} {whose}".encode(), "sha256").hex()[:10]
    return f"{'__Host-' if https else ''}{what}-{mark}"


def kept_token(slug: str) -> str | None:
    """The personal token that this browser holds for a workshop, if any."""
    return request.cookies.get(participant_cookie(slug))


def keep_token(answer: Response, slug: str, token: str) -> None:
    """Let this browser hold a personal token."""
    options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": "/"}
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(participant_cookie(slug), token, max_age=PARTICIPANT_LASTS, secure=secure, **options)


def drop_token(answer: Response, slug: str) -> None:
    """Let this browser hold no personal token for a workshop any more."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.delete_cookie(participant_cookie(slug), path="/", secure=secure, httponly=True, samesite="Lax")
