"""What pages do with a letter: put it into words, and have it sent with what they change, or show it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from facilitator.access.actor import Actor
from facilitator.config import Settings, locale_of
from facilitator.mail.letter import Letter, WrittenLetter
from facilitator.mail.models import MailKind
from facilitator.mail.operations import MailDraft, Sender, queue_mails
from facilitator.web.sentences import in_words

if TYPE_CHECKING:
    from facilitator.workshops.models import Workshop

CONTACT = "facilitator.contact"
"""Where the app keeps who knows a workshop's contact: a function from the workshop to an address."""


def contact_of(workshop: "Workshop") -> str:
    """Where questions about a workshop go; empty where nobody is known."""
    return str(current_app.extensions[CONTACT](workshop))


def goes_out() -> bool:
    """Whether e-mail is sent from here; where it isn't, letters are shown to be copied."""
    settings: Settings = current_app.extensions["facilitator.settings"]
    return settings.mail is not None


def written(workshop: "Workshop", letter: Letter) -> WrittenLetter:
    """A letter in the language of the workshop, and in its words."""
    with force_locale(locale_of(workshop.language)):
        body = (each if isinstance(each, str) else in_words(each) for each in letter.body)
        return WrittenLetter(letter.to, in_words(letter.subject), "\n\n".join(body))


def post(
    workshop: "Workshop",
    kind: MailKind,
    letter: Letter,
    *,
    participant_id: int | None = None,
    application_id: int | None = None,
    by: Actor,
) -> None:
    """Have a letter sent with what this request changes; nothing where no e-mail goes out."""
    post_all(workshop, kind, [MailDraft(written(workshop, letter), participant_id, application_id)], by=by)


def post_all(workshop: "Workshop", kind: MailKind, drafts: Sequence[MailDraft], *, by: Actor) -> None:
    """Have letters sent likewise that are in words already."""
    if goes_out():
        sender = Sender(workshop.title, contact_of(workshop))
        queue_mails(workshop, kind, drafts, sender, by=by)
