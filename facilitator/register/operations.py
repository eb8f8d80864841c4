"""Fill in the register: who owns a solution, what comes next and until when, and how far it is."""

from collections.abc import Mapping
from typing import Any

from facilitator.access.actor import Actor
from facilitator.capture.lineage.queries import words_of
from facilitator.capture.operations import reword_card
from facilitator.database import db
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.register.models import SolutionProgress, SolutionState
from facilitator.register.queries import RegisterEntry


def save_entry(
    entry: RegisterEntry, plan: Mapping[str, Any], state: SolutionState, *, based_on: int, by: Actor
) -> None:
    """Keep a solution's plan as its next wording, and its state; what is the same as before is no change.

    Refused if `based_on` is no longer the number of its last wording.
    """
    card, wording = entry.card.card, entry.card.wording
    reword_card(card, {**words_of(wording), **plan}, based_on=based_on, by=by)
    if state is not entry.state:
        db.session.add(
            SolutionProgress(
                workshop_id=card.workshop_id, solution_id=card.id, state=state, account_id=by.account_id
            )
        )
        db.session.flush()
        record(Event.SOLUTION_MOVED_ON, card, by=by, state=state)
