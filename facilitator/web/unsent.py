"""What was sent and could not be taken from this browser: shown again, with each way to send it after all.

Nothing of it is kept here, as nobody is known to keep it for: it travels in the page.
"""

from typing import Any

from flask import Response, g, render_template, request
from flask_babel import gettext

from facilitator.access.authors import FIELD, HEADER, form_author
from facilitator.database import db
from facilitator.errors import N_
from facilitator.web.background import WORDS, is_in_the_background
from facilitator.web.edge import SAFE_METHODS, after_the_turn
from facilitator.web.submissions import ID_FIELD, LEFT_OUT

SIGNED_OUT = N_("This was not saved, because you are no longer signed in.")
LEFT = N_("This was not saved, because this browser no longer knows who you are.")
OTHER = N_("This was not saved, because %(author)s opened this page and %(actor)s now uses this browser.")
SOMEBODY = N_(
    "This was not saved, because somebody else opened this page and %(actor)s now uses this browser."
)
GONE = N_(
    "The entry with which this page was opened is gone, as its person had joined twice. So this was not saved"
    " yet. Are you %(actor)s?"
)
UNNAMED = N_("This was not saved yet, because we do not know who opened this page. Are you %(actor)s?")
OLD = N_("This was not saved, because your browser lost the connection between this page and the workshop.")


def of_nobody(*, of_team: bool) -> Any:
    """It came from a browser that nobody has signed in with, or not any more."""
    return _page(403, gettext(SIGNED_OUT if of_team else LEFT), back="team" if of_team else "room")


def of_another(
    author: str, actor: str, *, may_send: bool, of_team: bool, is_named: bool, is_gone: bool = False
) -> Any:
    """It stands on a page that was made for `author`, who may be gone; the browser is now that of `actor`."""
    sentence = OTHER if author else GONE if is_gone else SOMEBODY if is_named else UNNAMED
    said = gettext(sentence, author=author, actor=actor)
    if request.method in SAFE_METHODS:
        return Response(said, 409, {HEADER: "other"}, mimetype=WORDS)
    back = ("team" if of_team else "room") if is_named and not is_gone else ""
    return _page(409, said, back=back, author=author, send_as=actor if may_send else "")


def of_an_old_page() -> Any:
    """Its token has lost the cookie that it goes with."""
    # Only a form of ours is offered again: another site must not fill in what a person then sends.
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return _page(400, gettext(OLD), is_ours=is_ours)


def of_somebody_hasty(sentence: str) -> Any:
    """It came too fast after what they had sent before; a little later it is welcome."""
    return _page(429, sentence)


def of_a_fault(status: int, sentence: str, **more: Any) -> Any:
    """It could not be saved, by no fault of the person's; under its id it can be sent again."""
    return _page(status, sentence, **more)


def typed() -> dict[str, list[str]]:
    """What the person had typed, so that a refusal without its form does not lose it."""
    if request.method in SAFE_METHODS or "is_readable" not in g:
        return {}
    return {name: values for name, values in request.form.lists() if name not in LEFT_OUT and any(values)}


def form_answered() -> str:
    """The id of the form that a page answers instead of taking it, by which the page has what was typed."""
    return request.form.get(ID_FIELD, "") if form_author() and typed() else ""


def _page(status: int, sentence: str, *, back: str = "", is_ours: bool = True, **more: Any) -> Any:
    db.session.rollback()
    if is_in_the_background():
        return Response(sentence, status, mimetype=WORDS)
    return after_the_turn(lambda: _shown(status, sentence, back=back, is_ours=is_ours, **more))


def _shown(status: int, sentence: str, *, back: str, is_ours: bool, **more: Any) -> tuple[str, int]:
    ways = {
        "title": "",
        "author": "",
        "send_as": "",
        "named": request.form.get(FIELD, ""),
        "current": form_author(),
    } | more
    fields = typed() | {name: request.form.getlist(name) for name in (ID_FIELD,) if name in request.form}
    page = render_template(
        "web/unsent.html",
        sentence=sentence,
        typed=fields if is_ours else {},
        is_ours=is_ours,
        back=back,
        **ways,
    )
    return page, status
