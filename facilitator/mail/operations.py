"""Keep e-mails with what they tell of, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.live.activity import OfWorkshop, record
from facilitator.live.events import Event
from facilitator.mail import queries, rules
from facilitator.mail.letter import WrittenLetter
from facilitator.mail.models import Mail, MailKind, MailState
from facilitator.mail.rules import Setback


class Sender(NamedTuple):
    """Under whose name an e-mail comes, and where answers to it go; empty where nobody is to be asked."""

    name: str
    reply_to: str


class MailToSend(NamedTuple):
    """An e-mail that somebody has taken on to send, as plain values."""

    id: int
    attempt: int
    key: str
    sender: str
    reply_to: str
    recipient: str
    subject: str
    body: str
    queued_at: datetime


class MailDraft(NamedTuple):
    """What is to be sent, and whom or what it is about where that is one of these."""

    letter: WrittenLetter
    participant_id: int | None = None
    application_id: int | None = None


def queue_mails(
    workshop: OfWorkshop, kind: MailKind, drafts: Sequence[MailDraft], sender: Sender, *, by: Actor
) -> Sequence[Mail]:
    """Have letters sent once the transaction of the caller is kept; if that is undone, so is this."""
    mails = [
        Mail(
            workshop_id=workshop.workshop_id,
            kind=kind,
            key=uuid4().hex,
            sender=sender.name,
            reply_to=sender.reply_to,
            recipient=draft.letter.to,
            subject=draft.letter.subject,
            body=draft.letter.body,
            participant_id=draft.participant_id,
            application_id=draft.application_id,
            queued_by=by.account_id,
        )
        for draft in drafts
    ]
    db.session.add_all(mails)
    db.session.flush()
    if len(mails) == 1:
        record(Event.MAIL_QUEUED, mails[0], by=by, letter=kind)
    elif mails:
        record(Event.WORKSHOP_MAILED, workshop, by=by, letter=kind, number=len(mails))
    return mails


def try_again(mail: Mail, *, by: Actor) -> None:
    """Try an e-mail at once that has failed, or waits to be tried again."""
    rules.check_may_try_again(mail.state, has_text=bool(mail.body))
    mail.state, mail.ended_at = MailState.WAITING, None
    mail.attempts, mail.next_attempt_at = 0, now()
    db.session.flush()
    record(Event.MAIL_RETRIED, mail, by=by)


def cancel_mail(mail: Mail, *, by: Actor) -> None:
    """Let an e-mail go to nobody that has not been sent."""
    rules.check_may_cancel(mail.state)
    if mail.state is not MailState.CANCELLED:
        _end(mail, MailState.CANCELLED)
        db.session.flush()
        record(Event.MAIL_CANCELLED, mail, by=by)


def cancel_waiting(kind: MailKind, *conditions: sa.ColumnElement[bool], **about: int | str) -> None:
    """Let those of a kind go to nobody that have not gone, and that say what holds no more.

    `about` is a `participant_id` or an `application_id`, or what else tells them, with more `conditions`.
    """
    unsent = Mail.state.in_((MailState.WAITING, MailState.FAILED))
    for mail in db.session.scalars(sa.select(Mail).filter_by(kind=kind, **about).where(unsent, *conditions)):
        _end(mail, MailState.CANCELLED)
    db.session.flush()


def delete_about(application_ids: Sequence[int]) -> None:
    """Leave no e-mail about these applications, whether it has gone or not."""
    db.session.execute(sa.delete(Mail).where(Mail.application_id.in_(application_ids)))


def _end(mail: Mail, state: MailState) -> None:
    mail.state, mail.ended_at, mail.body = state, now(), ""


def claim_due(most: int) -> Sequence[MailToSend]:
    """Take on the next e-mails that are to be sent; nobody else does so for some minutes.

    The claim counts as an attempt that has failed until it is noted how it went: whoever is killed in
    between loses no e-mail. It is tried again, with the same Message-ID.
    """
    at = now()
    claimed = db.session.scalars(queries.due(at).limit(most).with_for_update(skip_locked=True)).all()
    for mail in claimed:
        mail.attempts += 1
        mail.next_attempt_at = at + rules.CLAIMED_FOR
    db.session.flush()
    return [
        MailToSend(mail.id, mail.attempts, *(getattr(mail, name) for name in MailToSend._fields[2:]))
        for mail in claimed
    ]


def note_sent(mail_id: int) -> None:
    """Note that the mail server has taken an e-mail, also where somebody has cancelled it meanwhile."""
    mail = _locked(mail_id)
    if mail is not None:
        _end(mail, MailState.SENT)
        mail.problem = None
        db.session.flush()


def note_setback(mail_id: int, setback: Setback, *, attempt: int, luck: float) -> bool:
    """Note why an attempt came to nothing, and when the next one is due; returns whether there is none.

    Nothing is noted where somebody else has tried since, or it is waited for no more.
    """
    mail = _locked(mail_id)
    if mail is None or mail.state is not MailState.WAITING or mail.attempts != attempt:
        return False
    mail.problem = setback.reason.as_data()
    again_at = None if setback.is_final else rules.next_attempt(attempt, now(), luck)
    if again_at is None:
        mail.state, mail.ended_at = MailState.FAILED, now()
    else:
        mail.next_attempt_at = again_at
    db.session.flush()
    return again_at is None


def _locked(mail_id: int) -> Mail | None:
    return db.session.scalars(sa.select(Mail).filter_by(id=mail_id).with_for_update()).one_or_none()


def clear_old() -> None:
    """Delete the addresses of e-mails that were over some weeks ago, and the texts of those that failed."""
    old = sa.and_(sa.text("length(mail.recipient) > 0"), Mail.ended_at < now() - rules.ADDRESS_KEPT_FOR)
    emptied = {"recipient": "", "reply_to": "", "subject": "", "body": "", "problem": None}
    db.session.execute(
        sa.update(Mail).where(old).values(emptied).execution_options(synchronize_session=False)
    )
