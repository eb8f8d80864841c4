"""Put people on the list; note who comes and who goes."""

from collections.abc import Sequence
from typing import NamedTuple

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.live.activity import record, record_each
from facilitator.live.events import Event
from facilitator.mail.models import MailKind
from facilitator.mail.operations import cancel_waiting
from facilitator.workshops.models import Organisation, Participant, Workshop
from facilitator.workshops.operations import (
    change_organisation,
    hash_token,
    join_as_listed,
    new_link_seed,
    personal_token,
)
from facilitator.workshops.people.rules import check_badge_lets_in


class NewPerson(NamedTuple):
    """Somebody who is expected: whom they speak for, their name, and their address if it is known."""

    organisation_id: int
    display_name: str
    email: str = ""


def list_people(
    workshop: Workshop, people: Sequence[NewPerson], *, secret: str, by: Actor
) -> list[Participant]:
    """Put people on the list, each with a personal link that can be given and printed from now on."""
    listed = [_listed(workshop, person, secret) for person in people]
    db.session.add_all(listed)
    db.session.flush()
    record_each(Event.PARTICIPANT_LISTED, {person.id: {} for person in listed}, workshop, by=by)
    return listed


def _listed(workshop: Workshop, person: NewPerson, secret: str) -> Participant:
    seed = new_link_seed()
    return Participant(
        workshop_id=workshop.id,
        organisation_id=person.organisation_id,
        display_name=person.display_name,
        email=person.email,
        link_seed=seed,
        token_hash=hash_token(personal_token(workshop.id, seed, secret)),
        invited_at=now(),
    )


def change_person(
    participant: Participant, *, organisation: Organisation, display_name: str, email: str, by: Actor
) -> None:
    """Put somebody's entry right: their name, their address, whom they speak for."""
    change_organisation(participant, organisation, by=by)
    if (participant.display_name, participant.email) == (display_name, email):
        return
    # Not what the address was: what is erased one day should not stand in the log.
    before = participant.display_name
    if participant.email != email:
        cancel_waiting(MailKind.PERSONAL_LINK, participant_id=participant.id)
    participant.display_name, participant.email = display_name, email
    db.session.flush()
    record(Event.PARTICIPANT_CHANGED, participant, by=by, before=before)


def join_by_badge(participant: Participant, *, submission: str, by: Actor) -> None:
    """Let somebody in by the code on their badge, once: the same form again is the same join."""
    if participant.joined_at is None:
        participant.submission = submission
        join_as_listed(participant, by=by)
    check_badge_lets_in(is_their_form=participant.submission == submission)


def note_seen(participant: Participant, *, by: Actor) -> None:
    """Count somebody in who was seen in a group, or whose paper came in, and is not known to be there."""
    if participant.left_at is not None or not participant.has_come:
        check_in(participant, by=by)


def check_in(participant: Participant, *, by: Actor) -> None:
    """Note that somebody was seen at the door; who had left is back."""
    if participant.left_at is not None:
        note_return(participant, by=by)
    if participant.arrived_at is not None:
        return
    participant.arrived_at = now()
    db.session.flush()
    record(Event.PARTICIPANT_CHECKED_IN, participant, by=by)


def undo_check_in(participant: Participant, *, by: Actor) -> None:
    """Take back that somebody was checked in by mistake."""
    if participant.arrived_at is None:
        return
    participant.arrived_at = None
    # Whoever was added at the door was never on a list; from now on they are.
    participant.invited_at = participant.invited_at or now()
    db.session.flush()
    record(Event.PARTICIPANT_CHECK_IN_UNDONE, participant, by=by)


def note_departure(participant: Participant, *, by: Actor) -> None:
    """Note that somebody has left, or does not come: they are offered no seat, and nobody waits for them."""
    if participant.left_at is not None:
        return
    participant.left_at = now()
    db.session.flush()
    record(Event.PARTICIPANT_LEFT, participant, by=by)


def note_return(participant: Participant, *, by: Actor) -> None:
    """Note that somebody who had left is back, or comes after all."""
    if participant.left_at is None:
        return
    participant.left_at = None
    db.session.flush()
    record(Event.PARTICIPANT_RETURNED, participant, by=by)
