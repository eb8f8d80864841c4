"""A participant's own city has met it too: evidence in place of a second issue."""

from facilitator.access.actor import Actor
from facilitator.agenda import queries as agenda
from facilitator.agenda.models import Session, SessionKind
from facilitator.capture import rules
from facilitator.capture.models import Card, Evidence, Stance
from facilitator.capture.operations import give_evidence
from facilitator.errors import N_, RuleBroken
from facilitator.workshops.models import City


def say_we_too(
    session: Session, issue: Card, *, city: City | None, stance: Stance, note: str, by: Actor
) -> Evidence:
    """What the participant's city says of an issue that is there, while the session is open."""
    rules.check_may_contribute(
        is_capture=session.kind is SessionKind.CAPTURE, is_open=agenda.is_open(session)
    )
    if city is None:
        raise RuleBroken(N_("Only a delegate of a city can do this. You can add an issue of your own."))
    return give_evidence(issue, city, stance, note=note, by=by)
