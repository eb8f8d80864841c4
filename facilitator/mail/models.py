"""E-mails from the change that they tell of until they are sent."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Line, Model, Prose, length, now, same_workshop, term
from facilitator.errors import N_
from facilitator.sentences import Sentence
from facilitator.vocabulary import Term


class MailKind(Term):
    """Why an e-mail goes out."""

    APPLICATION_RECEIVED = "application-received", N_("Confirmation of an application")
    APPLICATION_DECIDED = "application-decided", N_("Decision on an application")
    INVITATION = "invitation", N_("Invitation to the team")
    SIGN_IN_LINK = "sign-in-link", N_("Sign-in link")
    PERSONAL_LINK = "personal-link", N_("Personal link")
    FEEDBACK_REMINDER = "feedback-reminder", N_("Reminder of the feedback form")


class MailState(Term):
    """What became of an e-mail."""

    WAITING = "waiting", N_("Waiting")
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Failed")
    CANCELLED = "cancelled", N_("Cancelled")


class Mail(Belongs, Model):
    """One e-mail to one address, as plain text.

    Its text, which may hold a private link, goes with the end of its waiting; so does its address, some
    weeks later. Of a failed one both stay until then, so that it can be tried again.
    """

    __tablename__ = "mail"
    __table_args__ = (
        sa.UniqueConstraint("key"),
        same_workshop("participant_id", "participant"),
        same_workshop("application_id", "application"),
        length("sender", 200),
        length("reply_to", 254),
        length("recipient", 254),
        length("subject", 500),
        length("body", 10_000),
        sa.CheckConstraint("attempts >= 0", name="attempts_are_counted"),
        sa.CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="waits_until_it_ends"),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'cancelled') OR length(body) = 0", name="loses_its_text_with_its_end"
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR length(recipient) > 0 AND length(body) > 0",
            name="has_what_it_takes_to_be_sent",
        ),
        sa.Index("ix_mail_workshop_id_id", "workshop_id", "id"),
        sa.Index("ix_mail_participant_id", "participant_id"),
        sa.Index("ix_mail_application_id", "application_id"),
        # What is to be sent next, and what is to be cleared: each a few among all that ever were.
        sa.Index("ix_mail_due", "next_attempt_at", sqlite_where=sa.text("state = 'waiting'")),
        sa.Index("ix_mail_uncleared", "ended_at", sqlite_where=sa.text("length(recipient) > 0")),
    )

    kind: Mapped[MailKind] = mapped_column(term(MailKind))
    # What its Message-ID follows from: the same at each attempt, so that a second copy can be told.
    key: Mapped[str]
    # The name under which it comes, and where answers go.
    sender: Mapped[str] = mapped_column(Line, default="")
    reply_to: Mapped[str] = mapped_column(Line, default="")
    recipient: Mapped[str] = mapped_column(Line)
    subject: Mapped[str] = mapped_column(Line)
    body: Mapped[str] = mapped_column(Prose)
    # Whom or what it is about, where that is one of these.
    participant_id: Mapped[int | None]
    application_id: Mapped[int | None]
    queued_at: Mapped[datetime] = mapped_column(default=now)
    queued_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    state: Mapped[MailState] = mapped_column(term(MailState), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(default=now)
    # Why the last attempt came to nothing, as a sentence.
    problem: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    ended_at: Mapped[datetime | None]

    @property
    def reason(self) -> Sentence | None:
        """Why the last attempt came to nothing."""
        return None if self.problem is None else Sentence.from_data(self.problem)
