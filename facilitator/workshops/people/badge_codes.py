"""Who wears a badge with this code."""

import hmac

import sqlalchemy as sa

from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import FormerEntry, Participant, Workshop
from facilitator.workshops.operations import badge_code
from facilitator.workshops.queries import person_of

_NO_BADGE = N_("This badge is not valid. Ask a member of the team.")
_LONGEST_ID = 9  # digits, lest a guess be taken for a number that is none


def person_with_badge(workshop: Workshop, typed: str, secret: str) -> Participant:
    """The person for whom a badge was printed, also where it was printed for a double of theirs."""
    number = typed.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID):
        raise NotFound(_NO_BADGE)
    if not hmac.compare_digest(typed.upper().encode(), badge_code(workshop.id, int(number), secret).encode()):
        raise NotFound(_NO_BADGE)
    return person_of(workshop, _present_id(workshop, int(number)))


def _present_id(workshop: Workshop, printed_for: int) -> int:
    merged = sa.select(FormerEntry.participant_id).filter_by(workshop_id=workshop.id, former_id=printed_for)
    return db.session.scalars(merged).one_or_none() or printed_for
