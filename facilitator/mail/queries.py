"""Reads of a workshop's e-mails."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.mail.models import Mail, MailKind, MailState


def counts_by_state(workshop_id: int) -> Mapping[MailState, int]:
    """How many e-mails there are in each state; all states are named."""
    counted = sa.select(Mail.state, sa.func.count()).filter_by(workshop_id=workshop_id).group_by(Mail.state)
    found = dict([*db.session.execute(counted)])
    return {state: found.get(state, 0) for state in MailState}


def count_failed(workshop_id: int) -> int:
    """How many could not be sent."""
    failed = sa.select(sa.func.count()).select_from(Mail)
    failed = failed.filter_by(workshop_id=workshop_id, state=MailState.FAILED)
    return db.session.execute(failed).scalar_one()


def mails_in(workshop_id: int, *states: MailState, most: int, after: int = 0) -> Sequence[Mail]:
    """E-mails in these states, the newest first; so many, after so many others."""
    wanted = sa.select(Mail).where(Mail.workshop_id == workshop_id, Mail.state.in_(states))
    return db.session.scalars(wanted.order_by(Mail.id.desc()).limit(most).offset(after)).all()


def mail_of(workshop_id: int, mail_id: int) -> Mail:
    """The e-mail with this id in this workshop."""
    found = db.session.scalars(sa.select(Mail).filter_by(workshop_id=workshop_id, id=mail_id)).one_or_none()
    if found is None:
        raise NotFound(N_("This e-mail was not found."))
    return found


def failed_mails(workshop_id: int) -> Sequence[Mail]:
    """Those that could not be sent and still have their text, in the order in which they came."""
    failed = sa.select(Mail).where(
        Mail.workshop_id == workshop_id, Mail.state == MailState.FAILED, sa.func.length(Mail.body) > 0
    )
    return db.session.scalars(failed.order_by(Mail.id)).all()


def last_mail_to(participant_id: int) -> Mail | None:
    """The last e-mail that went, or is to go, to a participant."""
    to = sa.select(Mail).where(Mail.participant_id == participant_id, Mail.state != MailState.CANCELLED)
    return db.session.scalars(to.order_by(Mail.id.desc()).limit(1)).first()


def people_written_to(workshop_id: int, kind: MailKind) -> frozenset[int]:
    """The ids of the participants to whom an e-mail of a kind was sent, or waits to be sent."""
    written = sa.select(Mail.participant_id).where(
        Mail.workshop_id == workshop_id,
        Mail.state.in_((MailState.SENT, MailState.WAITING)),
        Mail.kind == kind,
        Mail.participant_id.is_not(None),
    )
    return frozenset(id_ for id_ in db.session.scalars(written) if id_ is not None)


def last_mail_on(application_id: int, kind: MailKind, since: datetime) -> Mail | None:
    """The last e-mail of a kind on an application that was queued since then."""
    on = sa.select(Mail).where(
        Mail.application_id == application_id,
        Mail.kind == kind,
        Mail.queued_at >= since,
        Mail.state != MailState.CANCELLED,
    )
    return db.session.scalars(on.order_by(Mail.id.desc()).limit(1)).first()


def applications_written_to(
    workshop_id: int, kind: MailKind, recipient: str, since: datetime
) -> Sequence[int | None]:
    """The applications on which e-mails of a kind were queued to an address since then, one for each."""
    of_kind = sa.select(Mail.application_id).filter_by(
        workshop_id=workshop_id, kind=kind, recipient=recipient
    )
    return db.session.scalars(of_kind.where(Mail.queued_at >= since, Mail.state != MailState.CANCELLED)).all()


def is_any_due(at: datetime) -> bool:
    """Whether an e-mail of any workshop is to be tried."""
    return db.session.execute(due(at).with_only_columns(Mail.id).limit(1)).first() is not None


def due(at: datetime) -> sa.Select[Mail]:
    """The e-mails that are to be tried, those that have waited longest first."""
    # As the condition of their index says it.
    waiting = sa.text("mail.state = 'waiting'")
    return sa.select(Mail).where(waiting, Mail.next_attempt_at <= at).order_by(Mail.next_attempt_at, Mail.id)


def count_about(application_ids: Sequence[int]) -> int:
    """How many e-mails there are about these applications."""
    counted = sa.select(sa.func.count()).select_from(Mail).where(Mail.application_id.in_(application_ids))
    return db.session.scalars(counted).one()
