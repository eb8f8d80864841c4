"""Every form can arrive twice: the second arrival gets the answer of the first.

A form carries an id made by the client (by the server where there is no script). What arrived under
it is kept with the place it led to, in the transaction of the change itself. The same content again
is answered with that place; other content under the same id is a conflict, shown with both texts.

A digest tells the same from other content; where nothing of it may be kept, the view is told that the id
has arrived before. The words are kept only where a conflict would show them, and as far as people type:
what a form carries besides must not fill the disk.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any, cast

import sqlalchemy as sa
from flask import Response, current_app, g, redirect, render_template, request
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from facilitator.access.actor import Actor
from facilitator.access.authors import FIELD
from facilitator.database import Belongs, Model, ask, now, same_workshop, table_of, unique_where
from facilitator.errors import N_, TooMuch
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.web.budget import Budget

ID_FIELD = "submission"
LEFT_OUT = {ID_FIELD, FIELD, "csrf_token", "password", "current_password", "new_password"}
WORDS = 20_000
"""As many characters are kept of what arrived: four times the longest text that there is room for."""
FORMS_A_MINUTE, BYTES_A_MINUTE = Budget(300), Budget(4_000_000)
"""What one person may send: several times a ballot of sixty issues, or sixty lines pasted at once."""
A_LOT = N_(
    "This was not saved yet, because you sent a lot in one minute. Please wait a minute, then send it."
)
Content = dict[str, list[str]]


class Submission(Belongs, Model):
    """What arrived under a form's id, and the page that it led to."""

    __tablename__ = "submission"
    __table_args__ = (
        same_workshop("participant_id", "participant"),
        unique_where(
            "uq_submission_of_account",
            "account_id",
            "workshop_id",
            "client_id",
            condition="account_id IS NOT NULL",
        ),
        unique_where(
            "uq_submission_of_participant",
            "participant_id",
            "client_id",
            condition="participant_id IS NOT NULL",
        ),
        sa.CheckConstraint("(account_id IS NULL) <> (participant_id IS NULL)", name="has_one_author"),
        sa.CheckConstraint("length(client_id) BETWEEN 8 AND 64", name="client_id_has_8_to_64"),
    )

    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    client_id: Mapped[str]
    digest: Mapped[str]
    content: Mapped[Content] = mapped_column(sa.JSON)
    location: Mapped[str]
    arrived_at: Mapped[datetime] = mapped_column(default=now)


def _first_arrival(author: Any) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(Submission.id, Submission.digest, Submission.content, Submission.location).where(
        Submission.workshop_id == sa.bindparam("workshop"),
        Submission.client_id == sa.bindparam("client"),
        author == sa.bindparam("author"),
    )


_FIRST_ARRIVAL = {
    "participant": _first_arrival(Submission.participant_id),
    "account": _first_arrival(Submission.account_id),
}
_REMEMBER = sa.insert(table_of(Submission))
_FORGET = sa.delete(table_of(Submission)).where(Submission.id == sa.bindparam("number"))


def is_usable(client_id: str | None) -> bool:
    """Whether this can tell one form from another; what can't is taken for a form without an id."""
    return (
        client_id is not None
        and 8 <= len(client_id) <= 64
        and client_id.isascii()
        and client_id.isprintable()
    )


def check_pace(actor: Actor) -> None:
    """Refuse what somebody sends faster than a person can mean it; strangers are told apart by address."""
    who = actor.participant_id or 0, actor.account_id or 0
    whose = who if any(who) else _network()
    # A file that is longer than any other form may be counts as one of these.
    length = min(request.content_length or 0, current_app.config["MAX_CONTENT_LENGTH"])
    if not (FORMS_A_MINUTE.take(whose=whose) and BYTES_A_MINUTE.take(length, whose=whose)):
        raise TooMuch(A_LOT)


def _network() -> str:
    """Where a stranger comes from: an address of IPv4, or the network that one line has of IPv6.

    The people of a building share one; of a line of IPv6 one person has more addresses than can be counted.
    """
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    if address.version == 4 or mapped:
        return str(mapped or address)
    return str(ip_network((address, 64), strict=False))


