"""Edit a drafted sentence, leave it out, or put its draft back."""

from facilitator.access.actor import Actor
from facilitator.conclusions import rules
from facilitator.conclusions.models import ConclusionChoice, ConclusionVersion
from facilitator.conclusions.queries import StatedConclusion
from facilitator.database import db
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.workshops.models import Workshop

EVENTS = {
    ConclusionChoice.EDITED: Event.CONCLUSION_EDITED,
    ConclusionChoice.LEFT_OUT: Event.CONCLUSION_LEFT_OUT,
    ConclusionChoice.DRAFT: Event.CONCLUSION_RESTORED,
}


def edit_conclusion(
    workshop: Workshop, stated: StatedConclusion, text: str, *, based_on: int, by: Actor
) -> None:
    """Print this text; refused if `based_on` is no longer the number of the last version.

    The same text again is a version of its own where the figures have changed: it says that it still holds.
    """
    rules.check_may_edit(text)
    rules.check_based_on(based_on, stated.version)
    is_same = stated.choice is ConclusionChoice.EDITED and stated.text == text and not stated.is_outdated
    if not is_same:
        _choose(workshop, stated, ConclusionChoice.EDITED, text, by)


def leave_out_conclusion(workshop: Workshop, stated: StatedConclusion, *, based_on: int, by: Actor) -> None:
    """Print nothing in its place; refused if `based_on` is no longer the number of the last version."""
    if stated.choice is not ConclusionChoice.LEFT_OUT:
        rules.check_was_seen(based_on, stated.version)
        _choose(workshop, stated, ConclusionChoice.LEFT_OUT, "", by)


def restore_draft(workshop: Workshop, stated: StatedConclusion, *, based_on: int, by: Actor) -> None:
    """Print what is drafted, as it follows the figures from now on; nothing where nothing is drafted.

    Refused likewise.
    """
    if stated.choice is not ConclusionChoice.DRAFT:
        rules.check_was_seen(based_on, stated.version)
        _choose(workshop, stated, ConclusionChoice.DRAFT, "", by)


def _choose(
    workshop: Workshop, stated: StatedConclusion, choice: ConclusionChoice, text: str, by: Actor
) -> None:
    version = ConclusionVersion(
        workshop_id=workshop.id,
        kind=stated.kind,
        subject=stated.subject,
        version=stated.version + 1,
        choice=choice,
        text=text,
        drafted=stated.draft.said.as_data() if stated.draft else {},
        account_id=by.account_id,
    )
    db.session.add(version)
    db.session.flush()
    record(EVENTS[choice], version, by=by)
