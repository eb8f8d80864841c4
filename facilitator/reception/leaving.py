"""Somebody leaves: what that does to their seats."""

from facilitator.access.actor import Actor
from facilitator.breakouts.operations import unseat_participant
from facilitator.breakouts.queries import groups_of, has_begun
from facilitator.database import db
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.people.operations import note_departure


def leave(participant: Participant, *, by: Actor) -> None:
    """Note that somebody has left, and free their seats in rounds that have not begun."""
    workshop = db.session.get_one(Workshop, participant.workshop_id)
    for group in groups_of(participant.id):
        if not has_begun(group.round_id):
            unseat_participant(workshop, group, participant, by=by)
    note_departure(participant, by=by)