def answer_second_arrival(actor: Actor, workshop_id: int, *, last_word_counts: bool = False) -> Any | None:
    """The answer to a form that has arrived before; nothing if this is the first time.

    The writer's lock of the workshop is held, so a twin of this request has either not looked yet or
    has finished. A browser that goes back shows the form that was sent, under its id: where the last
    word counts, other content is what its author says now, and takes the place of the first.
    """
    client_id = request.form.get(ID_FIELD, "")
    if not is_usable(client_id):
        return None
    by = "participant" if actor.participant_id else "account"
    first = ask(
        _FIRST_ARRIVAL[by],
        {"workshop": workshop_id, "client": client_id, "author": actor.participant_id or actor.account_id},
    ).one_or_none()
    if first is None:
        g.submission, g.may_conflict = client_id, not last_word_counts
        return None
    if not first.digest:
        g.arrived_before = True
        return None
    if first.digest == _digest(_content()):
        return redirect(first.location, 303)
    if last_word_counts:
        ask(_FORGET, {"number": first.id})
        g.submission, g.may_conflict = client_id, False
        return None
    return _conflict(actor, first.content)


def remember_submission(response: Response, actor: Actor, workshop_id: int) -> None:
    """Keep what arrived, with the page it led to, once it has led somewhere."""
    client_id = g.get("submission")
    if client_id is None or not 300 <= response.status_code < 400:
        return
    content, may_keep = _content(), not g.get("id_alone")
    ask(
        _REMEMBER,
        {
            "workshop_id": workshop_id,
            "client_id": client_id,
            "digest": _digest(content) if may_keep else "",
            "content": _as_far_as_people_type(content) if may_keep and g.may_conflict else {},
            "location": response.location,
            "arrived_at": now(),
            **actor.author,
        },
    )


def once(actor: Actor, workshop_id: int, answer: Callable[[], Response]) -> Response:
    """The answer to a form of a view that `writes_late`, within its turn; a second arrival gets the first.

    Its last word counts.
    """
    first = answer_second_arrival(actor, workshop_id, last_word_counts=True)
    if first is None:
        first = answer()
        if g.get("submission"):
            remember_submission(first, actor, workshop_id)
    forget_this_form()
    return cast(Response, first)


def forget_this_form() -> None:
    """Keep nothing of the form of this request: the workshop that it belongs to is gone with it."""
    g.pop("submission", None)


def keep_id_alone() -> None:
    """Keep of the form of this request its id and where it led, and no digest of what it said.

    Nobody can tell then whether it says the same when it comes again: the view asks `arrived_before`.
    """
    g.id_alone = True


def arrived_before() -> bool:
    """Whether a form arrived before under the id of this one, of which nothing else was kept."""
    return bool(g.get("arrived_before"))


def _content() -> Content:
    path = {"": [request.path]}  # the same words sent elsewhere are something else
    typed = {name: values for name, values in request.form.lists() if name not in LEFT_OUT}
    return (
        path
        | typed
        | {name: [_digest_of_file(file) for file in files] for name, files in request.files.lists()}
    )


def _digest_of_file(file: FileStorage) -> str:
    file.seek(0)  # a view may have read it
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest


def _digest(content: Content) -> str:
    return hashlib.sha256(json.dumps(sorted(content.items())).encode()).hexdigest()


def _as_far_as_people_type(content: Content) -> Content:
    typed = sum(len(name) + len(value) for name, values in content.items() for value in values)
    return content if typed <= WORDS else {}


def _conflict(actor: Actor, first: Content) -> tuple[str, int]:
    second = _content()
    kept = _as_far_as_people_type(second)
    record(Event.SUBMISSION_CONFLICTED, g.door, by=actor, first=first, second=kept)
    g.keep_changes = True  # the answer is a refusal, but both texts stay
    differing = [name for name in {**first, **second} if name and first.get(name) != second.get(name)]
    return render_template("web/conflict.html", first=first, second=second, differing=differing), 409
