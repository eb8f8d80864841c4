"""What is written to somebody who has not given their feedback yet."""

from facilitator.errors import N_
from facilitator.feedback.models import FeedbackForm
from facilitator.mail.letter import Letter
from facilitator.sentences import Days, say
from facilitator.workshops.models import Participant, Workshop

_SUBJECT = N_("How was “%(title)s”?")
_BODY = N_(
    "Hello %(name)s,\n\n"
    "please tell us what you think of the workshop. It takes a few minutes. This is your personal link:\n\n"
    "%(link)s\n\n"
    "Your answers are kept without your name. You can answer until %(day)s."
)


def letter_of_reminder(person: Participant, workshop: Workshop, form: FeedbackForm, link: str) -> Letter:
    """What to write to somebody with the link to their own page, where the form is."""
    last = Days(form.closes_on, form.closes_on)
    body = say(_BODY, name=person.display_name, link=link, day=last)
    return Letter(person.email, say(_SUBJECT, title=workshop.title), [body])
