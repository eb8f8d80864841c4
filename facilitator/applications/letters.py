"""What is written to a city: that its application has arrived, and what was decided."""

from collections.abc import Mapping

from facilitator.applications.models import Application, Decision
from facilitator.errors import N_
from facilitator.mail.letter import Letter
from facilitator.sentences import Sentence, say
from facilitator.workshops.letters import when_and_where
from facilitator.workshops.models import Workshop

_RECEIVED = N_("Your application to “%(title)s” has arrived")
# Nothing in it that was typed: anybody can have it sent to anybody.
_RECEIVED_BODY = N_(
    "Hello,\n\n"
    "your application to “%(title)s” has arrived. With this link you can read it, and change it as long as"
    " the call is open:\n\n"
    "%(link)s\n\n"
    "Whoever has the link can change the application, so please keep it to yourself."
    " If you did not send an application, you can ignore this e-mail."
)

_SUBJECT: Mapping[Decision, str] = {
    Decision.ACCEPTED: N_("%(city)s takes part in “%(title)s”"),
    Decision.WAITING: N_("%(city)s is on the waiting list for “%(title)s”"),
    Decision.DECLINED: N_("Your application for %(city)s to “%(title)s”"),
}
_DECIDED: Mapping[Decision, str] = {
    Decision.ACCEPTED: N_(
        "Dear %(name)s,\n\nthank you for your application. We are pleased to tell you that %(city)s"
        " takes part in “%(title)s”."
    ),
    Decision.WAITING: N_(
        "Dear %(name)s,\n\nthank you for your application to “%(title)s”. All places are taken for now, so"
        " %(city)s is on the waiting list. We will write to you as soon as there is a place."
    ),
    Decision.DECLINED: N_(
        "Dear %(name)s,\n\nthank you for your application to “%(title)s”. We are sorry that we cannot offer"
        " a place to %(city)s this time."
    ),
}
_MORE = N_("You can read more about the workshop here: %(link)s")
_NEXT = N_("We will write to your delegates with all that they need.")
_REGARDS = N_("Kind regards\n%(sender)s")


def letter_of_receipt(application: Application, *, title: str, link: str) -> Letter:
    """What to write to a city when its application has come, with the link by which it comes back."""
    subject, body = say(_RECEIVED, title=title), say(_RECEIVED_BODY, title=title, link=link)
    return Letter(application.contact_email, subject, [body])


def letter_on(
    application: Application, workshop: Workshop, *, sender: str, public_page: str
) -> Letter | None:
    """What to write to a city on the decision that stands, if there is one; `public_page` may be empty."""
    decision = application.decision
    if decision is None:
        return None
    values = {"title": workshop.title, "city": application.city_name}
    body: list[Sentence | str] = [say(_DECIDED[decision], **values, name=application.contact_name)]
    if decision is Decision.ACCEPTED:
        body.append(when_and_where(workshop))
        body += [say(_MORE, link=public_page)] if public_page else []
        body.append(say(_NEXT))
    body += [application.reason] if application.reason else []
    body.append(say(_REGARDS, sender=sender))
    return Letter(application.contact_email, say(_SUBJECT[decision], **values), body)
