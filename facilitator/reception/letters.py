"""What is written to somebody on the list: their personal link."""

from facilitator.errors import N_
from facilitator.mail.letter import Letter
from facilitator.sentences import say
from facilitator.workshops.letters import when_and_where
from facilitator.workshops.models import Participant, Workshop

_SUBJECT = N_("Your personal link for “%(title)s”")
_BODY = N_(
    "Hello %(name)s,\n\n"
    "you take part in the workshop “%(title)s” for %(represents)s. This is your personal link:\n\n"
    "%(link)s\n\n"
    "It opens your own page in the workshop, on your phone or your computer."
    " Whoever has the link takes part as you, so please do not pass it on."
)


def letter_of_link(person: Participant, workshop: Workshop, link: str) -> Letter:
    """What to write to somebody with the link that leads to their own page in the workshop."""
    values = {"name": person.display_name, "represents": person.organisation.spoken_name, "link": link}
    body = [say(_BODY, title=workshop.title, **values), when_and_where(workshop)]
    return Letter(person.email, say(_SUBJECT, title=workshop.title), body)
