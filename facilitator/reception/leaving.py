"""Somebody leaves: what that does to their seats, and to what is kept of them if they leave for good."""

from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import NOBODY, Actor
from facilitator.breakouts.operations import unseat_participant
from facilitator.breakouts.planning.models import Need, Wish
from facilitator.breakouts.queries import groups_of, has_begun
from facilitator.database import db
from facilitator.live.activity import Activity, record
from facilitator.live.events import Event
from facilitator.mail.models import Mail
from facilitator.quotes.models import QuotedAs
from facilitator.quotes.operations import choose_how_quoted
from facilitator.web.submissions import Submission
from facilitator.workshops.models import FormerLink, Participant, Workshop
from facilitator.workshops.operations import hash_token, new_link_seed
from facilitator.workshops.people.operations import note_departure
from facilitator.workshops.people.removal import removal_of, remove_person

OF_THE_PERSON = (Wish, Need, Mail, Submission, FormerLink)
"""What goes with the name: it says something of the person, and nothing that they said of a measure."""
NAMED_IN_LOG = (Event.PARTICIPANT_CHANGED, Event.PARTICIPANT_MERGED)
"""Entries of the log that hold an earlier name."""


def leave(participant: Participant, *, by: Actor) -> None:
    """Note that somebody has left, and free their seats in rounds that have not begun."""
    workshop = db.session.get_one(Workshop, participant.workshop_id)
    for group in groups_of(participant.id):
        if not has_begun(group.round_id):
            unseat_participant(workshop, group, participant, by=by)
    note_departure(participant, by=by)


def leave_for_good(participant: Participant, *, called: str, by: Actor) -> None:
    """Take somebody out as they wish it: whole where they left nothing behind, else without their name.

    `called` stands in place of the name. What they said of issues and solutions goes on counting for their
    city and is quoted no more; their personal link lets nobody in.
    """
    if removal_of(participant).is_possible:
        # Whoever removes is no row any more that the log could point at.
        remove_person(participant, by=NOBODY)
        return
    leave(participant, by=by)
    choose_how_quoted(participant, QuotedAs.NOT_AT_ALL, by=by)
    for model in OF_THE_PERSON:
        db.session.execute(sa.delete(model).filter_by(participant_id=participant.id))
    participant.display_name, participant.email = called, ""
    participant.link_seed = participant.submission = None
    participant.token_hash = hash_token(new_link_seed())
    _forget_names_in_log(participant)
    db.session.flush()
    record(Event.PARTICIPANT_ERASED, participant, by=by)


def _forget_names_in_log(participant: Participant) -> None:
    entries = db.session.scalars(
        sa.select(Activity)
        .filter_by(workshop_id=participant.workshop_id, subject_id=participant.id)
        .where(Activity.happened.in_(NAMED_IN_LOG))
    )
    for entry in entries:
        entry.detail = _without_names(entry.detail)


def _without_names(detail: dict[str, Any]) -> dict[str, Any]:
    double = {name: value for name, value in detail.get("double", {}).items() if name != "display_name"}
    kept = {name: value for name, value in detail.items() if name not in ("before", "double")}
    return kept | ({"double": double} if double else {})
