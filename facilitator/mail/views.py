"""A workshop's e-mails: what waits, what was sent, and what could not be."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.mail import operations, queries
from facilitator.mail.models import MailState
from facilitator.mail.posting import goes_out
from facilitator.web.addresses import row_number

pages = pages_of_workshop(__name__)

AT_ONCE = 50
"""So many e-mails of a kind a page shows."""


@pages.get("/setup/emails")
@requires(Action.SEND_MAIL)
def index() -> Any:
    """What became of the e-mails: those that failed first, then those that wait, then the rest by pages."""
    workshop_id, page = current_workshop().id, request.args.get("page", type=row_number) or 1
    counts = queries.counts_by_state(workshop_id)
    over = (MailState.SENT, MailState.CANCELLED)
    return render_template(
        "mail/index.html",
        counts=counts,
        failed=queries.mails_in(workshop_id, MailState.FAILED, most=AT_ONCE),
        waiting=queries.mails_in(workshop_id, MailState.WAITING, most=AT_ONCE),
        over=queries.mails_in(workshop_id, *over, most=AT_ONCE, after=(page - 1) * AT_ONCE),
        page=page,
        pages=-(-sum(counts[state] for state in over) // AT_ONCE),
        goes_out=goes_out(),
        MailState=MailState,
    )


@pages.post("/setup/emails/<int:mail_id>/retry")
@requires(Action.SEND_MAIL)
def retry(mail_id: int) -> Any:
    """Try an e-mail again at once."""
    operations.try_again(queries.mail_of(current_workshop().id, mail_id), by=current_actor())
    flash(gettext("The e-mail will be sent again in a moment."), "success")
    return redirect(url_for("mail.index"), 303)


@pages.post("/setup/emails/retries")
@requires(Action.SEND_MAIL)
def retry_all() -> Any:
    """Try all again that failed."""
    found = queries.failed_mails(current_workshop().id)
    for mail in found:
        operations.try_again(mail, by=current_actor())
    if found:
        flash(
            ngettext(
                "One e-mail will be sent again in a moment.",
                "%(num)d e-mails will be sent again in a moment.",
                len(found),
            ),
            "success",
        )
    return redirect(url_for("mail.index"), 303)


@pages.post("/setup/emails/<int:mail_id>/cancellation")
@requires(Action.SEND_MAIL)
def cancel(mail_id: int) -> Any:
    """Let an e-mail go to nobody."""
    operations.cancel_mail(queries.mail_of(current_workshop().id, mail_id), by=current_actor())
    flash(gettext("The e-mail was cancelled. It will not be sent."), "success")
    return redirect(url_for("mail.index"), 303)
