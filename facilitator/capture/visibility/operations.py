"""A participant's own city has met it too: evidence in place of a second issue."""

from facilitator.access.actor import Actor
from facilitator.agenda import queries as agenda
from facilitator.agenda.models import Session, SessionKind
from facilitator.capture import rules
from facilitator.capture.models import Card, Evidence, Stance
from facilitator.capture.operations import give_evidence, withdraw_evidence
from facilitator.capture.queries import evidence_of
from facilitator.capture.visibility.rules import check_may_undo, is_own_tap
from facilitator.errors import N_, RuleBroken
from facilitator.workshops.models import City


def say_we_too(
    session: Session, issue: Card, *, city: City | None, stance: Stance, note: str, by: Actor
) -> Evidence:
    """What the participant's city says of an issue that is there, while the session is open."""
    return give_evidence(issue, _speaks(session, city), stance, note=note, by=by)


def say_met_too(session: Session, issue: Card, *, city: City | None, by: Actor) -> bool:
    """Note in one tap that the participant's city had the problem too; gives back whether it was noted.

    What the city has said before stands.
    """
    spoken = _speaks(session, city)
    is_new = evidence_of(issue.id, spoken.id) is None
    if is_new:
        give_evidence(issue, spoken, Stance.MET, by=by)
    return is_new


def undo_met_too(session: Session, issue: Card, *, city: City | None, by: Actor) -> None:
    """Take such a tap back; twice changes nothing, and what somebody has said since stays."""
    spoken = _speaks(session, city)
    said = evidence_of(issue.id, spoken.id)
    if said is not None:
        check_may_undo(is_tap=is_own_tap(said, by.participant_id))
        withdraw_evidence(issue, spoken, by=by)


def _speaks(session: Session, city: City | None) -> City:
    """The city for which something is said, while the session is open."""
    rules.check_may_contribute(
        is_capture=session.kind is SessionKind.CAPTURE, is_open=agenda.is_open(session)
    )
    if city is None:
        raise RuleBroken(N_("Only a delegate of a city can do this. You can add an issue of your own."))
    return city
