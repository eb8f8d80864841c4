"""Whom a form is made for: two people at one browser must not answer under each other's name.

Cookies belong to the browser, a form to the page on which it stands. So each form names who the browser
was when the page was made, and the gate takes it from nobody else. The name is signed: who a number
belongs to is told to those alone who have had that person's page.
"""

from functools import lru_cache
from typing import NamedTuple

from flask import current_app, g, request, session
from itsdangerous import BadSignature, Signer

from facilitator.access.actor import Actor

FIELD = "author"
HEADER = "X-Author"
"""How a script names the author of its page where it sends no form."""
SIGNED_IN = "_user_id"  # where Flask-Login keeps what `Account.get_id` says, which begins with the id
KEPT = 4096


class Author(NamedTuple):
    """Who a browser is: who has signed in with it, and whose place in the workshop it holds."""

    account_id: int | None = None
    participant_id: int | None = None

    def is_same_as(self, actor: Actor) -> bool:
        """Whether this is who acts; some are two, and act as the one that may."""
        if actor.participant_id is not None:
            return actor.participant_id == self.participant_id
        return actor.account_id == self.account_id


def browser_is(participant_id: int | None) -> None:
    """Note whose place this browser holds; who has signed in is in its session."""
    g.place_of = participant_id


def current_author() -> Author:
    """Who the browser of this request is."""
    return Author(_signed_in(), g.get("place_of"))


def form_author() -> str:
    """What a form of this request names, and a page for its scripts; nothing where nobody is known."""
    author = current_author()
    return _signed(str(current_app.secret_key), author) if any(author) else ""


def named_author() -> Author | None:
    """Whom the form that has arrived was made for, as it says; nothing if it does not say."""
    said = request.headers.get(HEADER, "") or request.form.get(FIELD, "")
    try:
        account, participant = said.partition(".")[0].split("-")
        return Author(int(account) if account else None, int(participant) if participant else None)
    except ValueError:
        return None


def is_signed() -> bool:
    """Whether the form has its author from a page of ours."""
    try:
        _signer(str(current_app.secret_key)).unsign(request.form.get(FIELD, ""))
    except BadSignature:
        return False
    return True


def _signed_in() -> int | None:
    id_ = str(session.get(SIGNED_IN, "")).partition(":")[0]
    return int(id_) if id_ else None


@lru_cache(KEPT)
def _signed(secret: str, author: Author) -> str:
    return _signer(secret).sign("-".join(str(id_ or "") for id_ in author)).decode()


def _signer(secret: str) -> Signer:
    return Signer(secret, salt=b"author of a form")
