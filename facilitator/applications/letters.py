"""What is written to a city: that its application has arrived, and what was decided."""

from collections.abc import Mapping

from facilitator.applications.models import Application, Decision
from facilitator.errors import N_
from facilitator.mail.letter import Letter
from facilitator.sentences import say

_RECEIVED = N_("%(title)s: your application has arrived")
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
    Decision.ACCEPTED: N_("%(title)s: %(city)s takes part"),
    Decision.WAITING: N_("%(title)s: %(city)s is on the waiting list"),
    Decision.DECLINED: N_("%(title)s: your application for %(city)s"),
}
_BODY: Mapping[Decision, str] = {
    Decision.ACCEPTED: N_(
        "Dear %(name)s,\n\n"
        "thank you for your application. We are pleased to tell you that %(city)s takes part"
        " in “%(title)s”. We will write to your delegates with all that they need.\n\nKind regards"
    ),
    Decision.WAITING: N_(
        "Dear %(name)s,\n\n"
        "thank you for your application to “%(title)s”. All places are taken for now, so"
        " %(city)s is on the waiting list. We will write to you as soon as there is a place.\n\nKind regards"
    ),
    Decision.DECLINED: N_(
        "Dear %(name)s,\n\n"
        "thank you for your application to “%(title)s”. We are sorry that we cannot offer"
        " a place to %(city)s this time.\n\nKind regards"
    ),
}
_BODY_WITH_REASON: Mapping[Decision, str] = {
    Decision.ACCEPTED: N_(
        "Dear %(name)s,\n\n"
        "thank you for your application. We are pleased to tell you that %(city)s takes part"
        " in “%(title)s”. We will write to your delegates with all that they need.\n\n"
        "%(reason)s\n\nKind regards"
    ),
    Decision.WAITING: N_(
        "Dear %(name)s,\n\n"
        "thank you for your application to “%(title)s”. All places are taken for now, so"
        " %(city)s is on the waiting list. We will write to you as soon as there is a place.\n\n"
        "%(reason)s\n\nKind regards"
    ),
    Decision.DECLINED: N_(
        "Dear %(name)s,\n\n"
        "thank you for your application to “%(title)s”. We are sorry that we cannot offer"
        " a place to %(city)s this time.\n\n"
        "%(reason)s\n\nKind regards"
    ),
}


def letter_of_receipt(application: Application, *, title: str, link: str) -> Letter:
    """What to write to a city when its application has come, with the link by which it comes back."""
    subject, body = say(_RECEIVED, title=title), say(_RECEIVED_BODY, title=title, link=link)
    return Letter(application.contact_email, subject, body)


def letter_on(application: Application, *, title: str) -> Letter | None:
    """What to write to a city on the decision that stands, if there is one."""
    decision = application.decision
    if decision is None:
        return None
    values = {"title": title, "city": application.city_name}
    more = values | {"name": application.contact_name, "reason": application.reason}
    bodies = _BODY_WITH_REASON if application.reason else _BODY
    return Letter(application.contact_email, say(_SUBJECT[decision], **values), say(bodies[decision], **more))
