"""What every letter about a workshop says of it."""

from facilitator.errors import N_
from facilitator.sentences import Days, Sentence, say
from facilitator.workshops.models import Workshop

_WHEN = N_("Date: %(days)s")
_WHEN_AND_WHERE = N_("Date: %(days)s\nPlace: %(place)s")


def when_and_where(workshop: Workshop) -> Sentence:
    """The days of a workshop and, if it is known, the place."""
    days = Days(workshop.starts_on, workshop.ends_on)
    return say(_WHEN_AND_WHERE, days=days, place=workshop.place) if workshop.place else say(_WHEN, days=days)
